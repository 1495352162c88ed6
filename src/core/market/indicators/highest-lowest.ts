/** Highest and lowest of the last `period` values, the current one included or not. */

import { boolean, integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const STARTED = 0;
const AT = 1;
/** The extreme of the beginning, and the value it is compared with; of no values yet the least number, as in channel.ts. */
const BEGINNING = 2;
const RIVAL = 3;
const LAST = 4;
/** Grouped as in sma.ts, with the extreme of each end of the last group. */
const GROUP = 5;

/**
 * `side` 1 is the highest, -1 the lowest (the highest of the negated values). Without `current` the result of a candle is
 * the extreme of the `period` candles before it. Half the time of a monotonic queue, which branches on every candle.
 */
class ExtremeKernel implements Kernel {
  declare private readonly side: 1 | -1;
  declare private readonly period: number;
  declare private readonly current: boolean;
  declare private readonly state: Float64Array;
  declare private readonly out: Float64Array;

  constructor(side: 1 | -1, period: number, current: boolean, state: Float64Array, out: Float64Array) {
    this.side = side;
    this.period = period | 0;
    this.current = current;
    this.state = state;
    this.out = out;
  }

  static stateLength(period: number): number {
    return GROUP + period + 1;
  }

  run(block: Block): void {
    const { side, period, current, state, out } = this;
    const { source, sourceFrom, outFrom, count } = block;
    if (state[STARTED] === 0) {
      state[STARTED] = 1;
      state[BEGINNING] = -Number.MAX_VALUE;
      state.fill(Number.NaN, LAST, GROUP + period);
      state[GROUP + period] = -Number.MAX_VALUE;
    }
    let at = state[AT] | 0;
    let beginning = state[BEGINNING];
    let last = state[LAST];
    let k = 0;
    while (k < count) {
      for (const stop = Math.min(count, k + period - at) | 0; k < stop; k++) {
        const value = side * source[sourceFrom + k];
        let extreme = value;
        if (!Number.isNaN(value)) {
          // The greater of two neighbours by index: a branch here would be a coin toss, and cost more than the rest.
          state[BEGINNING] = beginning;
          state[RIVAL] = value;
          beginning = state[BEGINNING + Number(value > beginning)];
          state[GROUP + at] = value;
          at++;
          extreme = Math.max(beginning, state[GROUP + at]);
          if (!current) {
            const before = last;
            last = extreme;
            extreme = before;
          }
        }
        out[outFrom + k] = side * extreme;
      }
      if (at === period) {
        let end = -Number.MAX_VALUE;
        for (let i = GROUP + period - 1; i >= GROUP; i--) {
          end = Math.max(end, state[i]);
          state[i] = end;
        }
        at = 0;
        beginning = -Number.MAX_VALUE;
      }
    }
    state[AT] = at;
    state[BEGINNING] = beginning;
    state[LAST] = last;
  }
}

const parameters = {
  period: integer({ min: 1, max: 100_000, default: 20, help: 'Values in the window' }),
  current: boolean({ default: false, help: 'Whether the window ends with the current candle (true) or with the one before it' }),
};

export const highest = defineIndicator({
  id: 'highest',
  title: { en: 'Highest value', es: 'Valor máximo' },
  parameters,
  outputs: ['value'],
  scale: 'source',
  input: 'series',
  warmup: ({ period, current }) => (current ? period : period + 1),
  stateLength: ({ period }) => ExtremeKernel.stateLength(period),
  create: ({ period, current }, state, [value]) => new ExtremeKernel(1, period, current, state, value),
});

export const lowest = defineIndicator({
  id: 'lowest',
  title: { en: 'Lowest value', es: 'Valor mínimo' },
  parameters,
  outputs: ['value'],
  scale: 'source',
  input: 'series',
  warmup: ({ period, current }) => (current ? period : period + 1),
  stateLength: ({ period }) => ExtremeKernel.stateLength(period),
  create: ({ period, current }, state, [value]) => new ExtremeKernel(-1, period, current, state, value),
});
