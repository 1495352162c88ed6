// A backtest as a job comes to what the command line comes to, and leaves its files.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atalaya, SAMPLES } from '../cli/run-cli.ts';
import { type JobsLab, openJobsLab } from './lab.ts';

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

test('the figures are those of the command line, and its files lie beside the run', async () => {
  const over = await lab.runs('backtest', INPUT);
  expect(over).toMatchObject({ state: 'done', error: null, result: { runId: over.id } });
  const file = join(SAMPLES, 'BTCUSD-coinbase-1d.csv.gz');
  const data = ['--candles', file, '--symbol', 'BTCUSD', '--timeframe', '1d', '--calendar', '24/7', '--from', '2015-06-01'];
  const parameters = ['fast=8', 'slow=30', 'direction=long-short'].flatMap((one) => ['--param', one]);
  const money = ['--cash', '25000', '--currency', 'USD', '--fee', '0.002', '--slippage', '0.001', '--size', '0.5', '--finalize', 'close'];
  const files = ['--trades', join(lab.dataFolder, 'trades.csv'), '--data-dir', join(lab.dataFolder, 'other'), '--json'];
  const spoken = await atalaya(['backtest', 'sma-cross', ...data, ...parameters, ...money, ...files]);
  const { durationMs: _, barsPerSecond: __, ...expected } = JSON.parse(spoken.stdout);

  const run = await lab.desk.runs.read(over.id);
  const { durationMs, barsPerSecond, ...found } = run.result;
  expect(found).toEqual(expected);
  expect(durationMs).toBeGreaterThan(0);
  expect(barsPerSecond).toBeGreaterThan(0);
  expect(run).toMatchObject({
    requestedBy: 'ana',
    strategy: 'sma-cross',
    symbol: 'BTCUSD',
    timeframe: '1d',
    dataSource: 'BTCUSD-coinbase-1d.csv.gz',
    dataFrom: Date.UTC(2015, 5, 1),
    resultHash: expected.reportHash,
    figures: { finalEquity: expected.finalEquity, sharpe: expected.sharpe, closedTrades: expected.closedTrades },
    faults: [],
    files: ['report.html', 'trades.csv', 'result.json', 'strategy.ts'],
  });
  expect(run.curve.equity.at(-1)).toBe(expected.finalEquity);
  const text = (name: string) => readFileSync(join(lab.dataFolder, 'research', over.id, name), 'utf8');
  expect(text('trades.csv')).toBe(readFileSync(join(lab.dataFolder, 'trades.csv'), 'utf8'));
  expect(JSON.parse(text('result.json'))).toEqual(run.result);
  expect(text('report.html')).toContain(expected.reportHash);
  expect(text('report.html')).toContain('atalaya backtest sma-cross --candles BTCUSD-coinbase-1d.csv.gz --symbol BTCUSD --timeframe 1d');
  expect(run.sourceHash).toBe(createHash('sha256').update(text('strategy.ts')).digest('hex'));
});

test('the trial is counted where the command line counts it', async () => {
  const again = await lab.runs('backtest', INPUT);
  expect((await lab.desk.runs.read(again.id)).figures.trials).toBe(1);
  const other = await lab.runs('backtest', { ...INPUT, cash: 24_000 });
  expect((await lab.desk.runs.read(other.id)).figures.trials).toBe(2);
});
