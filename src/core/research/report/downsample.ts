/** Fewer points that draw the same picture: extremes are kept, and nothing is interpolated. */

import { aggregateCandles } from '../../market/aggregate.ts';
import { ALWAYS_OPEN } from '../../market/calendar.ts';
import type { Candles } from '../../market/candles.ts';
import { timeframeMs, timeframeText } from '../../market/timeframe.ts';

/**
 * Indexes of at most about `target` points: of each stretch of equal length the first, last, lowest and highest of every column given.
 * Everything is kept when there are no more than `target` points.
 */
export function pickPoints(columns: readonly Float64Array[], target: number): Uint32Array {
  const length = columns[0]?.length ?? 0;
  if (length <= target) return Uint32Array.from({ length }, (_, i) => i);
  const stretch = Math.ceil((length * (2 + 2 * columns.length)) / target);
  const kept: number[] = [];
  for (let from = 0; from < length; from += stretch) {
    const to = Math.min(length, from + stretch);
    const indexes = [from, to - 1];
    for (const column of columns) {
      let [low, high] = [from, from];
      for (let i = from + 1; i < to; i++) {
        if ((column[i] as number) < (column[low] as number)) low = i;
        if ((column[i] as number) > (column[high] as number)) high = i;
      }
      indexes.push(low, high);
    }
    indexes.sort((a, b) => a - b);
    for (const index of indexes) if (index !== kept[kept.length - 1]) kept.push(index);
  }
  return Uint32Array.from(kept);
}

/** Round lengths a chart may use, in seconds. */
const ROUND_STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 28_800, 43_200, 86_400];

/** The same candles on a larger round timeframe (UTC borders), so that there are at most about `target`; as they are when there are no more. */
export function aggregateForDrawing(candles: Candles, timeframe: string, target: number): { timeframe: string; candles: Candles } {
  if (candles.length <= target) return { timeframe, candles };
  const base = timeframeMs(timeframe);
  const round = ROUND_STEPS.map((seconds) => seconds * 1000).filter((step) => step > base && step % base === 0);
  let step = round.shift() ?? base * 2;
  while (bucketCount(candles, step) > target) step = round.shift() ?? step * 2;
  return {
    timeframe: timeframeText(step),
    candles: aggregateCandles(candles, base, step, ALWAYS_OPEN, { completeUntilMs: Number.POSITIVE_INFINITY }),
  };
}

function bucketCount(candles: Candles, step: number): number {
  let count = 0;
  let before = Number.NaN;
  for (let i = 0; i < candles.length; i++) {
    const bucket = Math.floor((candles.time[i] as number) / step);
    if (bucket !== before) count++;
    before = bucket;
  }
  return count;
}
