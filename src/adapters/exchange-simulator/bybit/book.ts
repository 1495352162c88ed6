/** The order book as it is shown: with the numbers of its updates, and standing still where a fault makes it stale. */

import type { Exchange } from '../exchange/exchange.ts';
import type { BookLevel, Market } from '../exchange/market.ts';
import type { FaultGate } from '../faults/fault-gate.ts';

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
  private readonly gate: FaultGate;
  private readonly shown = new Map<Market, ShownBook>();
  private sequence = 0;

  constructor(exchange: Exchange, gate: FaultGate) {
    this.exchange = exchange;
    this.gate = gate;
  }

  of(market: Market, depth: number): ShownBook {
    const book = this.follow(market);
    return { ...book, bids: book.bids.slice(0, depth), asks: book.asks.slice(0, depth) };
  }

  private follow(market: Market): ShownBook {
    const { exchange, gate } = this;
    const before = this.shown.get(market);
    if (before !== undefined && gate.holding('stale-book', { instrument: market.instrument.id }, exchange.now) !== null) return before;
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
