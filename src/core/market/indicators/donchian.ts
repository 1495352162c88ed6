/** Donchian channel: the highest high and lowest low of `period` candles, by default those before the current one. */

import { boolean, integer } from '../../domain/parameters.ts';
import { ChannelKernel } from './channel.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

class DonchianKernel implements Kernel {
  declare private readonly channel: ChannelKernel;
  declare private readonly upper: Float64Array;
  declare private readonly middle: Float64Array;
  declare private readonly lower: Float64Array;

  constructor(period: number, current: boolean, state: Float64Array, upper: Float64Array, middle: Float64Array, lower: Float64Array) {
    this.channel = new ChannelKernel(period, current, state, upper, lower);
    this.upper = upper;
    this.middle = middle;
    this.lower = lower;
  }

  run(block: Block): void {
    const { upper, middle, lower } = this;
    const { bars, barFrom, outFrom, count } = block;
    this.channel.run(block, bars.high, bars.low, barFrom);
    for (let at = outFrom; at < outFrom + count; at++) middle[at] = (upper[at] + lower[at]) / 2;
  }
}

export const donchian = defineIndicator({
  id: 'donchian',
  title: { en: 'Donchian channel', es: 'Canal de Donchian' },
  parameters: {
    period: integer({ min: 1, max: 100_000, default: 20, help: 'Candles in the channel' }),
    current: boolean({ default: false, help: 'Whether the channel ends with the current candle (true) or with the one before it' }),
  },
  outputs: ['upper', 'middle', 'lower'],
  scale: 'price',
  input: 'bars',
  warmup: ({ period, current }) => (current ? period : period + 1),
  stateLength: ({ period }) => ChannelKernel.stateLength(period),
  create: ({ period, current }, state, [upper, middle, lower]) => new DonchianKernel(period, current, state, upper, middle, lower),
});
