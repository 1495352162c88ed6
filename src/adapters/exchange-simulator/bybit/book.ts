/** The order book as it is shown: with the numbers of its updates. */

import type { Exchange } from '../exchange/exchange.ts';
import type { Market } from '../exchange/market.ts';
import type { BookLevel } from '../exchange/sides.ts';

export interface ShownBook {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  /** Number of the book's last update, and of the exchange's. */
  readonly updates: number;
  readonly sequence: number;
  readonly at: number;
}

interface Version extends Pick<ShownBook, 'updates' | 'sequence' | 'at'> {
  readonly version: number | string;
  /** As far as they were asked for. */
  readonly byDepth: Map<number, Pick<ShownBook, 'bids' | 'asks'>>;
}

export class Books {
  private readonly exchange: Exchange;
  private readonly shown = new Map<Market, Version>();
  private sequence = 0;

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  of(market: Market, depth: number): ShownBook {
    const { updates, sequence, at, byDepth } = this.follow(market);
    let levels = byDepth.get(depth);
    if (levels === undefined) {
      levels = market.book(depth);
      byDepth.set(depth, levels);
    }
    return { ...levels, updates, sequence, at };
  }

  private follow(market: Market): Version {
    const { bookVersion: version } = market;
    const before = this.shown.get(market);
    if (before?.version === version) return before;
    const updates = (before?.updates ?? 0) + 1;
    const now = { version, updates, sequence: ++this.sequence, at: this.exchange.now, byDepth: new Map() };
    this.shown.set(market, now);
    return now;
  }
}
