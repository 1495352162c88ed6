/** A sweep of a user's strategy over worker threads, against the same combinations one by one. */

import { availableParallelism } from 'node:os';
import { strategyFiles } from '../../src/apps/strategy-registry.ts';
import { type SweepRow, sweep } from '../../src/apps/sweep.ts';
import { backtest } from '../../src/core/research/backtest.ts';
import { BARS, INSTRUMENT, optionsFor, resultOf, smaCross, walk } from '../market.ts';
import { median, times } from '../measure.ts';
import { agree, type Outcome, type Row } from '../row.ts';

const ROUNDS = 3;
const CHECKED = 4;
/** Pairs of averages: enough of them that starting the threads is not what is measured. */
const COMBINATIONS = Array.from({ length: 720 }, (_, i) => ({ fast: 5 + 2 * (i % 24), slow: 60 + 6 * Math.floor(i / 24) }));

async function measure(): Promise<Outcome> {
  const candles = walk(BARS, true);
  const definition = await smaCross();
  const { strategies: _, ...options } = optionsFor(candles, definition);
  const run = async (workers: number): Promise<{ rows: SweepRow[]; perSecond: number }> => {
    const start = performance.now();
    const strategyFile = strategyFiles().get('sma-cross') as string;
    const rows = await sweep({ strategyFile, instrumentId: INSTRUMENT.id, options, combinations: COMBINATIONS, workers });
    return { rows, perSecond: (COMBINATIONS.length / (performance.now() - start)) * 1000 };
  };
  const [alone, together]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    alone.push((await run(1)).perSecond);
    const { rows, perSecond } = await run(2);
    together.push(perSecond);
    if (round === 0)
      checkRows(rows, (parameters) =>
        resultOf(backtest({ ...options, strategies: [{ definition, instrumentId: INSTRUMENT.id, parameters }] })),
      );
  }
  const scaling = median(together) / median(alone);
  return {
    figures: { 'sweep.combinationsPerSecond': median(together), 'sweep.scaling': scaling },
    lines: [
      {
        label: 'sweep, 2 workers',
        value: `${median(together).toFixed(0)} combinations/s`,
        note: `${COMBINATIONS.length} x ${BARS} candles, start of the threads included`,
      },
      {
        label: 'sweep, 1 worker',
        value: `${median(alone).toFixed(0)} combinations/s`,
        note: `2 workers are ${times(scaling)} one, on ${availableParallelism()} cores`,
      },
    ],
  };
}

/** Some of the rows are what a single run gives. */
function checkRows(rows: readonly SweepRow[], single: (parameters: SweepRow['parameters']) => Omit<SweepRow, 'parameters'>): void {
  for (let i = 0; i < CHECKED; i++) {
    const { parameters, ...found } = rows[Math.floor((i * (rows.length - 1)) / (CHECKED - 1))] as SweepRow;
    agree(`sweep at ${JSON.stringify(parameters)}`, single(parameters), found);
  }
}

export const sweepRow: Row = { name: 'sweep', figures: ['sweep.combinationsPerSecond', 'sweep.scaling'], measure };
