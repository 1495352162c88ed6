/** Orders by hand over the door of a real trader process: looked at, sent, killed with kill -9 between the order and its fill, and done once and only once. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askTrader } from '../../src/adapters/control-socket/client.ts';
import { CONTROL_PATHS, controlPositions, controlStatus } from '../../src/api/control.ts';
import { candleBatch } from '../../src/api/market.ts';
import { actOutcome, type EntryTicket, entryTicket, type ManualAct, orderPreview } from '../../src/api/orders.ts';
import { fillPage, orderPage } from '../../src/api/records.ts';
import { actResult, commandResult, SESSION_PATHS } from '../../src/api/session-door.ts';

const folder = mkdtempSync(join(tmpdir(), 'atalaya-orders-'));
let child: ChildProcess;

async function start(): Promise<void> {
  child = spawn(process.execPath, [join(import.meta.dirname, 'order-process.ts'), folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
}

async function kill(): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const ask = <T extends Parameters<typeof askTrader>[0]['answer']>(path: string, answer: T, body?: unknown) =>
  askTrader<T>({ dataFolder: folder, method: body === undefined ? 'GET' : 'POST', path, answer, timeoutMs: 10_000, body });
const origin = { by: 'panel:ana', correlationId: 'test' };
const feed = (command: object) =>
  ask(SESSION_PATHS.commands, commandResult, { command: { commandId: randomUUID(), ...command }, ...origin });
const act = (asked: ManualAct, sentAt = Date.now()) => ask(SESSION_PATHS.manual, actResult, { act: asked, ...origin, sentAt });
const outcome = (commandId: string, after = 0) => ask(`${SESSION_PATHS.actOutcome}?commandId=${commandId}&after=${after}`, actOutcome);
const preview = (ticket: EntryTicket) => ask(SESSION_PATHS.orderPreview, orderPreview, ticket);
const ordersByHand = async () => (await ask(`${SESSION_PATHS.orders}?limit=1000&strategyId=owner`, orderPage)).rows;
const fillsByHand = async () => (await ask(`${SESSION_PATHS.fills}?limit=1000&strategyId=owner`, fillPage)).rows;
const positions = async () =>
  (await ask(CONTROL_PATHS.positions, controlPositions)).rows.filter(({ strategyId }) => strategyId === 'owner');
const newest = async () => (await ask(`${SESSION_PATHS.candles}?instrumentId=BTCUSDT&timeframe=1m&limit=1`, candleBatch)).time.at(-1) ?? 0;

const moment = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets at least so many candles close, stops the clock, and waits for the disk. On a busy machine more have closed by then: not so fast that the day is over. */
async function pass(count: number): Promise<void> {
  const until = ((await newest()) || Date.UTC(2022, 11, 13) - 60_000) + count * 60_000;
  await feed({ kind: 'feed-speed', speed: count === 1 ? 300 : 1800 });
  await feed({ kind: 'feed-resume' });
  while ((await newest()) < until) await moment(20);
  await feed({ kind: 'feed-pause' });
  for (let before = 0, now = await newest(); before !== now; now = await newest()) {
    before = now;
    await moment(100);
  }
}

function ticketAt(price: number, more: Partial<EntryTicket> = {}): EntryTicket {
  const stopPrice = (price * 0.98).toFixed(2);
  return entryTicket.parse({ instrumentId: 'BTCUSDT', side: 'buy', type: 'market', quantity: '0.01', stopPrice, ...more });
}

/** The ticket at the last price, and what was agreed to after looking at it. */
async function looked(more: Partial<EntryTicket> = {}) {
  const { close } = await ask(`${SESSION_PATHS.candles}?instrumentId=BTCUSDT&timeframe=1m&limit=1`, candleBatch);
  const ticket = ticketAt(close.at(-1) as number, more);
  const seen = await preview(ticket);
  const order = (commandId: string, value = String(Number(seen.value) * 1.01)): ManualAct => ({
    ...{ kind: 'order', commandId, confirmed: true, ticket },
    most: { quantity: seen.quantity ?? '0', value },
  });
  return { seen, order };
}

