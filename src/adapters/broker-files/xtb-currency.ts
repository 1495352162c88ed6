/** The currency of an account at XTB, which the lines of its export do not name. */

import { isMoney } from '../../core/portfolio/currencies.ts';
import type { TextRow } from './text-table.ts';
import { TRADE, type XtbLine } from './xtb-lines.ts';

/** Where all that is listed is told in one currency. London, Zürich and Amsterdam tell some in others. */
export const CURRENCY_OF: Readonly<Record<string, string>> = {
  ...{ US: 'USD', DE: 'EUR', FR: 'EUR', ES: 'EUR', IT: 'EUR', PT: 'EUR', BE: 'EUR', FI: 'EUR', AT: 'EUR' },
  ...{ PL: 'PLN', CZ: 'CZK', SE: 'SEK', DK: 'DKK', NO: 'NOK' },
};

/** `EUR` of `XTB EUR`; empty where there is none. */
export const currencyNamed = (text: string): string => text.match(/\b[A-Z]{3}\b/g)?.find(isMoney) ?? '';

/** What stands above the table, else what the purchases prove; empty where neither does, or they prove two. */
export function accountCurrency(before: readonly TextRow[], lines: readonly XtbLine[]): string {
  return currencyAbove(before) || currencyProven(lines);
}

/** `Currency` with its code in the same cell, the next one or the one below. */
function currencyAbove(rows: readonly TextRow[]): string {
  for (const [i, { cells }] of rows.entries()) {
    const at = cells.findIndex((cell) => /^(account )?currency\b|^(moneda|divisa)\b/i.test(cell));
    if (at === -1) continue;
    for (const text of [cells[at], cells[at + 1], rows[i + 1]?.cells[at]])
      if (currencyNamed(text ?? '') !== '') return currencyNamed(text ?? '');
  }
  return '';
}

/** Below this a rounded cent may hide an exchange rate. */
const LEAST_PROOF = 20;

/** A purchase whose amount is quantity × price to the cent was paid in the currency of its exchange: XTB adds half a percent where it converts. */
function currencyProven(lines: readonly XtbLine[]): string {
  const proven = new Set<string>();
  for (const { comment, symbol, amount } of lines) {
    const [, side, quantity = '', price = ''] = TRADE.exec(comment) ?? [];
    const currency = CURRENCY_OF[symbol.split('.').at(-1) ?? ''];
    if (side?.toUpperCase() !== 'OPEN' || currency === undefined) continue;
    const worth = Number(quantity.replace(',', '.')) * Number(price.replace(',', '.'));
    if (worth >= LEAST_PROOF && Math.abs(worth - Math.abs(Number(amount))) <= 0.01) proven.add(currency);
  }
  return proven.size === 1 ? ([...proven][0] as string) : '';
}
