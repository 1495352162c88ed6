/** Relative strength index (Wilder): 100 × the average rise / (average rise + average fall). */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const SEEN = 0;
const PREVIOUS = 1;
/** Sums of the first `period` changes while seeding, Wilder averages afterwards. */
const RISE = 2;
const FALL = 3;
const LENGTH = 4;

export class RsiKernel implements Kernel {
  declare private readonly period: number;
  declare private readonly state: Float64Array;
  declare private readonly out: Float64Array;

  constructor(period: number, state: Float64Array, out: Float64Array) {
    this.period = period | 0;
    this.state = state;
    this.out = out;
  }

  static readonly stateLength = LENGTH;

  run(block: Block): void {
    const { state, out, period } = this;
    const { source, sourceFrom, outFrom, count } = block;
    const factor = 1 / period;
    let seen = state[SEEN] | 0;
    let previous = state[PREVIOUS];
    let rise = state[RISE];
    let fall = state[FALL];
    for (let k = 0; k < count; k++) {
      const value = source[sourceFrom + k];
      let result = Number.NaN;
      if (!Number.isNaN(value)) {
        const change = seen === 0 ? 0 : value - previous;
        // The rise without a branch, which would be a coin toss: twice the change or 0, so halving it is exact.
        const up = (change + Math.abs(change)) / 2;
        const down = up - change;
        previous = value;
        if (seen > period) {
          rise += factor * (up - rise);
          fall += factor * (down - fall);
        } else {
          rise += up;
          fall += down;
          if (seen === period) {
            rise /= period;
            fall /= period;
          }
          seen++;
        }
        // No change at all is 0 / 0: undefined.
        if (seen > period) result = (100 * rise) / (rise + fall);
      }
      out[outFrom + k] = result;
    }
    state[SEEN] = seen;
    state[PREVIOUS] = previous;
    state[RISE] = rise;
    state[FALL] = fall;
  }
}

export const rsi = defineIndicator({
  id: 'rsi',
  title: { en: 'Relative strength index', es: 'Índice de fuerza relativa' },
  parameters: { period: integer({ min: 1, max: 100_000, default: 14, help: 'Changes averaged, Wilder smoothing' }) },
  outputs: ['value'],
  input: 'series',
  warmup: ({ period }) => period + 1,
  stateLength: () => RsiKernel.stateLength,
  create: ({ period }, state, [value]) => new RsiKernel(period, state, value),
});
