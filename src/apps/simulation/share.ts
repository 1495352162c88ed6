/** Some runs of a simulation, one after the other: what a worker thread is given at a time. */

import { seedFor } from '../../core/trading/engine/random.ts';
import type { FaultName } from './faults.ts';
import { type RunResult, simulateRun } from './run.ts';

export interface Share {
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  readonly bars: number;
  readonly faults: readonly FaultName[];
}

/** The first run has the seed itself, so that any run can be made again alone. */
export function seedOfRun(seed: number, run: number): number {
  return run === 0 ? seed : seedFor(seedFor(seed, `${Math.floor(seed / 2 ** 32)}`), `run ${run}`);
}

export async function simulateShare({ from, to, seed, bars, faults }: Share): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (let run = from; run < to; run++) results.push(await simulateRun({ seed: seedOfRun(seed, run), bars, faults }));
  return results;
}
