/** For plumbing tests only: enters and exits in turn, at every candle. */

import { type Bar, defineStrategy, LONG } from 'atalaya';

class AlwaysSignal {
  onBar(bar: Bar): void {
    if (bar.position.side === 0) bar.enter(LONG, { confidence: 0.85, reason: 'always' });
    else bar.exit('always');
  }
}

export default defineStrategy({
  id: 'always-signal',
  version: '1.0.0',
  title: { en: 'Always a signal (test only)', es: 'Siempre una señal (solo pruebas)' },
  description: {
    en: 'Enters at one candle and exits at the next, for ever, with confidence 0.85. It exists to test the plumbing and loses its costs.',
    es: 'Entra en una vela y sale en la siguiente, siempre, con confianza 0,85. Existe para probar las conexiones y pierde sus costes.',
  },
  timeframe: '1m',
  parameters: {},
  warmup: () => 0,
  size: () => ({ kind: 'risk', maxFraction: 0.01 }),
  create: () => new AlwaysSignal(),
  testOnly: true,
});