beforeAll(async () => {
  await start();
  await pass(30);
});

afterAll(async () => {
  if (child.exitCode === null && child.signalCode === null) await kill();
  rmSync(folder, { recursive: true, force: true });
});

test('a preview says size, cost and risk, and changes nothing', async () => {
  const { seen } = await looked();
  expect(seen).toMatchObject({ sendable: true, refusal: null, askedQuantity: '0.01', quantity: '0.01', expectedFrom: 'last-close' });
  // 0.1 % of the value each way, and 2 % between price and stop, of a price that is 0.05 % worse.
  const value = Number(seen.value);
  expect(Number(seen.fee)).toBeCloseTo(value * 0.001, 2);
  expect(Number(seen.lossAtStop?.money)).toBeCloseTo(value * (1 - 0.98 / 1.0005 + 0.001 + (0.98 / 1.0005) * 0.001), 1);
  expect(Number(seen.grossExposure.after.money) - Number(seen.grossExposure.now.money)).toBeCloseTo(value, 2);
  const { seen: large } = await looked({ quantity: '5' });
  expect(large.cuts.length).toBeGreaterThan(0);
  expect(Number(large.quantity)).toBeLessThan(5);
  expect(large.checks).toContainEqual(expect.objectContaining({ code: 'RISK_REGIME_POSITION', answer: 'cut' }));
  await expect(preview(ticketAt(16_000, { stopPrice: '99999' }))).rejects.toMatchObject({ code: 'STOP_WRONG_SIDE' });
  expect([await ordersByHand(), await positions()]).toEqual([[], []]);
});

test('a ticket without a stop is told as that first, as sending it does', async () => {
  const { ticket } = (await looked()).order('none') as Extract<ManualAct, { kind: 'order' }>;
  const bare = { ...ticket, stopPrice: null };
  for (const asked of [bare, { ...bare, quantity: null }]) {
    expect((await preview(asked)).refusal?.code).toBe('STOP_MISSING');
    const most = { quantity: '1', value: '99999' };
    const sent = await act({ kind: 'order', commandId: randomUUID(), confirmed: true, ticket: asked, most });
    expect(sent).toMatchObject({ ok: false, refusal: { code: 'STOP_MISSING' } });
  }
});

test('more than was agreed to, or asked too long ago, is not sent', async () => {
  const { order } = await looked();
  expect(await act(order(randomUUID(), '1'))).toMatchObject({ ok: false, refusal: { code: 'ORDER_ABOVE_AGREED', limit: 1 } });
  expect(await act(order(randomUUID()), Date.now() - 60_000)).toMatchObject({ ok: false, refusal: { code: 'COMMAND_TOO_OLD' } });
  expect(await ordersByHand()).toEqual([]);
});

test('what never arrived is told as that, and is not done when it comes after all; of a journal that does not reach so far nothing is known', async () => {
  const { order } = await looked();
  const id = randomUUID();
  expect(await outcome(id, 1_000_000_000)).toEqual({ outcome: 'unknown' });
  expect(await outcome(id)).toEqual({ outcome: 'nothing' });
  expect(await act(order(id))).toMatchObject({ ok: false, refusal: { code: 'COMMAND_GIVEN_UP' } });
  expect([await ordersByHand(), await positions()]).toEqual([[], []]);
});

test('kill -9 between order and fill, and while it is sent: once and only once', async () => {
  const { order } = await looked();
  const id = randomUUID();
  // Nobody hears the answer of the first: the process is gone before.
  const unheard = act(order(id)).catch(() => null);
  await kill();
  await unheard;
  await start();
  const first = await act(order(id));
  expect(first).toMatchObject({ ok: true, done: { commandId: id, quantity: '0.01', cuts: [] } });
  await kill();
  await start();
  expect(await act(order(id))).toEqual(first);
  expect(await outcome(id)).toMatchObject({ outcome: 'done', done: first.ok && { ...first.done, waits: null } });
  expect(await ordersByHand()).toMatchObject([{ purpose: 'entry', status: 'working' }]);
  await pass(1);
  expect(await positions()).toMatchObject([{ quantity: '0.01', side: 'long', stopPrice: expect.any(String) }]);
  expect(await act(order(id))).toEqual(first);
  expect(await fillsByHand()).toMatchObject([{ purpose: 'entry', quantity: '0.01' }]);
});

