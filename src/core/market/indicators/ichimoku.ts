/** Ichimoku: middles of three channels, the leading spans where they are known, and the cloud that stands at each candle. */

import { integer } from '../../domain/parameters.ts';
import { ChannelKernel } from './channel.ts';
import { aim, innerBlock } from './compound.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';
import { PreviousKernel } from './previous.ts';

/** The middle of the channel of `period` candles, the current one included. `spare` is a column used on the way. */
class MiddleKernel implements Kernel {
  declare private readonly channel: ChannelKernel;
  declare private readonly out: Float64Array;
  declare private readonly spare: Float64Array;

  constructor(period: number, state: Float64Array, out: Float64Array, spare: Float64Array) {
    this.channel = new ChannelKernel(period, true, state, out, spare);
    this.out = out;
    this.spare = spare;
  }

  run(block: Block): void {
    const { out, spare } = this;
    const { bars, barFrom, outFrom, count } = block;
    this.channel.run(block, bars.high, bars.low, barFrom);
    for (let at = outFrom; at < outFrom + count; at++) out[at] = (out[at] + spare[at]) / 2;
  }
}

interface Periods {
  readonly conversion: number;
  readonly base: number;
  readonly span: number;
  readonly displacement: number;
}

interface Lines {
  readonly conversion: Float64Array;
  readonly base: Float64Array;
  readonly leadingA: Float64Array;
  readonly leadingB: Float64Array;
  readonly cloudA: Float64Array;
  readonly cloudB: Float64Array;
}

class IchimokuKernel implements Kernel {
  declare private readonly conversion: MiddleKernel;
  declare private readonly base: MiddleKernel;
  declare private readonly span: MiddleKernel;
  declare private readonly shiftA: PreviousKernel;
  declare private readonly shiftB: PreviousKernel;
  private readonly inner = innerBlock();
  declare private readonly lines: Lines;

  constructor(periods: Periods, state: Float64Array, lines: Lines) {
    const baseFrom = ChannelKernel.stateLength(periods.conversion);
    const spanFrom = baseFrom + ChannelKernel.stateLength(periods.base);
    const shiftAFrom = spanFrom + ChannelKernel.stateLength(periods.span);
    const shiftBFrom = shiftAFrom + PreviousKernel.stateLength(periods.displacement);
    this.conversion = new MiddleKernel(periods.conversion, state.subarray(0, baseFrom), lines.conversion, lines.leadingA);
    this.base = new MiddleKernel(periods.base, state.subarray(baseFrom, spanFrom), lines.base, lines.leadingA);
    this.span = new MiddleKernel(periods.span, state.subarray(spanFrom, shiftAFrom), lines.leadingB, lines.leadingA);
    this.shiftA = new PreviousKernel(periods.displacement, state.subarray(shiftAFrom, shiftBFrom), lines.cloudA);
    this.shiftB = new PreviousKernel(periods.displacement, state.subarray(shiftBFrom), lines.cloudB);
    this.lines = lines;
  }

  run(block: Block): void {
    const { inner } = this;
    const { conversion, base, leadingA, leadingB } = this.lines;
    const from = block.outFrom;
    this.conversion.run(block);
    this.base.run(block);
    this.span.run(block);
    for (let at = from; at < from + block.count; at++) leadingA[at] = (conversion[at] + base[at]) / 2;
    this.shiftA.run(aim(inner, block, leadingA, from));
    this.shiftB.run(aim(inner, block, leadingB, from));
  }
}

export const ichimoku = defineIndicator({
  id: 'ichimoku',
  title: { en: 'Ichimoku cloud', es: 'Nube de Ichimoku' },
  parameters: {
    conversion: integer({ min: 1, max: 100_000, default: 9, help: 'Conversion line (tenkan), in candles' }),
    base: integer({ min: 1, max: 100_000, default: 26, help: 'Base line (kijun), in candles' }),
    span: integer({ min: 1, max: 100_000, default: 52, help: 'Second leading span (senkou B), in candles' }),
    displacement: integer({ min: 1, max: 100_000, default: 26, help: 'How many candles ahead a leading span is drawn' }),
  },
  outputs: ['conversion', 'base', 'leadingA', 'leadingB', 'cloudA', 'cloudB'],
  scale: 'price',
  input: 'bars',
  warmup: ({ conversion, base, span, displacement }) => Math.max(conversion, base, span) + displacement,
  stateLength: ({ conversion, base, span, displacement }) =>
    ChannelKernel.stateLength(conversion) +
    ChannelKernel.stateLength(base) +
    ChannelKernel.stateLength(span) +
    2 * PreviousKernel.stateLength(displacement),
  create: (periods, state, [conversion, base, leadingA, leadingB, cloudA, cloudB]) =>
    new IchimokuKernel(periods, state, { conversion, base, leadingA, leadingB, cloudA, cloudB }),
});
