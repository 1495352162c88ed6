/** Holes in candles: found from their times, and given room on the time axis so that a gap shows as a gap. */

export interface Gap {
  /** Open time of the candle before the hole, and of the one after it. */
  readonly after: number;
  readonly before: number;
  /** How long nothing is known. */
  readonly missingMs: number;
  /** Times of the empty places drawn in between. */
  readonly places: readonly number[];
}

/** Wider holes (nights, weekends) get this many places, and their true length in words. */
const MOST_PLACES = 12;
/** Up to so many missing candles the hole is drawn to scale. */
const DRAWN_TO_SCALE = 60;

export function gapsOf(times: readonly number[], intervalMs: number): Gap[] {
  const gaps: Gap[] = [];
  for (let row = 1; row < times.length; row++) {
    const [after, before] = [times[row - 1] as number, times[row] as number];
    const missing = Math.round((before - after) / intervalMs) - 1;
    if (missing <= 0) continue;
    const count = missing <= DRAWN_TO_SCALE ? missing : MOST_PLACES;
    const step = (before - after) / (count + 1);
    const places = Array.from({ length: count }, (_, place) => Math.round(after + step * (place + 1)));
    gaps.push({ after, before, missingMs: missing * intervalMs, places });
  }
  return gaps;
}
