/** Both sides of a recorded market: the levels of its book, or, where only trades were recorded, the best prices that they tell. */

import { OrderBook } from '../../../core/market/order-book.ts';
import { lotsWithin } from '../../../core/trading/venue-model/depth.ts';

export interface BookLevel {
  readonly ticks: number;
  readonly lots: number;
}

/** Prices in ticks. `side` is the taker's: a buyer (1) meets asks, a seller (-1) bids. */
export interface Sides {
  /** Rises with every change. */
  readonly version: number;
  /** Price of level n that a taker meets, the best being 0; NaN where there is none. */
  ticksAt(side: 1 | -1, n: number): number;
  /** Lots that a taker finds there; Infinity where nobody knows. */
  lotsAt(side: 1 | -1, n: number): number;
  /** Lots in front of an order of this side that comes to rest at a price; Infinity where nobody knows. */
  queueAt(side: 1 | -1, ticks: number): number;
  /** Lots displayed against an order of this side at its price or better. */
  against(side: 1 | -1, limit: number): number;
  /** The best levels as they are shown to the public. */
  levels(side: 'bid' | 'ask', depth: number): BookLevel[];
}

/** The recorded book itself. */
export class BookSides implements Sides {
  readonly book = new OrderBook(512);
  version = 0;

  ticksAt(side: 1 | -1, n: number): number {
    return this.book.priceOf(side > 0 ? 'ask' : 'bid', n);
  }

  lotsAt(side: 1 | -1, n: number): number {
    return this.book.sizeOf(side > 0 ? 'ask' : 'bid', n);
  }

  queueAt(side: 1 | -1, ticks: number): number {
    return this.book.sizeAt(side > 0 ? 'bid' : 'ask', ticks);
  }

  against(side: 1 | -1, limit: number): number {
    return lotsWithin(this, side, limit);
  }

  levels(side: 'bid' | 'ask', depth: number): BookLevel[] {
    return this.book.levels(side, depth).map(({ price, size }) => ({ ticks: price, lots: size }));
  }
}

/**
 * What trades tell: the last buyer's price is the best ask, the last seller's the best bid, with the size last traded there. Where a trade passes the
 * other side, that side is taken to be a tick behind it; so is a side that has not traded yet.
 */
export class TradedSides implements Sides {
  version = 0;
  private bid = { ticks: Number.NaN, lots: 0 };
  private ask = { ticks: Number.NaN, lots: 0 };

  /** `side`: who took. */
  traded(side: 1 | -1, ticks: number, lots: number): void {
    this.version++;
    const level = { ticks, lots };
    if (side > 0) {
      this.ask = level;
      if (!(this.bid.ticks < ticks)) this.bid = { ticks: Math.max(1, ticks - 1), lots };
    } else {
      this.bid = level;
      if (!(this.ask.ticks > ticks)) this.ask = { ticks: ticks + 1, lots };
    }
  }

  ticksAt(side: 1 | -1, n: number): number {
    return n > 0 ? Number.NaN : side > 0 ? this.ask.ticks : this.bid.ticks;
  }

  lotsAt(): number {
    return Number.POSITIVE_INFINITY;
  }

  queueAt(): number {
    return Number.POSITIVE_INFINITY;
  }

  against(): number {
    return 0;
  }

  levels(side: 'bid' | 'ask'): BookLevel[] {
    const level = side === 'bid' ? this.bid : this.ask;
    return level.ticks > 0 ? [level] : [];
  }
}
