/** Kraken's public stream v2: candles, best bid and ask, order books, trades. Kraken never says that a candle is final: the gate does. */

import { BookGap } from '../book-gap.ts';
import type { FeedDialect, FeedSession } from '../dialect.ts';
import { keptBy, type StreamScript } from '../keep-stream.ts';
import { figure, isPayload, oneOf, optionalText, type Payload, parseExact, rows, text } from '../payload.ts';
import { streamUrl } from '../stream-url.ts';
import { badAnswer, notSupported } from '../venue-error.ts';
import { KrakenBook, krakenDepth } from './book.ts';
import { timeOf } from './private-stream.ts';
import { SIDES } from './reports.ts';

const INTERVAL_MINUTES = [1, 5, 15, 30, 60, 240, 1440, 10080, 21600];

export function krakenFeed(session: FeedSession): FeedDialect {
  const minutes = new Set(session.subscriptions.flatMap(({ timeframesMs }) => timeframesMs.map((timeframe) => timeframe / 60_000)));
  for (const interval of minutes)
    if (!INTERVAL_MINUTES.includes(interval)) throw notSupported(`Kraken has no candles of ${interval} minutes`);
  const wishes = subscriptionsOf(session, [...minutes]);
  return { streams: () => [keptBy(session.options, publicScript(session, wishes))] };
}

function subscriptionsOf(
  session: FeedSession,
  minutes: readonly number[],
): { channel: string; symbol: string[]; [more: string]: unknown }[] {
  const symbols = (wanted: (one: FeedSession['subscriptions'][number]) => boolean) =>
    session.subscriptions.filter(wanted).map(({ entry }) => entry.market.symbol);
  return [
    ...minutes.map((interval) => ({
      channel: 'ohlc',
      interval,
      symbol: symbols(({ timeframesMs }) => timeframesMs.includes(interval * 60_000)),
      snapshot: true,
    })),
    { channel: 'ticker', event_trigger: 'bbo', symbol: symbols(({ quotes }) => quotes), snapshot: true },
    { channel: 'trade', symbol: symbols(({ trades }) => trades), snapshot: false },
    ...depthsOf(session).map((levels) => ({
      channel: 'book',
      depth: krakenDepth(levels),
      symbol: symbols(({ depth }) => depth === levels),
      snapshot: true,
    })),
  ].filter(({ symbol }) => symbol.length > 0);
}

/** Depths beyond the best alone that are asked for. */
function depthsOf({ subscriptions }: FeedSession): number[] {
  return [...new Set(subscriptions.map(({ depth }) => depth))].filter((depth) => depth > 1);
}

function publicScript(session: FeedSession, wishes: readonly { channel: string; symbol: string[] }[]): StreamScript {
  const kept = booksOf(session);
  const channels: Readonly<Record<string, (data: readonly Payload[], isSnapshot: boolean) => void>> = {
    ohlc: (data, isSnapshot) => candles(session, data, isSnapshot),
    ticker: (data) => data.forEach((row) => quote(session, row)),
    trade: (data) => data.forEach((row) => trade(session, row)),
    book: (data, isSnapshot) => data.forEach((row) => kept.get(session.book.nameOf('spot', text(row, 'symbol')))?.take(row, isSnapshot)),
  };
  return {
    name: 'public',
    url: streamUrl(session.open.exchange, ['publicV2']),
    ping: { method: 'ping' },
    begin: (connection) => {
      // Kraken acknowledges symbol by symbol.
      let open = wishes.reduce((sum, { symbol }) => sum + symbol.length, 0);
      for (const params of wishes) connection.send({ method: 'subscribe', params });
      return (frame) => {
        const message = parseExact(frame);
        const at = isPayload(message) && optionalText(message, 'timestamp') !== '' ? timeOf(message) : undefined;
        session.gate.heard(at);
        if (!isPayload(message)) throw badAnswer(`expected a frame as JSON, found ${frame.length} characters of something else`);
        if (message.method === 'subscribe') {
          if (message.success !== true) return connection.fail('subscription refused');
          open -= 1;
          if (open === 0) connection.ready();
        }
        const tell = channels[optionalText(message, 'channel')];
        if (!tell || !Array.isArray(message.data)) return;
        try {
          tell(rows(message.data, 'data'), message.type === 'snapshot');
        } catch (error) {
          if (!(error instanceof BookGap)) throw error;
          connection.fail(error.message);
        }
      };
    },
  };
}

/** Those that are kept, by our instrument. */
function booksOf(session: FeedSession): ReadonlyMap<string, KrakenBook> {
  const kept = new Map<string, KrakenBook>();
  for (const { entry, depth } of session.subscriptions) {
    if (depth === 1) continue;
    const book = new KrakenBook(krakenDepth(depth));
    kept.set(entry.instrument, book);
    session.books.set(entry.instrument, book.book);
  }
  return kept;
}

function candles(session: FeedSession, data: readonly Payload[], isSnapshot: boolean): void {
  const series = new Map<string, Parameters<FeedSession['gate']['running']>[0][number][]>();
  for (const row of data) {
    const timeframeMs = figure(row, 'interval') * 60_000;
    const time = Date.parse(text(row, 'interval_begin'));
    if (!Number.isFinite(time)) throw badAnswer('Kraken: expected a time in interval_begin');
    const instrument = session.book.nameOf('spot', text(row, 'symbol'));
    const candle = {
      instrument,
      timeframeMs,
      time,
      open: figure(row, 'open'),
      high: figure(row, 'high'),
      low: figure(row, 'low'),
      close: figure(row, 'close'),
      volume: figure(row, 'volume'),
    };
    const key = `${instrument} ${timeframeMs}`;
    series.set(key, [...(series.get(key) ?? []), candle]);
  }
  for (const list of series.values())
    session.gate.running(
      list.sort((a, b) => a.time - b.time),
      isSnapshot,
    );
}

/** Tickers carry their own time since 2025; before that the frame was as good as now. */
function quote(session: FeedSession, row: Payload): void {
  session.tell({
    kind: 'quote',
    instrument: session.book.nameOf('spot', text(row, 'symbol')),
    at: optionalText(row, 'timestamp') === '' ? Math.round(session.venueTime()) : timeOf(row),
    bid: figure(row, 'bid'),
    bidSize: figure(row, 'bid_qty'),
    ask: figure(row, 'ask'),
    askSize: figure(row, 'ask_qty'),
  });
}

function trade(session: FeedSession, row: Payload): void {
  session.tell({
    kind: 'trade',
    instrument: session.book.nameOf('spot', text(row, 'symbol')),
    at: timeOf(row),
    price: figure(row, 'price'),
    size: figure(row, 'qty'),
    side: oneOf(row, 'side', SIDES),
  });
}
