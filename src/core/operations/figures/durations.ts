/** How long things took in a window of time: counted as they happen, read and forgotten at its end. */

export interface DurationFigures {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Of a window with more than this only so many are kept, which is plenty for a quantile. */
const MOST_KEPT = 4_096;

export class Durations {
  private kept: number[] = [];
  private count = 0;

  add(seconds: number): void {
    // The newest take the place of the oldest: no random choice is needed for figures of a few seconds.
    this.kept[this.count % MOST_KEPT] = seconds;
    this.count++;
  }

  /** Null where nothing happened. Begins the next window. */
  take(): DurationFigures | null {
    const { count } = this;
    const sorted = this.kept.sort((a, b) => a - b);
    this.kept = [];
    this.count = 0;
    if (count === 0) return null;
    return { count, p50: nearestRank(sorted, 0.5), p95: nearestRank(sorted, 0.95), p99: nearestRank(sorted, 0.99) };
  }
}

/** Nearest-rank quantile: the smallest value that at least this share is not above. */
function nearestRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
}
