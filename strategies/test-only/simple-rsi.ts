/** For plumbing tests only: buys an oversold RSI, sells an overbought one, and leaves at a stop or a target. */

import { type Bar, type Build, defineStrategy, LONG, rsi, type Series, SHORT } from 'atalaya';

const RSI_PERIOD = 14;

class SimpleRsi {
  private readonly rsi: Series;

  constructor(build: Build) {
    this.rsi = build.use(rsi, { period: RSI_PERIOD });
  }

  onBar(bar: Bar): void {
    if (bar.position.side !== 0) return;
    if (this.rsi.value < 30) bar.enter(LONG, { confidence: 0.85, reason: 'rsi-oversold', stopRatio: 0.03, targetRatio: 0.06 });
    else if (bar.shortable && this.rsi.value > 70)
      bar.enter(SHORT, { confidence: 0.85, reason: 'rsi-overbought', stopRatio: 0.03, targetRatio: 0.06 });
  }
}

export default defineStrategy({
  id: 'simple-rsi',
  version: '1.0.0',
  title: { en: 'Simple RSI (test only)', es: 'RSI simple (solo pruebas)' },
  description: {
    en: 'Buys when the RSI of 14 candles is below 30, sells short above 70, with a 6 % target and a 3 % stop. It exists to test the plumbing.',
    es: 'Compra con el RSI de 14 velas por debajo de 30 y vende en corto por encima de 70, con objetivo del 6 % y stop del 3 %. Existe para probar las conexiones.',
  },
  timeframe: '15m',
  needs: { shorting: true },
  parameters: {},
  warmup: () => 14 * RSI_PERIOD,
  size: () => ({ kind: 'risk', maxFraction: 0.01 }),
  create: (_, build) => new SimpleRsi(build),
  testOnly: true,
});
