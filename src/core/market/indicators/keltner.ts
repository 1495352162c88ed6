/** Keltner channel: an exponential average of the close and `multiplier` average true ranges above and below it. */

import { decimal, integer } from '../../domain/parameters.ts';
import { AtrKernel } from './atr.ts';
import { aim, innerBlock } from './compound.ts';
import { EmaKernel } from './ema.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

class KeltnerKernel implements Kernel {
  declare private readonly average: EmaKernel;
  declare private readonly range: AtrKernel;
  private readonly inner = innerBlock();
  declare private readonly multiplier: number;
  declare private readonly middle: Float64Array;
  declare private readonly upper: Float64Array;
  declare private readonly lower: Float64Array;

  constructor(
    period: number,
    atrPeriod: number,
    multiplier: number,
    state: Float64Array,
    middle: Float64Array,
    upper: Float64Array,
    lower: Float64Array,
  ) {
    this.average = new EmaKernel(period, state.subarray(0, EmaKernel.stateLength), middle);
    this.range = new AtrKernel(atrPeriod, state.subarray(EmaKernel.stateLength), upper);
    this.multiplier = multiplier;
    this.middle = middle;
    this.upper = upper;
    this.lower = lower;
  }

  run(block: Block): void {
    const { multiplier, middle, upper, lower } = this;
    this.average.run(aim(this.inner, block, block.bars.close, block.barFrom));
    this.range.run(block);
    for (let at = block.outFrom, end = at + block.count; at < end; at++) {
      const mean = middle[at];
      const width = multiplier * upper[at];
      upper[at] = mean + width;
      lower[at] = mean - width;
    }
  }
}

export const keltner = defineIndicator({
  id: 'keltner',
  title: { en: 'Keltner channel', es: 'Canal de Keltner' },
  parameters: {
    period: integer({ min: 1, max: 100_000, default: 20, help: 'Exponential average of the close, in candles' }),
    atrPeriod: integer({ min: 1, max: 100_000, default: 10, help: 'Average true range, in candles' }),
    multiplier: decimal({ min: 0, max: 100, default: 2, help: 'Average true ranges from the middle to a band' }),
  },
  outputs: ['middle', 'upper', 'lower'],
  scale: 'price',
  input: 'bars',
  warmup: ({ period, atrPeriod }) => Math.max(period, atrPeriod + 1),
  stateLength: () => EmaKernel.stateLength + AtrKernel.stateLength,
  create: ({ period, atrPeriod, multiplier }, state, [middle, upper, lower]) =>
    new KeltnerKernel(period, atrPeriod, multiplier, state, middle, upper, lower),
});
