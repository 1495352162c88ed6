/** Fade of capitulation candles: a wide, very busy candle at the edge of its band is expected to be taken back. */

import {
  allowShortParameter,
  type Bar,
  type Build,
  bollinger,
  clip,
  commonParameters,
  confidence,
  decimal,
  defineStrategy,
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

const RSI_PERIOD = 14;
const BAND_PERIOD = 20;
const BAND_DEVIATIONS = 2;

const parameters = {
  volumePeriod: integer({
    label: { en: 'Usual volume', es: 'Volumen habitual' },
    min: 10,
    max: 60,
    default: 20,
    help: { en: 'Earlier candles whose mean volume is the usual one', es: 'Velas anteriores cuyo volumen medio es el habitual' },
  }),
  spike: decimal({
    label: { en: 'Volume spike', es: 'Pico de volumen' },
    min: 1.5,
    max: 6,
    step: 0.25,
    default: 3,
    help: { en: 'Volume to reach, in usual volumes', es: 'Volumen que hay que alcanzar, en volúmenes habituales' },
  }),
  rangeMin: decimal({
    label: { en: 'Smallest range', es: 'Rango mínimo' },
    min: 0.002,
    max: 0.05,
    step: 0.001,
    default: 0.01,
    help: {
      en: 'Range of the candle to exceed, as a ratio of its close',
      es: 'Rango de la vela que hay que superar, como proporción de su cierre',
    },
  }),
  rsiLow: decimal({
    label: { en: 'Low RSI', es: 'RSI bajo' },
    min: 10,
    max: 40,
    step: 1,
    default: 30,
    help: {
      en: 'RSI below which price is oversold; 100 minus it for shorts',
      es: 'RSI por debajo del cual hay sobreventa; 100 menos este para los cortos',
    },
  }),
  bandTolerance: decimal({
    label: { en: 'Distance to the band', es: 'Distancia a la banda' },
    min: 0,
    max: 0.5,
    step: 0.05,
    default: 0.25,
    help: {
      en: 'How far inside the band still counts as touching it, as a share of its half width',
      es: 'Cuánto por dentro de la banda cuenta aún como tocarla, en parte de su media anchura',
    },
  }),
  takeProfit: takeProfitParameter({ min: 0.005, max: 0.08, step: 0.0025, default: 0.025 }),
  stopLoss: stopLossParameter({ min: 0.003, max: 0.04, step: 0.001, default: 0.01 }),
  allowShort: allowShortParameter(true),
  ...commonParameters({ maxFraction: 0.1, maxBars: 96 }),
};
type Values = ParameterValues<typeof parameters>;

class ContrarianVolumeSpike {
  private readonly p: Values;
  private readonly rsi: Series;
  private readonly middle: Series;
  private readonly lower: Series;
  private readonly upper: Series;
  private readonly volumeMean: Series;

  constructor(p: Values, build: Build) {
    this.p = p;
    this.rsi = build.use(rsi, { period: RSI_PERIOD });
    const bands = build.useAll(bollinger, { period: BAND_PERIOD, multiplier: BAND_DEVIATIONS });
    this.middle = bands.middle;
    this.lower = bands.lower;
    this.upper = bands.upper;
    this.volumeMean = build.use(sma, { period: p.volumePeriod }, { source: 'volume' });
  }

  onBar(bar: Bar): void {
    const { side } = bar.position;
    if (side === 0) this.considerEntry(bar);
    else if (timeIsUp(bar, this.p)) bar.exit('time');
    else if (side === LONG ? this.rsi.value > 50 : this.rsi.value < 50) bar.exit('rsi-middle');
  }

  private considerEntry(bar: Bar): void {
    const { p } = this;
    const close = bar.close();
    if (!mayEnter(bar, p) || !(bar.volume() >= p.spike * this.volumeMean.at(1)) || !((bar.high() - bar.low()) / close > p.rangeMin)) return;
    const middle = this.middle.value;
    const lower = this.lower.value;
    const upper = this.upper.value;
    const rsi = this.rsi.value;
    if (rsi < p.rsiLow && close < bar.open() && close <= lower + p.bandTolerance * (middle - lower)) {
      this.enter(bar, LONG, p.rsiLow - rsi);
    } else if (
      p.allowShort &&
      bar.shortable &&
      rsi > 100 - p.rsiLow &&
      close > bar.open() &&
      close >= upper - p.bandTolerance * (upper - middle)
    ) {
      this.enter(bar, SHORT, rsi - (100 - p.rsiLow));
    }
  }

  private enter(bar: Bar, side: Side, rsiBeyond: number): void {
    const strength = (clip((bar.volume() / this.volumeMean.at(1) - this.p.spike) / 3) + clip(rsiBeyond / 15)) / 2;
    bar.enter(side, {
      confidence: confidence(strength),
      reason: 'capitulation',
      stopRatio: this.p.stopLoss,
      targetRatio: this.p.takeProfit,
    });
  }
}

export default defineStrategy({
  id: 'contrarian-volume-spike',
  version: '1.0.0',
  title: { en: 'Contrarian volume spike', es: 'Contraria en pico de volumen' },
  description: {
    en: 'Goes against a wide candle of several times the usual volume that closes at the edge of its Bollinger band with an extreme RSI.',
    es: 'Va contra una vela amplia con varias veces el volumen habitual que cierra al borde de su banda de Bollinger con un RSI extremo.',
  },
  timeframe: '15m',
  needs: { shorting: true, volume: true },
  regimes: ['range', 'high-volatility'],
  parameters,
  warmup: () => warmupFor({ wilder: RSI_PERIOD }),
  size: ({ maxFraction }) => ({ kind: 'risk', maxFraction }),
  create: (p, build) => new ContrarianVolumeSpike(p, build),
});
