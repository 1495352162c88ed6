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

/** Steps longer than so many usual ones are holes. */
const USUAL_STEPS = 8;

/** Rows with an empty one in each hole of a curve that has no fixed interval, so that no line is drawn across it. */
export function brokenAtGaps(
  times: readonly number[],
  columns: readonly (readonly number[])[],
): { readonly x: number[]; readonly columns: (number | null)[][] } {
  const steps = times.slice(1).map((time, row) => time - (times[row] as number));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const x: number[] = [];
  const broken: (number | null)[][] = columns.map(() => []);
  for (const [row, time] of times.entries()) {
    const before = times[row - 1];
    if (before !== undefined && usual > 0 && time - before > usual * USUAL_STEPS) {
      x.push((before + time) / 2);
      for (const column of broken) column.push(null);
    }
    x.push(time);
    for (const [place, column] of columns.entries()) (broken[place] as (number | null)[]).push(column[row] ?? null);
  }
  return { x, columns: broken };
}
