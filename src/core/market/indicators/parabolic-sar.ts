/** Parabolic stop and reverse (Wilder): a stop that accelerates towards the trend's extreme and turns when it is touched. */

import { decimal } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const SEEN = 0;
const DIRECTION = 1;
const STOP = 2;
const EXTREME = 3;
const FACTOR = 4;
/** The last two highs and lows, newest first. */
const HIGH_1 = 5;
const HIGH_2 = 6;
const LOW_1 = 7;
const LOW_2 = 8;
const LENGTH = 9;

class ParabolicSarKernel implements Kernel {
  declare private readonly step: number;
  declare private readonly max: number;
  declare private readonly state: Float64Array;
  declare private readonly value: Float64Array;
  declare private readonly direction: Float64Array;

  constructor(step: number, max: number, state: Float64Array, value: Float64Array, direction: Float64Array) {
    this.step = step;
    this.max = max;
    this.state = state;
    this.value = value;
    this.direction = direction;
  }

  run(block: Block): void {
    const { state, value, direction } = this;
    const { barFrom, outFrom, count } = block;
    const { high, low } = block.bars;
    for (let k = 0; k < count; k++) {
      const top = high[barFrom + k];
      const bottom = low[barFrom + k];
      const defined = !Number.isNaN(top) && !Number.isNaN(bottom) && this.advance(top, bottom);
      value[outFrom + k] = defined ? state[STOP] : Number.NaN;
      direction[outFrom + k] = defined ? state[DIRECTION] : Number.NaN;
    }
  }

  /** Takes one candle in; false for the first, which only begins the guess that the trend rises. */
  private advance(top: number, bottom: number): boolean {
    const { state, step, max } = this;
    const seen = state[SEEN];
    if (seen === 0) {
      state[DIRECTION] = 1;
      state[STOP] = bottom;
      state[EXTREME] = top;
      state[FACTOR] = step;
    } else {
      // A falling trend is a rising one with all signs changed.
      const side = state[DIRECTION];
      const ahead = side === 1 ? top : -bottom;
      const behind = side === 1 ? bottom : -top;
      const extreme = side * state[EXTREME];
      const last = side * state[STOP];
      let stop = last + state[FACTOR] * (extreme - last);
      if (seen > 1) {
        const one = side === 1 ? state[LOW_1] : -state[HIGH_1];
        const two = side === 1 ? state[LOW_2] : -state[HIGH_2];
        stop = Math.min(stop, one, two);
      }
      if (behind < stop) {
        state[DIRECTION] = -side;
        state[STOP] = side * extreme;
        state[EXTREME] = side * behind;
        state[FACTOR] = step;
      } else {
        state[STOP] = side * stop;
        if (ahead > extreme) {
          state[EXTREME] = side * ahead;
          state[FACTOR] = Math.min(state[FACTOR] + step, max);
        }
      }
    }
    state[HIGH_2] = state[HIGH_1];
    state[LOW_2] = state[LOW_1];
    state[HIGH_1] = top;
    state[LOW_1] = bottom;
    if (seen < 2) state[SEEN] = seen + 1;
    return seen > 0;
  }
}

export const parabolicSar = defineIndicator({
  id: 'parabolicSar',
  title: { en: 'Parabolic stop and reverse', es: 'Parabólico SAR' },
  parameters: {
    step: decimal({ min: 0.001, max: 1, default: 0.02, help: 'First acceleration, and its increase at each new extreme' }),
    max: decimal({ min: 0.001, max: 1, default: 0.2, help: 'Greatest acceleration' }),
  },
  outputs: ['value', 'direction'],
  scale: { value: 'price' },
  input: 'bars',
  warmup: () => 2,
  stateLength: () => LENGTH,
  create: ({ step, max }, state, [value, direction]) => new ParabolicSarKernel(step, max, state, value, direction),
});
