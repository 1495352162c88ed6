/** The first real orders of an account are kept small: whatever is wrong shows itself while it costs little. */

/** So many real orders are capped. */
export const FIRST_ORDERS = 10;
const EQUITY_DIVISOR = 100;
const MOST_IN_CURRENCY = 100;

/**
 * The most an order may be worth, in quanta of the account: the smaller of 1 % of equity and 100 in account currency, rounded down; null once
 * the first ten real orders have been sent.
 *
 * @param sentBefore real orders sent since the account was armed
 * @param equity in quanta
 * @param quantumDecimals 2 for cents, 8 for crypto
 */
export function firstOrdersCap(sentBefore: number, equity: number, quantumDecimals: number): number | null {
  if (sentBefore >= FIRST_ORDERS) return null;
  // Equity nobody knows buys nothing.
  if (!(equity > 0)) return 0;
  return Math.min(Math.floor(equity / EQUITY_DIVISOR), MOST_IN_CURRENCY * 10 ** quantumDecimals);
}
