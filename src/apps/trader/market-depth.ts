/** What a live feed knows between its candles: the order book as it is, and the newest trades; what it does not keep anyway is asked for while it is looked at. */

import type { Depth, Trade } from '../../api/depth.ts';
import type { FeedNews } from '../../core/market/market-feed.ts';
import type { MarketLook } from '../../core/market/market-look.ts';
import type { OrderBook } from '../../core/market/order-book.ts';
import type { TraderFeed } from './venue-openers.ts';

const LEVELS = 10;
const TRADES = 30;

/** Where the order book and the trades of a session come from. */
export interface DepthSource {
  of(instrumentId: string): Depth;
  /** Somebody looks at it from now on. */
  open(instrumentId: string): void;
  /** Nobody looks any more. */
  shut(instrumentId: string): void;
}

/** Of a replay of recorded candles. */
export const NO_DEPTH: DepthSource = {
  of: (instrumentId) => ({ instrumentId, state: 'none', why: 'FEED_REPLAYED', at: Date.now(), bids: [], asks: [], trades: [] }),
  open() {},
  shut() {},
};

interface OpenLook {
  /** Null: the feed keeps it anyway. */
  look: MarketLook | null;
  state: 'joining' | 'up' | 'down';
}

export class MarketDepth implements DepthSource {
  private readonly trades = new Map<string, Trade[]>();
  private readonly looks = new Map<string, OpenLook>();
  /** What was there last of a book that is looked at: shown, with its age, while the line is down. */
  private readonly last = new Map<string, Depth>();
  private readonly feed: Pick<TraderFeed, 'book' | 'look'>;
  private readonly now: () => number;
  private isFeedDown = false;

  constructor(feed: Pick<TraderFeed, 'book' | 'look'>, now: () => number) {
    this.feed = feed;
    this.now = now;
  }

  /** News of the feed itself. */
  hear(news: FeedNews): void {
    if (news.kind === 'link') this.isFeedDown = news.state === 'down';
    else if (news.kind === 'trade') this.traded(news);
  }

  open(instrumentId: string): void {
    if (this.looks.has(instrumentId)) return;
    const open: OpenLook = { look: null, state: 'joining' };
    this.looks.set(instrumentId, open);
    open.look =
      this.feed.look?.(instrumentId, (news) => {
        if (news.kind === 'trade') this.traded(news);
        if (news.kind !== 'link') return;
        // What was traded meanwhile nobody has told.
        if (news.state === 'up' && open.state === 'down') this.trades.delete(instrumentId);
        open.state = news.state;
      }) ?? null;
  }

  shut(instrumentId: string): void {
    const open = this.looks.get(instrumentId);
    open?.look?.close();
    // Trades that are told no more would soon be old ones.
    if (open?.look) this.trades.delete(instrumentId);
    this.looks.delete(instrumentId);
    this.last.delete(instrumentId);
  }

  /** The order book, whoever keeps it; undefined where there is none that can be relied on now. */
  book(instrumentId: string): OrderBook | undefined {
    const open = this.looks.get(instrumentId);
    const book = this.feed.book?.(instrumentId) ?? (open?.state === 'up' ? open.look?.book : undefined);
    // A book that is being asked for anew, or is crossed, is no book.
    return book !== undefined && book.bid < book.ask ? book : undefined;
  }

  of(instrumentId: string): Depth {
    const open = this.looks.get(instrumentId);
    const book = this.book(instrumentId);
    const told = this.trades.get(instrumentId) ?? [];
    const isLooked = open?.look != null;
    const canHave = isLooked || this.feed.look !== undefined || this.feed.book?.(instrumentId) !== undefined;
    const now: Omit<Depth, 'state'> = {
      ...{ instrumentId, at: this.now(), why: canHave ? null : 'CAPABILITY_MISSING' },
      bids: book?.levels('bid', LEVELS) ?? [],
      asks: book?.levels('ask', LEVELS) ?? [],
      trades: [...told],
    };
    const isDown = isLooked ? open.state === 'down' : this.isFeedDown;
    if (isDown) return { ...(this.last.get(instrumentId) ?? now), state: 'stale' };
    if (book === undefined && told.length === 0) return { ...now, state: canHave ? 'joining' : 'none' };
    const live: Depth = { ...now, state: 'live' };
    if (open) this.last.set(instrumentId, live);
    return live;
  }

  private traded({ instrument, at, price, size, side }: Extract<FeedNews, { kind: 'trade' }>): void {
    const known = this.trades.get(instrument) ?? [];
    known.unshift({ at, price, size, side });
    if (known.length > TRADES) known.pop();
    this.trades.set(instrument, known);
  }
}
