/** Ten indicators looked at on every candle and a ratchet stop behind every position: the heavy row of the bench. */

import {
  adx,
  atr,
  type Bar,
  type Build,
  bollinger,
  defineStrategy,
  donchian,
  ema,
  LONG,
  macd,
  rsi,
  type Series,
  sma,
  stochastic,
  zScore,
} from 'atalaya';

class TenIndicators {
  readonly fast: Series;
  readonly slow: Series;
  readonly trend: Series;
  readonly strength: Series;
  readonly range: Series;
  readonly direction: Series;
  readonly momentum: Series;
  readonly oscillator: Series;
  readonly distance: Series;
  readonly upper: Series;
  readonly lower: Series;
  readonly highest: Series;

  constructor(build: Build) {
    const bands = build.useAll(bollinger, { period: 20 });
    this.fast = build.use(sma, { period: 10 });
    this.slow = build.use(sma, { period: 30 });
    this.trend = build.use(ema, { period: 100 });
    this.strength = build.use(rsi, { period: 14 });
    this.range = build.use(atr, { period: 14 });
    this.direction = build.use(adx, { period: 14 });
    this.momentum = build.use(macd, {});
    this.oscillator = build.use(stochastic, {});
    this.distance = build.use(zScore, { period: 20 });
    this.upper = bands.upper as Series;
    this.lower = bands.lower as Series;
    this.highest = build.use(donchian, { period: 20 });
  }

  /** How many of the ten point up. */
  votes(close: number): number {
    let votes = 0;
    if (this.fast.value > this.slow.value) votes++;
    if (close > this.trend.value) votes++;
    if (this.strength.value > 50) votes++;
    if (this.range.value > this.range.previous) votes++;
    if (this.direction.value > 20) votes++;
    if (this.momentum.value > 0) votes++;
    if (this.oscillator.value > 50) votes++;
    if (this.distance.value > 0) votes++;
    if (close > (this.upper.value + this.lower.value) / 2) votes++;
    if (close >= this.highest.previous) votes++;
    return votes;
  }

  onBar(bar: Bar): void {
    const votes = this.votes(bar.close());
    if (bar.position.side !== 0) {
      if (votes <= 2 && bar.position.side === LONG) bar.exit('few-votes');
    } else if (votes >= 9) bar.enter(LONG, { confidence: 1, reason: 'many-votes', trailRatio: 0.004 });
  }
}

export default defineStrategy({
  id: 'ten-indicators',
  version: '1.0.0',
  title: { en: 'Ten indicators', es: 'Diez indicadores' },
  description: { en: 'Votes of ten indicators, to measure with.', es: 'Votos de diez indicadores, para medir.' },
  timeframe: '1m',
  parameters: {},
  warmup: () => 100,
  size: () => ({ kind: 'all' }),
  create: (_, build) => new TenIndicators(build),
});
