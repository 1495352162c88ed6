/** Money flow index: the share, in percent, of the traded value that changed hands at rising typical prices. */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const STARTED = 0;
const PREVIOUS = 1;
const FULL = 2;
const AT = 3;
const RISING = 4;
const FALLING = 5;
/** Grouped as in sma.ts: sums of the rising ends, and, from GROUP + period on, of the falling ones. */
const GROUP = 6;

class MfiKernel implements Kernel {
  declare private readonly period: number;
  declare private readonly state: Float64Array;
  declare private readonly out: Float64Array;

  constructor(period: number, state: Float64Array, out: Float64Array) {
    this.period = period | 0;
    this.state = state;
    this.out = out;
  }

  static stateLength(period: number): number {
    return GROUP + 2 * period;
  }

  run(block: Block): void {
    const { period, state, out } = this;
    const { barFrom, outFrom, count } = block;
    const { high, low, close, volume } = block.bars;
    let started = state[STARTED] | 0;
    let previous = state[PREVIOUS];
    let full = state[FULL] | 0;
    let at = state[AT] | 0;
    let rising = state[RISING];
    let falling = state[FALLING];
    for (let k = 0; k < count; k++) {
      out[outFrom + k] = Number.NaN;
      const typical = (high[barFrom + k] + low[barFrom + k] + close[barFrom + k]) / 3;
      const flow = typical * volume[barFrom + k];
      if (Number.isNaN(flow)) continue;
      const change = started === 1 ? typical - previous : 0;
      previous = typical;
      if (started === 0) {
        started = 1;
        continue;
      }
      // Products instead of branches, which would be coin tosses.
      const up = flow * Number(change > 0);
      const down = flow * Number(change < 0);
      rising += up;
      falling += down;
      state[GROUP + at] = up;
      state[GROUP + period + at] = down;
      at++;
      if (at === period) {
        sumEnds(state, period);
        full = 1;
        at = 0;
        rising = 0;
        falling = 0;
      }
      if (full === 0) continue;
      const bought = rising + state[GROUP + at];
      const total = bought + falling + state[GROUP + period + at];
      if (total > 0) out[outFrom + k] = (100 * bought) / total;
    }
    state[STARTED] = started;
    state[PREVIOUS] = previous;
    state[FULL] = full;
    state[AT] = at;
    state[RISING] = rising;
    state[FALLING] = falling;
  }
}

function sumEnds(state: Float64Array, period: number): void {
  let rising = 0;
  let falling = 0;
  for (let i = GROUP + period - 1; i >= GROUP; i--) {
    rising += state[i];
    falling += state[i + period];
    state[i] = rising;
    state[i + period] = falling;
  }
}

export const mfi = defineIndicator({
  id: 'mfi',
  title: { en: 'Money flow index', es: 'Índice de flujo de dinero' },
  parameters: { period: integer({ min: 1, max: 100_000, default: 14, help: 'Changes of the typical price in the window' }) },
  outputs: ['value'],
  input: 'bars',
  warmup: ({ period }) => period + 1,
  stateLength: ({ period }) => MfiKernel.stateLength(period),
  create: ({ period }, state, [value]) => new MfiKernel(period, state, value),
});
