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
    if (state[STARTED] === 0) this.start();
    const end = (GROUP + period) | 0;
    const last = (sourceFrom + count) | 0;
    let from = sourceFrom | 0;
    let to = outFrom | 0;
    let at = (GROUP + (state[AT] | 0)) | 0;
    let beginning = state[BEGINNING];
    while (from < last) {
      const stop = Math.min(last, from + end - at) | 0;
      // Four values at a time: what a loop costs besides its work is then paid once for all of them.
      while (from + 4 <= stop) {
        const first = source[from];
        const second = source[(from + 1) | 0];
        const third = source[(from + 2) | 0];
        const fourth = source[(from + 3) | 0];
        const two = beginning + first + second;
        const four = two + third + fourth;
        if (Number.isNaN(four)) break;
        out[to] = (beginning + first + state[(at + 1) | 0]) / period;
        out[(to + 1) | 0] = (two + state[(at + 2) | 0]) / period;
        out[(to + 2) | 0] = (two + third + state[(at + 3) | 0]) / period;
        out[(to + 3) | 0] = (four + state[(at + 4) | 0]) / period;
        state[at] = first;
        state[(at + 1) | 0] = second;
        state[(at + 2) | 0] = third;
        state[(at + 3) | 0] = fourth;
        beginning = four;
        from = (from + 4) | 0;
        to = (to + 4) | 0;
        at = (at + 4) | 0;
      }
      for (let asked = Math.min(stop, from + 4) | 0; from < asked; from++, to++) {
        const value = source[from];
        let mean = value;
        // After a value that is not one, four at a time again.
        if (Number.isNaN(value)) asked = from;
        else {
          beginning += value;
          state[at] = value;
          at++;
          mean = (beginning + state[at]) / period;
        }
        out[to] = mean;
      }
      if (at === end) {
        this.turn(end);
        at = GROUP;
        beginning = 0;
      }
    }
    state[AT] = at - GROUP;
    state[BEGINNING] = beginning;
  }

  private start(): void {
    this.state[STARTED] = 1;
    this.state.fill(Number.NaN, GROUP, GROUP + this.period);
  }

  /** A group is full: its values become the sums of its ends. */
  private turn(end: number): void {
    const { state } = this;
    let sum = 0;
    let i = (end - 1) | 0;
    for (; i >= GROUP + 3; i = (i - 4) | 0) {
      const one = sum + state[i];
      const two = one + state[(i - 1) | 0];
      const three = two + state[(i - 2) | 0];
      sum = three + state[(i - 3) | 0];
      state[i] = one;
      state[(i - 1) | 0] = two;
      state[(i - 2) | 0] = three;
      state[(i - 3) | 0] = sum;
    }
    for (; i >= GROUP; i--) {
      sum += state[i];
      state[i] = sum;
    }
  }
}

export const sma = defineIndicator({
  id: 'sma',
  title: { en: 'Simple moving average', es: 'Media móvil simple' },
  parameters: { period: integer({ min: 1, max: 100_000, default: 20, help: 'Candles averaged' }) },
  outputs: ['value'],
  scale: 'source',
  input: 'series',
  warmup: ({ period }) => period,
  stateLength: ({ period }) => SmaKernel.stateLength(period),
  create: ({ period }, state, [value]) => new SmaKernel(period, state, value),
});
