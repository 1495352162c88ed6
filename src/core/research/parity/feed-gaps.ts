/** What a session's candles lack, or have otherwise, beside the candles it should have seen. */

import type { Candles } from '../../market/candles.ts';
import { sameCandle, sliceCandles } from '../../market/candles.ts';

/** Consecutive candles, by their starts. */
export interface FeedFault {
  readonly kind: 'feed-gap' | 'candle-differs';
  readonly instrumentId: string;
  readonly from: number;
  /** Start of the last one. */
  readonly to: number;
  readonly count: number;
}

/** The part of the market's candles that the session was there for: from its first candle to the newest one it saw open. */
export function whileThere(market: Candles, session: Candles): Candles {
  if (session.length === 0) return sliceCandles(market, 0, 0);
  const [first, last] = [session.time[0] as number, session.time[session.length - 1] as number];
  let [from, to] = [0, market.length];
  while (from < to && (market.time[from] as number) < first) from++;
  while (to > from && (market.time[to - 1] as number) > last) to--;
  return sliceCandles(market, from, to);
}

/** Compares candle by candle; the session's last one may not have closed and is not compared. */
export function feedFaults(instrumentId: string, market: Candles, session: Candles): FeedFault[] {
  const faults: { kind: FeedFault['kind']; instrumentId: string; from: number; to: number; count: number }[] = [];
  let before: FeedFault['kind'] | null = null;
  let j = 0;
  for (let i = 0; i < market.length && j < session.length; i++) {
    const time = market.time[i] as number;
    while (j < session.length && (session.time[j] as number) < time) j++;
    const missing = session.time[j] !== time;
    const kind = missing ? 'feed-gap' : j < session.length - 1 && !sameCandle(market, i, session, j) ? 'candle-differs' : null;
    const last = faults.at(-1);
    if (kind !== null && kind === before && last) Object.assign(last, { to: time, count: last.count + 1 });
    else if (kind !== null) faults.push({ kind, instrumentId, from: time, to: time, count: 1 });
    before = kind;
  }
  return faults;
}
