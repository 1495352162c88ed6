/** Supertrend: a band of `multiplier` average true ranges that follows the trend and changes side when the close breaks it. */

import { decimal, integer } from '../../domain/parameters.ts';
import { AtrKernel } from './atr.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

/** 0 before the first average true range, then 1 rising or -1 falling. */
const DIRECTION = 0;
const UPPER = 1;
const LOWER = 2;
const PREVIOUS_CLOSE = 3;
const RANGE = 4;

class SupertrendKernel implements Kernel {
  declare private readonly range: AtrKernel;
  declare private readonly multiplier: number;
  declare private readonly state: Float64Array;
  declare private readonly value: Float64Array;
  declare private readonly direction: Float64Array;

  constructor(period: number, multiplier: number, state: Float64Array, value: Float64Array, direction: Float64Array) {
    this.range = new AtrKernel(period, state.subarray(RANGE), value);
    this.multiplier = multiplier;
    this.state = state;
    this.value = value;
    this.direction = direction;
  }

  run(block: Block): void {
    const { state, multiplier, value, direction } = this;
    const { bars, barFrom, outFrom, count } = block;
    const { high, low, close } = bars;
    this.range.run(block);
    let side = state[DIRECTION] | 0;
    let upper = state[UPPER];
    let lower = state[LOWER];
    let previousClose = state[PREVIOUS_CLOSE];
    for (let k = 0; k < count; k++) {
      const width = multiplier * value[outFrom + k];
      if (Number.isNaN(width)) {
        direction[outFrom + k] = Number.NaN;
        continue;
      }
      const last = close[barFrom + k];
      const middle = (high[barFrom + k] + low[barFrom + k]) / 2;
      if (side === 0) {
        side = last >= middle ? 1 : -1;
        upper = middle + width;
        lower = middle - width;
      } else {
        // A band only tightens, until the close has gone through it.
        if (middle + width < upper || previousClose > upper) upper = middle + width;
        if (middle - width > lower || previousClose < lower) lower = middle - width;
      }
      side = last <= (side === 1 ? lower : upper) ? -1 : 1;
      previousClose = last;
      value[outFrom + k] = side === 1 ? lower : upper;
      direction[outFrom + k] = side;
    }
    state[DIRECTION] = side;
    state[UPPER] = upper;
    state[LOWER] = lower;
    state[PREVIOUS_CLOSE] = previousClose;
  }
}

export const supertrend = defineIndicator({
  id: 'supertrend',
  title: { en: 'Supertrend', es: 'Supertendencia' },
  parameters: {
    period: integer({ min: 1, max: 100_000, default: 10, help: 'Average true range, in candles' }),
    multiplier: decimal({ min: 0, max: 100, default: 3, help: 'Average true ranges from the middle of the candle to the band' }),
  },
  outputs: ['value', 'direction'],
  scale: { value: 'price' },
  input: 'bars',
  warmup: ({ period }) => period + 1,
  stateLength: () => RANGE + AtrKernel.stateLength,
  create: ({ period, multiplier }, state, [value, direction]) => new SupertrendKernel(period, multiplier, state, value, direction),
});
