/** One thread of a sweep: takes combinations, several at once, until none is left and writes what came of each into shared memory. */

import { workerData } from 'node:worker_threads';
import type { BacktestOptions } from '../core/research/backtest.ts';
import { backtestSideBySide } from '../core/research/side-by-side.ts';
import { loadStrategyFile } from './strategy-registry.ts';

/** What every thread of a sweep is given. */
export interface SweepTask {
  readonly strategyFile: string;
  readonly instrumentId: string;
  /** Everything of the backtests but their strategy. */
  readonly options: Omit<BacktestOptions, 'strategies'>;
  readonly combinations: readonly Readonly<Record<string, unknown>>[];
}

/** In shared memory: how many combinations have been taken, and a result for each. */
export interface SweepWork extends SweepTask {
  readonly taken: Int32Array;
  /** Combinations a thread takes at once and plays side by side. */
  readonly atOnce: number;
  readonly fills: Float64Array;
  readonly finalEquity: Float64Array;
  readonly maxDrawdownRatio: Float64Array;
}

const work = workerData as SweepWork;
const { options, instrumentId, combinations } = work;
const definition = await loadStrategyFile(work.strategyFile);
for (let from = Atomics.add(work.taken, 0, work.atOnce); from < combinations.length; from = Atomics.add(work.taken, 0, work.atOnce)) {
  const strategies = combinations.slice(from, from + work.atOnce).map((parameters) => ({ definition, instrumentId, parameters }));
  backtestSideBySide(options, strategies).forEach((outcome, k) => {
    work.fills[from + k] = outcome.fills;
    work.finalEquity[from + k] = outcome.finalEquity;
    work.maxDrawdownRatio[from + k] = outcome.maxDrawdownRatio;
  });
}
