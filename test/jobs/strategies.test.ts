// Strategies as the pages have them: what the folder holds, their forms, their source, and what a check has found.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { strategy, strategyResult } from '../../src/api/strategies.ts';
import { STRATEGIES_FOLDER, strategyFiles } from '../../src/apps/strategy-registry.ts';
import { type JobsLab, openJobsLab } from './lab.ts';

let lab: JobsLab;
beforeAll(async () => {
  lab = await openJobsLab();
});
afterAll(() => lab.remove());

test('every file of the folder is there, as its shape says, with a form for its parameters', async () => {
  const list = await lab.desk.strategies.list();
  expect(list.map(({ id }) => id)).toEqual([...strategyFiles().keys()]);
  for (const one of list) strategy.parse(one);
  const cross = await lab.desk.strategies.read('sma-cross');
  expect(cross).toMatchObject({
    problem: null,
    check: null,
    loaded: { title: { es: expect.any(String) }, timeframes: [], indicators: expect.any(Array) },
  });
  expect(cross.loaded?.parameters.map(({ name, kind, unit }) => [name, kind, unit])).toEqual([
    ['fast', 'integer', 'candles'],
    ['slow', 'integer', 'candles'],
    ['direction', 'choice', null],
  ]);
  expect(cross.loaded?.parameters[2]).toMatchObject({ choices: ['long-only', 'long-short'], min: null, step: null });
});

test('the source is the file', () => {
  const { text, fileName } = lab.desk.strategies.source('sma-cross');
  expect(text).toBe(readFileSync(join(STRATEGIES_FOLDER, fileName), 'utf8'));
  expect(() => lab.desk.strategies.source('../package')).toThrow(expect.objectContaining({ code: 'STRATEGY_UNKNOWN' }));
});

test('a new strategy takes no name that is taken, and none that is a path', () => {
  expect(() => lab.desk.strategies.create('sma-cross')).toThrow(expect.objectContaining({ code: 'FILE_EXISTS' }));
  expect(() => lab.desk.strategies.create('../evil')).toThrow(expect.objectContaining({ code: 'NAME_INVALID' }));
});

test('a check is a job, and what it found stands beside the strategy', async () => {
  const worker = await lab.worker();
  expect(await lab.runs('strategy-check', { strategy: 'sma-cross' })).toMatchObject({ state: 'done', result: { ok: true } });
  await worker.stop();
  expect((await lab.desk.strategies.read('sma-cross')).check).toMatchObject({
    current: true,
    ok: true,
    error: null,
    findings: [
      { id: 'look-ahead', severity: 'ok' },
      { id: 'warm-up', severity: 'ok' },
    ],
  });
});

test('results are added up per account and strategy, exactly, fees by their currency', async () => {
  const { database } = lab.throwAway;
  const fill = (id: string, strategyId: string, kind: string, realised: string | null, fee: string, currency: string) =>
    database.query(
      `insert into trading.fills (fill_id, account, strategy_id, instrument_id, side, quantity, price, fee, fee_currency, liquidity, kind, realised, at, journal_sequence)
       values ($1, 'paper', $2, 'BTC', 'buy', 1, 100, $3, $4, 'taker', $5, $6, '2024-01-02', 1)`,
      [id, strategyId, fee, currency, kind, realised],
    );
  await fill('f1', 'sma-cross', 'open', null, '0.1', 'USDT');
  await fill('f2', 'sma-cross', 'close', '10.000000000000000001', '0.2', 'USDT');
  await fill('f3', 'sma-cross', 'close', '-4', '0.0001', 'BNB');
  await fill('f4', 'other', 'open', null, '0.3', 'USDT');
  await database.query(
    `insert into trading.decisions (decision_id, account, at, strategy_id, instrument_id, action, outcome, journal_sequence)
     values ('d1', 'paper', now(), 'sma-cross', 'BTC', 'enter', 'approved', 1), ('d2', 'paper', now(), 'idle', 'BTC', 'enter', 'refused', 2)`,
  );
  await database.query("insert into trading.equity_marks values ('paper', now(), 'USDT', 1000, 1)");
  const results = await lab.desk.strategies.results();
  for (const one of results) strategyResult.parse(one);
  expect(results.map(({ strategyId }) => strategyId)).toEqual(['idle', 'other', 'sma-cross']);
  expect(results[0]).toMatchObject({ fills: 0, realised: '0', decisions: { approved: 0, refused: 1 }, lastAt: null });
  expect(results[2]).toEqual({
    ...{ account: 'paper', strategyId: 'sma-cross', currency: 'USDT', fills: 3, closes: 2, gains: 1 },
    decisions: { approved: 1, refused: 0 },
    realised: '6.000000000000000001',
    fees: [
      { currency: 'BNB', amount: '0.0001' },
      { currency: 'USDT', amount: '0.3' },
    ],
    firstAt: expect.any(Number),
    lastAt: expect.any(Number),
  });
});