test('after kill -9 another act under an id of before is refused, the same one answered as before', async () => {
  const { order } = await looked();
  const id = randomUUID();
  const first = await act(order(id));
  await kill();
  await start();
  // Too late for an order, and not for being told what became of it.
  expect(await act(order(id), Date.now() - 60_000)).toEqual(first);
  await kill();
  await start();
  expect(await act({ kind: 'cancel', commandId: id, orderId: '1' })).toMatchObject({ ok: false, refusal: { code: 'COMMAND_ID_CONFLICT' } });
});

test('a position is protected anew, closed in part and whole; each act is answered once it is durable', async () => {
  const common = { commandId: randomUUID(), positionId: 'owner:BTCUSDT' };
  const [held] = await positions();
  // Half way to the price, wherever that has gone.
  const stopPrice = ((Number(held?.markPrice) + Number(held?.stopPrice)) / 2).toFixed(2);
  const protect = { kind: 'protect', ...common, stopPrice, targetPrice: null } as const;
  expect(await act(protect)).toMatchObject({ ok: true, done: { journalSequence: expect.any(Number) } });
  expect((await positions())[0]).toMatchObject({ stopPrice: expect.stringMatching(stopPrice.replace(/\.?0+$/, '')) });
  expect(await act({ ...protect, commandId: randomUUID(), stopPrice: held?.stopPrice ?? '1' })).toMatchObject({
    ok: false,
    refusal: { code: 'STOP_NOT_TIGHTER' },
  });
  const openedAt = (await fillsByHand()).find(({ purpose }) => purpose === 'entry')?.at ?? 0;
  expect(await act({ kind: 'close', ...common, commandId: randomUUID(), quantity: null, openedAt: openedAt - 60_000 })).toMatchObject({
    refusal: { code: 'POSITION_CHANGED' },
  });
  expect(await act({ ...protect, commandId: randomUUID(), openedAt: openedAt - 60_000 })).toMatchObject({
    refusal: { code: 'POSITION_CHANGED' },
  });
  expect(await act({ kind: 'close', ...common, commandId: randomUUID(), openedAt, quantity: '0.004' })).toMatchObject({ ok: true });
  await pass(1);
  expect((await positions())[0]).toMatchObject({ quantity: '0.006' });
  expect(await act({ kind: 'close', ...common, commandId: randomUUID(), quantity: null })).toMatchObject({ ok: true });
  await pass(1);
  expect(await positions()).toEqual([]);
  expect(await ordersByHand()).not.toContainEqual(expect.objectContaining({ status: 'working' }));
  expect(await act({ kind: 'approve', commandId: randomUUID(), decisionId: '1-1-0' })).toMatchObject({
    refusal: { code: 'NOTHING_TO_APPROVE' },
  });
});

test('a replay that was paused comes back paused from kill -9, as fast as it was set, and goes on when it is told to', async () => {
  const replay = async () => (await ask(CONTROL_PATHS.status, controlStatus)).feed;
  await feed({ kind: 'feed-speed', speed: 7 });
  const paused = await feed({ kind: 'feed-pause' });
  expect(paused).toMatchObject({ ok: true, done: { journalSequence: expect.any(Number) } });
  await kill();
  await start();
  expect(await replay()).toMatchObject({ state: 'paused', speed: 7 });
  const before = await newest();
  await feed({ kind: 'feed-resume' });
  await kill();
  await start();
  expect(await replay()).toMatchObject({ state: 'running', speed: 7 });
  await feed({ kind: 'feed-speed', speed: 600 });
  await expect.poll(newest, { timeout: 10_000 }).toBeGreaterThan(before);
});
