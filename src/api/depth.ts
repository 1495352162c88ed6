/** The order book and the newest trades of an instrument, as the trader's feed has them just now: asked of the venue while somebody looks, never kept. */

import { z } from 'zod';
import { identifier, instant } from './values.ts';

const level = z.object({ price: z.number(), size: z.number() });

export const depthQuery = z.object({ instrumentId: identifier });

export const depth = z.object({
  instrumentId: identifier,
  /** `joining`: asked for at the venue, nothing is here yet. `stale`: the line to the venue is down, what is told is of `at`. `none`: there is neither. */
  state: z.enum(['live', 'joining', 'stale', 'none']),
  /**
   * Why there is no order book: the feed replays recorded candles; the venue's adapter has none; too many are looked at, or were in the last minutes;
   * the session has no such instrument (told on the live stream; a question is refused).
   * Null where there is one, or is to be.
   */
  why: z.enum(['FEED_REPLAYED', 'CAPABILITY_MISSING', 'BOOKS_TOO_MANY', 'INSTRUMENT_UNKNOWN']).nullable(),
  /** The trader's clock when it was so. */
  at: instant,
  /** Best first. */
  bids: z.array(level),
  asks: z.array(level),
  /** Newest first; empty where the feed tells none. */
  trades: z.array(z.object({ at: instant, price: z.number(), size: z.number(), side: z.enum(['buy', 'sell']) })),
});

export type Depth = z.infer<typeof depth>;
export type Trade = Depth['trades'][number];
