/** A look at one instrument: its order book and its trades on a public stream of their own, which breaks nothing when it breaks. */

import type { FeedNews } from '../../core/market/market-feed.ts';
import type { MarketLook } from '../../core/market/market-look.ts';
import type { OrderBook } from '../../core/market/order-book.ts';
import { createCandleGate } from './candle-gate.ts';
import type { FeedDialect, FeedSession, Subscription } from './dialect.ts';
import { joinStreams } from './join-streams.ts';

/** Levels: more than a page shows, for what an order would cost. */
const LEVELS = 50;

type Session = Omit<FeedSession, 'subscriptions' | 'books' | 'gate' | 'tell'>;

/** `kept`: what the feed keeps of the instrument anyway, which is not asked for twice. Null where nothing is missing. */
export function openMarketLook(
  create: (session: FeedSession) => FeedDialect,
  session: Session,
  kept: Subscription,
  hear: (news: FeedNews) => void,
): MarketLook | null {
  const wanted: Subscription = { ...kept, timeframesMs: [], quotes: false, depth: kept.depth > 1 ? 1 : LEVELS, trades: !kept.trades };
  if (wanted.depth === 1 && !wanted.trades) return null;
  const books = new Map<string, OrderBook>();
  let isClosed = false;
  const tell = (news: FeedNews) => {
    if (!isClosed) hear(news);
  };
  const gate = createCandleGate({ tell, notice: session.notice, venueTime: session.venueTime, graceMs: 0 });
  const streams = joinStreams(create({ ...session, subscriptions: [wanted], books, gate, tell }).streams(), {
    up: () => tell({ kind: 'link', state: 'up', reason: 'subscribed' }),
    down: (reason) => tell({ kind: 'link', state: 'down', reason }),
    broke: () => books.get(kept.entry.instrument)?.clear(),
    unreadable: (message) => session.notice('FRAME_UNREADABLE', message),
  });
  return {
    get book() {
      return books.get(kept.entry.instrument);
    },
    close() {
      isClosed = true;
      streams.close();
      gate.close();
    },
  };
}

/** Looks that close with their feed, should nobody have closed them before. */
export function keepLooks(): { add(look: MarketLook): MarketLook; close(): void } {
  const open = new Set<MarketLook>();
  return {
    add(look) {
      const own: MarketLook = {
        get book() {
          return look.book;
        },
        close() {
          open.delete(own);
          look.close();
        },
      };
      open.add(own);
      return own;
    },
    close() {
      for (const look of [...open]) look.close();
    },
  };
}
