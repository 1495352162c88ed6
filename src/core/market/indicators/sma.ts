/**
 * Simple moving average: the mean of the last `period` values.
 *
 * How every sliding window here works: values are collected into groups of `period`. The window is the end of the last
 * full group plus the beginning of the current one; the sums of all ends are made once when a group is full, backwards
 * and in place. Each value is so added about twice and never subtracted: a huge value leaves no trace once it is out of
 * the window. The grouping depends on the position alone, so any split into blocks gives the same bits.
 */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const STARTED = 0;
const AT = 1;
const BEGINNING = 2;
/** Before AT the values of the current group, from AT on the sums of the last group's ends (NaN before there is one), then a 0. */
const GROUP = 3;

export class SmaKernel implements Kernel {
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
    const end = GROUP + period;
    let at = GROUP + (state[AT] | 0);
    let beginning = state[BEGINNING];
    let k = 0;
    while (k < count) {
      for (const stop = Math.min(count, k + end - at) | 0; k < stop; k++) {
        const value = source[sourceFrom + k];
        let mean = value;
        if (!Number.isNaN(value)) {
          beginning += value;
          state[at] = value;
          at++;
          mean = (beginning + state[at]) / period;
        }
        out[outFrom + k] = mean;
      }
      if (at === end) {
        let sum = 0;
        for (let i = end - 1; i >= GROUP; i--) {
          sum += state[i];
          state[i] = sum;
        }
        at = GROUP;
        beginning = 0;
      }
    }
    state[AT] = at - GROUP;
    state[BEGINNING] = beginning;
  }
}

export const sma = defineIndicator({
  id: 'sma',
  title: { en: 'Simple moving average', es: 'Media móvil simple' },
  parameters: { period: integer({ min: 1, max: 100_000, default: 20, help: 'Candles averaged' }) },
  outputs: ['value'],
  input: 'series',
  warmup: ({ period }) => period,
  stateLength: ({ period }) => SmaKernel.stateLength(period),
  create: ({ period }, state, [value]) => new SmaKernel(period, state, value),
});
