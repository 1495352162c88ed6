/** The equity at every mark of a run, and its deepest fall, kept while it grows: what is far from both peak and fall is taken in without a look. */

const PEAK = 0;
const TROUGH = 1;
const FALL = 2;

export class EquityColumn {
  /** In quanta; what is at and beyond `length` is not a mark yet, and may be written by who is going to `take` it. */
  declare readonly values: Float64Array;
  length = 0;
  /**
   * The highest equity, the lowest since then, and the deepest fall from an earlier peak as a share of it: in an array, because fields holding doubles
   * are slower.
   */
  private readonly extremes = new Float64Array(3);
  declare private readonly keeps: boolean;

  /** Room for `capacity` marks; without `keeps` for as many at a time, and only the deepest fall and the last mark are remembered. */
  constructor(capacity: number, keeps = true) {
    this.values = new Float64Array(capacity);
    this.keeps = keeps;
    this.forget();
  }

  /** Largest fall from a peak as a positive ratio of the peak. */
  get maxDrawdownRatio(): number {
    return Math.max(this.extremes[FALL] as number, this.presentFall);
  }

  private get presentFall(): number {
    const peak = this.extremes[PEAK] as number;
    return peak > 0 ? (peak - (this.extremes[TROUGH] as number)) / peak : 0;
  }

  add(equity: number): void {
    const at = this.end;
    this.values[at] = equity;
    this.look(at, at + 1);
    this.length++;
  }

  /** Where the next mark goes in `values`. */
  get end(): number {
    return this.keeps ? this.length : 0;
  }

  /** `count` marks of the same equity. */
  repeat(equity: number, count: number): void {
    const { values, end } = this;
    for (let k = 0; k < count; k++) values[end + k] = equity;
    this.look(end, end + 1);
    this.length += count;
  }

  /** Takes in `count` marks that have been written from `end` on. */
  take(count: number): void {
    this.look(this.end, this.end + count);
    this.length += count;
  }

  /** The same for marks of which none is below `lowest` or above `highest`, and which come to these where they are new to the column. */
  takeWithin(lowest: number, highest: number, count: number): void {
    const { extremes } = this;
    if (highest > (extremes[PEAK] as number)) this.look(this.end, this.end + count);
    else if (lowest < (extremes[TROUGH] as number)) extremes[TROUGH] = lowest;
    this.length += count;
  }

  /** A mark above this and up to `unnoticedUpTo` is neither a new peak nor a deeper fall. */
  get unnoticedAbove(): number {
    return this.extremes[TROUGH] as number;
  }

  get unnoticedUpTo(): number {
    return this.extremes[PEAK] as number;
  }

  /** Forgets the last mark of a column that keeps them. */
  dropLast(): void {
    this.length--;
    this.forget();
    this.look(0, this.length);
  }

  private forget(): void {
    this.extremes.set([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0]);
  }

  private look(from: number, to: number): void {
    const { values, extremes } = this;
    let peak = extremes[PEAK] as number;
    let trough = extremes[TROUGH] as number;
    for (let i = from; i < to; i++) {
      const equity = values[i] as number;
      if (equity < trough) trough = equity;
      if (equity <= peak) continue;
      if (trough < peak) {
        extremes[PEAK] = peak;
        extremes[TROUGH] = trough;
        extremes[FALL] = this.maxDrawdownRatio;
      }
      peak = trough = equity;
    }
    extremes[PEAK] = peak;
    extremes[TROUGH] = trough;
  }
}
