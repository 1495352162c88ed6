// Backtests as jobs: each comes to what the command line comes to, and is kept. Runs are found by text and tag, sorted by a figure, paged, noted on, set side by side, deleted with its files.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunQuery, runQuery } from '../../src/api/research.ts';
import { atalaya, SAMPLES } from '../cli/run-cli.ts';
import { type JobsLab, openJobsLab } from './lab.ts';

let lab: JobsLab;
/** Ids of the runs, in the order in which they were asked for. */
let ids: string[];

const bitcoin = { kind: 'sample', name: 'BTCUSD-coinbase-1d' };
const BASE = { strategy: 'sma-cross', data: bitcoin, feeRatio: 0, slippageRatio: 0, selfChecks: false };
const ASKED = [
  { ...BASE, parameters: { fast: 5, slow: 20 } },
  { ...BASE, parameters: { fast: 10, slow: 30 }, feeRatio: 0.001 },
  { ...BASE, strategy: 'buy-and-hold', from: Date.UTC(2016, 0, 1) },
  { ...BASE, strategy: 'buy-and-hold', data: { kind: 'sample', name: 'SPY-usa-1d' }, cash: 5_000 },
];

beforeAll(async () => {
  lab = await openJobsLab();
  await lab.worker();
  const jobs = await Promise.all(ASKED.map((input, i) => lab.runs('backtest', input, i === 0 ? 'ana' : 'bea')));
  expect(jobs.map(({ state, error }) => ({ state, error }))).toEqual(ASKED.map(() => ({ state: 'done', error: null })));
  ids = jobs.map(({ id }) => id);
});
afterAll(() => lab.remove());

const list = (query: Partial<RunQuery>) => lab.desk.runs.list(runQuery.parse({}) && { ...runQuery.parse({}), ...query });
const found = async (query: Partial<RunQuery>) => (await list(query)).rows.map(({ id }) => ids.indexOf(id)).sort();

test('text, strategy, symbol and tag find runs', async () => {
  expect(await found({})).toEqual([0, 1, 2, 3]);
  expect(await found({ text: 'SPY' })).toEqual([3]);
  expect(await found({ text: 'buy-AND' })).toEqual([2, 3]);
  expect(await found({ strategy: 'sma-cross' })).toEqual([0, 1]);
  expect(await found({ symbol: 'BTCUSD', strategy: 'buy-and-hold' })).toEqual([2]);
  expect(await found({ text: "100%_'; drop table research.run; --" })).toEqual([]);
  const noted = await lab.desk.runs.note(ids[1] as string, { pinned: true, tags: ['keep', 'fees', 'keep'], note: 'fees count' });
  expect(noted).toMatchObject({ pinned: true, tags: ['keep', 'fees'], note: 'fees count' });
  expect(await lab.desk.runs.note(ids[1] as string, { note: 'fees cost' })).toMatchObject({
    pinned: true,
    tags: ['keep', 'fees'],
    note: 'fees cost',
  });
  expect(await found({ tag: 'fees' })).toEqual([1]);
  expect(await found({ pinned: true })).toEqual([1]);
  expect(await found({ text: 'fees cost' })).toEqual([1]);
  expect(await lab.desk.runs.tags()).toEqual(['fees', 'keep']);
});

test('every figure sorts both ways, and pages follow each other without a run twice or lost', async () => {
  const all = (await list({})).rows;
  for (const sort of ['returnRatio', 'maxDrawdownRatio', 'feesPaid', 'profitFactor'] as const)
    for (const order of ['asc', 'desc'] as const) {
      const value = (id: string) => all.find((one) => one.id === id)?.figures[sort] ?? (order === 'asc' ? Infinity : -Infinity);
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await list({ sort, order, limit: 1, ...(cursor && { cursor }) });
        seen.push(...page.rows.map(({ id }) => id));
        cursor = page.next;
      }
      expect(new Set(seen).size).toBe(4);
      const values = seen.map(value);
      expect(values).toEqual(values.toSorted((a, b) => (order === 'asc' ? a - b : b - a)));
    }
});

