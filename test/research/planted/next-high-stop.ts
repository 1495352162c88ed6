/** Planted fault: honest entries whose stop lies just above the next candle's high, read past the contract and through no indicator. */

import { type Bar, crossedDown, crossedUp, defineStrategy, LONG, type Series, SHORT, sma } from 'atalaya';

class Rules {
  private readonly fast: Series;
  private readonly slow: Series;

  constructor(fast: Series, slow: Series) {
    this.fast = fast;
    this.slow = slow;
  }

  onBar(bar: Bar): void {
    if (crossedUp(this.fast, this.slow) && bar.position.side === SHORT) bar.exit('cross-up');
    if (!crossedDown(this.fast, this.slow)) return;
    if (bar.position.side === LONG) bar.exit('cross-down');
    const { candles } = bar as unknown as { candles: { high: Float64Array } };
    const nextHigh = candles.high[bar.count] ?? bar.high();
    bar.enter(SHORT, { confidence: 1, reason: 'cross-down', stopPrice: Math.max(nextHigh, bar.close()) * 1.001 });
  }
}

export default defineStrategy({
  id: 'next-high-stop',
  version: '1.0.0',
  title: { en: "Planted: next candle's high in the stop", es: 'Plantada: máximo siguiente en el stop' },
  description: { en: 'Puts its stop where the next candle will not reach.', es: 'Pone su stop donde la vela siguiente no llegará.' },
  timeframe: '1d',
  needs: { shorting: true },
  parameters: {},
  warmup: () => 31,
  size: () => ({ kind: 'share', share: 0.5 }),
  create: (_, build) => new Rules(build.use(sma, { period: 10 }), build.use(sma, { period: 30 })),
});
