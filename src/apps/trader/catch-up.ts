/** The candles that a live trader has not heard itself: asked for at every start, before anything is decided. */

import type { ArrivedCandle } from '../../core/market/candle-barrier.ts';
import { PATH_MS } from './live-setup.ts';
import type { TraderFeed } from './venue-openers.ts';

interface Missed {
  readonly feed: TraderFeed;
  /** In the order of their numbers. */
  readonly instruments: readonly { readonly id: string }[];
  /** Up to which close everything was taken in; null in a new session, which warms up from `first` on. */
  readonly since: number | null;
  readonly first: number;
}

/**
 * Plays the candles that closed before the feed was heard: the warm-up of a new session, or what a stopped one has missed. Returns when the last one
 * closed; null where there was none.
 */
export async function catchUp(
  { feed, instruments, since, first }: Missed,
  closed: (closesAt: number, candles: readonly ArrivedCandle[]) => void,
): Promise<number | null> {
  const byClose = new Map<number, ArrivedCandle[]>();
  for (const [index, { id }] of instruments.entries()) {
    for (const { time, open, high, low, close, volume } of await feed.history(id, PATH_MS, since ?? first)) {
      const closesAt = time + PATH_MS;
      if (since === null || closesAt > since)
        byClose.set(closesAt, [...(byClose.get(closesAt) ?? []), [index, [time, open, high, low, close, volume]]]);
    }
  }
  const times = [...byClose.keys()].sort((a, b) => a - b);
  for (const closesAt of times) closed(closesAt, byClose.get(closesAt) as ArrivedCandle[]);
  return times.at(-1) ?? null;
}
