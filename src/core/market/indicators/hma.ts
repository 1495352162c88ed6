/** Hull moving average: the weighted average, over the root of the period, of twice a half-period one less a full one. */

import { integer } from '../../domain/parameters.ts';
import { aim, innerBlock } from './compound.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';
import { WmaKernel } from './wma.ts';

const half = (period: number) => Math.floor(period / 2);
const root = (period: number) => Math.floor(Math.sqrt(period));

class HmaKernel implements Kernel {
  declare private readonly fast: WmaKernel;
  declare private readonly slow: WmaKernel;
  declare private readonly smoothing: WmaKernel;
  private readonly inner = innerBlock();
  declare private readonly value: Float64Array;
  declare private readonly raw: Float64Array;

  constructor(period: number, state: Float64Array, value: Float64Array, raw: Float64Array) {
    const slowFrom = WmaKernel.stateLength(half(period));
    const smoothingFrom = slowFrom + WmaKernel.stateLength(period);
    this.fast = new WmaKernel(half(period), state.subarray(0, slowFrom), value);
    this.slow = new WmaKernel(period, state.subarray(slowFrom, smoothingFrom), raw);
    this.smoothing = new WmaKernel(root(period), state.subarray(smoothingFrom), value);
    this.value = value;
    this.raw = raw;
  }

  run(block: Block): void {
    const { value, raw } = this;
    this.fast.run(block);
    this.slow.run(block);
    for (let at = block.outFrom, end = at + block.count; at < end; at++) raw[at] = 2 * value[at] - raw[at];
    this.smoothing.run(aim(this.inner, block, raw, block.outFrom));
  }
}

export const hma = defineIndicator({
  id: 'hma',
  title: { en: 'Hull moving average', es: 'Media móvil de Hull' },
  parameters: { period: integer({ min: 2, max: 100_000, default: 20, help: 'Candles averaged' }) },
  outputs: ['value', 'raw'],
  scale: 'source',
  input: 'series',
  warmup: ({ period }) => period + root(period) - 1,
  stateLength: ({ period }) => WmaKernel.stateLength(half(period)) + WmaKernel.stateLength(period) + WmaKernel.stateLength(root(period)),
  create: ({ period }, state, [value, raw]) => new HmaKernel(period, state, value, raw),
});
