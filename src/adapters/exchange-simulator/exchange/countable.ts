/** Amounts of money beyond what is counted exactly: an order worth that much is refused like any other that the account can't pay, before it is counted. */

import { isPlainDecimal } from '../../../core/domain/decimal.ts';
import type { Instrument } from '../../../core/domain/instrument.ts';

/** 2^53, less what the roundings of a product near it come to. */
const MOST = 2 ** 53 - 8;

/** Whether so many lots at a price are worth an amount that is counted exactly. */
export function isCountable({ valueMultiplier, valueDivisor }: Instrument, ticks: number, lots: number): boolean {
  return !((ticks * lots * valueMultiplier) / valueDivisor > MOST);
}

/** Whether a text is a number, but of more steps of 10^-decimals than are counted exactly. */
export function isBeyondCount(text: string, decimals: number): boolean {
  return isPlainDecimal(text) && Math.abs(Number(text)) * 10 ** decimals > MOST;
}