test('runs side by side show what differs, and say what is not fair', async () => {
  const same = await lab.desk.runs.compare([ids[0] as string, ids[1] as string]);
  expect(same.settings.map(({ name }) => name)).toEqual(['parameter fast', 'parameter slow', 'feeRatio']);
  expect(same.settings[2]).toEqual({ name: 'feeRatio', values: [0, 0.001] });
  expect(same.unfair).toEqual([expect.objectContaining({ code: 'COSTS_DIFFER', runs: [ids[1]] })]);
  const { figures } = await lab.desk.runs.read(ids[1] as string);
  expect(same.figures.find(({ name }) => name === 'returnRatio')?.values[1]).toBe(figures.returnRatio);
  expect(same.curves.ratio.map((ratio) => ratio.at(-1))).toEqual(
    same.runs.map((run) => expect.closeTo((run.figures.finalEquity as number) / 10_000, 10)),
  );

  const unlike = await lab.desk.runs.compare([ids[0], ids[2], ids[3]] as string[]);
  expect(unlike.unfair.map(({ code, runs }) => [code, runs.map((id) => ids.indexOf(id))])).toEqual([
    ['INSTRUMENT_DIFFERS', [3]],
    ['PERIOD_DIFFERS', [2, 3]],
    ['CASH_DIFFERS', [3]],
  ]);
  const { time, ratio } = unlike.curves;
  expect(time).toEqual(time.toSorted((a, b) => a - b));
  const first = unlike.runs[1]?.dataFrom as number;
  expect(ratio[1]?.filter((value, i) => value !== null && (time[i] as number) < first)).toEqual([]);
  await expect(lab.desk.runs.compare([ids[0] as string, crypto.randomUUID()])).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
});

test('a report is served by name and by nothing else', async () => {
  const { content, contentType } = lab.desk.runs.file(ids[0] as string, 'report.html');
  expect(contentType).toBe('text/html; charset=utf-8');
  expect(await text(content)).toMatch(/^<!doctype html>/i);
  for (const name of ['../trials.jsonl', 'passwords', 'constructor'])
    expect(() => lab.desk.runs.file(ids[0] as string, name)).toThrow(expect.objectContaining({ code: 'RUN_FILE_UNKNOWN' }));
  expect(() => lab.desk.runs.file('../research', 'report.html')).toThrow(expect.objectContaining({ code: 'RUN_UNKNOWN' }));
});

test('a deleted run is gone with its files', async () => {
  const id = ids[3] as string;
  expect(existsSync(join(lab.dataFolder, 'research', id))).toBe(true);
  await lab.desk.runs.delete(id);
  expect(existsSync(join(lab.dataFolder, 'research', id))).toBe(false);
  await expect(lab.desk.runs.read(id)).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
  await expect(lab.desk.runs.delete(id)).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
});

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
  // And in both languages for who reads them in the panel.
  expect(run.told.warnings.map(({ en }) => en)).toEqual(expected.warnings);
  expect(run.told.warnings.at(-1)?.es).toBe('no se aplicaron límites de riesgo: --risk default enseña qué habrían hecho');
  const few = run.told.findings.find(({ id }) => id === 'few-trades');
  expect(few).toMatchObject({ title: { en: 'Number of trades', es: 'Número de operaciones' }, severity: 'ok' });
  expect(few?.detail.es).toMatch(/operaciones cerradas/);
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
  const written = (name: string) => readFileSync(join(lab.dataFolder, 'research', over.id, name), 'utf8');
  expect(written('trades.csv')).toBe(readFileSync(join(lab.dataFolder, 'trades.csv'), 'utf8'));
  expect(JSON.parse(written('result.json'))).toEqual(run.result);
  expect(written('report.html')).toContain(expected.reportHash);
  expect(written('report.html')).toContain('atalaya backtest sma-cross --candles BTCUSD-coinbase-1d.csv.gz --symbol BTCUSD --timeframe 1d');
  expect(run.sourceHash).toBe(createHash('sha256').update(written('strategy.ts')).digest('hex'));
});

test('the trial is counted where the command line counts it', async () => {
  const again = await lab.runs('backtest', INPUT);
  expect((await lab.desk.runs.read(again.id)).figures.trials).toBe(1);
  const other = await lab.runs('backtest', { ...INPUT, cash: 24_000 });
  expect((await lab.desk.runs.read(other.id)).figures.trials).toBe(2);
});
