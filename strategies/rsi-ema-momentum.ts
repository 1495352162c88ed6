/** Pullback inside a trend: enters when the RSI cools down on the right side of its average. */

import {
  adx,
  allowShortParameter,
  type Bar,
  type Build,
  clip,
  commonParameters,
  confidence,
  crossedAbove,
  crossedBelow,
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
const LONG_TREND = 200;
const RSI_FLOOR = 20;
const RSI_CEILING = 80;

const parameters = {
  rsiLong: decimal({
    label: { en: 'RSI of longs', es: 'RSI de los largos' },
    min: 50,
    max: 75,
    step: 1,
    default: 58,
    help: {
      en: 'A long enters when the RSI falls through it; a short leaves when it rises through it',
      es: 'Un largo entra cuando el RSI cae por debajo; un corto sale cuando sube por encima',
    },
  }),
  rsiShort: decimal({
    label: { en: 'RSI of shorts', es: 'RSI de los cortos' },
    min: 25,
    max: 50,
    step: 1,
    default: 42,
    help: {
      en: 'A short enters when the RSI rises through it; a long leaves when it falls through it',
      es: 'Un corto entra cuando el RSI sube por encima; un largo sale cuando cae por debajo',
    },
  }),
  emaPeriod: integer({
    label: { en: 'Trend average', es: 'Media de tendencia' },
    min: 10,
    max: 100,
    default: 34,
    help: { en: 'Trend average (EMA), in candles', es: 'Media de tendencia (EMA), en velas' },
  }),
  adxMin: decimal({
    label: { en: 'Lowest ADX', es: 'ADX mínimo' },
    min: 10,
    max: 35,
    step: 1,
    default: 18,
    help: { en: 'Trend strength (ADX) a short must exceed', es: 'Fuerza de tendencia (ADX) que un corto debe superar' },
  }),
  volumeRatio: decimal({
    label: { en: 'Volume', es: 'Volumen' },
    min: 0,
    max: 2,
    step: 0.05,
    default: 0.95,
    help: {
      en: 'Volume to exceed, in means of the 20 candles before',
      es: 'Volumen que hay que superar, en medias de las 20 velas anteriores',
    },
  }),
  takeProfit: takeProfitParameter({ min: 0.005, max: 0.08, step: 0.001, default: 0.028 }),
  stopLoss: stopLossParameter({ min: 0.003, max: 0.04, step: 0.001, default: 0.012 }),
  allowShort: allowShortParameter(true),
  ...commonParameters({ maxFraction: 0.1, maxBars: 96, cooldown: 3, strategyDd: 0.03 }),
};
type Values = ParameterValues<typeof parameters>;

class RsiEmaMomentum {
  private readonly p: Values;
  private readonly rsi: Series;
  private readonly adx: Series;
  private readonly average: Series;
  private readonly longTrend: Series;
  private readonly volumeMean: Series;

  constructor(p: Values, build: Build) {
    this.p = p;
    this.rsi = build.use(rsi, { period: WILDER_PERIOD });
    this.adx = build.use(adx, { period: WILDER_PERIOD });
    this.average = build.use(ema, { period: p.emaPeriod });
    this.longTrend = build.use(ema, { period: LONG_TREND });
    this.volumeMean = build.use(sma, { period: VOLUME_PERIOD }, { source: 'volume' });
  }

  onBar(bar: Bar): void {
    const { p } = this;
    const { side } = bar.position;
    if (side === 0) {
      if (this.longCondition(bar)) this.enter(bar, LONG);
      else if (p.allowShort && bar.shortable && this.shortCondition(bar)) this.enter(bar, SHORT);
    } else if (timeIsUp(bar, p)) {
      bar.exit('time');
    } else if (side === LONG ? crossedBelow(this.rsi, p.rsiShort) : crossedAbove(this.rsi, p.rsiLong)) {
      bar.exit('rsi-threshold');
    } else if (side === LONG ? this.shortCondition(bar) : this.longCondition(bar)) {
      bar.exit('opposite-signal');
    }
  }

  private longCondition(bar: Bar): boolean {
    const { p } = this;
    return crossedBelow(this.rsi, p.rsiLong) && bar.close() > this.average.value && this.filtersHold(bar);
  }

  private shortCondition(bar: Bar): boolean {
    const { p } = this;
    return (
      crossedAbove(this.rsi, p.rsiShort) &&
      bar.close() < this.average.value &&
      bar.close() < this.longTrend.value &&
      this.adx.value > p.adxMin &&
      this.filtersHold(bar)
    );
  }

  private filtersHold(bar: Bar): boolean {
    const rsi = this.rsi.value;
    return mayEnter(bar, this.p) && rsi > RSI_FLOOR && rsi < RSI_CEILING && bar.volume() > this.p.volumeRatio * this.volumeMean.at(1);
  }

  private enter(bar: Bar, side: Side): void {
    const fromAverage = side * (bar.close() / this.average.value - 1);
    const strength = (clip(fromAverage / 0.02) + clip(bar.volume() / this.volumeMean.at(1) - 0.95)) / 2;
    bar.enter(side, {
      confidence: confidence(strength),
      reason: 'rsi-pullback',
      stopRatio: this.p.stopLoss,
      targetRatio: this.p.takeProfit,
    });
  }
}

export default defineStrategy({
  id: 'rsi-ema-momentum',
  version: '1.0.0',
  title: { en: 'RSI and EMA momentum', es: 'Impulso con RSI y EMA' },
  description: {
    en: 'Joins a trend at a pullback: buys when the RSI falls back through its upper threshold with price above the average, sells short in the mirror case below a long average as well.',
    es: 'Se une a una tendencia en un retroceso: compra cuando el RSI vuelve por debajo de su umbral alto con el precio sobre la media; vende en corto en el caso contrario, y además bajo una media larga.',
  },
  timeframe: '15m',
  needs: { shorting: true, volume: true },
  parameters,
  constraints: [
    {
      holds: ({ rsiShort, rsiLong }) => rsiShort < rsiLong,
      message: { en: 'rsiShort must be below rsiLong', es: 'rsiShort tiene que ser menor que rsiLong' },
    },
  ],
  warmup: () => warmupFor({ exponential: LONG_TREND, wilder: WILDER_PERIOD }),
  size: ({ maxFraction }) => ({ kind: 'risk', maxFraction }),
  create: (p, build) => new RsiEmaMomentum(p, build),
});
