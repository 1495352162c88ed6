/** What rows of a Flex statement have in common: when, which asset, and what is charged. */

import type { AssetKind, AssetName } from '../../core/portfolio/entry.ts';
import { instantIn } from './amounts.ts';
import type { Booked, Line } from './format.ts';

export type Attributes = Readonly<Record<string, string>>;

/** What is kept, by `assetCategory`. */
export const KINDS: Readonly<Record<string, AssetKind>> = {
  ...{ STK: 'stock', ETF: 'etf', FUND: 'fund', BOND: 'bond', BILL: 'bond', CRYPTO: 'crypto' },
};

/** `20240131;103000`, `2024-01-31;10:30:00`, `2024-01-31, 10:30:00` or a day; the broker's clock is New York's. */
export function instantOf(line: Line): string {
  const text = line.text('dateTime') || line.text('tradeDate') || line.text('reportDate') || line.text('date');
  const [, year, month, day, hour, minute, second] = /^(\d{4})-?(\d{2})-?(\d{2})(?:[;, T]+(\d{2}):?(\d{2}):?(\d{2}))?/.exec(text) ?? [];
  if (year === undefined) {
    line.fault('DATE_INVALID', 'dateTime', 'a day such as 20240131;103000', 'un día como 20240131;103000');
    return '';
  }
  const told = `${year}-${month}-${day}`;
  return hour === undefined ? told : instantIn(`${told} ${hour}:${minute}:${second}`, 'America/New_York');
}

/** The broker's day: what it books in the evening of 31 December is of that year, wherever the owner's clock stands. */
export function dayOf(line: Line): string {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(line.text('dateTime')) ?? [];
  return year === undefined ? instantOf(line).slice(0, 10) : `${year}-${month}-${day}`;
}

export function assetOf(line: Line): AssetName {
  const [isin, symbol, name] = [line.text('isin'), line.text('symbol'), line.text('description')];
  const kind = KINDS[line.text('subCategory') === 'ETF' ? 'ETF' : line.text('assetCategory')];
  return { ...(isin !== '' && { isin }), ...(symbol !== '' && { symbol }), ...(name !== '' && { name }), ...(kind && { kind }) };
}

export function notKept(line: Line): Booked {
  line.fault(
    'NOT_KEPT',
    'assetCategory',
    'shares, funds, bonds, coins or currencies: options, futures and the like are not kept here',
    'acciones, fondos, bonos, monedas o divisas: opciones, futuros y similares no se llevan aquí',
  );
  return [];
}
