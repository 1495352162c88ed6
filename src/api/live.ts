/** The live stream: one snapshot, then frames of changes. What happened carries the journal's sequence, so that nothing of it is ever missed; figures carry none, the newest counts. */

import { z } from 'zod';
import { depth } from './depth.ts';
import { job } from './jobs.ts';
import { candleBatch, equitySeries } from './market.ts';
import { decision, event, fill, order } from './records.ts';
import { sessionSnapshot, sessionStatus } from './session.ts';
import { identifier, instant } from './values.ts';

/** The process that trades, as the one that shows it sees it. */
export const traderState = z.object({
  /** `silent`: it takes the call and says nothing. It may hang; whether it trades nobody can say. */
  state: z.enum(['running', 'starting', 'silent', 'stopped']),
  /** Wall clock at which it became so. */
  since: instant,
  /** Why, where that is known. */
  detail: z.string().nullable(),
});

/**
 * One change. A status replaces the last; candles with a known time replace that candle; equity points are appended; rows are new or newer versions of
 * their id.
 */
export const liveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('trader'), trader: traderState }),
  z.object({ type: z.literal('status'), status: sessionStatus }),
  z.object({ type: z.literal('candles'), batch: candleBatch }),
  z.object({ type: z.literal('equity'), series: equitySeries }),
  z.object({ type: z.literal('fill'), fill }),
  z.object({ type: z.literal('order'), order }),
  z.object({ type: z.literal('decision'), decision }),
  z.object({ type: z.literal('event'), event }),
  z.object({ type: z.literal('job'), job }),
  /** Replaces the last of its instrument. */
  z.object({ type: z.literal('depth'), depth }),
]);

/** What a client can listen to. Rows are lossless; the rest is latest value: joined while a client waits. The state of the trader is told to everybody. */
export const liveTopic = z.enum(['fills', 'orders', 'decisions', 'events', 'status', 'equity', 'candles', 'jobs']);

/** Which stream of candles: without any, none of the topic is sent. */
export const candleStream = z.strictObject({ instrumentId: identifier, timeframe: identifier });

/** What a client says, at any time: it replaces what it said before. */
export const liveSubscription = z.strictObject({
  type: z.literal('subscribe'),
  topics: z.array(liveTopic).max(liveTopic.options.length),
  candles: z.array(candleStream).max(8).default([]),
});

/** Books that one client may look at. */
export const MOST_WATCHED = 4;

/**
 * Whose order book and newest trades a client looks at: said at any time, it replaces what it said before. They are asked of the trader, and by it of the
 * venue, only while somebody looks, and are sent to nobody else, whatever topics he listens to.
 */
export const liveWatch = z.strictObject({
  type: z.literal('watch'),
  depth: z.array(z.strictObject({ instrumentId: identifier })).max(MOST_WATCHED),
});

export const liveSaid = z.discriminatedUnion('type', [liveSubscription, liveWatch]);

/**
 * What the server sends. `sequence` is an entry of the journal `streamId` names: everything of the client's lossless topics up to it has been sent.
 * `changes` says where it goes on from; a client whose own place is another reconnects with `stream` and `after`.
 */
export const liveFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    protocol: z.number().int(),
    /** Of the server: a page made by another one asks to be loaded again. */
    release: z.string(),
    streamId: z.string(),
    sequence: z.number().int().nonnegative(),
    trader: traderState,
    /** Null while no trader has been heard. */
    snapshot: sessionSnapshot.nullable(),
  }),
  z.object({
    type: z.literal('resumed'),
    release: z.string(),
    streamId: z.string(),
    sequence: z.number().int().nonnegative(),
    trader: traderState,
  }),
  z.object({
    type: z.literal('changes'),
    from: z.number().int().nonnegative(),
    sequence: z.number().int().nonnegative(),
    messages: z.array(liveMessage),
  }),
  z.object({ type: z.literal('values'), messages: z.array(liveMessage) }),
  /** Sent when nothing else was for a while, so that a client can tell silence from a dead line. */
  z.object({ type: z.literal('heartbeat'), sequence: z.number().int().nonnegative() }),
]);

/** Given on reconnecting: the stream and the last sequence that arrived. */
export const liveQuery = z.object({ stream: z.string().max(200).optional(), after: z.coerce.number().int().nonnegative().optional() });

export type TraderState = z.infer<typeof traderState>;
export type LiveMessage = z.infer<typeof liveMessage>;
export type LiveTopic = z.infer<typeof liveTopic>;
export type LiveSubscription = z.infer<typeof liveSubscription>;
export type LiveWatch = z.infer<typeof liveWatch>;
export type LiveFrame = z.infer<typeof liveFrame>;
