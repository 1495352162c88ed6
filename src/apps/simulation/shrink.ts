/** Makes a run that broke an invariant smaller: fewer kinds of faults and a shorter day, as long as the same invariant breaks. */

import type { FaultName } from './faults.ts';
import { type RunOptions, type RunResult, simulateRun } from './run.ts';

export interface Shrunk {
  readonly seed: number;
  readonly bars: number;
  readonly faults: readonly FaultName[];
  readonly result: RunResult;
  /** Runs it took. */
  readonly tries: number;
}

/** Null where the run breaks nothing. */
export async function shrink(options: Required<Pick<RunOptions, 'seed' | 'bars' | 'faults'>>): Promise<Shrunk | null> {
  let { bars, faults } = options;
  let result = await simulateRun(options);
  const kind = result.breaches[0]?.kind;
  if (kind === undefined) return null;
  let tries = 1;
  const stillBreaks = async (fewerBars: number, fewerFaults: readonly FaultName[]) => {
    tries++;
    const tried = await simulateRun({ seed: options.seed, bars: fewerBars, faults: fewerFaults });
    if (tried.breaches[0]?.kind !== kind) return false;
    [bars, faults, result] = [fewerBars, fewerFaults, tried];
    return true;
  };
  // Everything that depends on chance draws from a stream of its own name, so that taking a fault away leaves the others where they are.
  for (let again = true; again; ) {
    again = false;
    for (let size = Math.ceil(faults.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
      for (let from = 0; from < faults.length; ) {
        const fewer = [...faults.slice(0, from), ...faults.slice(from + size)];
        if (await stillBreaks(bars, fewer)) again = true;
        else from += size;
      }
    for (let cut = Math.floor(bars / 2); cut >= 1; cut = Math.floor(cut / 2))
      while (bars - cut >= 1 && (await stillBreaks(bars - cut, faults))) again = true;
  }
  return { seed: options.seed, bars, faults, result, tries };
}
