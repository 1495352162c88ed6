/** Stochastic RSI: where the RSI stands, in percent, between its own lowest and highest of the window. */

import { integer } from '../../domain/parameters.ts';
import { aim, innerBlock } from './compound.ts';
import { ExtremeKernel } from './highest-lowest.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';
import { RsiKernel } from './rsi.ts';
import { SmaKernel } from './sma.ts';
import { placeBetween } from './stochastic.ts';

class StochasticRsiKernel implements Kernel {
  private readonly strength: RsiKernel;
  private readonly highest: ExtremeKernel;
  private readonly lowest: ExtremeKernel;
  private readonly smoothing: SmaKernel;
  private readonly average: SmaKernel;
  private readonly inner = innerBlock();
  private readonly k: Float64Array;
  private readonly d: Float64Array;
  private readonly rsi: Float64Array;

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
    const highestFrom = RsiKernel.stateLength;
    const lowestFrom = highestFrom + ExtremeKernel.stateLength(period);
    const smoothingFrom = lowestFrom + ExtremeKernel.stateLength(period);
    const averageFrom = smoothingFrom + SmaKernel.stateLength(smooth);
    this.strength = new RsiKernel(rsiPeriod, state.subarray(0, highestFrom), rsi);
    this.highest = new ExtremeKernel(1, period, true, state.subarray(highestFrom, lowestFrom), k);
    this.lowest = new ExtremeKernel(-1, period, true, state.subarray(lowestFrom, smoothingFrom), d);
    this.smoothing = new SmaKernel(smooth, state.subarray(smoothingFrom, averageFrom), k);
    this.average = new SmaKernel(signal, state.subarray(averageFrom), d);
    this.k = k;
    this.d = d;
    this.rsi = rsi;
  }

  run(block: Block): void {
    const { inner, k, d, rsi } = this;
    this.strength.run(block);
    aim(inner, block, rsi, block.outFrom);
    this.highest.run(inner);
    this.lowest.run(inner);
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
    RsiKernel.stateLength + 2 * ExtremeKernel.stateLength(period) + SmaKernel.stateLength(smooth) + SmaKernel.stateLength(signal),
  create: ({ rsiPeriod, period, smooth, signal }, state, [k, d, rsi]) =>
    new StochasticRsiKernel(rsiPeriod, period, smooth, signal, state, k, d, rsi),
});
