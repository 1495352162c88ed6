/** The port of a look between the candles: the order book and the trades of one instrument, asked for while somebody wants to see them. */

import type { FeedNews } from './market-feed.ts';
import type { OrderBook } from './order-book.ts';

export interface MarketLook {
  /** As it is now; without levels until it is there, and while the line is down. */
  readonly book: OrderBook | undefined;
  close(): void;
}

/**
 * Opens one on a line of its own, so that what is only looked at can't disturb what is traded on. `hear` is told its trades, and when its line is up and down.
 * Null: the feed keeps all of it anyway, and tells it as it tells everything.
 */
export type OpenLook = (instrument: string, hear: (news: FeedNews) => void) => MarketLook | null;
