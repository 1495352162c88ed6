/** Breakout of a price channel by a share of the usual range, in a trend; a ratchet stop is the only way out. */

import {
  adx,
  allowShortParameter,
  atr,
  type Bar,
  type Build,
  clip,
  commonParameters,
  confidence,
  decimal,
  defineStrategy,
  donchian,
  ema,
  integer,
  LONG,
  mayEnter,
  type ParameterValues,
  type Series,
  SHORT,
  type Side,
  timeIsUp,
  trailParameter,
  warmupFor,
} from 'atalaya';

const ADX_PERIOD = 14;
const LONG_TREND = 200;

const parameters = {
  lookback: integer({
    label: { en: 'Channel', es: 'Canal' },
    min: 10,
    max: 60,
    default: 18,
    help: { en: 'Candles of the channel, the current one excluded', es: 'Velas del canal, sin contar la actual' },
  }),
  atrPeriod: integer({
    label: { en: 'Period of the ATR', es: 'Periodo del ATR' },
    min: 7,
    max: 28,
    default: 14,
    help: { en: 'Average true range, in candles', es: 'Rango verdadero medio, en velas' },
  }),
  breakoutAtr: decimal({
    label: { en: 'Breakout, in ATR', es: 'Ruptura, en ATR' },
    min: 0,
    max: 2.2,
    step: 0.05,
    default: 0.25,
    help: {
      en: 'How far beyond the channel the close must be, in average true ranges',
      es: 'Cuánto debe cerrar más allá del canal, en rangos verdaderos medios',
    },
  }),
  adxMin: decimal({
    label: { en: 'Lowest ADX', es: 'ADX mínimo' },
    min: 10,
    max: 40,
    step: 1,
    default: 20,
    help: { en: 'Trend strength (ADX) to exceed', es: 'Fuerza de tendencia (ADX) que hay que superar' },
  }),
  trail: trailParameter({ min: 0.005, max: 0.08, step: 0.0025, default: 0.025 }),
  allowShort: allowShortParameter(false),
  ...commonParameters({ maxFraction: 0.1 }),
};

type Values = ParameterValues<typeof parameters>;

class VolatilityBreakout {
  private readonly p: Values;
  private readonly highest: Series;
  private readonly lowest: Series;
  private readonly range: Series;
  private readonly adx: Series;
  /** Price must be below it to sell short; absent where shorts are not allowed. */
  private readonly average: Series | undefined;

  constructor(p: Values, build: Build) {
    this.p = p;
    const channel = build.useAll(donchian, { period: p.lookback, current: false });
    this.highest = channel.upper;
    this.lowest = channel.lower;
    this.range = build.use(atr, { period: p.atrPeriod });
    this.adx = build.use(adx, { period: ADX_PERIOD });
    this.average = p.allowShort ? build.use(ema, { period: LONG_TREND }) : undefined;
  }

  onBar(bar: Bar): void {
    const { p } = this;
    if (bar.position.side !== 0) {
      if (timeIsUp(bar, p)) bar.exit('time');
      return;
    }
    if (!mayEnter(bar, p) || !(this.adx.value > p.adxMin)) return;
    const close = bar.close();
    const margin = p.breakoutAtr * this.range.at(1);
    const above = close - this.highest.value;
    const below = this.lowest.value - close;
    if (above > margin) this.enter(bar, LONG, above);
    else if (this.average && bar.shortable && below > margin && close < this.average.value) this.enter(bar, SHORT, below);
  }

  private enter(bar: Bar, side: Side, beyond: number): void {
    const strength = (clip((this.adx.value - 20) / 30) + clip(beyond / this.range.value)) / 2;
    bar.enter(side, { confidence: confidence(strength), reason: 'channel-breakout', trailRatio: this.p.trail });
  }
}

export default defineStrategy({
  id: 'volatility-breakout',
  version: '1.0.0',
  title: { en: 'Volatility breakout', es: 'Ruptura de volatilidad' },
  description: {
    en: 'Enters when the close leaves the channel of the previous candles by a share of the usual range while a trend is under way, and lets a ratchet stop end the trade.',
    es: 'Entra cuando el cierre sale del canal de las velas anteriores en una parte del rango habitual y hay tendencia, y deja que un stop de arrastre cierre la operación.',
  },
  timeframe: '15m',
  needs: { shorting: true, volume: true },
  regimes: ['high-volatility'],
  parameters,
  warmup: ({ atrPeriod, allowShort }) => warmupFor({ exponential: allowShort ? LONG_TREND : 0, wilder: Math.max(atrPeriod, ADX_PERIOD) }),
  size: ({ maxFraction }) => ({ kind: 'risk', maxFraction }),
  create: (p, build) => new VolatilityBreakout(p, build),
});
