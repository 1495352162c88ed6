/** Trend following: strong ADX, averages in order and price beyond them; out when the trend fades, turns or gives back too much. */

import {
  adx,
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
  type Series,
  SHORT,
  type Side,
  stopLossParameter,
  takeProfitParameter,
  timeIsUp,
  trailParameter,
  warmupFor,
} from 'atalaya';

const WILDER_PERIOD = 14;
const LONG_TREND = 200;

const parameters = {
  adxEntry: decimal({
    label: { en: 'Entry ADX', es: 'ADX de entrada' },
    min: 15,
    max: 50,
    step: 1,
    default: 30,
    help: { en: 'Trend strength (ADX) to exceed for an entry', es: 'Fuerza de tendencia (ADX) que hay que superar para entrar' },
  }),
  adxExit: decimal({
    label: { en: 'Exit ADX', es: 'ADX de salida' },
    min: 10,
    max: 50,
    step: 1,
    default: 25,
    help: {
      en: 'Trend strength (ADX) below which the position is closed',
      es: 'Fuerza de tendencia (ADX) por debajo de la cual se cierra la posición',
    },
  }),
  fast: integer({
    label: { en: 'Fast average', es: 'Media rápida' },
    min: 5,
    max: 50,
    default: 21,
    help: { en: 'Fast average (EMA), in candles', es: 'Media rápida (EMA), en velas' },
  }),
  slow: integer({
    label: { en: 'Slow average', es: 'Media lenta' },
    min: 20,
    max: 150,
    default: 55,
    help: { en: 'Slow average (EMA), in candles', es: 'Media lenta (EMA), en velas' },
  }),
  takeProfit: takeProfitParameter({ min: 0.01, max: 0.15, step: 0.005, default: 0.04 }),
  stopLoss: stopLossParameter({ min: 0.003, max: 0.05, step: 0.001, default: 0.01 }),
  trail: trailParameter({ min: 0.005, max: 0.08, step: 0.001, default: 0.012 }),
  allowShort: allowShortParameter(true),
  ...commonParameters({ maxFraction: 0.05, cooldown: 4 }),
};
type Values = ParameterValues<typeof parameters>;

class TrendFollowingAdxEma {
  private readonly p: Values;
  private readonly adx: Series;
  private readonly range: Series;
  private readonly fast: Series;
  private readonly slow: Series;
  private readonly longTrend: Series;

  constructor(p: Values, build: Build) {
    this.p = p;
    this.adx = build.use(adx, { period: WILDER_PERIOD });
    this.range = build.use(atr, { period: WILDER_PERIOD });
    this.fast = build.use(ema, { period: p.fast });
    this.slow = build.use(ema, { period: p.slow });
    this.longTrend = build.use(ema, { period: LONG_TREND });
  }

  onBar(bar: Bar): void {
    const { p } = this;
    const { side } = bar.position;
    if (side === 0) this.considerEntry(bar);
    else if (timeIsUp(bar, p)) bar.exit('time');
    else if (this.adx.value < p.adxExit) bar.exit('adx-faded');
    else if (side === LONG ? crossedDown(this.fast, this.slow) : crossedUp(this.fast, this.slow)) bar.exit('cross-against');
  }

  private considerEntry(bar: Bar): void {
    const { p } = this;
    if (!(this.adx.value > p.adxEntry) || !mayEnter(bar, p)) return;
    const close = bar.close();
    const fast = this.fast.value;
    const slow = this.slow.value;
    const longTrend = this.longTrend.value;
    if (fast > slow && close > fast && close > longTrend) this.enter(bar, LONG);
    else if (p.allowShort && bar.shortable && fast < slow && close < fast && close < longTrend) this.enter(bar, SHORT);
  }

  private enter(bar: Bar, side: Side): void {
    const { stopLoss, takeProfit, trail } = this.p;
    const spread = side * (this.fast.value - this.slow.value);
    const strength = (clip((this.adx.value - 30) / 20) + clip(spread / this.range.value)) / 2;
    bar.enter(side, {
      confidence: confidence(strength),
      reason: 'strong-trend',
      stopRatio: stopLoss,
      targetRatio: takeProfit,
      trailRatio: trail,
    });
  }
}

export default defineStrategy({
  id: 'trend-following-adx-ema',
  version: '1.0.0',
  title: { en: 'Trend following with ADX and EMA', es: 'Seguimiento de tendencia con ADX y EMA' },
  description: {
    en: 'Joins a strong trend while price and averages agree, protects it with a stop, a target and a ratchet stop, and leaves when the trend weakens or turns.',
    es: 'Se une a una tendencia fuerte mientras precio y medias coinciden, la protege con stop, objetivo y stop de arrastre, y sale cuando la tendencia se debilita o se gira.',
  },
  timeframe: '15m',
  needs: { shorting: true, volume: true },
  regimes: ['bull', 'high-volatility'],
  parameters,
  constraints: [
    { holds: ({ fast, slow }) => fast < slow, message: { en: 'fast must be below slow', es: 'fast tiene que ser menor que slow' } },
    {
      holds: ({ adxExit, adxEntry }) => adxExit <= adxEntry,
      message: { en: 'adxExit must not be above adxEntry', es: 'adxExit no puede ser mayor que adxEntry' },
    },
  ],
  warmup: () => warmupFor({ exponential: LONG_TREND, wilder: WILDER_PERIOD }),
  size: ({ maxFraction }) => ({ kind: 'risk', maxFraction }),
  create: (p, build) => new TrendFollowingAdxEma(p, build),
});
