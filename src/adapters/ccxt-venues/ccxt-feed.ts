/** Opens a venue's public market streams as the engine's feed. No key, no orders. */

import { InputError } from '../../core/domain/result.ts';
import type { FeedListener, FeedNews } from '../../core/market/market-feed.ts';
import type { OpenLook } from '../../core/market/market-look.ts';
import type { OrderBook } from '../../core/market/order-book.ts';
import { askingAgain } from './ask-again.ts';
import { bybitFeed } from './bybit/feed.ts';
import { bybitCcxtOptions, bybitRules } from './bybit/link.ts';
import { createCandleGate, type FeedCandle } from './candle-gate.ts';
import type { FeedDialect, FeedSession, Subscription } from './dialect.ts';
import { genericFeed } from './generic/feed.ts';
import { genericRules } from './generic/link.ts';
import { type BookEntry, createBook } from './instrument-book.ts';
import { joinStreams } from './join-streams.ts';
import type { KeptStream } from './keep-stream.ts';
import { krakenFeed } from './kraken/feed.ts';
import { krakenRules } from './kraken/link.ts';
import { bestOffset } from './link-time.ts';
import { keepLooks, openMarketLook } from './market-look.ts';
import { newestCandleOf } from './newest-candle.ts';
import { type OpenExchange, openExchange } from './open-exchange.ts';
import type { InstrumentRules, VenueOptions } from './options.ts';
import { badAnswer, VenueError } from './venue-error.ts';

export interface FeedSubscription {
  readonly instrument: string;
  readonly timeframesMs?: readonly number[];
  readonly quotes?: boolean;
  /** Bybit: levels of the order book to keep (1, 50, 200, 500), for `book`; the best is told as quotes. */
  readonly depth?: 1 | 50 | 200 | 500;
  readonly trades?: boolean;
}

export interface CcxtFeedOptions extends VenueOptions {
  readonly subscriptions: readonly FeedSubscription[];
  /** Venues that never say that a candle is final: how long a trade may come after the end of its interval. Default 2,000. */
  readonly graceMs?: number;
}

export interface CcxtFeed {
  /** Loads the markets and connects. News begin when `link up` is told. InputError SYMBOL_UNKNOWN, VENUE_UNREACHABLE, NOT_SUPPORTED. */
  start(listener: FeedListener): Promise<void>;
  /** Past candles from a time on, oldest first, up to the one that runs now, which is left out. Once started; errors are the request's. */
  history(instrument: string, timeframeMs: number, since: number): Promise<FeedCandle[]>;
  close(): Promise<void>;
  /** The order book as it is now; undefined where none is kept. */
  book(instrument: string): OrderBook | undefined;
  /** Where the dialect can keep an order book. Once started. */
  readonly look?: OpenLook;
  /** Rules of every instrument that is subscribed to, with the venue's published fees. Once started. */
  rules(): Promise<readonly InstrumentRules[]>;
  /** When the newest candle of a minute began, of any instrument, epoch ms; null where there is none. Once started. */
  newestCandle(): Promise<number | null>;
  /** The venue's clock minus ours, ms, as measured at the start. */
  readonly serverTimeOffsetMs: number;
}

interface FeedKind {
  readonly create: (session: FeedSession) => FeedDialect;
  readonly ccxtOptions: (options: CcxtFeedOptions) => object;
  readonly rules: (entry: BookEntry, venue: string) => InstrumentRules | Promise<InstrumentRules>;
  /** Whether an order book can be kept: with the feed itself, or only while it is looked at, on a line of its own. */
  readonly books: 'always' | 'looked-at' | 'never';
}
const BYBIT: FeedKind = {
  create: bybitFeed,
  ccxtOptions: bybitCcxtOptions,
  rules: (entry, venue) => bybitRules(entry, null, venue),
  books: 'always',
};
const KINDS = new Map<string, FeedKind>([
  ['bybit', BYBIT],
  ['bybiteu', BYBIT],
  ['bybitid', BYBIT],
  ['kraken', { create: krakenFeed, ccxtOptions: () => ({}), rules: (entry, venue) => krakenRules(entry, null, venue), books: 'looked-at' }],
]);
const GENERIC: FeedKind = { create: genericFeed, ccxtOptions: () => ({}), rules: genericRules, books: 'never' };
const GRACE_MS = 2_000;
const CANDLES_AT_ONCE = 1_000;
/** Two weeks of minutes: an outage longer than that is a matter for a download. */
const MOST_PAGES = 20;

