// A backtest as a job comes to what the command line comes to, and leaves its files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atalaya, SAMPLES } from '../cli/run-cli.ts';
import { type JobsLab, OVER, openJobsLab } from './lab.ts';

let lab: JobsLab;
beforeAll(async () => {
  lab = await openJobsLab();
  await lab.worker();
});
afterAll(() => lab.remove());

const INPUT = {
  strategy: 'sma-cross',
  data: { kind: 'sample', name: 'BTCUSD-coinbase-1d' },
  parameters: { fast: 8, slow: 30, direction: 'long-short' },
  from: Date.UTC(2015, 5, 1),
  cash: 25_000,
  currency: 'USD',
  feeRatio: 0.002,
  slippageRatio: 0.001,
  size: '0.5',
  finalize: 'close',
};

test('the figures are those of the command line', async () => {
  const job = await lab.desk.start('backtest', INPUT, 'ana');
  const over = await lab.reaches(job.id, ...OVER);
  expect(over).toMatchObject({ state: 'done', error: null, result: { runId: job.id } });
  const words = [
    '--symbol',
    'BTCUSD',
    '--timeframe',
    '1d',
    '--calendar',
    '24/7',
    '--from',
    '2015-06-01',
    '--cash',
    '25000',
    '--currency',
    'USD',
  ];
  const settings = ['--param', 'fast=8', '--param', 'slow=30', '--param', 'direction=long-short', '--fee', '0.002', '--slippage', '0.001'];
  const file = join(SAMPLES, 'BTCUSD-coinbase-1d.csv.gz');
  const spoken = await atalaya([
    'backtest',
    'sma-cross',
    '--candles',
    file,
    ...words,
    ...settings,
    '--size',
    '0.5',
    '--finalize',
    'close',
    '--json',
  ]);
  const { durationMs: _, barsPerSecond: __, trials: ___, ...expected } = JSON.parse(spoken.stdout);
  const folder = join(lab.dataFolder, 'research', job.id);
  const { durationMs, barsPerSecond, trials, ...found } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  expect(found).toEqual(expected);
  expect(trials).toBe(1);
});
