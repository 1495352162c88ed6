/** When candles close: one rule for playing them and for naming the instants of an equity curve afterwards. */

import type { Candles } from '../../market/candles.ts';

export interface CandleSeries {
  readonly timeframeMs: number;
  readonly candles: Candles;
}

/** A candle ends after its timeframe, or when the next one starts where that is sooner (a day that daylight saving shortened). */
export function closeTime({ candles, timeframeMs }: CandleSeries, index: number): number {
  const end = (candles.time[index] as number) + timeframeMs;
  const next = index + 1 < candles.length ? (candles.time[index + 1] as number) : end;
  return next < end ? next : end;
}

/** Every instant at which a candle of one of the series closes, once, ascending: the engine marks the account at each of them. */
export function closeTimes(series: readonly CandleSeries[]): Float64Array {
  const times = new Float64Array(series.reduce((sum, { candles }) => sum + candles.length, 0));
  let count = 0;
  walkCloses(series, (at) => {
    times[count++] = at;
    return true;
  });
  return times.subarray(0, count);
}

/** Visits these instants, with how many candles of each series have closed by then, until `visit` is false. */
export function walkCloses(series: readonly CandleSeries[], visit: (at: number, closed: Int32Array) => boolean): void {
  const closed = new Int32Array(series.length);
  const nextTime = series.map((one) => (one.candles.length > 0 ? closeTime(one, 0) : Number.POSITIVE_INFINITY));
  for (;;) {
    let at = Number.POSITIVE_INFINITY;
    for (const time of nextTime) if (time < at) at = time;
    if (at === Number.POSITIVE_INFINITY) return;
    for (let i = 0; i < series.length; i++) {
      if (nextTime[i] !== at) continue;
      const one = series[i] as CandleSeries;
      const index = (closed[i] as number) + 1;
      closed[i] = index;
      nextTime[i] = index < one.candles.length ? closeTime(one, index) : Number.POSITIVE_INFINITY;
    }
    if (!visit(at, closed)) return;
  }
}
