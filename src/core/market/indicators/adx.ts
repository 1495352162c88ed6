/** Average directional index with its +DI and -DI (Wilder), each average seeded by the mean of its first `period` terms. */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const SEEN = 0;
const PREVIOUS_HIGH = 1;
const PREVIOUS_LOW = 2;
const PREVIOUS_CLOSE = 3;
/** Sums while seeding, Wilder averages afterwards: true range, upward and downward movement. */
const RANGE = 4;
const UP = 5;
const DOWN = 6;
const INDEX_SEEN = 7;
const INDEX = 8;
const LENGTH = 9;

class AdxKernel implements Kernel {
  declare private readonly period: number;
  declare private readonly state: Float64Array;
  declare private readonly adx: Float64Array;
  declare private readonly plus: Float64Array;
  declare private readonly minus: Float64Array;

  constructor(period: number, state: Float64Array, adx: Float64Array, plus: Float64Array, minus: Float64Array) {
    this.period = period | 0;
    this.state = state;
    this.adx = adx;
    this.plus = plus;
    this.minus = minus;
  }

  run(block: Block): void {
    const { state, period, adx, plus, minus } = this;
    const { barFrom, outFrom, count } = block;
    const { high, low, close } = block.bars;
    const factor = 1 / period;
    let seen = state[SEEN] | 0;
    let previousHigh = state[PREVIOUS_HIGH];
    let previousLow = state[PREVIOUS_LOW];
    let previousClose = state[PREVIOUS_CLOSE];
    let range = state[RANGE];
    let up = state[UP];
    let down = state[DOWN];
    let indexSeen = state[INDEX_SEEN] | 0;
    let average = state[INDEX];
    for (let k = 0; k < count; k++) {
      const top = high[barFrom + k];
      const bottom = low[barFrom + k];
      const last = close[barFrom + k];
      let plusIndex = Number.NaN;
      let minusIndex = Number.NaN;
      let result = Number.NaN;
      if (!Number.isNaN(top + bottom + last)) {
        const trueRange = Math.max(top, previousClose) - Math.min(bottom, previousClose);
        // The greater of the moves beyond the last high and low, and 0 for the other; without branches, as in rsi.ts.
        const rise = top - previousHigh;
        const fall = previousLow - bottom;
        const above = (rise + Math.abs(rise)) / 2;
        const below = (fall + Math.abs(fall)) / 2;
        const upMove = above * Number(above > below);
        const downMove = below * Number(below > above);
        previousHigh = top;
        previousLow = bottom;
        previousClose = last;
        if (seen > period) {
          range += factor * (trueRange - range);
          up += factor * (upMove - up);
          down += factor * (downMove - down);
        } else {
          if (seen > 0) {
            range += trueRange;
            up += upMove;
            down += downMove;
          }
          if (seen === period) {
            range /= period;
            up /= period;
            down /= period;
          }
          seen++;
        }
        // Without any range (prices that never moved) all three are undefined; without any movement the index is 0.
        if (seen > period && range > 0) {
          const scale = 100 / range;
          plusIndex = scale * up;
          minusIndex = scale * down;
          const index = up === down ? 0 : (100 * Math.abs(up - down)) / (up + down);
          if (indexSeen === period) {
            average += factor * (index - average);
          } else {
            average += index;
            indexSeen++;
            if (indexSeen === period) average /= period;
          }
          if (indexSeen === period) result = average;
        }
      }
      plus[outFrom + k] = plusIndex;
      minus[outFrom + k] = minusIndex;
      adx[outFrom + k] = result;
    }
    state[SEEN] = seen;
    state[PREVIOUS_HIGH] = previousHigh;
    state[PREVIOUS_LOW] = previousLow;
    state[PREVIOUS_CLOSE] = previousClose;
    state[RANGE] = range;
    state[UP] = up;
    state[DOWN] = down;
    state[INDEX_SEEN] = indexSeen;
    state[INDEX] = average;
  }
}

export const adx = defineIndicator({
  id: 'adx',
  title: { en: 'Average directional index', es: 'Índice direccional medio' },
  parameters: { period: integer({ min: 1, max: 100_000, default: 14, help: 'Candles averaged, Wilder smoothing' }) },
  outputs: ['adx', 'plusDi', 'minusDi'],
  input: 'bars',
  warmup: ({ period }) => 2 * period,
  stateLength: () => LENGTH,
  create: ({ period }, state, [index, plus, minus]) => new AdxKernel(period, state, index, plus, minus),
});
