/** Kernels made of other kernels: how one points another at a column of its own. */

import { createCandles } from '../candles.ts';
import type { Block } from './indicator.ts';

const NO_BARS = createCandles(0);

/** A block a compound kernel keeps and re-aims on every run, so that nothing is allocated there. */
export function innerBlock(): Block {
  return { bars: NO_BARS, barFrom: 0, source: NO_BARS.close, sourceFrom: 0, outFrom: 0, count: 0 };
}

/** Aims `inner` at the candles of `block` with another source: `source[sourceFrom + k]` belongs to candle k. */
export function aim(inner: Block, block: Block, source: Float64Array, sourceFrom: number): Block {
  inner.bars = block.bars;
  inner.barFrom = block.barFrom;
  inner.source = source;
  inner.sourceFrom = sourceFrom;
  inner.outFrom = block.outFrom;
  inner.count = block.count;
  return inner;
}
