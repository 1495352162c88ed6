/** What sma-cross does, written as somebody would who knows nothing but onBar: asked at every candle. */

import { type Bar, crossedDown, crossedUp, defineStrategy, integer, LONG, type Series, sma } from 'atalaya';

class PlainCross {
  readonly fast: Series;
  readonly slow: Series;

  constructor(fast: Series, slow: Series) {
    this.fast = fast;
    this.slow = slow;
  }

  onBar(bar: Bar): void {
    if (crossedUp(this.fast, this.slow)) bar.enter(LONG, { confidence: 1, reason: 'cross-up' });
    else if (crossedDown(this.fast, this.slow)) bar.exit('cross-down');
  }
}

export default defineStrategy({
  id: 'plain-cross',
  version: '1.0.0',
  title: { en: 'Plain cross', es: 'Cruce sencillo' },
  description: { en: 'Buys one average above the other, sells below.', es: 'Compra una media sobre la otra, vende por debajo.' },
  timeframe: '1m',
  parameters: {
    fast: integer({ min: 1, max: 1000, default: 10, help: 'Fast average' }),
    slow: integer({ min: 1, max: 5000, default: 30, help: 'Slow average' }),
  },
  warmup: ({ slow }) => slow,
  size: () => ({ kind: 'all' }),
  create: ({ fast, slow }, build) => new PlainCross(build.use(sma, { period: fast }), build.use(sma, { period: slow })),
});
