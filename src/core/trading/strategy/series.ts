/** What a strategy holds of an indicator: its value now and at earlier candles, never later ones. */

import { isAbove, isNotAbove } from '../../market/indicators/crossing.ts';

/** How many candles back a strategy may look at an indicator. */
export const SERIES_HISTORY = 128;

/** A strategy has asked for a candle that has not closed yet. */
export class LookAheadError extends Error {
  constructor(back: number) {
    super(`it asks for ${back} candles back, which is the future; 0 is the candle that has just closed, 1 the one before it`);
  }
}

/** The position inside a stream's current block, shared by every series of the stream. */
export interface Cursor {
  /** Index into output columns of the candle that closed last. */
  at: number;
}

export class Series {
  declare private readonly values: Float64Array;
  declare private readonly cursor: Cursor;

  constructor(values: Float64Array, cursor: Cursor) {
    this.values = values;
    this.cursor = cursor;
  }

  /** The value at the candle that just closed; NaN while the indicator is warming up. */
  get value(): number {
    return this.values[this.cursor.at] as number;
  }

  /** The value one candle ago. */
  get previous(): number {
    return this.values[this.cursor.at - 1] as number;
  }

  /** For the engine, of a series computed ahead: in how many candles it is other than 0 next; `most`, at least 1, where it is not sooner. */
  stepsToNext(most: number): number {
    const { values, cursor } = this;
    const last = cursor.at + most;
    let at = cursor.at + 1;
    while (at < last && values[at] === 0) at++;
    return at - cursor.at;
  }

  /** The value `back` candles ago, 0 <= back <= 128; NaN further back. Throws LookAheadError below 0. */
  at(back: number): number {
    if (back < 0) throw new LookAheadError(back);
    return back <= SERIES_HISTORY ? (this.values[this.cursor.at - back] as number) : Number.NaN;
  }
}

/** Whether a crosses b at this candle: 1 from below, -1 from above, 0 if it does not, or while either is not defined. */
export function crossing(a: Series, b: Series): 1 | 0 | -1 {
  const now = a.value;
  const other = b.value;
  if (now > other) return isNotAbove(a.previous, b.previous) && isAbove(now, other) ? 1 : 0;
  if (now < other) return isNotAbove(b.previous, a.previous) && isAbove(other, now) ? -1 : 0;
  return 0;
}

/** a crosses above b at this candle: a[t-1] <= b[t-1] and a[t] > b[t]; false while either is not defined. */
export function crossedUp(a: Series, b: Series): boolean {
  return a.value > b.value && isNotAbove(a.previous, b.previous) && isAbove(a.value, b.value);
}

/** a crosses below b at this candle: a[t-1] >= b[t-1] and a[t] < b[t]; false while either is not defined. */
export function crossedDown(a: Series, b: Series): boolean {
  return a.value < b.value && isNotAbove(b.previous, a.previous) && isAbove(b.value, a.value);
}

/** a crosses above a level: a[t-1] <= level and a[t] > level. */
export function crossedAbove(a: Series, level: number): boolean {
  return a.value > level && isNotAbove(a.previous, level) && isAbove(a.value, level);
}

/** a crosses below a level: a[t-1] >= level and a[t] < level. */
export function crossedBelow(a: Series, level: number): boolean {
  return a.value < level && isNotAbove(level, a.previous) && isAbove(level, a.value);
}
