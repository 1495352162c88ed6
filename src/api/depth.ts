/** The order book and the newest trades of an instrument, as the trader's feed has them just now: asked for while somebody looks, never kept. */

import { z } from 'zod';
import { identifier, instant } from './values.ts';

const level = z.object({ price: z.number(), size: z.number() });

export const depthQuery = z.object({ instrumentId: identifier });

export const depth = z.object({
  instrumentId: identifier,
  /** `none`: this session's feed has no order book (a replay of candles, or a feed of candles alone). */
  state: z.enum(['live', 'none']),
  /** The trader's clock. */
  at: instant,
  /** Best first. */
  bids: z.array(level),
  asks: z.array(level),
  /** Newest first; empty where the feed tells none. */
  trades: z.array(z.object({ at: instant, price: z.number(), size: z.number(), side: z.enum(['buy', 'sell']) })),
});

export type Depth = z.infer<typeof depth>;
export type Trade = Depth['trades'][number];
