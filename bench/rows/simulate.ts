/** The fault simulation: trading days a second of one worker, from the command as an owner types it. */

import { join } from 'node:path';
import { median, outputOf } from '../measure.ts';
import { agree, type Outcome, type Row } from '../row.ts';

const CLI = join(import.meta.dirname, '../../src/apps/cli.ts');
const RUNS = 300;
const ROUNDS = 3;

interface Simulated {
  readonly tradingDays: number;
  readonly faultsInjected: number;
  readonly ordersPlaced: number;
  readonly crashes: number;
  readonly traceHash: string;
}

async function measure(): Promise<Outcome> {
  const perSecond: number[] = [];
  const results: Simulated[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const words = [CLI, 'simulate', '--runs', String(RUNS), '--seed', '1', '--faults', 'all', '--workers', '1', '--json'];
    const result = JSON.parse(await outputOf(process.execPath, words, 120_000)) as Simulated;
    perSecond.push((result.tradingDays * 1000) / (performance.now() - start));
    results.push(result);
    agree('trace hash of the same seeds', results[0]?.traceHash, result.traceHash);
  }
  const days = median(perSecond);
  const { ordersPlaced, faultsInjected, crashes } = results[0] as Simulated;
  const each = (count: number) => (count / RUNS).toFixed(1);
  return {
    figures: { 'simulate.tradingDaysPerSecond': days },
    lines: [
      {
        label: 'simulate: trading days',
        value: `${days.toFixed(1)}/s`,
        note: `one worker, ${RUNS} days of 1,440 candles of two symbols, start of the process included; a day has ${each(ordersPlaced)} orders, ${each(faultsInjected)} faults, ${each(crashes)} crashes`,
      },
    ],
  };
}

export const simulateRow: Row = { name: 'simulate', figures: ['simulate.tradingDaysPerSecond'], measure };
