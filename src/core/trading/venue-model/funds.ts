/** How much an order may open: what the free funds pay for, and what a share of equity buys. Sections 2 and 5 of docs/reference/fill-rules.md. */

import type { Fraction, Instrument } from '../../domain/instrument.ts';
import { feeOf, floorShare, initialMargin, valueOf } from '../ledger/position-book.ts';

/** Largest whole number of lots up to `wanted` whose margin and fee fit the `free` funds. */
export function affordable(instrument: Instrument, free: number, wanted: number, ticks: number, maker: boolean): number {
  if (wanted > 0 && outlay(instrument, wanted, ticks, maker) <= free) return wanted;
  return largestFitting(wanted, free, (lots) => outlay(instrument, lots, ticks, maker));
}

/** Lots whose value and fee fit a share of `equity` times the instrument's leverage. */
export function lotsForShare(instrument: Instrument, share: Fraction, equity: number, ticks: number): number {
  const { leverage } = instrument;
  const budget = floorShare(equity, share.numerator * leverage.numerator, share.denominator * leverage.denominator);
  const unit = (ticks * instrument.valueMultiplier) / instrument.valueDivisor;
  const guess = Math.min(Math.floor((budget + 1) / unit) + 2, Number.MAX_SAFE_INTEGER);
  return largestFitting(Math.max(0, guess), budget, (lots) => {
    const value = valueOf(instrument, ticks, lots);
    return value + feeOf(instrument, value, false);
  });
}

/** What opening `lots` takes from the free funds. */
function outlay(instrument: Instrument, lots: number, ticks: number, maker: boolean): number {
  const value = valueOf(instrument, ticks, lots);
  return initialMargin(instrument, value) + feeOf(instrument, value, maker);
}

/** Largest n in 0..wanted with need(n) <= limit, need being non-decreasing. */
function largestFitting(wanted: number, limit: number, need: (lots: number) => number): number {
  if (wanted <= 0 || limit < 0) return 0;
  const all = need(wanted);
  if (all <= limit) return wanted;
  let low = 0;
  let high = wanted;
  const guess = Math.floor((limit / all) * wanted);
  if (guess > 1 && guess < wanted - 1) {
    if (need(guess - 1) <= limit) low = guess - 1;
    if (need(guess + 2) > limit) high = guess + 2;
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (need(middle) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
