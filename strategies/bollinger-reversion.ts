/** Mean reversion in ranges: buys at the lower Bollinger band, sells at the upper one, and leaves at the middle. */

import {
  adx,
  allowShortParameter,
  type Bar,
  type Build,
  bollinger,
  clip,
  commonParameters,
  confidence,
  decimal,
  defineStrategy,
  ema,
  integer,
  LONG,
  mayEnter,
  type ParameterValues,
  rsi,
  type Series,
  SHORT,
  type Side,
  sma,
  stopLossParameter,
  takeProfitParameter,
  timeIsUp,
  warmupFor,
} from 'atalaya';

const WILDER_PERIOD = 14;
const VOLUME_PERIOD = 20;
const MEDIUM_TREND = 50;
const LONG_TREND = 200;

const parameters = {
  bbPeriod: integer({
    label: { en: 'Period of the bands', es: 'Periodo de las bandas' },
    min: 10,
    max: 50,
    default: 18,
    help: { en: 'Bollinger bands, in candles', es: 'Bandas de Bollinger, en velas' },
  }),
  bbDev: decimal({
    label: { en: 'Width of the bands', es: 'Anchura de las bandas' },
    min: 1.5,
    max: 3.5,
    step: 0.1,
    default: 2.8,
    help: { en: 'Width of the bands, in standard deviations', es: 'Anchura de las bandas, en desviaciones típicas' },
  }),
  bandTolerance: decimal({
    label: { en: 'Distance to the band', es: 'Distancia a la banda' },
    min: 0,
    max: 0.5,
    step: 0.05,
    default: 0.1,
    help: {
      en: 'How far inside the band still counts as touching it, as a share of its half width',
      es: 'Cuánto por dentro de la banda cuenta aún como tocarla, en parte de su media anchura',
    },
  }),
  rsiLow: decimal({
    label: { en: 'Low RSI', es: 'RSI bajo' },
    min: 15,
    max: 45,
    step: 1,
    default: 35,
    help: {
      en: 'RSI below which price is oversold; 100 minus it for shorts',
      es: 'RSI por debajo del cual hay sobreventa; 100 menos este para los cortos',
    },
  }),
  volumeRatio: decimal({
    label: { en: 'Volume', es: 'Volumen' },
    min: 0,
    max: 2,
    step: 0.05,
    default: 0.5,
    help: {
      en: 'Volume to exceed, in means of the 20 candles before',
      es: 'Volumen que hay que superar, en medias de las 20 velas anteriores',
    },
  }),
  adxMax: decimal({
    label: { en: 'Highest ADX', es: 'ADX máximo' },
    min: 10,
    max: 30,
    step: 1,
    default: 18,
    help: {
      en: 'Trend strength (ADX) below which the market counts as ranging',
      es: 'Fuerza de tendencia (ADX) por debajo de la cual el mercado está lateral',
    },
  }),
  takeProfit: takeProfitParameter({ min: 0.005, max: 0.06, step: 0.0025, default: 0.02 }),
  stopLoss: stopLossParameter({ min: 0.003, max: 0.04, step: 0.001, default: 0.009 }),
  allowShort: allowShortParameter(true),
  ...commonParameters({ maxFraction: 0.1, maxBars: 48 }),
};
type Values = ParameterValues<typeof parameters>;

class BollingerReversion {
  private readonly p: Values;
  private readonly middle: Series;
  private readonly lower: Series;
  private readonly upper: Series;
  private readonly rsi: Series;
  private readonly adx: Series;
  private readonly volumeMean: Series;
  private readonly mediumTrend: Series;
  private readonly longTrend: Series;

  constructor(p: Values, build: Build) {
    this.p = p;
    const bands = build.useAll(bollinger, { period: p.bbPeriod, multiplier: p.bbDev });
    this.middle = bands.middle;
    this.lower = bands.lower;
    this.upper = bands.upper;
    this.rsi = build.use(rsi, { period: WILDER_PERIOD });
    this.adx = build.use(adx, { period: WILDER_PERIOD });
    this.volumeMean = build.use(sma, { period: VOLUME_PERIOD }, { source: 'volume' });
    this.mediumTrend = build.use(ema, { period: MEDIUM_TREND });
    this.longTrend = build.use(ema, { period: LONG_TREND });
  }

  onBar(bar: Bar): void {
    const { side } = bar.position;
    if (side === 0) this.considerEntry(bar);
    else if (timeIsUp(bar, this.p)) bar.exit('time');
    else if (side === LONG ? bar.close() >= this.middle.value : bar.close() <= this.middle.value) bar.exit('middle-band');
  }

  private considerEntry(bar: Bar): void {
    const { p } = this;
    if (!mayEnter(bar, p) || !(bar.volume() > p.volumeRatio * this.volumeMean.at(1)) || !this.ranging(bar.close())) return;
    const close = bar.close();
    const middle = this.middle.value;
    const lower = this.lower.value;
    const upper = this.upper.value;
    const rsi = this.rsi.value;
    if (close <= lower + p.bandTolerance * (middle - lower) && close < middle && rsi < p.rsiLow) {
      this.enter(bar, LONG, p.rsiLow - rsi);
    } else if (
      p.allowShort &&
      bar.shortable &&
      close >= upper - p.bandTolerance * (upper - middle) &&
      close > middle &&
      rsi > 100 - p.rsiLow
    ) {
      this.enter(bar, SHORT, rsi - (100 - p.rsiLow));
    }
  }

  /** Between the two averages, whichever is on top, or without a trend to speak of. */
  private ranging(close: number): boolean {
    const medium = this.mediumTrend.value;
    const long = this.longTrend.value;
    return (Math.min(medium, long) <= close && close <= Math.max(medium, long)) || this.adx.value < this.p.adxMax;
  }

  private enter(bar: Bar, side: Side, rsiBeyond: number): void {
    const { adxMax, stopLoss, takeProfit } = this.p;
    const strength = (clip(rsiBeyond / 20) + clip((adxMax - this.adx.value) / adxMax)) / 2;
    bar.enter(side, { confidence: confidence(strength), reason: 'band-touch', stopRatio: stopLoss, targetRatio: takeProfit });
  }
}

export default defineStrategy({
  id: 'bollinger-reversion',
  version: '1.0.0',
  title: { en: 'Bollinger reversion', es: 'Reversión de Bollinger' },
  description: {
    en: 'Buys oversold closes at the lower Bollinger band and sells overbought ones at the upper band while the market is ranging, expecting a return to the middle.',
    es: 'Compra cierres en sobreventa en la banda inferior de Bollinger y vende los de sobrecompra en la superior mientras el mercado está lateral, esperando la vuelta al centro.',
  },
  timeframe: '15m',
  needs: { shorting: true, volume: true },
  regimes: ['range', 'high-volatility'],
  parameters,
  warmup: () => warmupFor({ exponential: LONG_TREND, wilder: WILDER_PERIOD }),
  size: ({ maxFraction }) => ({ kind: 'risk', maxFraction }),
  create: (p, build) => new BollingerReversion(p, build),
});
