/** The owner disables and weighs strategies of the trader of `up`: what it decides, what is shown of it, and what is left of it after a restart. */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { SessionCommand } from '../../src/api/commands.ts';
import type { Decision } from '../../src/api/records.ts';
import { replayJournal } from '../../src/apps/trader/replay-journal.ts';
import { viewRows } from '../../src/apps/trader/view-rows.ts';
import { played, type TestTrader, TraderLab, until } from './test-trader.ts';

const HOUR = 3_600_000;
const DAY = Date.UTC(2022, 11, 13);
const strategy = { id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 5, slow: 20 }, size: 0.1 };
const session = { risk: 'none', strategies: [strategy] };
const [lab, reference] = [new TraderLab(), new TraderLab()];
afterAll(async () => {
  await lab.end();
  await reference.end();
});

const ask = ({ trader }: TestTrader, wish: object) =>
  trader.source.command({ ...wish, commandId: randomUUID() } as SessionCommand, { by: 'panel:eva', correlationId: 'c' });
const run = ({ trader }: TestTrader) => trader.source.snapshot().status.strategies.find(({ strategyId }) => strategyId === 'sma-cross');
const decisions = ({ trader }: TestTrader) =>
  (trader.source.decisions({ limit: 5000, strategyId: 'sma-cross' }) as { rows: Decision[] }).rows
    .filter(({ action }) => action === 'enter')
    .reverse();

test('a block until noon, and half the size from then on; a restart keeps what holds', { timeout: 60_000 }, async () => {
  const plain = await reference.start(session);
  const steered = await lab.open(session);
  expect(await ask(steered, { kind: 'strategy-disable', strategyId: 'sma-cross', reason: 'until noon', forMs: 12 * HOUR })).toMatchObject({
    ok: true,
  });
  const weights = [{ strategyId: 'sma-cross', instrumentId: 'BTCUSDT', weight: 0.5 }];
  expect(await ask(steered, { kind: 'strategy-weights', confirmed: true, weights })).toMatchObject({ ok: true });
  expect(await ask(steered, { kind: 'strategy-disable', strategyId: 'nope' })).toMatchObject({
    ok: false,
    refusal: { code: 'STRATEGY_NOT_RUNNING', message: 'expected a strategy of this session (sma-cross), found nope' },
  });
  steered.trader.start();
  await Promise.all([played(plain), played(steered)]);

  const before = decisions(steered).filter(({ at }) => at < DAY + 12 * HOUR);
  expect(before.length).toBeGreaterThan(10);
  expect(new Set(before.map(({ refusal }) => refusal?.code))).toEqual(new Set(['STRATEGY_BLOCKED']));
  const after = decisions(steered).filter(({ at }) => at >= DAY + 12 * HOUR);
  const same = decisions(plain).filter(({ at }) => at >= DAY + 12 * HOUR);
  expect(after.map(({ at, side }) => [at, side])).toEqual(same.map(({ at, side }) => [at, side]));
  expect(after[0]).toMatchObject({ outcome: 'approved', cuts: ['SIZE_WEIGHT'] });
  expect(after[0]?.checks.find(({ code }) => code === 'SIZE_WEIGHT')).toEqual({
    code: 'SIZE_WEIGHT',
    answer: 'cut',
    measured: 0.5,
    limit: null,
  });
  expect(same[0]?.checks.some(({ code }) => code === 'SIZE_WEIGHT')).toBe(false);

  expect(run(steered)).toMatchObject({ state: 'running', block: null, weight: { ratio: 0.5, by: 'panel:eva', reason: 'operator' } });
  const told = steered.trader.source.snapshot().events.filter(({ kind }) => kind === 'strategy');
  expect(told.map(({ code, data }) => [code, data.by, data.reason, data.until ?? data.weight])).toEqual([
    ['STRATEGY_WEIGHED', 'panel:eva', 'operator', 0.5],
    ['STRATEGY_DISABLED', 'panel:eva', 'until noon', DAY + 12 * HOUR],
  ]);

  await ask(steered, { kind: 'strategy-disable', strategyId: 'sma-cross', reason: 'enough' });
  await until(() => run(steered)?.block !== null);
  expect(run(steered)).toMatchObject({ state: 'blocked', block: { by: 'panel:eva', reason: 'enough', until: null } });
  await lab.stop(steered.trader);
  const entries = [...readJournal(join(lab.folder, 'journal/paper'))];
  expect(await replayJournal(entries)).toMatchObject({ equal: true, difference: null });
  const views = entries.flatMap((entry) => viewRows('USDT', () => 1)(entry, { hasBegun: true, closedAt: null, held: new Map() }).events);
  expect(views.filter(({ kind }) => kind === 'strategy').map(({ code }) => code)).toEqual([
    'STRATEGY_DISABLED',
    'STRATEGY_WEIGHED',
    'STRATEGY_DISABLED',
  ]);

  const again = await lab.open(session);
  expect(run(again)).toMatchObject({ state: 'blocked', block: { reason: 'enough' }, weight: { ratio: 0.5 } });
  expect(await ask(again, { kind: 'strategy-enable', strategyId: 'sma-cross', confirmed: true })).toMatchObject({ ok: true });
  await until(() => run(again)?.block === null);
});
