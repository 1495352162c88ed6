/** Bollinger bands: the mean of the window and `multiplier` population deviations above and below it. */

import { decimal, integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';
import { DeviationKernel } from './standard-deviation.ts';

class BollingerKernel implements Kernel {
  declare private readonly moments: DeviationKernel;
  declare private readonly multiplier: number;
  declare private readonly middle: Float64Array;
  declare private readonly upper: Float64Array;
  declare private readonly lower: Float64Array;

  constructor(period: number, multiplier: number, state: Float64Array, middle: Float64Array, upper: Float64Array, lower: Float64Array) {
    this.moments = new DeviationKernel(period, false, state, middle, upper);
    this.multiplier = multiplier;
    this.middle = middle;
    this.upper = upper;
    this.lower = lower;
  }

  run(block: Block): void {
    const { multiplier, middle, upper, lower } = this;
    this.moments.run(block);
    for (let at = block.outFrom, end = at + block.count; at < end; at++) {
      const mean = middle[at];
      const width = multiplier * upper[at];
      upper[at] = mean + width;
      lower[at] = mean - width;
    }
  }
}

export const bollinger = defineIndicator({
  id: 'bollinger',
  title: { en: 'Bollinger bands', es: 'Bandas de Bollinger' },
  parameters: {
    period: integer({ min: 2, max: 100_000, default: 20, help: 'Values in the window' }),
    multiplier: decimal({ min: 0, max: 100, default: 2, help: 'Population deviations from the middle to a band' }),
  },
  outputs: ['middle', 'upper', 'lower'],
  scale: 'source',
  input: 'series',
  warmup: ({ period }) => period,
  stateLength: ({ period }) => DeviationKernel.stateLength(period),
  create: ({ period, multiplier }, state, [middle, upper, lower]) => new BollingerKernel(period, multiplier, state, middle, upper, lower),
});
