/** One thread of a sweep: takes combinations until none is left and writes what came of each into shared memory. */

import { workerData } from 'node:worker_threads';
import { type BacktestOptions, backtest } from '../core/research/backtest.ts';
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
  readonly fills: Float64Array;
  readonly finalEquity: Float64Array;
  readonly maxDrawdownRatio: Float64Array;
}

const work = workerData as SweepWork;
const { options, instrumentId, combinations } = work;
const definition = await loadStrategyFile(work.strategyFile);
for (let i = Atomics.add(work.taken, 0, 1); i < combinations.length; i = Atomics.add(work.taken, 0, 1)) {
  const parameters = combinations[i] as SweepTask['combinations'][number];
  const result = backtest({ ...options, strategies: [{ definition, instrumentId, parameters }] });
  work.fills[i] = result.fills;
  work.finalEquity[i] = result.finalEquity;
  work.maxDrawdownRatio[i] = result.maxDrawdownRatio;
}
