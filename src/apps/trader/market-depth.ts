/** What a live feed knows between its candles: the order book as it is, and the newest trades. */

import type { Depth, Trade } from '../../api/depth.ts';
import type { FeedNews } from '../../core/market/market-feed.ts';
import type { OrderBook } from '../../core/market/order-book.ts';

const LEVELS = 10;
const TRADES = 30;

export class MarketDepth {
  private readonly trades = new Map<string, Trade[]>();
  private readonly bookOf: (instrument: string) => OrderBook | undefined;
  private readonly now: () => number;

  constructor(bookOf: (instrument: string) => OrderBook | undefined, now: () => number) {
    this.bookOf = bookOf;
    this.now = now;
  }

  hear(news: FeedNews): void {
    if (news.kind !== 'trade') return;
    const known = this.trades.get(news.instrument) ?? [];
    const { at, price, size, side } = news;
    known.unshift({ at, price, size, side });
    if (known.length > TRADES) known.pop();
    this.trades.set(news.instrument, known);
  }

  of(instrumentId: string): Depth {
    const book = this.bookOf(instrumentId);
    const trades = this.trades.get(instrumentId) ?? [];
    // A book that is being asked for anew, or is crossed, is no book.
    const isBook = book !== undefined && book.bid < book.ask;
    return {
      ...{ instrumentId, at: this.now(), state: isBook || trades.length > 0 ? 'live' : 'none' },
      bids: isBook ? book.levels('bid', LEVELS) : [],
      asks: isBook ? book.levels('ask', LEVELS) : [],
      trades: [...trades],
    };
  }
}

/** Of a session whose feed has neither. */
export function noDepth(instrumentId: string, now: number): Depth {
  return { instrumentId, state: 'none', at: now, bids: [], asks: [], trades: [] };
}
