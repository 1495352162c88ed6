/** Exact amounts and doubles as the interface tells them. */

import { decimalsOf } from '../../../core/portfolio/currencies.ts';
import type { Gain } from '../../../core/portfolio/figures/holdings.ts';
import { type Fixed, formatFixed, roundTo } from '../../../core/portfolio/fixed.ts';

/** Eight for coins, that have no smallest coin a bank knows. */
const decimals = (currency: string): number => decimalsOf(currency) ?? 8;

export const inCurrency = (amount: Fixed, currency: string): string => formatFixed(roundTo(amount, decimals(currency)), decimals(currency));
export const known = (amount: Fixed | null, currency: string): string | null => (amount === null ? null : inCurrency(amount, currency));

/** The parts add up to the total as it is shown. */
export function gainText(gain: Gain, currency: string): { price: string; currency: string; total: string } {
  const [total, byRate] = [gain.total, gain.currency].map((one) => roundTo(one, decimals(currency))) as [Fixed, Fixed];
  const text = (one: Fixed) => formatFixed(one, decimals(currency));
  return { price: text(total - byRate), currency: text(byRate), total: text(total) };
}

/** A sum of doubles as money; null where it is not known. */
export function moneyOf(value: number, currency: string): string | null {
  if (!Number.isFinite(value)) return null;
  const places = decimals(currency);
  const text = value.toFixed(places);
  return Number(text) === 0 ? (0).toFixed(places) : text;
}

/** Of doubles in a chart: no figure is known to the sixth decimal of a cent. */
export const charted = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(12)) : null);
