/** Volume-weighted average of the typical price, begun anew each UTC day or begun once at a given time. */

import { choice, integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const DAY_MS = 86_400_000;

const DAY_END = 0;
const VALUE = 1;
const VOLUME = 2;
const LENGTH = 3;

class VwapKernel implements Kernel {
  declare private readonly daily: boolean;
  declare private readonly from: number;
  declare private readonly state: Float64Array;
  declare private readonly out: Float64Array;

  constructor(daily: boolean, from: number, state: Float64Array, out: Float64Array) {
    this.daily = daily;
    this.from = from;
    this.state = state;
    this.out = out;
  }

  run(block: Block): void {
    const { daily, from, state, out } = this;
    const { barFrom, outFrom, count } = block;
    const { time, high, low, close, volume } = block.bars;
    let dayEnd = state[DAY_END];
    let totalValue = state[VALUE];
    let totalVolume = state[VOLUME];
    for (let k = 0; k < count; k++) {
      const at = time[barFrom + k];
      if (daily && at >= dayEnd) {
        dayEnd = (Math.floor(at / DAY_MS) + 1) * DAY_MS;
        totalValue = 0;
        totalVolume = 0;
      }
      const traded = volume[barFrom + k];
      const value = (traded * (high[barFrom + k] + low[barFrom + k] + close[barFrom + k])) / 3;
      let average = Number.NaN;
      if (!Number.isNaN(value) && at >= from) {
        totalValue += value;
        totalVolume += traded;
        if (totalVolume > 0) average = totalValue / totalVolume;
      }
      out[outFrom + k] = average;
    }
    state[DAY_END] = dayEnd;
    state[VALUE] = totalValue;
    state[VOLUME] = totalVolume;
  }
}

export const vwap = defineIndicator({
  id: 'vwap',
  title: { en: 'Volume-weighted average price', es: 'Precio medio ponderado por volumen' },
  parameters: {
    anchor: choice({ choices: ['day', 'time'], default: 'day', help: 'Begin anew each UTC day, or once at `from`' }),
    from: integer({
      min: 0,
      max: 8_640_000_000_000_000,
      default: 0,
      help: 'First candle counted, by its start in epoch milliseconds UTC; 0 is all',
    }),
  },
  outputs: ['value'],
  scale: 'price',
  input: 'bars',
  warmup: () => 1,
  stateLength: () => LENGTH,
  create: ({ anchor, from }, state, [value]) => new VwapKernel(anchor === 'day', from, state, value),
});
