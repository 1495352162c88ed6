/** Average true range (Wilder), seeded by the mean of the first `period` true ranges; the first candle has none. */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const SEEN = 0;
const PREVIOUS_CLOSE = 1;
/** The sum of the true ranges while seeding, their Wilder average afterwards. */
const RANGE = 2;
const LENGTH = 3;

export class AtrKernel implements Kernel {
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
    const { barFrom, outFrom, count } = block;
    const { high, low, close } = block.bars;
    const factor = 1 / period;
    let seen = state[SEEN] | 0;
    let previousClose = state[PREVIOUS_CLOSE];
    let average = state[RANGE];
    for (let k = 0; k < count; k++) {
      const top = high[barFrom + k];
      const bottom = low[barFrom + k];
      const last = close[barFrom + k];
      let result = Number.NaN;
      if (!Number.isNaN(top + bottom + last)) {
        // The true range is the range widened to the previous close.
        const range = Math.max(top, previousClose) - Math.min(bottom, previousClose);
        previousClose = last;
        if (seen > period) {
          average += factor * (range - average);
        } else {
          if (seen > 0) average += range;
          if (seen === period) average /= period;
          seen++;
        }
        if (seen > period) result = average;
      }
      out[outFrom + k] = result;
    }
    state[SEEN] = seen;
    state[PREVIOUS_CLOSE] = previousClose;
    state[RANGE] = average;
  }
}

export const atr = defineIndicator({
  id: 'atr',
  title: { en: 'Average true range', es: 'Rango verdadero medio' },
  parameters: { period: integer({ min: 1, max: 100_000, default: 14, help: 'True ranges averaged, Wilder smoothing' }) },
  outputs: ['value'],
  input: 'bars',
  warmup: ({ period }) => period + 1,
  stateLength: () => AtrKernel.stateLength,
  create: ({ period }, state, [value]) => new AtrKernel(period, state, value),
});
