/** Planted fault: closes normalised with the mean and deviation of the whole history, as a data frame makes it easy. */

import { type Bar, crossedAbove, crossedBelow, defineIndicator, defineStrategy, LONG, type Series } from 'atalaya';

class Normalised {
  private readonly state: Float64Array;
  private readonly out: Float64Array;

  constructor(state: Float64Array, out: Float64Array) {
    this.state = state;
    this.out = out;
  }

  run({
    bars,
    barFrom,
    outFrom,
    count,
  }: {
    bars: { close: Float64Array; length: number };
    barFrom: number;
    outFrom: number;
    count: number;
  }): void {
    const { state } = this;
    if (state[1] === 0) {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < bars.length; i++) {
        sum += bars.close[i] as number;
        squares += (bars.close[i] as number) ** 2;
      }
      state[0] = sum / bars.length;
      state[1] = Math.sqrt(Math.max(1e-12, squares / bars.length - (sum / bars.length) ** 2));
    }
    for (let k = 0; k < count; k++)
      this.out[outFrom + k] = ((bars.close[barFrom + k] as number) - (state[0] as number)) / (state[1] as number);
  }
}

const normalised = defineIndicator({
  id: 'normalised',
  title: { en: 'Normalised close', es: 'Cierre normalizado' },
  parameters: {},
  outputs: ['value'],
  input: 'bars',
  warmup: () => 1,
  stateLength: () => 2,
  create: (_, state, outputs) => new Normalised(state, outputs[0] as Float64Array),
});

class Rules {
  private readonly close: Series;

  constructor(close: Series) {
    this.close = close;
  }

  onBar(bar: Bar): void {
    if (crossedAbove(this.close, 0)) bar.enter(LONG, { confidence: 1, reason: 'above-mean' });
    else if (crossedBelow(this.close, 0) && bar.position.side === LONG) bar.exit('below-mean');
  }
}

export default defineStrategy({
  id: 'whole-series-normalisation',
  version: '1.0.0',
  title: { en: 'Planted: whole-series normalisation', es: 'Plantada: normalización de toda la serie' },
  description: { en: 'Normalises with figures of the whole history.', es: 'Normaliza con cifras de todo el historial.' },
  timeframe: '1d',
  parameters: {},
  warmup: () => 2,
  size: () => ({ kind: 'all' }),
  create: (_, build) => new Rules(build.use(normalised, {})),
});
