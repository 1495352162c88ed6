/** Planted fault: an exponential average of 100 candles with a warm-up of 100, when it is still the plain mean it was seeded with. */

import { type Bar, crossedDown, crossedUp, defineStrategy, ema, LONG, type Series } from 'atalaya';

class Rules {
  private readonly fast: Series;
  private readonly slow: Series;

  constructor(fast: Series, slow: Series) {
    this.fast = fast;
    this.slow = slow;
  }

  onBar(bar: Bar): void {
    if (crossedUp(this.fast, this.slow)) bar.enter(LONG, { confidence: 1, reason: 'cross-up' });
    else if (crossedDown(this.fast, this.slow) && bar.position.side === LONG) bar.exit('cross-down');
  }
}

export default defineStrategy({
  id: 'short-warm-up',
  version: '1.0.0',
  title: { en: 'Planted: short warm-up', es: 'Plantada: calentamiento corto' },
  description: { en: 'Decides before its average has settled.', es: 'Decide antes de que su media se asiente.' },
  timeframe: '1d',
  parameters: {},
  warmup: () => 100,
  size: () => ({ kind: 'all' }),
  create: (_, build) => new Rules(build.use(ema, { period: 20 }), build.use(ema, { period: 100 })),
});
