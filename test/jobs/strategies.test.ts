// Strategies as the pages have them: what the folder holds, their forms, their source, and what a check has found.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allocation, strategy, strategyResult } from '../../src/api/strategies.ts';
import { STRATEGIES_FOLDER, strategyFiles } from '../../src/apps/strategy-registry.ts';
import { allocationOf } from '../../src/apps/worker/allocation-desk.ts';
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

test('a new strategy is the template under its name, and takes none of the platform’s own', () => {
  for (const name of ['owner', 'webhook', 'a'.repeat(61), 'Mine', 'my--own', 'my-own-'])
    expect(() => lab.desk.strategies.create(name), name).toThrow(expect.objectContaining({ code: 'NAME_INVALID' }));
  const file = join(STRATEGIES_FOLDER, 'made-by-a-test.ts');
  try {
    const { id, text } = lab.desk.strategies.create('made-by-a-test');
    expect(id).toBe('made-by-a-test');
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(text).toContain("id: 'made-by-a-test',");
  } finally {
    rmSync(file, { force: true });
  }
});

test('what is not there is refused when it is asked for, not later by its work', async () => {
  const unknown = expect.objectContaining({ code: 'STRATEGY_UNKNOWN' });
  await expect(lab.desk.jobs.start('strategy-check', { strategy: 'no-such' }, 'ana')).rejects.toThrow(unknown);
  const data = { kind: 'sample', name: 'BTCUSD-coinbase-1d' };
  await expect(lab.desk.jobs.start('backtest', { strategy: 'no-such', data }, 'ana')).rejects.toThrow(unknown);
  expect((await lab.desk.jobs.list({ limit: 50 })).rows).toEqual([]);
  await expect(lab.desk.jobs.log('6f9619ff-8b86-4d01-b42d-00c04fc964ff')).rejects.toThrow(expect.objectContaining({ code: 'JOB_UNKNOWN' }));
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
      {
        ...{ id: 'look-ahead', severity: 'ok', title: { en: 'Look-ahead', es: 'Datos del futuro' } },
        detail: {
          en: expect.stringMatching(/^\d+ sampled decisions .* \(on \S+\)\.$/),
          es: expect.stringMatching(/^\d+ decisiones .* \(en \S+\)\.$/),
        },
      },
      { id: 'warm-up', severity: 'ok' },
    ],
  });
});

test('results are added up per account and strategy, exactly, fees by their currency', async () => {
  const { database } = lab.throwAway;
  const fill = (
    id: string,
    strategyId: string,
    kind: string,
    realised: string | null,
    fee: string,
    currency: string,
    net: string | null = null,
  ) =>
    database.query(
      `insert into trading.fills (fill_id, account, strategy_id, instrument_id, side, quantity, price, fee, fee_currency, liquidity, kind, realised, net, at, journal_sequence)
       values ($1, 'paper', $2, 'BTC', 'buy', 1, 100, $3, $4, 'taker', $5, $6, $7, '2024-01-02', 1)`,
      [id, strategyId, fee, currency, kind, realised, net],
    );
  await fill('f1', 'sma-cross', 'open', null, '0.1', 'USDT');
  await fill('f2', 'sma-cross', 'close', '10.000000000000000001', '0.2', 'USDT');
  await fill('f3', 'sma-cross', 'close', '-4', '0.0001', 'BNB');
  await fill('f4', 'other', 'open', null, '0.3', 'USDT');
  // A gain smaller than its fees, then an entry that is still open and has cost 0.3 by now.
  await fill('f5', 'other', 'close', '0.5', '0.3', 'USDT', '-0.1');
  const held = JSON.stringify({ 'other BTC': { quantity: '1', value: '100', fees: '0.3' } });
  await database.query("insert into trading.journal_position (account, sequence, held) values ('paper', 1, $1)", [held]);
  await database.query(
    `insert into trading.decisions (decision_id, account, at, strategy_id, instrument_id, action, outcome, journal_sequence)
     values ('d1', 'paper', now(), 'sma-cross', 'BTC', 'enter', 'approved', 1), ('d2', 'paper', now(), 'idle', 'BTC', 'enter', 'refused', 2)`,
  );
  await database.query("insert into trading.equity_marks values ('paper', now(), 'USDT', 1000, 1)");
  const results = await lab.desk.strategies.results();
  for (const one of results) strategyResult.parse(one);
  expect(results.map(({ strategyId }) => strategyId)).toEqual(['idle', 'other', 'sma-cross']);
  expect(results[0]).toMatchObject({ fills: 0, realised: '0', decisions: { approved: 0, refused: 1 }, lastAt: null });
  expect(results[1]).toMatchObject({ closes: 1, gains: 0, realised: '0.5', net: '-0.4' });
  expect(results[2]).toEqual({
    ...{ account: 'paper', strategyId: 'sma-cross', currency: 'USDT', fills: 3, closes: 2, gains: 1 },
    decisions: { approved: 1, refused: 0 },
    realised: '6.000000000000000001',
    net: null,
    fees: [
      { currency: 'BNB', amount: '0.0001' },
      { currency: 'USDT', amount: '0.3' },
    ],
    firstAt: expect.any(Number),
    lastAt: expect.any(Number),
  });
});

