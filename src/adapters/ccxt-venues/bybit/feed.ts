/** Bybit's public streams: candles that say themselves when they are final, the best bid and ask, trades. */

import { BookGap } from '../book-gap.ts';
import type { FeedDialect, FeedSession, Subscription } from '../dialect.ts';
import { keptBy, type StreamScript } from '../keep-stream.ts';
import { figure, isPayload, milliseconds, oneOf, optionalText, type Payload, parseExact, rows } from '../payload.ts';
import { streamUrl } from '../stream-url.ts';
import { badAnswer, notSupported } from '../venue-error.ts';
import { BybitBook, isBookFrame } from './book.ts';
import type { Category } from './reports.ts';

const MINUTE = 60_000;
const INTERVALS: Readonly<Record<number, string>> = {
  ...Object.fromEntries([1, 3, 5, 15, 30, 60, 120, 240, 360, 720].map((minutes) => [minutes * MINUTE, String(minutes)])),
  [1440 * MINUTE]: 'D',
  [10080 * MINUTE]: 'W',
};
/** Bybit takes ten topics in one request on spot, more elsewhere. */
const TOPICS_AT_ONCE = 10;
const SIDES = { Buy: 'buy', Sell: 'sell' } as const;

export function bybitFeed(session: FeedSession): FeedDialect {
  const categories = [...new Set(session.subscriptions.map(({ entry }) => entry.category))];
  return { streams: () => categories.map((category) => keptBy(session.options, publicScript(session, category))) };
}

function publicScript(session: FeedSession, category: Category): StreamScript {
  const decoders = new Map<string, (message: Payload) => void>();
  for (const subscription of session.subscriptions)
    if (subscription.entry.category === category)
      for (const [topic, decode] of decodersOf(session, subscription)) decoders.set(topic, decode);
  return {
    name: `public ${category}`,
    url: streamUrl(session.open.exchange, ['public', category]),
    ping: { op: 'ping' },
    begin: (connection) => {
      const topics = [...decoders.keys()];
      const open = new Set<string>();
      for (let from = 0; from < topics.length; from += TOPICS_AT_ONCE) {
        open.add(String(from));
        connection.send({ op: 'subscribe', req_id: String(from), args: topics.slice(from, from + TOPICS_AT_ONCE) });
      }
      return (frame) => {
        session.gate.heard();
        const message = isBookFrame(frame) ? parsed(frame) : parseExact(frame);
        if (!isPayload(message)) throw badAnswer(`expected a frame as JSON, found ${frame.length} characters of something else`);
        if (message.op === 'subscribe') {
          if (message.success !== true) return connection.fail('subscription refused');
          open.delete(optionalText(message, 'req_id'));
          if (open.size === 0) connection.ready();
        }
        try {
          decoders.get(optionalText(message, 'topic'))?.(message);
        } catch (error) {
          if (!(error instanceof BookGap)) throw error;
          connection.fail(error.message);
        }
      };
    },
  };
}

function decodersOf(
  session: FeedSession,
  { entry, timeframesMs, quotes, depth, trades }: Subscription,
): [string, (message: Payload) => void][] {
  const { id } = entry.market;
  const found: [string, (message: Payload) => void][] = timeframesMs.map((timeframeMs) => {
    const interval = INTERVALS[timeframeMs];
    if (interval === undefined) throw notSupported(`Bybit has no candles of ${timeframeMs} ms`);
    return [`kline.${interval}.${id}`, (message) => candles(session, entry.instrument, timeframeMs, message)];
  });
  if (quotes || depth > 1) found.push([`orderbook.${depth}.${id}`, bookDecoder(session, entry.instrument, depth)]);
  if (trades) found.push([`publicTrade.${id}`, (message) => tellTrades(session, entry.instrument, message)]);
  return found;
}

function candles(session: FeedSession, instrument: string, timeframeMs: number, message: Payload): void {
  for (const row of rows(message.data, 'data'))
    session.gate.said(
      {
        instrument,
        timeframeMs,
        time: milliseconds(row, 'start'),
        open: figure(row, 'open'),
        high: figure(row, 'high'),
        low: figure(row, 'low'),
        close: figure(row, 'close'),
        volume: figure(row, 'volume'),
      },
      row.confirm === true,
    );
}

/** The book of an instrument, new with each connection; what is best is told as it changes. */
function bookDecoder(session: FeedSession, instrument: string, depth: number): (message: Payload) => void {
  const kept = new BybitBook(depth);
  session.books.set(instrument, kept.book);
  return (message) => {
    const quote = kept.take(message);
    if (quote !== null) session.tell({ kind: 'quote', instrument, ...quote });
  };
}

function parsed(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    return null;
  }
}

function tellTrades(session: FeedSession, instrument: string, message: Payload): void {
  for (const row of rows(message.data, 'data'))
    session.tell({
      kind: 'trade',
      instrument,
      at: milliseconds(row, 'T'),
      price: figure(row, 'p'),
      size: figure(row, 'v'),
      side: oneOf(row, 'S', SIDES),
    });
}
