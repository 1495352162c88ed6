/** Where one series crosses another. Its input is two series, so that it stands beside the catalogue and not in it. */

import type { Block, Kernel } from './indicator.ts';

/** Part of a value that two doubles which ought to be equal may differ by: averages that tie exactly must not seem to cross. */
const NOISE = 1e-12;

/** Whether a is above b, by more than the noise of doubles; false while either is not defined. */
export function isAbove(a: number, b: number): boolean {
  return a - b > NOISE * Math.abs(b);
}

/** Whether a is defined and not above b. */
export function isNotAbove(a: number, b: number): boolean {
  return a - b <= NOISE * Math.abs(b);
}

/** 1 while a is above b, -1 while it is below, 0 at a tie, NaN while either is not defined. */
function sideOf(a: number, b: number): number {
  return isAbove(a, b) ? 1 : isAbove(b, a) ? -1 : Number.isNaN(a - b) ? Number.NaN : 0;
}

/** 1 at a candle at which the first series crosses above the second, -1 where it crosses below, else 0: also while either is not defined. */
export class CrossingKernel implements Kernel {
  declare private readonly a: Float64Array;
  declare private readonly b: Float64Array;
  declare private readonly out: Float64Array;

  /** Output columns of indicators of the same stream. They are its memory too: the value before a block is right before it. */
  constructor(a: Float64Array, b: Float64Array, out: Float64Array) {
    this.a = a;
    this.b = b;
    this.out = out;
  }

  run({ outFrom, count }: Block): void {
    const { a, b, out } = this;
    const end = outFrom + count;
    let before = sideOf(a[outFrom - 1] as number, b[outFrom - 1] as number);
    for (let i = outFrom; i < end; i++) {
      // Most candles are on the side of the one before.
      if (before === 1) while (i < end && isAbove(a[i] as number, b[i] as number)) out[i++] = 0;
      else if (before === -1) while (i < end && isAbove(b[i] as number, a[i] as number)) out[i++] = 0;
      if (i === end) return;
      const side = sideOf(a[i] as number, b[i] as number);
      // From below or from a tie to above, or the other way round; a comparison with NaN is false.
      out[i] = side !== before && side * before <= 0 ? side : 0;
      before = side;
    }
  }
}