test('weights are proposed from what each run has made of what it put in', async () => {
  const { database } = lab.throwAway;
  const day = (n: number) => new Date(Date.UTC(2024, 5, n, 12));
  let sequence = 100;
  // Bought and sold at these prices, one coin, without fees: what is gained over what was put in, day after day.
  const trade = async (strategyId: string, n: number, bought: number, sold: number) => {
    for (const [side, kind, price, realised] of [
      ['buy', 'open', bought, null],
      ['sell', 'close', sold, sold - bought],
    ] as const)
      await database.query(
        `insert into trading.fills (fill_id, account, strategy_id, instrument_id, side, quantity, price, fee, fee_currency, liquidity, kind, realised, at, journal_sequence)
         values ($1, 'weighed', $2, 'BTC', $3, 1, $4, 0, 'USDT', 'taker', $5, $6, $7, $8)`,
        [`w${++sequence}`, strategyId, side, price, kind, realised, day(n), sequence],
      );
  };
  // Ten days up and down by 1, 2 and 4 %: 1/volatility is 4 : 2 : 1, and 0.571 is cut to 0.4; 0.6 are shared 2 : 1. The fourth has traded once.
  const swings = { calm: 1, middling: 2, wild: 4 };
  for (let n = 1; n <= 10; n++) for (const [id, by] of Object.entries(swings)) await trade(id, n, 100, n % 2 === 0 ? 100 + by : 100 - by);
  await trade('new', 10, 100, 101);
  const run = (strategyId: string, weight: number | null) => ({
    ...{ strategyId, instrumentId: 'BTC', title: { en: strategyId, es: strategyId } },
    weight: weight === null ? null : { ratio: weight, by: 'ana', reason: 'x', at: day(9).getTime() },
  });
  const status = {
    account: { accountId: 'weighed', currency: 'USDT' },
    ...{ feed: { at: day(10).getTime() }, at: 0 },
    strategies: [run('calm', null), run('middling', 0.5), run('wild', null), run('new', null), run('owner', null)],
  };
  const found = await allocationOf(database, { status } as never, 'inverse-volatility');
  allocation.parse(found);
  expect(found.runs.map(({ strategyId, trades, days, present }) => [strategyId, trades, days, present])).toEqual([
    ['calm', 10, 10, 1],
    ['middling', 10, 10, 0.5],
    ['wild', 10, 10, 1],
    ['new', 1, 1, 1],
  ]);
  // Ten days of ±1 %: √(10/9) × 1 %.
  expect(found.runs[0]?.measured).toBeCloseTo(0.01 * Math.sqrt(10 / 9), 12);
  const shares = found.runs.map(({ share }) => share);
  for (const [i, share] of [0.4, 0.4, 0.2].entries()) expect(shares[i]).toBeCloseTo(share, 12);
  expect(found.runs[3]).toMatchObject({ share: null, weight: null, reason: 'TOO_FEW_TRADES' });
  expect(found.runs[2]?.weight).toBeCloseTo(0.5, 12);
  // 1 : 0.5 : 1 of 2.5 are 0.4, 0.2 and 0.4: the third is 0.2 away from 0.2.
  expect(found.drift).toBeCloseTo(1, 12);
  expect(found).toMatchObject({ reason: null, isDue: true, weighedAt: day(9).getTime() });
  await expect(allocationOf(database, null, 'sharpe')).rejects.toThrow(expect.objectContaining({ code: 'TRADER_NOT_RUNNING' }));
});
