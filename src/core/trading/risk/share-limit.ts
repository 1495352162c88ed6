/** Exact comparisons of amounts with shares of other amounts: a value at its limit is within it, one unit more is not. */

import { fractionOf } from '../../domain/instrument.ts';
import { ceilShare, floorShare } from '../ledger/position-book.ts';

/** Outside this band around a limit a comparison of doubles can't be wrong; inside, integers decide. */
const BELOW = 1 - 1e-12;
const ABOVE = 1 + 1e-12;

/** A loss of this from an amount that is counted leads to one that is not. */
const BEYOND_COUNTING = 4 * Number.MAX_SAFE_INTEGER;

/** A share such as 0.2, kept as the exact fraction of its decimal text; Infinity for no limit. */
export class ShareLimit {
  readonly ratio: number;
  readonly numerator: number;
  readonly denominator: number;

  constructor(ratio: number) {
    const fraction = Number.isFinite(ratio) ? fractionOf(ratio) : { numerator: ratio, denominator: 1 };
    this.ratio = ratio;
    this.numerator = fraction.numerator;
    this.denominator = fraction.denominator;
  }

  /** The largest integer within this share of `whole`; 0 for a whole of nothing or less. */
  of(whole: number): number {
    if (this.ratio === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    return whole > 0 ? floorShare(whole, this.numerator, this.denominator) : 0;
  }

  /** Whether the integer `part` is more than this share of the integer `whole` (>= 0). */
  exceeded(part: number, whole: number): boolean {
    const limit = whole * this.ratio;
    if (part < limit * BELOW) return false;
    if (part > limit * ABOVE) return true;
    return part > this.of(whole);
  }

  /** Whether this share of `reference` is more than any amount that is counted, so that no loss comes to it. */
  private isBeyond(reference: number): boolean {
    return this.ratio === Number.POSITIVE_INFINITY || reference * this.ratio > BEYOND_COUNTING;
  }

  /** Highest equity at which at least this share of `reference` is lost; there has to be a loss at all. */
  lossReachedAt(reference: number): number {
    if (this.isBeyond(reference)) return Number.NEGATIVE_INFINITY;
    return reference > 0 ? Math.min(reference - 1, reference - ceilShare(reference, this.numerator, this.denominator)) : reference - 1;
  }

  /** Highest equity at which more than this share of `reference` is lost. */
  lossExceededAt(reference: number): number {
    if (this.isBeyond(reference)) return Number.NEGATIVE_INFINITY;
    return reference > 0 ? reference - floorShare(reference, this.numerator, this.denominator) - 1 : reference - 1;
  }
}

const SHARES = new Map<number, ShareLimit>();

/** The share of a ratio that configuration repeats: made once. */
export function shareOf(ratio: number): ShareLimit {
  let share = SHARES.get(ratio);
  if (!share) {
    share = new ShareLimit(ratio);
    SHARES.set(ratio, share);
  }
  return share;
}
