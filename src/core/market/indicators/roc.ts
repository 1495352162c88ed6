/** Rate of change in percent: 100 × (value - value `period` candles ago) / value then. */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const SEEN = 0;
const NEXT = 1;
const RING = 2;

class RocKernel implements Kernel {
  declare private readonly period: number;
  declare private readonly state: Float64Array;
  declare private readonly out: Float64Array;

  constructor(period: number, state: Float64Array, out: Float64Array) {
    this.period = period | 0;
    this.state = state;
    this.out = out;
  }

  run(block: Block): void {
    const { period, state, out } = this;
    const { source, sourceFrom, outFrom, count } = block;
    let seen = state[SEEN] | 0;
    let next = state[NEXT] | 0;
    for (let k = 0; k < count; k++) {
      const value = source[sourceFrom + k];
      let change = Number.NaN;
      if (!Number.isNaN(value)) {
        const then = state[RING + next];
        if (seen === period && then !== 0) change = (100 * (value - then)) / then;
        if (seen < period) seen++;
        state[RING + next] = value;
        next = next + 1 === period ? 0 : next + 1;
      }
      out[outFrom + k] = change;
    }
    state[SEEN] = seen;
    state[NEXT] = next;
  }
}

export const roc = defineIndicator({
  id: 'roc',
  title: { en: 'Rate of change', es: 'Tasa de cambio' },
  parameters: { period: integer({ min: 1, max: 100_000, default: 10, help: 'Candles between the two values' }) },
  outputs: ['value'],
  input: 'series',
  warmup: ({ period }) => period + 1,
  stateLength: ({ period }) => RING + period,
  create: ({ period }, state, [value]) => new RocKernel(period, state, value),
});
