/** Cross of two very fast averages on a wide, busy candle, with the trend of two slower averages. */

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
  sma,
  stopLossParameter,
  takeProfitParameter,
  timeIsUp,
  warmupFor,
} from 'atalaya';

const parameters = {
  fast: integer({
    label: { en: 'Fast average', es: 'Media rápida' },
    min: 2,
    max: 15,
    default: 4,
    help: { en: 'Fast average (EMA), in candles', es: 'Media rápida (EMA), en velas' },
  }),
  slow: integer({
    label: { en: 'Slow average', es: 'Media lenta' },
    min: 8,
    max: 60,
    default: 16,
    help: { en: 'Slow average (EMA), in candles', es: 'Media lenta (EMA), en velas' },
  }),
  rangeMin: decimal({
    label: { en: 'Smallest range', es: 'Rango mínimo' },
    min: 0,
    max: 0.05,
    step: 0.0025,
    default: 0.01,
    help: {
      en: 'Range of the candle to exceed, as a ratio of its close',
      es: 'Rango de la vela que hay que superar, como proporción de su cierre',
    },
  }),
  volumePeriod: integer({
    label: { en: 'Usual volume', es: 'Volumen habitual' },
    min: 5,
    max: 60,
    default: 20,
    help: { en: 'Earlier candles whose mean volume must be exceeded', es: 'Velas anteriores cuyo volumen medio hay que superar' },
  }),
  trendFast: integer({
    label: { en: 'Faster trend average', es: 'Media de tendencia rápida' },
    min: 10,
    max: 50,
    default: 20,
    help: { en: 'Faster trend average (EMA), in candles', es: 'Media de tendencia más rápida (EMA), en velas' },
  }),
  trendSlow: integer({
    label: { en: 'Slower trend average', es: 'Media de tendencia lenta' },
    min: 30,
    max: 200,
    step: 5,
    default: 50,
    help: { en: 'Slower trend average (EMA), in candles', es: 'Media de tendencia más lenta (EMA), en velas' },
  }),
  exitOnOpposite: boolean({
    label: { en: 'Exit on the opposite cross', es: 'Salir con el cruce contrario' },
    default: false,
    help: { en: 'Whether the opposite cross closes the position', es: 'Si el cruce contrario cierra la posición' },
  }),
  takeProfit: takeProfitParameter({ min: 0.005, max: 0.1, step: 0.0025, default: 0.03 }),
  stopLoss: stopLossParameter({ min: 0.003, max: 0.05, step: 0.0005, default: 0.0125 }),
  allowShort: allowShortParameter(true),
  ...commonParameters({ maxFraction: 0.2 }),
};
type Values = ParameterValues<typeof parameters>;

class EmaBreakoutAggressive {
  private readonly p: Values;
  private readonly fast: Series;
  private readonly slow: Series;
  private readonly trendFast: Series;
  private readonly trendSlow: Series;
  private readonly volumeMean: Series;

  constructor(p: Values, build: Build) {
    this.p = p;
    this.fast = build.use(ema, { period: p.fast });
    this.slow = build.use(ema, { period: p.slow });
    this.trendFast = build.use(ema, { period: p.trendFast });
    this.trendSlow = build.use(ema, { period: p.trendSlow });
    this.volumeMean = build.use(sma, { period: p.volumePeriod }, { source: 'volume' });
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
    const { p } = this;
    const up = this.trendFast.value > this.trendSlow.value && crossedUp(this.fast, this.slow);
    const down = p.allowShort && bar.shortable && this.trendFast.value < this.trendSlow.value && crossedDown(this.fast, this.slow);
    if ((!up && !down) || !mayEnter(bar, p)) return;
    const range = (bar.high() - bar.low()) / bar.close();
    const volumeMean = this.volumeMean.at(1);
    if (range > p.rangeMin && bar.volume() > volumeMean) this.enter(bar, up ? LONG : SHORT, range, bar.volume() / volumeMean);
  }

  private enter(bar: Bar, side: Side, range: number, volumeRatio: number): void {
    const strength = (clip((range - 0.01) / 0.02) + clip(volumeRatio - 1)) / 2;
    bar.enter(side, {
      confidence: confidence(strength),
      reason: 'cross-on-wide-candle',
      stopRatio: this.p.stopLoss,
      targetRatio: this.p.takeProfit,
    });
  }
}

export default defineStrategy({
  id: 'ema-breakout-aggressive',
  version: '1.0.0',
  title: { en: 'EMA breakout, aggressive', es: 'Ruptura de medias EMA, agresiva' },
  description: {
    en: 'Takes quick crosses of two short averages on a candle with more range and volume than usual, in the direction of two slower averages.',
    es: 'Toma cruces rápidos de dos medias cortas en una vela con más rango y volumen de lo habitual, en el sentido de dos medias más lentas.',
  },
  timeframe: '15m',
  needs: { shorting: true, volume: true },
  parameters,
  constraints: [
    { holds: ({ fast, slow }) => fast < slow, message: { en: 'fast must be below slow', es: 'fast tiene que ser menor que slow' } },
    {
      holds: ({ trendFast, trendSlow }) => trendFast < trendSlow,
      message: { en: 'trendFast must be below trendSlow', es: 'trendFast tiene que ser menor que trendSlow' },
    },
  ],
  warmup: ({ slow, trendSlow }) => warmupFor({ exponential: Math.max(slow, trendSlow) }),
  size: ({ maxFraction }) => ({ kind: 'risk', maxFraction }),
  create: (p, build) => new EmaBreakoutAggressive(p, build),
});
