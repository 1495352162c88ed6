/** Stochastic oscillator: where the close stands, in percent, between the lowest low and the highest high of the window. */

import { integer } from '../../domain/parameters.ts';
import { ChannelKernel } from './channel.ts';
import { aim, innerBlock } from './compound.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';
import { SmaKernel } from './sma.ts';

class StochasticKernel implements Kernel {
  declare private readonly channel: ChannelKernel;
  declare private readonly smoothing: SmaKernel;
  declare private readonly average: SmaKernel;
  private readonly inner = innerBlock();
  declare private readonly k: Float64Array;
  declare private readonly d: Float64Array;

  constructor(period: number, smooth: number, signal: number, state: Float64Array, k: Float64Array, d: Float64Array) {
    const smoothingFrom = ChannelKernel.stateLength(period);
    const averageFrom = smoothingFrom + SmaKernel.stateLength(smooth);
    this.channel = new ChannelKernel(period, true, state.subarray(0, smoothingFrom), k, d);
    this.smoothing = new SmaKernel(smooth, state.subarray(smoothingFrom, averageFrom), k);
    this.average = new SmaKernel(signal, state.subarray(averageFrom), d);
    this.k = k;
    this.d = d;
  }

  run(block: Block): void {
    const { bars, barFrom, outFrom } = block;
    this.channel.run(block, bars.high, bars.low, barFrom);
    placeBetween(bars.close, barFrom, block, this.d, this.k);
    aim(this.inner, block, this.k, outFrom);
    this.smoothing.run(this.inner);
    this.average.run(this.inner);
  }
}

/** Replaces the highest value in `high` by the place of `source` between lowest and highest, in percent; NaN when they are equal. */
export function placeBetween(source: Float64Array, sourceFrom: number, block: Block, low: Float64Array, high: Float64Array): void {
  const { outFrom, count } = block;
  for (let k = 0; k < count; k++) {
    const bottom = low[outFrom + k];
    const range = high[outFrom + k] - bottom;
    high[outFrom + k] = range > 0 ? (100 * (source[sourceFrom + k] - bottom)) / range : Number.NaN;
  }
}

export const stochastic = defineIndicator({
  id: 'stochastic',
  title: { en: 'Stochastic oscillator', es: 'Oscilador estocástico' },
  parameters: {
    period: integer({ min: 1, max: 100_000, default: 14, help: 'Candles in the window' }),
    smooth: integer({ min: 1, max: 100_000, default: 3, help: 'Simple average that makes %K; 1 is none (the fast oscillator)' }),
    signal: integer({ min: 1, max: 100_000, default: 3, help: 'Simple average of %K that makes %D' }),
  },
  outputs: ['k', 'd'],
  input: 'bars',
  warmup: ({ period, smooth, signal }) => period + smooth + signal - 2,
  stateLength: ({ period, smooth, signal }) =>
    ChannelKernel.stateLength(period) + SmaKernel.stateLength(smooth) + SmaKernel.stateLength(signal),
  create: ({ period, smooth, signal }, state, [k, d]) => new StochasticKernel(period, smooth, signal, state, k, d),
});
