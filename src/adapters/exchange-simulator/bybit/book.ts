/** The order book as it is shown: with the numbers of its updates. */

import type { Exchange } from '../exchange/exchange.ts';
import type { BookLevel, Market } from '../exchange/market.ts';

export interface ShownBook {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  /** Number of the book's last update, and of the exchange's. */
  readonly updates: number;
  readonly sequence: number;
  readonly at: number;
}

const DEEPEST = 500;

export class Books {
  private readonly exchange: Exchange;
  private readonly shown = new Map<Market, ShownBook>();
  private sequence = 0;

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  of(market: Market, depth: number): ShownBook {
    const book = this.follow(market);
    return { ...book, bids: book.bids.slice(0, depth), asks: book.asks.slice(0, depth) };
  }

  private follow(market: Market): ShownBook {
    const { exchange } = this;
    const before = this.shown.get(market);
    const { bids, asks } = market.book(DEEPEST);
    if (before !== undefined && before.bids[0]?.ticks === bids[0]?.ticks && before.asks[0]?.ticks === asks[0]?.ticks) return before;
    const book = { bids, asks, updates: (before?.updates ?? 0) + 1, sequence: ++this.sequence, at: exchange.now };
    this.shown.set(market, book);
    return book;
  }
}

/** What has to be said so that one book becomes the other: new and changed levels, and those that are gone with 0 lots. */
export function changesBetween(before: readonly BookLevel[], after: readonly BookLevel[]): BookLevel[] {
  const old = new Map(before.map(({ ticks, lots }) => [ticks, lots]));
  const changes = after.filter(({ ticks, lots }) => old.get(ticks) !== lots);
  const kept = new Set(after.map(({ ticks }) => ticks));
  return [...before.filter(({ ticks }) => !kept.has(ticks)).map(({ ticks }) => ({ ticks, lots: 0 })), ...changes];
}
