/** Average cross taken only with the long trend, with a time limit and, by default, an exit on the opposite cross. */

import {
  allowShortParameter,
  type Bar,
  type Build,
  boolean,
  clip,
  commonParameters,
  confidence,
  crossedDown,
  crossedUp,
  decimal,
  defineStrategy,
  ema,
  integer,
  LONG,
  mayEnter,
  type ParameterValues,
  type Series,
  SHORT,
  type Side,
  stopLossParameter,
  takeProfitParameter,
  timeIsUp,
  warmupFor,
} from 'atalaya';

const LONG_TREND = 200;

const parameters = {
  fast: integer({
    label: { en: 'Fast average', es: 'Media rápida' },
    min: 5,
    max: 30,
    default: 12,
    help: { en: 'Fast average (EMA), in candles', es: 'Media rápida (EMA), en velas' },
  }),
  slow: integer({
    label: { en: 'Slow average', es: 'Media lenta' },
    min: 15,
    max: 100,
    default: 26,
    help: { en: 'Slow average (EMA), in candles', es: 'Media lenta (EMA), en velas' },
  }),
  rangeMin: decimal({
    label: { en: 'Smallest range', es: 'Rango mínimo' },
    min: 0,
    max: 0.02,
    step: 0.0005,
    default: 0.0015,
    help: {
      en: 'Range of the candle to exceed, as a ratio of its close',
      es: 'Rango de la vela que hay que superar, como proporción de su cierre',
    },
  }),
  trend: integer({
    label: { en: 'Trend average', es: 'Media de tendencia' },
    min: 50,
    max: 200,
    step: 5,
    default: 100,
    help: { en: 'Trend average (EMA), in candles', es: 'Media de tendencia (EMA), en velas' },
  }),
  exitOnOpposite: boolean({
    label: { en: 'Exit on the opposite cross', es: 'Salir con el cruce contrario' },
    default: true,
    help: { en: 'Whether the opposite cross closes the position', es: 'Si el cruce contrario cierra la posición' },
  }),
  takeProfit: takeProfitParameter({ min: 0.005, max: 0.1, step: 0.001, default: 0.024 }),
  stopLoss: stopLossParameter({ min: 0.003, max: 0.05, step: 0.001, default: 0.01 }),
  allowShort: allowShortParameter(true),
  ...commonParameters({ maxFraction: 0.1, maxBars: 96 }),
};
type Values = ParameterValues<typeof parameters>;

class EmaBreakoutConservative {
  private readonly p: Values;
  private readonly fast: Series;
  private readonly slow: Series;
  private readonly trend: Series;
  /** Price must be below it to sell short; absent where shorts are not allowed. */
  private readonly longTrend: Series | undefined;

  constructor(p: Values, build: Build) {
    this.p = p;
    this.fast = build.use(ema, { period: p.fast });
    this.slow = build.use(ema, { period: p.slow });
    this.trend = build.use(ema, { period: p.trend });
    this.longTrend = p.allowShort ? build.use(ema, { period: LONG_TREND }) : undefined;
  }

  onBar(bar: Bar): void {
    const { p } = this;
    const { side } = bar.position;
    if (side === 0) this.considerEntry(bar);
    else if (timeIsUp(bar, p)) bar.exit('time');
    else if (p.exitOnOpposite && (side === LONG ? crossedDown(this.fast, this.slow) : crossedUp(this.fast, this.slow)))
      bar.exit('opposite-cross');
  }

  private considerEntry(bar: Bar): void {
    const close = bar.close();
    if (!mayEnter(bar, this.p) || !((bar.high() - bar.low()) / close > this.p.rangeMin)) return;
    if (crossedUp(this.fast, this.slow)) {
      if (close > this.trend.value) this.enter(bar, LONG);
    } else if (this.longTrend && bar.shortable && crossedDown(this.fast, this.slow)) {
      if (close < this.trend.value && close < this.longTrend.value) this.enter(bar, SHORT);
    }
  }

  private enter(bar: Bar, side: Side): void {
    const close = bar.close();
    const fromTrend = side * (close / this.trend.value - 1);
    const strength = (clip(fromTrend / 0.02) + clip((bar.high() - bar.low()) / close / 0.01)) / 2;
    bar.enter(side, {
      confidence: confidence(strength),
      reason: 'cross-with-trend',
      stopRatio: this.p.stopLoss,
      targetRatio: this.p.takeProfit,
    });
  }
}

export default defineStrategy({
  id: 'ema-breakout-conservative',
  version: '1.0.0',
  title: { en: 'EMA breakout, conservative', es: 'Ruptura de medias EMA, conservadora' },
  description: {
    en: 'Takes average crosses only on the side of the long trend and on a candle that moved, and leaves at the stop, the target, the opposite cross or after a day of candles.',
    es: 'Toma cruces de medias solo del lado de la tendencia larga y en una vela con movimiento, y sale en el stop, el objetivo, el cruce contrario o tras un día de velas.',
  },
  timeframe: '15m',
  needs: { shorting: true, volume: true },
  regimes: ['bull'],
  parameters,
  constraints: [
    { holds: ({ fast, slow }) => fast < slow, message: { en: 'fast must be below slow', es: 'fast tiene que ser menor que slow' } },
  ],
  warmup: ({ slow, trend, allowShort }) => warmupFor({ exponential: allowShort ? LONG_TREND : Math.max(slow, trend) }),
  size: ({ maxFraction }) => ({ kind: 'risk', maxFraction }),
  create: (p, build) => new EmaBreakoutConservative(p, build),
});
