/** Which candles have started and which have closed by a time. */

import type { Candles } from '../market/candles.ts';

/** How many candles have closed by a time: after their timeframe, or when the next one starts where that is sooner. */
export function closedBy({ time, length }: Candles, timeframeMs: number, at: number): number {
  return Math.max(startedBy(time, length, at - timeframeMs), startedBy(time, length, at) - 1);
}

/** When a candle closes. */
export function closeTime({ time, length }: Candles, timeframeMs: number, index: number): number {
  const end = (time[index] as number) + timeframeMs;
  return index + 1 < length ? Math.min(end, time[index + 1] as number) : end;
}

/** How many candles start at or before a time. */
export function startedBy(time: Float64Array, length: number, at: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((time[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
