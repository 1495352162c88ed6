/** Commodity channel index: the typical price's distance from its mean, in units of 0.015 mean absolute deviations. */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const SEEN = 0;
const NEXT = 1;
const RING = 2;

class CciKernel implements Kernel {
  declare private readonly period: number;
  declare private readonly state: Float64Array;
  declare private readonly out: Float64Array;

  constructor(period: number, state: Float64Array, out: Float64Array) {
    this.period = period | 0;
    this.state = state;
    this.out = out;
  }

  /** The mean absolute deviation has no running form, so each candle costs two passes over the window. */
  run(block: Block): void {
    const { period, state, out } = this;
    const { barFrom, outFrom, count } = block;
    const { high, low, close } = block.bars;
    const end = RING + period;
    let seen = state[SEEN] | 0;
    let next = state[NEXT] | 0;
    for (let k = 0; k < count; k++) {
      const typical = (high[barFrom + k] + low[barFrom + k] + close[barFrom + k]) / 3;
      let index = Number.NaN;
      if (!Number.isNaN(typical)) {
        state[RING + next] = typical;
        next = next + 1 === period ? 0 : next + 1;
        if (seen < period) seen++;
        if (seen === period) {
          // Relative to the newest price, so that a flat window deviates by exactly 0.
          let sum = 0;
          for (let i = RING; i < end; i++) sum += state[i] - typical;
          const mean = sum / period;
          let deviation = 0;
          for (let i = RING; i < end; i++) deviation += Math.abs(state[i] - typical - mean);
          if (deviation > 0) index = (-mean * period) / (0.015 * deviation);
        }
      }
      out[outFrom + k] = index;
    }
    state[SEEN] = seen;
    state[NEXT] = next;
  }
}

export const cci = defineIndicator({
  id: 'cci',
  title: { en: 'Commodity channel index', es: 'Índice de canal de materias primas' },
  parameters: { period: integer({ min: 2, max: 1000, default: 20, help: 'Candles in the window' }) },
  outputs: ['value'],
  input: 'bars',
  warmup: ({ period }) => period,
  stateLength: ({ period }) => RING + period,
  create: ({ period }, state, [value]) => new CciKernel(period, state, value),
});
