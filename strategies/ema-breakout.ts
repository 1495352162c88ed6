/** Fast average crossing above the slow one, long only, with a stop and a target. */

import {
  atr,
  type Bar,
  type Build,
  clip,
  commonParameters,
  confidence,
  crossedDown,
  crossedUp,
  defineStrategy,
  ema,
  integer,
  LONG,
  mayEnter,
  type ParameterValues,
  type Series,
  stopLossParameter,
  takeProfitParameter,
  timeIsUp,
  warmupFor,
} from 'atalaya';

const ATR_PERIOD = 14;

const parameters = {
  fast: integer({
    label: { en: 'Fast average', es: 'Media rápida' },
    min: 3,
    max: 30,
    default: 8,
    help: { en: 'Fast average (EMA), in candles', es: 'Media rápida (EMA), en velas' },
  }),
  slow: integer({
    label: { en: 'Slow average', es: 'Media lenta' },
    min: 10,
    max: 100,
    default: 21,
    help: { en: 'Slow average (EMA), in candles', es: 'Media lenta (EMA), en velas' },
  }),
  takeProfit: takeProfitParameter({ min: 0.005, max: 0.1, step: 0.0025, default: 0.03 }),
  stopLoss: stopLossParameter({ min: 0.003, max: 0.05, step: 0.001, default: 0.015 }),
  ...commonParameters({ maxFraction: 0.2 }),
};
type Values = ParameterValues<typeof parameters>;

class EmaBreakout {
  private readonly p: Values;
  private readonly fast: Series;
  private readonly slow: Series;
  private readonly range: Series;

  constructor(p: Values, build: Build) {
    this.p = p;
    this.fast = build.use(ema, { period: p.fast });
    this.slow = build.use(ema, { period: p.slow });
    this.range = build.use(atr, { period: ATR_PERIOD });
  }

  onBar(bar: Bar): void {
    const { p } = this;
    if (bar.position.side !== 0) {
      if (timeIsUp(bar, p)) bar.exit('time');
      else if (crossedDown(this.fast, this.slow)) bar.exit('cross-down');
    } else if (crossedUp(this.fast, this.slow) && mayEnter(bar, p)) {
      const strength = clip((bar.close() - this.slow.value) / this.range.value);
      bar.enter(LONG, { confidence: confidence(strength), reason: 'cross-up', stopRatio: p.stopLoss, targetRatio: p.takeProfit });
    }
  }
}

export default defineStrategy({
  id: 'ema-breakout',
  version: '1.0.0',
  title: { en: 'EMA breakout', es: 'Ruptura de medias EMA' },
  description: {
    en: 'Buys when the fast exponential average crosses above the slow one and leaves at the stop, the target or the opposite cross. Never sells short.',
    es: 'Compra cuando la media exponencial rápida cruza por encima de la lenta y sale en el stop, el objetivo o el cruce contrario. Nunca vende en corto.',
  },
  timeframe: '15m',
  needs: { volume: true },
  parameters,
  constraints: [
    { holds: ({ fast, slow }) => fast < slow, message: { en: 'fast must be below slow', es: 'fast tiene que ser menor que slow' } },
  ],
  warmup: ({ slow }) => warmupFor({ exponential: slow, wilder: ATR_PERIOD }),
  size: ({ maxFraction }) => ({ kind: 'risk', maxFraction }),
  create: (p, build) => new EmaBreakout(p, build),
});
