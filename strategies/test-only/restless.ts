/** For tests of live sessions only: in and out about every candle, long and short in turn, with a stop and a target close by. */

import { type Bar, decimal, defineStrategy, integer, LONG, SHORT } from 'atalaya';

class Restless {
  private readonly stopRatio: number;
  private readonly targetRatio: number;
  private readonly hold: number;

  constructor(stopRatio: number, targetRatio: number, hold: number) {
    this.stopRatio = stopRatio;
    this.targetRatio = targetRatio;
    this.hold = hold;
  }

  onBar(bar: Bar): void {
    const minute = Math.floor(bar.time / 60_000);
    if (bar.position.side !== 0) {
      if (bar.position.candlesHeld >= this.hold) bar.exit('restless');
      return;
    }
    const { stopRatio, targetRatio } = this;
    bar.enter(minute % 4 < 2 || !bar.shortable ? LONG : SHORT, { confidence: 0.9, reason: 'restless', stopRatio, targetRatio });
  }
}

export default defineStrategy({
  id: 'restless',
  version: '1.0.0',
  title: { en: 'Restless (test only)', es: 'Inquieta (solo pruebas)' },
  description: {
    en: 'In and out about every candle, with a stop and a target close by. It exists to load the way to a venue, and loses its costs.',
    es: 'Entra y sale casi en cada vela, con un stop y un objetivo cercanos. Existe para cargar el camino al mercado, y pierde sus costes.',
  },
  timeframe: '1m',
  parameters: {
    stop: decimal({ min: 0.0001, max: 0.5, step: 0.0001, default: 0.001, help: { en: 'Distance of the stop', es: 'Distancia del stop' } }),
    target: decimal({
      min: 0.0001,
      max: 0.5,
      step: 0.0001,
      default: 0.001,
      help: { en: 'Distance of the target', es: 'Distancia del objetivo' },
    }),
    hold: integer({ min: 1, max: 100_000, default: 1, help: { en: 'Candles until it leaves', es: 'Velas hasta que sale' } }),
  },
  warmup: () => 0,
  size: () => ({ kind: 'share', share: 0.05 }),
  create: ({ stop, target, hold }) => new Restless(stop, target, hold),
  testOnly: true,
});
