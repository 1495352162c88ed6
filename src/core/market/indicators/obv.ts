/** On-balance volume: the volume of rising candles less that of falling ones, from 0 at the first candle. */

import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const SEEN = 0;
const PREVIOUS_CLOSE = 1;
const SUM = 2;
/** What the additions to SUM rounded away (Neumaier), so that opposite volumes cancel without a trace. */
const REST = 3;
const LENGTH = 4;

class ObvKernel implements Kernel {
  declare private readonly state: Float64Array;
  declare private readonly out: Float64Array;

  constructor(state: Float64Array, out: Float64Array) {
    this.state = state;
    this.out = out;
  }

  run(block: Block): void {
    const { state, out } = this;
    const { barFrom, outFrom, count } = block;
    const { close, volume } = block.bars;
    let seen = state[SEEN] | 0;
    let previousClose = state[PREVIOUS_CLOSE];
    let sum = state[SUM];
    let rest = state[REST];
    for (let k = 0; k < count; k++) {
      const last = close[barFrom + k];
      const traded = volume[barFrom + k];
      if (Number.isNaN(last) || Number.isNaN(traded)) {
        out[outFrom + k] = Number.NaN;
        continue;
      }
      if (seen === 1) {
        // A product instead of branches, which would be coin tosses.
        const flow = traded * (Number(last > previousClose) - Number(last < previousClose));
        const next = sum + flow;
        rest += Math.abs(sum) >= Math.abs(flow) ? sum - next + flow : flow - next + sum;
        sum = next;
      }
      seen = 1;
      previousClose = last;
      out[outFrom + k] = sum + rest;
    }
    state[SEEN] = seen;
    state[PREVIOUS_CLOSE] = previousClose;
    state[SUM] = sum;
    state[REST] = rest;
  }
}

export const obv = defineIndicator({
  id: 'obv',
  title: { en: 'On-balance volume', es: 'Volumen en balance' },
  parameters: {},
  outputs: ['value'],
  input: 'bars',
  warmup: () => 1,
  stateLength: () => LENGTH,
  create: (_, state, [value]) => new ObvKernel(state, value),
});
