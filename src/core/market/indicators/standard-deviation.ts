/** Standard deviation of the last `period` values, of a population (divisor n) or a sample (n - 1). */

import { boolean, integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const STARTED = 0;
const AT = 1;
/** Sums are of differences to this value, which is always inside the window: nothing cancels and a flat window gives exactly 0. */
const ORIGIN = 2;
const BEGINNING = 3;
const BEGINNING_SQUARES = 4;
/** Grouped as in sma.ts: sums of the ends, and, `period` + 1 further on, sums of their squares. */
const GROUP = 5;

/** Writes each window's mean, then its deviation: both columns may be the same array when only the deviation is wanted. */
export class DeviationKernel implements Kernel {
  declare private readonly period: number;
  declare private readonly share: number;
  declare private readonly state: Float64Array;
  declare private readonly mean: Float64Array;
  declare private readonly deviation: Float64Array;

  constructor(period: number, sample: boolean, state: Float64Array, mean: Float64Array, deviation: Float64Array) {
    this.period = period | 0;
    this.share = 1 / (sample ? period - 1 : period);
    this.state = state;
    this.mean = mean;
    this.deviation = deviation;
  }

  static stateLength(period: number): number {
    return GROUP + 2 * (period + 1);
  }

  run(block: Block): void {
    const { state, period, share, mean, deviation } = this;
    const { source, sourceFrom, outFrom, count } = block;
    const squares = GROUP + period + 1;
    const perValue = 1 / period;
    if (state[STARTED] === 0) {
      state[STARTED] = 1;
      state.fill(Number.NaN, GROUP, GROUP + period);
    }
    let at = state[AT] | 0;
    let origin = state[ORIGIN];
    let beginning = state[BEGINNING];
    let beginningSquares = state[BEGINNING_SQUARES];
    let k = 0;
    while (k < count) {
      for (const stop = Math.min(count, k + period - at) | 0; k < stop; k++) {
        const value = source[sourceFrom + k];
        let sum = value;
        let sumSquares = value;
        if (!Number.isNaN(value)) {
          const difference = value - origin;
          state[GROUP + at] = value;
          at++;
          beginning += difference;
          beginningSquares += difference * difference;
          sum = beginning + state[GROUP + at];
          sumSquares = beginningSquares + state[squares + at];
        }
        const offset = sum * perValue;
        const variation = sumSquares - sum * offset;
        mean[outFrom + k] = origin + offset;
        deviation[outFrom + k] = variation < 0 ? 0 : Math.sqrt(variation * share);
      }
      if (at === period) {
        origin = source[sourceFrom + k - 1];
        let end = 0;
        let endSquares = 0;
        for (let i = period - 1; i >= 0; i--) {
          const difference = state[GROUP + i] - origin;
          end += difference;
          endSquares += difference * difference;
          state[GROUP + i] = end;
          state[squares + i] = endSquares;
        }
        at = 0;
        beginning = 0;
        beginningSquares = 0;
        // The candle that filled the group had left its origin behind; now it has one of its own.
        const offset = end * perValue;
        const variation = endSquares - end * offset;
        mean[outFrom + k - 1] = origin + offset;
        deviation[outFrom + k - 1] = variation < 0 ? 0 : Math.sqrt(variation * share);
      }
    }
    state[AT] = at;
    state[ORIGIN] = origin;
    state[BEGINNING] = beginning;
    state[BEGINNING_SQUARES] = beginningSquares;
  }
}

export const standardDeviation = defineIndicator({
  id: 'standardDeviation',
  title: { en: 'Standard deviation', es: 'Desviación típica' },
  parameters: {
    period: integer({ min: 2, max: 100_000, default: 20, help: 'Values in the window' }),
    sample: boolean({ default: false, help: 'Divide by n - 1 (a sample) instead of n (a population)' }),
  },
  outputs: ['value'],
  input: 'series',
  warmup: ({ period }) => period,
  stateLength: ({ period }) => DeviationKernel.stateLength(period),
  create: ({ period, sample }, state, [value]) => new DeviationKernel(period, sample, state, value, value),
});
