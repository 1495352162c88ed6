/** Moving average convergence divergence: a fast less a slow exponential average, its own average, and their difference. */

import { integer } from '../../domain/parameters.ts';
import { aim, innerBlock } from './compound.ts';
import { EmaKernel } from './ema.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

class MacdKernel implements Kernel {
  private readonly fast: EmaKernel;
  private readonly slow: EmaKernel;
  private readonly average: EmaKernel;
  private readonly inner = innerBlock();
  private readonly macd: Float64Array;
  private readonly signal: Float64Array;
  private readonly histogram: Float64Array;

  constructor(
    fast: number,
    slow: number,
    signalPeriod: number,
    state: Float64Array,
    macd: Float64Array,
    signal: Float64Array,
    histogram: Float64Array,
  ) {
    const length = EmaKernel.stateLength;
    this.fast = new EmaKernel(fast, state.subarray(0, length), macd);
    this.slow = new EmaKernel(slow, state.subarray(length, 2 * length), signal);
    this.average = new EmaKernel(signalPeriod, state.subarray(2 * length, 3 * length), signal);
    this.macd = macd;
    this.signal = signal;
    this.histogram = histogram;
  }

  run(block: Block): void {
    const { macd, signal, histogram } = this;
    const from = block.outFrom;
    const end = from + block.count;
    this.fast.run(block);
    this.slow.run(block);
    for (let at = from; at < end; at++) macd[at] = macd[at] - signal[at];
    this.average.run(aim(this.inner, block, macd, from));
    for (let at = from; at < end; at++) histogram[at] = macd[at] - signal[at];
  }
}

export const macd = defineIndicator({
  id: 'macd',
  title: { en: 'Moving average convergence divergence', es: 'Convergencia y divergencia de medias móviles' },
  parameters: {
    fast: integer({ min: 1, max: 100_000, default: 12, help: 'Fast average, in candles' }),
    slow: integer({ min: 1, max: 100_000, default: 26, help: 'Slow average, in candles' }),
    signal: integer({ min: 1, max: 100_000, default: 9, help: 'Average of the difference, in candles' }),
  },
  outputs: ['macd', 'signal', 'histogram'],
  input: 'series',
  warmup: ({ fast, slow, signal }) => Math.max(fast, slow) + signal - 1,
  stateLength: () => 3 * EmaKernel.stateLength,
  create: ({ fast, slow, signal }, state, [value, average, difference]) =>
    new MacdKernel(fast, slow, signal, state, value, average, difference),
});
