/** M0m623u5: buys when the close crosses above its average, sells when it falls back below. Edit me. */

import { type Bar, type Build, decimal, defineStrategy, integer, LONG, type Series, sma } from 'atalaya';

class Rules {
  readonly average: Series;
  readonly stop: number;

  constructor(average: Series, stop: number) {
    this.average = average;
    this.stop = stop;
  }

  /** Called at the close of every candle after the warm-up. Only this candle and earlier ones can be read. */
  onBar(bar: Bar): void {
    const above = bar.close() > this.average.value;
    const wasAbove = bar.close(1) > this.average.at(1);
    if (above && !wasAbove) bar.enter(LONG, { confidence: 0.8, reason: 'above-average', stopRatio: this.stop });
    if (!above && bar.position.side === LONG) bar.exit('below-average');
  }
}

export default defineStrategy({
  id: 'm0m623u5',
  version: '0.1.0',
  title: { en: 'M0m623u5', es: 'M0m623u5' },
  description: { en: 'Say in a sentence what it does.', es: 'Di en una frase qué hace.' },
  timeframe: '1h',
  parameters: {
    period: integer({ min: 2, max: 400, default: 50, help: 'Candles of the average' }),
    stop: decimal({ min: 0.005, max: 0.2, default: 0.05, help: 'Protective stop, as a ratio of the entry price' }),
  },
  warmup: ({ period }) => period + 1,
  // 'risk' risks 1 % of equity per trade, at most maxFraction of equity in one position; 'all' puts everything in.
  size: () => ({ kind: 'risk', maxFraction: 0.2 }),
  create: ({ period, stop }, build: Build) => new Rules(build.use(sma, { period }), stop),
});
