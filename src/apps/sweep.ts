/** A strategy run with many parameter sets over the same candles: worker threads share the candles and take the next set from one counter. */

import { Worker } from 'node:worker_threads';
import { InputError } from '../core/domain/result.ts';
import type { Candles } from '../core/market/candles.ts';
import type { BacktestOptions } from '../core/research/backtest.ts';
import { parametersOf } from '../core/trading/strategy/parameters-of.ts';
import { loadStrategyFile } from './strategy-registry.ts';
import type { SweepTask, SweepWork } from './sweep-worker.ts';

/** More side by side than this share little more, and their memory is no longer near the processor. */
const MOST_AT_ONCE = 48;

export interface SweepOptions extends SweepTask {
  readonly workers: number;
}

export interface SweepRow {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly fills: number;
  /** In account currency. */
  readonly finalEquity: number;
  readonly maxDrawdownRatio: number;
}

/**
 * One row per combination, in their order: what `backtest` gives for it alone. InputError for parameters the strategy does not allow, before anything runs;
 * an error in a worker stops all of them and is thrown.
 */
export async function sweep({ workers, ...options }: SweepOptions): Promise<SweepRow[]> {
  if (!Number.isSafeInteger(workers) || workers < 1)
    throw new InputError('WORKERS_INVALID', `expected one worker or more, found ${workers}`, 2);
  await checkCombinations(options);
  const { combinations } = options;
  const work: SweepWork = {
    ...options,
    options: { ...options.options, markets: options.options.markets.map(withSharedCandles) },
    taken: new Int32Array(new SharedArrayBuffer(4)),
    atOnce: combinationsAtOnce(combinations.length, workers),
    fills: sharedDoubles(combinations.length),
    finalEquity: sharedDoubles(combinations.length),
    maxDrawdownRatio: sharedDoubles(combinations.length),
  };
  const started = Array.from({ length: Math.min(workers, combinations.length) }, () => startWorker(work));
  try {
    await Promise.all(started.map(({ done }) => done));
  } finally {
    await Promise.all(started.map(({ worker }) => worker.terminate()));
  }
  return combinations.map((parameters, i) => ({
    parameters,
    fills: work.fills[i] as number,
    finalEquity: work.finalEquity[i] as number,
    maxDrawdownRatio: work.maxDrawdownRatio[i] as number,
  }));
}

/** Combinations a worker takes at once: so many that every worker takes as often as the others. */
function combinationsAtOnce(combinations: number, workers: number): number {
  const rounds = Math.ceil(combinations / (workers * MOST_AT_ONCE));
  return Math.ceil(combinations / (workers * rounds));
}

async function checkCombinations({ strategyFile, combinations }: SweepTask): Promise<void> {
  const definition = await loadStrategyFile(strategyFile);
  for (const combination of combinations) parametersOf(definition, combination);
}

function startWorker(work: SweepWork): { readonly worker: Worker; readonly done: Promise<void> } {
  const worker = new Worker(new URL('./sweep-worker.ts', import.meta.url), { workerData: work });
  const done = new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a sweep worker ended with ${code}`))));
  });
  return { worker, done };
}

function withSharedCandles(market: BacktestOptions['markets'][number]): BacktestOptions['markets'][number] {
  return { ...market, series: market.series.map((series) => ({ ...series, candles: inSharedMemory(series.candles) })) };
}

/** The same candles in shared memory, copied where they are not there already. */
function inSharedMemory(candles: Candles): Candles {
  const shared = <T extends object>(columns: T): T =>
    Object.fromEntries(
      Object.entries(columns).map(([name, value]) => [name, value instanceof Float64Array ? sharedColumn(value) : value]),
    ) as T;
  return { ...shared(candles), ...(candles.ask ? { ask: shared(candles.ask) } : {}) };
}

function sharedColumn(column: Float64Array): Float64Array {
  if ((column.buffer as unknown) instanceof SharedArrayBuffer) return column;
  const copy = sharedDoubles(column.length);
  copy.set(column);
  return copy;
}

function sharedDoubles(length: number): Float64Array<ArrayBuffer> {
  return new Float64Array(new SharedArrayBuffer(8 * length) as unknown as ArrayBuffer);
}
