/** The value a fixed number of candles ago, as it was (NaN where it was not defined). */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const SEEN = 0;
const NEXT = 1;
const RING = 2;

export class PreviousKernel implements Kernel {
  declare private readonly bars: number;
  declare private readonly state: Float64Array;
  declare private readonly out: Float64Array;

  constructor(bars: number, state: Float64Array, out: Float64Array) {
    this.bars = bars | 0;
    this.state = state;
    this.out = out;
  }

  static stateLength(bars: number): number {
    return RING + bars;
  }

  run(block: Block): void {
    const { bars, state, out } = this;
    const { source, sourceFrom, outFrom, count } = block;
    let seen = state[SEEN] | 0;
    let next = state[NEXT] | 0;
    for (let k = 0; k < count; k++) {
      const value = source[sourceFrom + k];
      out[outFrom + k] = seen === bars ? state[RING + next] : Number.NaN;
      if (seen < bars) seen++;
      state[RING + next] = value;
      next = next + 1 === bars ? 0 : next + 1;
    }
    state[SEEN] = seen;
    state[NEXT] = next;
  }
}

export const previous = defineIndicator({
  id: 'previous',
  title: { en: 'Previous value', es: 'Valor anterior' },
  parameters: { bars: integer({ min: 1, max: 100_000, default: 1, help: 'How many candles ago' }) },
  outputs: ['value'],
  scale: 'source',
  input: 'series',
  warmup: ({ bars }) => bars + 1,
  stateLength: ({ bars }) => PreviousKernel.stateLength(bars),
  create: ({ bars }, state, [value]) => new PreviousKernel(bars, state, value),
});
