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
  private readonly period: number;
  private readonly state: Float64Array;
  private readonly adx: Float64Array;
  private readonly plus: Float64Array;
  private readonly minus: Float64Array;

  constructor(period: number, state: Float64Array, adx: Float64Array, plus: Float64Array, minus: Float64Array) {
    this.period = period;
    this.state = state;
    this.adx = adx;
    this.plus = plus;
    this.minus = minus;
  }

  run(block: Block): void {
    this.direct(block);
    this.smooth(block);
  }

  /** Fills +DI and -DI, and the adx column with the directional index still to be averaged. */
  private direct(block: Block): void {
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
    for (let k = 0; k < count; k++) {
      const top = high[barFrom + k];
      const bottom = low[barFrom + k];
      const last = close[barFrom + k];
      const sum = top + bottom + last;
      let plusIndex = Number.NaN;
      let minusIndex = Number.NaN;
      let index = Number.NaN;
      if (!Number.isNaN(sum)) {
        const trueRange = Math.max(top, previousClose) - Math.min(bottom, previousClose);
        const rise = top - previousHigh;
        const fall = previousLow - bottom;
        const upMove = rise > fall && rise > 0 ? rise : 0;
        const downMove = fall > rise && fall > 0 ? fall : 0;
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
          index = up === down ? 0 : (100 * Math.abs(up - down)) / (up + down);
        }
      }
      plus[outFrom + k] = plusIndex;
      minus[outFrom + k] = minusIndex;
      adx[outFrom + k] = index;
    }
    state[SEEN] = seen;
    state[PREVIOUS_HIGH] = previousHigh;
    state[PREVIOUS_LOW] = previousLow;
    state[PREVIOUS_CLOSE] = previousClose;
    state[RANGE] = range;
    state[UP] = up;
    state[DOWN] = down;
  }

  private smooth(block: Block): void {
    const { state, period, adx } = this;
    const { outFrom, count } = block;
    const factor = 1 / period;
    let seen = state[INDEX_SEEN] | 0;
    let average = state[INDEX];
    for (let k = 0; k < count; k++) {
      const index = adx[outFrom + k];
      if (Number.isNaN(index)) continue;
      if (seen === period) {
        average += factor * (index - average);
      } else {
        average += index;
        seen++;
        if (seen === period) average /= period;
      }
      adx[outFrom + k] = seen === period ? average : Number.NaN;
    }
    state[INDEX_SEEN] = seen;
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
