/** Stochastic RSI: where the RSI stands, in percent, between its own lowest and highest of the window. */

import { integer } from '../../domain/parameters.ts';
import { ChannelKernel } from './channel.ts';
import { aim, innerBlock } from './compound.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';
import { RsiKernel } from './rsi.ts';
import { SmaKernel } from './sma.ts';
import { placeBetween } from './stochastic.ts';

class StochasticRsiKernel implements Kernel {
  declare private readonly strength: RsiKernel;
  declare private readonly channel: ChannelKernel;
  declare private readonly smoothing: SmaKernel;
  declare private readonly average: SmaKernel;
  private readonly inner = innerBlock();
  declare private readonly k: Float64Array;
  declare private readonly d: Float64Array;
  declare private readonly rsi: Float64Array;

  constructor(
    rsiPeriod: number,
    period: number,
    smooth: number,
    signal: number,
    state: Float64Array,
    k: Float64Array,
    d: Float64Array,
    rsi: Float64Array,
  ) {
    const channelFrom = RsiKernel.stateLength;
    const smoothingFrom = channelFrom + ChannelKernel.stateLength(period);
    const averageFrom = smoothingFrom + SmaKernel.stateLength(smooth);
    this.strength = new RsiKernel(rsiPeriod, state.subarray(0, channelFrom), rsi);
    this.channel = new ChannelKernel(period, true, state.subarray(channelFrom, smoothingFrom), k, d);
    this.smoothing = new SmaKernel(smooth, state.subarray(smoothingFrom, averageFrom), k);
    this.average = new SmaKernel(signal, state.subarray(averageFrom), d);
    this.k = k;
    this.d = d;
    this.rsi = rsi;
  }

  run(block: Block): void {
    const { inner, k, d, rsi } = this;
    this.strength.run(block);
    this.channel.run(block, rsi, rsi, block.outFrom);
    placeBetween(rsi, block.outFrom, block, d, k);
    aim(inner, block, k, block.outFrom);
    this.smoothing.run(inner);
    this.average.run(inner);
  }
}

export const stochasticRsi = defineIndicator({
  id: 'stochasticRsi',
  title: { en: 'Stochastic RSI', es: 'RSI estocástico' },
  parameters: {
    rsiPeriod: integer({ min: 2, max: 100_000, default: 14, help: 'Changes averaged in the RSI' }),
    period: integer({ min: 2, max: 100_000, default: 14, help: 'RSI values in the window' }),
    smooth: integer({ min: 1, max: 100_000, default: 1, help: 'Simple average that makes %K; 1 is none' }),
    signal: integer({ min: 1, max: 100_000, default: 3, help: 'Simple average of %K that makes %D' }),
  },
  outputs: ['k', 'd', 'rsi'],
  input: 'series',
  warmup: ({ rsiPeriod, period, smooth, signal }) => rsiPeriod + period + smooth + signal - 2,
  stateLength: ({ period, smooth, signal }) =>
    RsiKernel.stateLength + ChannelKernel.stateLength(period) + SmaKernel.stateLength(smooth) + SmaKernel.stateLength(signal),
  create: ({ rsiPeriod, period, smooth, signal }, state, [k, d, rsi]) =>
    new StochasticRsiKernel(rsiPeriod, period, smooth, signal, state, k, d, rsi),
});
