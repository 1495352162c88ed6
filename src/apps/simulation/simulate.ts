/** Many simulated runs from one seed: their sums, what they covered, and one hash over all of them in order. */

import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { type Coverage, emptyCoverage, type FaultName, ORDER_STATES } from './faults.ts';
import type { BreachKind } from './invariants.ts';
import { type RunResult, simulateRun } from './run.ts';
import { type Share, seedOfRun } from './share.ts';

/** Runs a worker takes at a time. */
const SHARE = 8;
const DAY_BARS = 1440;

export interface SimulationOptions {
  readonly runs: number;
  readonly seed: number;
  readonly bars: number;
  readonly faults: readonly FaultName[];
  readonly workers: number;
  readonly onProgress?: (done: number, failures: number) => void;
}

export interface Failure {
  readonly run: number;
  readonly seed: number;
  /** Tasks the world had done when it was found. */
  readonly step: number;
  readonly invariant: BreachKind;
  readonly message: string;
  readonly at: number;
  readonly lastEvents: readonly string[];
}

export interface Simulation {
  readonly runs: number;
  readonly tradingDays: number;
  readonly faultsInjected: number;
  readonly crashes: number;
  /** Starts that found a journal and went on from it. */
  readonly recoveries: number;
  /** Times a standby has taken an account over. */
  readonly takeovers: number;
  readonly ordersPlaced: number;
  readonly executions: number;
  readonly duplicateOrders: number;
  readonly lostFills: number;
  readonly ledgerImbalances: number;
  readonly unresolvedOrders: number;
  /** Breaches of every other invariant. */
  readonly otherBreaches: number;
  readonly traceHash: string;
  readonly coverage: Coverage;
  /** Faults that met no order in that state, as `fault x state`. */
  readonly emptyCells: readonly string[];
  readonly failures: readonly Failure[];
}

export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const results: RunResult[] = [];
  let failures = 0;
  const take = (run: number, result: RunResult) => {
    results[run] = result;
    if (result.breaches.length > 0) failures++;
    options.onProgress?.(Object.keys(results).length, failures);
  };
  if (options.workers > 1) await inWorkers(options, take);
  else for (let run = 0; run < options.runs; run++) take(run, await simulateRun({ ...options, seed: seedOfRun(options.seed, run) }));
  return summed(results);
}

async function inWorkers(
  { runs, seed, bars, faults, workers }: SimulationOptions,
  take: (run: number, result: RunResult) => void,
): Promise<void> {
  let next = 0;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./simulation-worker.ts', import.meta.url));
      const give = () => {
        if (next >= runs) return void worker.terminate().then(() => resolve(), reject);
        const share: Share = { from: next, to: Math.min(next + SHARE, runs), seed, bars, faults };
        next = share.to;
        worker.postMessage(share);
      };
      worker.on('message', ({ from, results }: { from: number; results: RunResult[] }) => {
        results.forEach((result, i) => {
          take(from + i, result);
        });
        give();
      });
      worker.on('error', reject);
      give();
    });
  await Promise.all(Array.from({ length: Math.min(workers, Math.ceil(runs / SHARE)) }, one));
}

function summed(results: readonly RunResult[]): Simulation {
  const hash = createHash('sha256');
  const coverage = emptyCoverage();
  const sum = (of: (result: RunResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const failures = results.flatMap(({ seed, steps, breaches, lastEvents }, run) =>
    breaches.map(({ kind, message, at }): Failure => ({ run, seed, step: steps, invariant: kind, message, at, lastEvents })),
  );
  for (const { seed, traceHash } of results) hash.update(`${seed} ${traceHash}\n`);
  for (const result of results)
    for (const [fault, states] of Object.entries(result.coverage))
      for (const state of ORDER_STATES) coverage[fault as FaultName][state] += states[state];
  const count = (kind: BreachKind) => failures.filter(({ invariant }) => invariant === kind).length;
  const [duplicateOrders, lostFills, ledgerImbalances, unresolvedOrders] = (
    ['duplicate-order', 'lost-fill', 'ledger-imbalance', 'unresolved-order'] as const
  ).map(count) as [number, number, number, number];
  return {
    runs: results.length,
    tradingDays: sum(({ bars }) => bars / DAY_BARS),
    faultsInjected: sum(({ faults }) => faults),
    crashes: sum(({ crashes }) => crashes),
    recoveries: sum(({ recoveries }) => recoveries),
    takeovers: sum(({ takeovers }) => takeovers),
    ordersPlaced: sum(({ orders }) => orders),
    executions: sum(({ executions }) => executions),
    duplicateOrders,
    lostFills,
    ledgerImbalances,
    unresolvedOrders,
    otherBreaches: failures.length - duplicateOrders - lostFills - ledgerImbalances - unresolvedOrders,
    traceHash: hash.digest('hex'),
    coverage,
    emptyCells: Object.entries(coverage).flatMap(([fault, states]) =>
      ORDER_STATES.filter((state) => states[state] === 0).map((state) => `${fault} x ${state}`),
    ),
    failures,
  };
}
