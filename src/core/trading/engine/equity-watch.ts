/**
 * Follows the equity from mark to mark: how many marks there were, and the deepest fall. What is far from both peak and fall is taken in without a look.
 * The marks themselves are not kept: whoever wants to see them works them out afterwards (`equity-curve.ts`).
 */

const PEAK = 0;
const TROUGH = 1;
const FALL = 2;

export class EquityWatch {
  /** Marks to come, in quanta: written by who is going to `take` them. */
  declare readonly values: Float64Array;
  length = 0;
  /**
   * The highest equity, the lowest since then, and the deepest fall from an earlier peak as a share of it: in an array, because fields holding doubles
   * are slower.
   */
  private readonly extremes = new Float64Array(3);

  /** For as many marks at a time. */
  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
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
    this.repeat(equity, 1);
  }

  /** `count` marks of the same equity. */
  repeat(equity: number, count: number): void {
    this.values[0] = equity;
    this.look(this.values, 1);
    this.length += count;
  }

  /** Takes in the first `count` of `values`. */
  take(count: number): void {
    this.look(this.values, count);
    this.length += count;
  }

  /** Takes in `count` marks up to `unnoticedUpTo`, of which none is below `lowest`; one is, where that is below all since the peak. */
  takeAbove(lowest: number, count: number): void {
    if (lowest < this.unnoticedAbove) this.extremes[TROUGH] = lowest;
    this.length += count;
  }

  /** A mark above this and up to `unnoticedUpTo` is neither a new peak nor a deeper fall. */
  get unnoticedAbove(): number {
    return this.extremes[TROUGH] as number;
  }

  get unnoticedUpTo(): number {
    return this.extremes[PEAK] as number;
  }

  /** Begins again, after the first `count` of `marks`. */
  restart(marks: Float64Array, count: number): void {
    this.forget();
    this.look(marks, count);
    this.length = count;
  }

  private forget(): void {
    this.extremes.set([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0]);
  }

  private look(values: Float64Array, count: number): void {
    const { extremes } = this;
    let peak = extremes[PEAK] as number;
    let trough = extremes[TROUGH] as number;
    for (let i = 0; i < count; i++) {
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
