/** The order book as it is shown: with the numbers of its updates, and standing still where a fault makes it stale. */

import type { BookLevel, Market } from '../exchange/market.ts';
import type { BybitVenue } from './venue.ts';

export interface ShownBook {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  /** Number of the book's last update, and of the exchange's. */
  readonly updates: number;
  readonly sequence: number;
  readonly at: number;
}

const DEEPEST = 500;

const shown = new WeakMap<Market, ShownBook>();
const sequences = new WeakMap<object, number>();

export function bookOf(venue: BybitVenue, market: Market, depth: number): ShownBook {
  const book = follow(venue, market);
  return { ...book, bids: book.bids.slice(0, depth), asks: book.asks.slice(0, depth) };
}

function follow({ exchange, gate }: BybitVenue, market: Market): ShownBook {
  const before = shown.get(market);
  if (before !== undefined && gate.holding('stale-book', { instrument: market.instrument.id }, exchange.now) !== null) return before;
  const { bids, asks } = market.book(DEEPEST);
  if (before !== undefined && before.bids[0]?.ticks === bids[0]?.ticks && before.asks[0]?.ticks === asks[0]?.ticks) return before;
  const sequence = (sequences.get(exchange) ?? 0) + 1;
  sequences.set(exchange, sequence);
  const book = { bids, asks, updates: (before?.updates ?? 0) + 1, sequence, at: exchange.now };
  shown.set(market, book);
  return book;
}

/** What has to be said so that one book becomes the other: new and changed levels, and those that are gone with 0 lots. */
export function changesBetween(before: readonly BookLevel[], after: readonly BookLevel[]): BookLevel[] {
  const old = new Map(before.map(({ ticks, lots }) => [ticks, lots]));
  const changes = after.filter(({ ticks, lots }) => old.get(ticks) !== lots);
  const kept = new Set(after.map(({ ticks }) => ticks));
  return [...before.filter(({ ticks }) => !kept.has(ticks)).map(({ ticks }) => ({ ticks, lots: 0 })), ...changes];
}
