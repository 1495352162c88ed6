/** Z-score: how many deviations the value lies from the mean of the window that ends with it. */

import { boolean, integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';
import { DeviationKernel } from './standard-deviation.ts';

class ZScoreKernel implements Kernel {
  declare private readonly moments: DeviationKernel;
  declare private readonly value: Float64Array;
  declare private readonly deviation: Float64Array;

  constructor(period: number, sample: boolean, state: Float64Array, value: Float64Array, deviation: Float64Array) {
    this.moments = new DeviationKernel(period, sample, state, value, deviation);
    this.value = value;
    this.deviation = deviation;
  }

  run(block: Block): void {
    const { value, deviation } = this;
    const { source, sourceFrom, outFrom, count } = block;
    this.moments.run(block);
    for (let k = 0; k < count; k++) {
      const width = deviation[outFrom + k];
      const distance = source[sourceFrom + k] - value[outFrom + k];
      value[outFrom + k] = width > 0 ? distance / width : Number.NaN;
    }
  }
}

export const zScore = defineIndicator({
  id: 'zScore',
  title: { en: 'Z-score', es: 'Puntuación z' },
  parameters: {
    period: integer({ min: 2, max: 100_000, default: 20, help: 'Values in the window' }),
    sample: boolean({ default: false, help: 'Divide by n - 1 (a sample) instead of n (a population)' }),
  },
  outputs: ['value', 'deviation'],
  input: 'series',
  warmup: ({ period }) => period,
  stateLength: ({ period }) => DeviationKernel.stateLength(period),
  create: ({ period, sample }, state, [value, deviation]) => new ZScoreKernel(period, sample, state, value, deviation),
});
