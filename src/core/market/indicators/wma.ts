/** Weighted moving average: the newest of `period` values weighs `period`, the oldest 1. */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const STARTED = 0;
const AT = 1;
const BEGINNING = 2;
/** The values of the current group weighted 1, 2, 3, ... in their order. */
const BEGINNING_WEIGHTED = 3;
/** Grouped as in sma.ts, with sums of the ends weighted 1, 2, 3, ... from their oldest value. */
const GROUP = 4;

export class WmaKernel implements Kernel {
  declare private readonly period: number;
  declare private readonly state: Float64Array;
  declare private readonly out: Float64Array;

  constructor(period: number, state: Float64Array, out: Float64Array) {
    this.period = period | 0;
    this.state = state;
    this.out = out;
  }

  static stateLength(period: number): number {
    return GROUP + period + 1;
  }

  run(block: Block): void {
    const { state, out, period } = this;
    const { source, sourceFrom, outFrom, count } = block;
    if (state[STARTED] === 0) {
      state[STARTED] = 1;
      state.fill(Number.NaN, GROUP, GROUP + period);
    }
    const weights = (period * (period + 1)) / 2;
    let at = state[AT] | 0;
    let beginning = state[BEGINNING];
    let beginningWeighted = state[BEGINNING_WEIGHTED];
    let k = 0;
    while (k < count) {
      for (const stop = Math.min(count, k + period - at) | 0; k < stop; k++) {
        const value = source[sourceFrom + k];
        let mean = value;
        if (!Number.isNaN(value)) {
          state[GROUP + at] = value;
          at++;
          beginning += value;
          beginningWeighted += at * value;
          // The beginning follows period - at older values, so each of its weights is that much greater.
          mean = (state[GROUP + at] + (period - at) * beginning + beginningWeighted) / weights;
        }
        out[outFrom + k] = mean;
      }
      if (at === period) {
        let end = 0;
        let endWeighted = 0;
        for (let i = GROUP + period - 1; i >= GROUP; i--) {
          end += state[i];
          endWeighted += end;
          state[i] = endWeighted;
        }
        at = 0;
        beginning = 0;
        beginningWeighted = 0;
      }
    }
    state[AT] = at;
    state[BEGINNING] = beginning;
    state[BEGINNING_WEIGHTED] = beginningWeighted;
  }
}

export const wma = defineIndicator({
  id: 'wma',
  title: { en: 'Weighted moving average', es: 'Media móvil ponderada' },
  parameters: { period: integer({ min: 1, max: 100_000, default: 20, help: 'Candles averaged' }) },
  outputs: ['value'],
  scale: 'source',
  input: 'series',
  warmup: ({ period }) => period,
  stateLength: ({ period }) => WmaKernel.stateLength(period),
  create: ({ period }, state, [value]) => new WmaKernel(period, state, value),
});
