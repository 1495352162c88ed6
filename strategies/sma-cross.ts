/** Sample: moving-average cross, long only or stop-and-reverse. */

import { type Bar, choice, defineStrategy, integer, LONG, type Series, SHORT, sma } from 'atalaya';

class SmaCross {
  /** Where the averages cross: the only candles it has anything to say at. */
  readonly wakes: Series;
  readonly shorts: boolean;

  constructor(wakes: Series, shorts: boolean) {
    this.wakes = wakes;
    this.shorts = shorts;
  }

  onBar(bar: Bar): void {
    if (this.wakes.value > 0) {
      if (bar.position.side === SHORT || bar.entryWorking) bar.exit('cross-up');
      bar.enter(LONG, { confidence: 1, reason: 'cross-up' });
    } else {
      if (bar.position.side === LONG || bar.entryWorking) bar.exit('cross-down');
      if (this.shorts) bar.enter(SHORT, { confidence: 1, reason: 'cross-down' });
    }
  }
}

export default defineStrategy({
  id: 'sma-cross',
  version: '1.0.0',
  title: { en: 'Moving-average cross', es: 'Cruce de medias móviles' },
  description: {
    en: 'Buys when the fast average crosses above the slow one and sells, or reverses, when it crosses below. A sample to learn from, not a recommendation.',
    es: 'Compra cuando la media rápida cruza por encima de la lenta y vende, o se da la vuelta, cuando cruza por debajo. Un ejemplo para aprender, no una recomendación.',
  },
  timeframe: '1d',
  parameters: {
    fast: integer({
      label: { en: 'Fast average', es: 'Media rápida' },
      min: 1,
      max: 1000,
      default: 10,
      help: { en: 'Fast average, in candles', es: 'Media rápida, en velas' },
    }),
    slow: integer({
      label: { en: 'Slow average', es: 'Media lenta' },
      min: 1,
      max: 5000,
      default: 30,
      help: { en: 'Slow average, in candles', es: 'Media lenta, en velas' },
    }),
    direction: choice({
      label: { en: 'Direction', es: 'Sentido' },
      choices: ['long-only', 'long-short'],
      default: 'long-only',
      help: { en: 'Whether to sell short as well', es: 'Si también vende en corto' },
    }),
  },
  constraints: [
    { holds: ({ fast, slow }) => fast < slow, message: { en: 'fast must be below slow', es: 'fast tiene que ser menor que slow' } },
  ],
  warmup: ({ slow }) => slow,
  size: () => ({ kind: 'all' }),
  create: ({ fast, slow, direction }, build) =>
    new SmaCross(build.crossing(build.use(sma, { period: fast }), build.use(sma, { period: slow })), direction === 'long-short'),
});
