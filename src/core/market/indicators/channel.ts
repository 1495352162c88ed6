/** The highest of one column and the lowest of another over the same sliding window, side by side in one loop. */

import type { Block } from './indicator.ts';

/** Where the group goes on, as an index into the state; 0 before the first run. */
const AT = 0;
/**
 * The extremes of the group's beginning, each followed by the value it is compared with. Of no values yet they are the least
 * and the greatest number, not infinities: a snapshot of the state is written as JSON, which has none.
 */
const TOP = 1;
const BOTTOM = 3;
/** The channel of the candle before. */
const LAST_TOP = 5;
const LAST_BOTTOM = 6;
/** Grouped as in sma.ts: high and low by turns, and from AT on the extremes of the ends of the last group. */
const GROUP = 7;

/**
 * The window holds `period` candles and ends with the current one, or without `current` with the one before it. A candle of
 * which either value is NaN is not counted.
 */
export class ChannelKernel {
  declare private readonly period: number;
  declare private readonly current: boolean;
  declare private readonly state: Float64Array;
  declare private readonly upper: Float64Array;
  declare private readonly lower: Float64Array;

  constructor(period: number, current: boolean, state: Float64Array, upper: Float64Array, lower: Float64Array) {
    this.period = period | 0;
    this.current = current;
    this.state = state;
    this.upper = upper;
    this.lower = lower;
  }

  static stateLength(period: number): number {
    return GROUP + 2 * (period + 1);
  }

  /** Candle k of the block is `high[from + k]` and `low[from + k]`; neither may be an output of this kernel. */
  run(block: Block, high: Float64Array, low: Float64Array, from: number): void {
    const { period, current, state, upper, lower } = this;
    const { outFrom, count } = block;
    const end = GROUP + 2 * period;
    if (state[AT] === 0) begin(state, end);
    let at = state[AT] | 0;
    let top = state[TOP];
    let bottom = state[BOTTOM];
    let lastTop = state[LAST_TOP];
    let lastBottom = state[LAST_BOTTOM];
    let k = 0;
    while (k < count) {
      for (const stop = Math.min(count, k + ((end - at) >> 1)) | 0; k < stop; k++) {
        const up = high[from + k];
        const down = low[from + k];
        let highest = Number.NaN;
        let lowest = Number.NaN;
        if (!Number.isNaN(up + down)) {
          // The greater of two neighbours by index: a branch here would be a coin toss, and cost more than the rest.
          state[TOP] = top;
          state[TOP + 1] = up;
          top = state[TOP + Number(up > top)];
          state[BOTTOM] = bottom;
          state[BOTTOM + 1] = down;
          bottom = state[BOTTOM + Number(down < bottom)];
          state[at] = up;
          state[at + 1] = down;
          at += 2;
          const endTop = state[at];
          const endBottom = state[at + 1];
          const newTop = top > endTop ? top : endTop;
          const newBottom = bottom < endBottom ? bottom : endBottom;
          highest = current ? newTop : lastTop;
          lowest = current ? newBottom : lastBottom;
          lastTop = newTop;
          lastBottom = newBottom;
        }
        upper[outFrom + k] = highest;
        lower[outFrom + k] = lowest;
      }
      if (at === end) {
        findEnds(state, end);
        at = GROUP;
        top = -Number.MAX_VALUE;
        bottom = Number.MAX_VALUE;
      }
    }
    state[AT] = at;
    state[TOP] = top;
    state[BOTTOM] = bottom;
    state[LAST_TOP] = lastTop;
    state[LAST_BOTTOM] = lastBottom;
  }
}

function begin(state: Float64Array, end: number): void {
  state.fill(Number.NaN, LAST_TOP, end);
  state[AT] = GROUP;
  state[TOP] = -Number.MAX_VALUE;
  state[BOTTOM] = Number.MAX_VALUE;
  state[end] = -Number.MAX_VALUE;
  state[end + 1] = Number.MAX_VALUE;
}

/** Turns the values of a full group into the extremes of its ends. */
function findEnds(state: Float64Array, end: number): void {
  let top = -Number.MAX_VALUE;
  let bottom = Number.MAX_VALUE;
  for (let i = end - 2; i >= GROUP; i -= 2) {
    const up = state[i];
    const down = state[i + 1];
    state[TOP] = top;
    state[TOP + 1] = up;
    top = state[TOP + Number(up > top)];
    state[BOTTOM] = bottom;
    state[BOTTOM + 1] = down;
    bottom = state[BOTTOM + Number(down < bottom)];
    state[i] = top;
    state[i + 1] = bottom;
  }
}