export async function openCcxtFeed(options: CcxtFeedOptions): Promise<CcxtFeed> {
  const kind = KINDS.get(options.venue) ?? GENERIC;
  const open = await openExchange(options, null, null, kind.ccxtOptions(options));
  let streams: KeptStream | null = null;
  let offsetMs = 0;
  let isClosed = false;
  let listener: FeedListener = () => {};
  let kept: readonly Subscription[] = [];
  let session: Parameters<typeof openMarketLook>[1] | null = null;
  const looks = keepLooks();

  const tell = (news: FeedNews) => {
    if (!isClosed) listener(news, options.now());
  };
  const notice: FeedSession['notice'] = (code, message) => options.onNotice?.({ code, message: message.slice(0, 300) });
  const venueTime = () => options.now() + offsetMs;
  const gate = createCandleGate({ tell, notice, venueTime, graceMs: options.graceMs ?? GRACE_MS });

  /** What closed while a stream was down is asked for when it is back. */
  const fillAll = (subscriptions: readonly Subscription[]) => {
    for (const { entry, timeframesMs } of subscriptions)
      for (const timeframeMs of timeframesMs)
        void gate.fill(entry.instrument, timeframeMs, (after) => candlesSince(open, entry, timeframeMs, after + timeframeMs));
  };

  const timeSample = async () => {
    const askedAt = options.now();
    return { askedAt, venueTime: Number(await open.exchange.fetchTime()), answeredAt: options.now() };
  };
  const again = askingAgain(options, notice);

  const books = new Map<string, OrderBook>();
  const look: OpenLook = (instrument, hear) => {
    const own = kept.find(({ entry }) => entry.instrument === instrument);
    if (session === null || own === undefined || isClosed) return null;
    const opened = openMarketLook(kind.create, session, own, hear);
    return opened && looks.add(opened);
  };

  const feed: CcxtFeed = {
    book: (instrument) => books.get(instrument),
    ...(kind.books !== 'never' && { look }),
    rules: () => Promise.all(kept.map(({ entry }) => kind.rules(entry, options.venue))),
    newestCandle: () =>
      newestCandleOf(
        open,
        kept.map(({ entry }) => entry),
        again,
      ),
    get serverTimeOffsetMs() {
      return offsetMs;
    },
    start: async (to) => {
      listener = to;
      try {
        // The list of coins is for key holders in many places; Kraken's is public, and its names of coins can't be read without.
        if (options.venue !== 'kraken') open.exchange.has.fetchCurrencies = false;
        // ccxt keeps the promise of a load that has failed: it has to be told to load again.
        await again(() => open.exchange.loadMarkets(true));
        if (open.exchange.has.fetchTime) offsetMs = bestOffset([await again(timeSample)]);
        const book = createBook(options.venue, options.instruments, open.exchange.markets as never);
        const subscriptions = options.subscriptions.map((one) => ({
          entry: book.ofInstrument(one.instrument),
          timeframesMs: one.timeframesMs ?? [],
          quotes: one.quotes ?? false,
          depth: kind.books === 'always' ? (one.depth ?? 1) : 1,
          trades: one.trades ?? false,
        }));
        kept = subscriptions;
        session = { open, book, options, venueTime, notice };
        const dialect = kind.create({ ...session, subscriptions, books, gate, tell });
        streams = joinStreams(dialect.streams(), {
          up: () => {
            tell({ kind: 'link', state: 'up', reason: 'subscribed' });
            fillAll(subscriptions);
          },
          down: (reason) => tell({ kind: 'link', state: 'down', reason }),
          broke: () => gate.interrupted(),
          unreadable: (message) => notice('FRAME_UNREADABLE', message),
        });
      } catch (error) {
        await feed.close();
        throw error instanceof InputError ? error : startFailure(options.venue, error);
      }
    },
    history: async (instrument, timeframeMs, since) => {
      const entry = kept.find((one) => one.entry.instrument === instrument)?.entry;
      if (entry === undefined) throw badAnswer(`${instrument} is not subscribed`);
      const candles = await again(() => candlesSince(open, entry, timeframeMs, since));
      // The last one the venue tells is not over, whatever the clock here says.
      return candles.sort((a, b) => a.time - b.time).slice(0, -1);
    },
    close: async () => {
      isClosed = true;
      streams?.close();
      looks.close();
      gate.close();
      await open.close();
    },
  };

  return feed;
}

/** Candles from a time on, of which the last may still run; page after page until one brings nothing new. */
async function candlesSince(open: OpenExchange, entry: Subscription['entry'], timeframeMs: number, since: number): Promise<FeedCandle[]> {
  const { exchange } = open;
  const timeframe = Object.keys(exchange.timeframes).find((name) => exchange.parseTimeframe(name) * 1000 === timeframeMs);
  if (timeframe === undefined) throw badAnswer(`${exchange.id} has no past candles of ${timeframeMs} ms`);
  const found = new Map<number, FeedCandle>();
  for (let from = since, page = 0; page < MOST_PAGES; page++) {
    const before = found.size;
    const rows = (await exchange.fetchOHLCV(entry.market.symbol, timeframe, from, CANDLES_AT_ONCE)) as unknown as (string | number)[][];
    for (const row of rows) {
      const [time, o, h, l, c, v] = row.map(Number) as [number, number, number, number, number, number];
      if (time < since) continue;
      found.set(time, { instrument: entry.instrument, timeframeMs, time, open: o, high: h, low: l, close: c, volume: v });
    }
    if (rows.length < CANDLES_AT_ONCE || found.size === before) break;
    from = Math.max(...found.keys()) + timeframeMs;
  }
  return [...found.values()];
}

function startFailure(venue: string, error: unknown): InputError {
  const isLimit = error instanceof VenueError && error.failure.code === 'NOT_SUPPORTED';
  const message = error instanceof Error ? error.message.slice(0, 200) : 'no answer';
  return new InputError(isLimit ? 'NOT_SUPPORTED' : 'VENUE_UNREACHABLE', `${venue}: could not start the feed: ${message}`, isLimit ? 2 : 3);
}
