/** What a venue's dialect gives the link and the feed, and what it is given. */

import type { FeedNews } from '../../core/market/market-feed.ts';
import type { OrderBook } from '../../core/market/order-book.ts';
import type { VenueAnswer, VenueNews, VenueRequest } from '../../core/trading/broker/venue-link.ts';
import type { CandleGate } from './candle-gate.ts';
import type { BookEntry, InstrumentBook } from './instrument-book.ts';
import type { KeptStream, StreamHandlers } from './keep-stream.ts';
import type { OpenExchange } from './open-exchange.ts';
import type { AccountReport, CcxtLinkOptions, InstrumentRules, VenueNotice, VenueOptions } from './options.ts';

/** Opens a stream that keeps itself open. */
export type StreamOpener = (handlers: StreamHandlers) => KeptStream;

export interface LinkSession {
  readonly open: OpenExchange;
  readonly book: InstrumentBook;
  readonly options: CcxtLinkOptions;
  /** The venue's clock as measured, epoch ms. */
  venueTime(): number;
  tell(news: VenueNews): void;
  notice(code: VenueNotice['code'], message: string): void;
}

/** A dialect of one open link. Its methods throw VenueErrors. */
export interface LinkDialect {
  readonly entries: readonly BookEntry[];
  answer(request: VenueRequest): Promise<VenueAnswer>;
  account(): Promise<AccountReport>;
  rules(entry: BookEntry): Promise<InstrumentRules>;
  privateStreams(): readonly StreamOpener[];
}

export interface Subscription {
  readonly entry: BookEntry;
  readonly timeframesMs: readonly number[];
  readonly quotes: boolean;
  /** Levels of the order book that are followed; 1 for the best alone. */
  readonly depth: number;
  readonly trades: boolean;
}

export interface FeedSession {
  readonly open: OpenExchange;
  readonly book: InstrumentBook;
  readonly options: VenueOptions;
  readonly subscriptions: readonly Subscription[];
  /** Order books that are kept, by our instrument; a dialect puts its own here. */
  readonly books: Map<string, OrderBook>;
  readonly gate: CandleGate;
  /** The venue's clock as measured at the start, epoch ms. */
  venueTime(): number;
  tell(news: FeedNews): void;
  notice(code: VenueNotice['code'], message: string): void;
}

export interface FeedDialect {
  streams(): readonly StreamOpener[];
}
