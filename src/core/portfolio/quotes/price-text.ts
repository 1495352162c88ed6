/** Prices as providers write them, told as exact decimals of a whole currency. */

import { divide, formatFixed, ONE, parseFixed } from '../fixed.ts';
import { fixedOf } from '../ledger/market.ts';

/** Hundredths that exchanges quote in as if they were currencies: London, Tel Aviv, Johannesburg. A price of 250 GBp is 2.50 GBP. */
const HUNDREDTHS: Readonly<Record<string, string>> = { GBp: 'GBP', GBX: 'GBP', ILA: 'ILS', ILs: 'ILS', ZAc: 'ZAR', ZAC: 'ZAR', ZAX: 'ZAR' };

/** Null where it is no price above 0 in a currency of three or more capitals. */
export function wholePrice(price: unknown, currency: unknown): { readonly price: string; readonly currency: string } | null {
  const amount =
    typeof price === 'number' && Number.isFinite(price) ? fixedOf(price) : typeof price === 'string' ? parseFixed(price) : null;
  if (amount === null || amount <= 0n || typeof currency !== 'string') return null;
  const whole = HUNDREDTHS[currency];
  if (whole !== undefined) return { price: formatFixed(divide(amount, 100n * ONE)), currency: whole };
  return /^[A-Z]{3,6}$/.test(currency) ? { price: formatFixed(amount), currency } : null;
}
