/** Always in the market, with a stop and a target on every candle: the levered row of the bench. */

import { type Bar, defineStrategy, LONG } from 'atalaya';

class AlwaysIn {
  onBar(bar: Bar): void {
    if (bar.position.side === 0 && !bar.entryWorking)
      bar.enter(LONG, { confidence: 1, reason: 'flat', stopRatio: 0.01, targetRatio: 0.01 });
  }
}

export default defineStrategy({
  id: 'always-in',
  version: '1.0.0',
  title: { en: 'Always in', es: 'Siempre dentro' },
  description: { en: 'Buys whenever it is flat, to measure with.', es: 'Compra siempre que está fuera, para medir.' },
  timeframe: '1m',
  parameters: {},
  warmup: () => 1,
  size: () => ({ kind: 'all' }),
  create: () => new AlwaysIn(),
});
