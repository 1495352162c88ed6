/** Follows strong departures from a fast average while prices are dispersed. Rules only: it contains no learned model. */

import {
  allowShortParameter,
  atr,
  type Bar,
  type Build,
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
  rsi,
  type Series,
  SHORT,
  type Side,
  standardDeviation,
  stopLossParameter,
  takeProfitParameter,
  timeIsUp,
  warmupFor,
} from 'atalaya';

const WILDER_PERIOD = 14;
const DISPERSION_PERIOD = 9;
/** Entries stay this far from the RSI that would close them. */
const RSI_CLEARANCE = 5;

const parameters = {
  fast: integer({
    label: { en: 'Fast average', es: 'Media rápida' },
    min: 3,
    max: 20,
    default: 8,
    help: { en: 'Fast average (EMA), in candles', es: 'Media rápida (EMA), en velas' },
  }),
  slow: integer({
    label: { en: 'Slow average', es: 'Media lenta' },
    min: 10,
    max: 60,
    default: 21,
    help: { en: 'Slow average (EMA), in candles', es: 'Media lenta (EMA), en velas' },
  }),
  devMin: decimal({
    label: { en: 'Smallest deviation', es: 'Desviación mínima' },
    min: 0.1,
    max: 3,
    step: 0.1,
    default: 0.3,
    help: {
      en: 'Distance of the close from the fast average to exceed, in average true ranges',
      es: 'Distancia del cierre a la media rápida que hay que superar, en rangos verdaderos medios',
    },
  }),
  dispMin: decimal({
    label: { en: 'Smallest dispersion', es: 'Dispersión mínima' },
    min: 0.3,
    max: 3,
    step: 0.1,
    default: 1,
    help: {
      en: 'Dispersion of the last 9 closes to exceed, in average true ranges',
      es: 'Dispersión de los últimos 9 cierres que hay que superar, en rangos verdaderos medios',
    },
  }),
  scoreMin: decimal({
    label: { en: 'Lowest score', es: 'Puntuación mínima' },
    min: 0.5,
    max: 0.8,
    step: 0.05,
    default: 0.55,
    help: {
      en: 'Rule score to exceed: it is 0.6, or 0.8 where the dispersion is above one and a half times its minimum',
      es: 'Puntuación de reglas que hay que superar: 0,6, o 0,8 si la dispersión pasa de una vez y media su mínimo',
    },
  }),
  rsiExit: decimal({
    label: { en: 'Exit RSI', es: 'RSI de salida' },
    min: 60,
    max: 85,
    step: 1,
    default: 70,
    help: {
      en: 'RSI above which a long is closed; 100 minus it for shorts',
      es: 'RSI por encima del cual se cierra un largo; 100 menos este para los cortos',
    },
  }),
  takeProfit: takeProfitParameter({ min: 0.01, max: 0.15, step: 0.005, default: 0.06 }),
  stopLoss: stopLossParameter({ min: 0.005, max: 0.06, step: 0.0025, default: 0.03 }),
  allowShort: allowShortParameter(true),
  ...commonParameters({ maxFraction: 0.1 }),
};
type Values = ParameterValues<typeof parameters>;

class LiquidationHunter {
  private readonly p: Values;
  private readonly fast: Series;
  private readonly slow: Series;
  private readonly range: Series;
  private readonly rsi: Series;
  private readonly deviation: Series;

  constructor(p: Values, build: Build) {
    this.p = p;
    this.fast = build.use(ema, { period: p.fast });
    this.slow = build.use(ema, { period: p.slow });
    this.range = build.use(atr, { period: WILDER_PERIOD });
    this.rsi = build.use(rsi, { period: WILDER_PERIOD });
    this.deviation = build.use(standardDeviation, { period: DISPERSION_PERIOD });
  }

  onBar(bar: Bar): void {
    const { p } = this;
    const { side } = bar.position;
    if (side === 0) this.considerEntry(bar);
    else if (timeIsUp(bar, p)) bar.exit('time');
    else if (side === LONG ? this.rsi.value > p.rsiExit : this.rsi.value < 100 - p.rsiExit) bar.exit('rsi-extreme');
    else if (side === LONG ? crossedDown(this.fast, this.slow) : crossedUp(this.fast, this.slow)) bar.exit('cross-against');
  }

  private considerEntry(bar: Bar): void {
    const { p } = this;
    const close = bar.close();
    const fast = this.fast.value;
    const slow = this.slow.value;
    const rsi = this.rsi.value;
    const away = Math.abs(close - fast) / this.range.value;
    const dispersion = this.deviation.value / this.range.value;
    const score = dispersion > 1.5 * p.dispMin ? 0.8 : 0.6;
    if (!(away > p.devMin) || !(dispersion > p.dispMin) || !(score > p.scoreMin) || !mayEnter(bar, p)) return;
    if (fast > slow && close > fast && rsi > 50 && rsi <= p.rsiExit - RSI_CLEARANCE) {
      this.enter(bar, LONG, away, dispersion);
    } else if (p.allowShort && bar.shortable && fast < slow && close < fast && rsi < 50 && rsi >= 100 - p.rsiExit + RSI_CLEARANCE) {
      this.enter(bar, SHORT, away, dispersion);
    }
  }

  private enter(bar: Bar, side: Side, away: number, dispersion: number): void {
    const { devMin, dispMin, stopLoss, takeProfit } = this.p;
    const strength = (clip(away - devMin) + clip(dispersion - dispMin)) / 2;
    bar.enter(side, { confidence: confidence(strength), reason: 'strong-deviation', stopRatio: stopLoss, targetRatio: takeProfit });
  }
}

export default defineStrategy({
  id: 'liquidation-hunter',
  version: '1.0.0',
  title: { en: 'Liquidation hunter', es: 'Cazador de liquidaciones' },
  description: {
    en: 'Follows closes far from a fast average while the last closes are widely dispersed, as when forced orders push the market. Rule based: it contains no learned model.',
    es: 'Sigue cierres lejos de una media rápida mientras los últimos cierres están muy dispersos, como cuando órdenes forzadas empujan el mercado. Por reglas: no contiene ningún modelo aprendido.',
  },
  timeframe: '15m',
  needs: { shorting: true, volume: true },
  parameters,
  constraints: [
    { holds: ({ fast, slow }) => fast < slow, message: { en: 'fast must be below slow', es: 'fast tiene que ser menor que slow' } },
  ],
  warmup: ({ slow }) => warmupFor({ exponential: slow, wilder: WILDER_PERIOD }),
  size: ({ maxFraction }) => ({ kind: 'risk', maxFraction }),
  create: (p, build) => new LiquidationHunter(p, build),
});
