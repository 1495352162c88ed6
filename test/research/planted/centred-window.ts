/** Planted fault: a moving average whose window is centred on the candle, as in a smoothed chart. */

import { type Bar, crossedAbove, crossedBelow, defineIndicator, defineStrategy, integer, LONG, type Series } from 'atalaya';

class CentredMean {
  private readonly half: number;
  private readonly out: Float64Array;

  constructor(half: number, out: Float64Array) {
    this.half = half;
    this.out = out;
  }

  run({ bars, barFrom, outFrom, count }: { bars: { close: Float64Array }; barFrom: number; outFrom: number; count: number }): void {
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let i = barFrom + k - this.half; i <= barFrom + k + this.half; i++) sum += bars.close[i] ?? Number.NaN;
      this.out[outFrom + k] = (bars.close[barFrom + k] as number) - sum / (2 * this.half + 1);
    }
  }
}

const detrended = defineIndicator({
  id: 'detrended',
  title: { en: 'Distance from a centred mean', es: 'Distancia a una media centrada' },
  parameters: { half: integer({ min: 1, max: 50, default: 3, help: 'Candles on each side' }) },
  outputs: ['value'],
  input: 'bars',
  warmup: ({ half }) => half + 1,
  stateLength: () => 0,
  create: ({ half }, _, outputs) => new CentredMean(half, outputs[0] as Float64Array),
});

class Rules {
  private readonly distance: Series;

  constructor(distance: Series) {
    this.distance = distance;
  }

  onBar(bar: Bar): void {
    if (crossedBelow(this.distance, 0)) bar.enter(LONG, { confidence: 1, reason: 'below-mean' });
    else if (crossedAbove(this.distance, 0) && bar.position.side === LONG) bar.exit('above-mean');
  }
}

export default defineStrategy({
  id: 'centred-window',
  version: '1.0.0',
  title: { en: 'Planted: centred window', es: 'Plantada: ventana centrada' },
  description: { en: 'Smooths with candles on both sides.', es: 'Suaviza con velas de ambos lados.' },
  timeframe: '1d',
  parameters: {},
  warmup: () => 10,
  size: () => ({ kind: 'all' }),
  create: (_, build) => new Rules(build.use(detrended, { half: 3 })),
});
