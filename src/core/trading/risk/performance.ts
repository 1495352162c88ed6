/** Results of the last 30 days: a Sharpe ratio that no longer earns full risk. */

import { sharedList } from '../../journal/sharing.ts';
import { RollingCount } from './entry-log.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;
const DAYS_PER_YEAR = 365;

export class PerformanceWatch {
  private returns: number[] = [];
  private readonly trades = new RollingCount(DAYS * DAY_MS);

  /** Unitised return of a finished day. */
  dayEnded(returnRatio: number): void {
    this.returns.push(returnRatio);
    if (this.returns.length > DAYS) this.returns.shift();
  }

  tradeClosed(at: number): void {
    this.trades.add(at);
  }

  tradesAt(at: number): number {
    return this.trades.count(at);
  }

  /** Yearly Sharpe ratio of the daily returns of the last 30 days, rate 0, sample deviation, 365 days; NaN before there are 30, or when none moved. */
  get sharpe(): number {
    const { returns } = this;
    if (returns.length < DAYS) return Number.NaN;
    const mean = returns.reduce((sum, value) => sum + value, 0) / DAYS;
    const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (DAYS - 1);
    return variance > 0 ? (mean / Math.sqrt(variance)) * Math.sqrt(DAYS_PER_YEAR) : Number.NaN;
  }

  snapshot(before?: PerformanceState): PerformanceState {
    const returns = sharedList(before?.returns, this.returns);
    const trades = this.trades.snapshot();
    return before?.returns === returns && before.trades === trades ? before : { returns, trades };
  }

  restore(state: PerformanceState): void {
    this.returns = [...state.returns];
    this.trades.restore(state.trades);
  }
}

/** Plain JSON. */
export interface PerformanceState {
  readonly returns: readonly number[];
  readonly trades: readonly number[];
}
