/** The live stream: one snapshot, then frames of changes with rising sequence numbers, so that a reconnect goes on where it was. */

import { z } from 'zod';
import { candleBatch, equitySeries } from './market.ts';
import { decision, event, fill, order } from './records.ts';
import { sessionSnapshot, sessionStatus } from './session.ts';

/** One change. A status replaces the last; candles with a known time replace that candle; equity points are appended; rows are new or newer versions of their id. */
export const liveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('status'), status: sessionStatus }),
  z.object({ type: z.literal('candles'), batch: candleBatch }),
  z.object({ type: z.literal('equity'), series: equitySeries }),
  z.object({ type: z.literal('fill'), fill }),
  z.object({ type: z.literal('order'), order }),
  z.object({ type: z.literal('decision'), decision }),
  z.object({ type: z.literal('event'), event }),
]);

/** What the server sends. `sequence` counts changes within `streamId`, which a server start renews. */
export const liveFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    protocol: z.number().int(),
    streamId: z.string(),
    sequence: z.number().int().nonnegative(),
    snapshot: sessionSnapshot,
  }),
  z.object({ type: z.literal('resumed'), streamId: z.string(), sequence: z.number().int().nonnegative() }),
  z.object({ type: z.literal('changes'), sequence: z.number().int().positive(), messages: z.array(liveMessage) }),
  /** Sent when nothing else was for a while, so that a client can tell silence from a dead line. */
  z.object({ type: z.literal('heartbeat'), sequence: z.number().int().nonnegative() }),
]);

/** Given on reconnecting: the stream and the last sequence that arrived. */
export const liveQuery = z.object({ stream: z.string().max(64).optional(), after: z.coerce.number().int().nonnegative().optional() });

export type LiveMessage = z.infer<typeof liveMessage>;
export type LiveFrame = z.infer<typeof liveFrame>;
