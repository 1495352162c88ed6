/** A signed signal over HTTP opens and closes a position of a running paper session, through the filters, sizing and risk every wish passes. */

import { join } from 'node:path';
import fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { answerErrorsAsProblems } from '../../src/adapters/http/problems.ts';
import { signalsFile } from '../../src/adapters/http/signals-file.ts';
import { registerWebhookRoute } from '../../src/adapters/http/webhook-route.ts';
import { signatureOf } from '../../src/adapters/http/webhook-signature.ts';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { sessionSnapshot, sessionStatus } from '../../src/api/session.ts';
import { replayJournal } from '../../src/apps/trader/replay-journal.ts';
import { sessionParity } from '../../src/apps/trader/session-parity.ts';
import { eachMessage } from '../../src/apps/trader/session-source.ts';
import type { JournalEntry } from '../../src/core/journal/journal.ts';
import type { AmendRecord } from '../../src/core/trading/engine/steps.ts';
import { TraderLab, until } from '../live/test-trader.ts';

const SECRET = 'a-secret-that-is-shared-with-the-sender-0002';
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A session that stands still after its first hour, and the route in front of it. */
async function session() {
  const lab = new TraderLab();
  closers.push(() => lab.end());
  const { trader } = await lab.open({
    account: 'signals',
    signals: true,
    samples: ['BTCUSDT-bybit-1m'],
    strategies: [buyAndHoldNothing],
    risk: 'none',
  });
  const server = fastify();
  answerErrorsAsProblems(server, () => {});
  registerWebhookRoute(server, {
    secret: SECRET,
    accept: (wish) => trader.signal(wish),
    audit: (entry) => trader.audit(entry),
    memory: signalsFile(join(lab.folder, 'signals.json')),
    injectionAllowed: true,
    confidenceWhenAbsent: 0.7,
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  closers.push(() => server.close());
  const post = async (body: object) => {
    const text = JSON.stringify(body);
    const at = String(Date.now());
    const response = await fetch(`${url}/api/v1/signals`, {
      method: 'POST',
      body: text,
      headers: { 'x-atalaya-timestamp': at, 'x-atalaya-signature': signatureOf(SECRET, at, Buffer.from(text)) },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const play = async (minutes: number) => {
    const { lastAt, startsAt } = trader.feed;
    const target = (Number.isNaN(lastAt) ? startsAt : lastAt) + minutes * 60_000;
    trader.feed.resume();
    trader.feed.start();
    await until(() => trader.feed.lastAt >= target);
    trader.feed.pause();
  };
  return { lab, trader, post, play };
}

const buyAndHoldNothing = {
  id: 'sma-cross',
  instrument: 'BTCUSDT',
  timeframe: '1m',
  parameters: { fast: 50, slow: 200, direction: 'long-only' },
};

type Change = { -readonly [K in keyof AmendRecord]: AmendRecord[K] };
const changesIn = (entries: readonly JournalEntry[]) => entries.flatMap(({ body }) => (body as { amended?: Change[] }).amended ?? []);

test('an entry is executed and filled at the next open, an exit closes it, and the journal replays to the same state', async () => {
  const { lab, trader, post, play } = await session();
  const early = await post({ kind: 'LONG_ENTRY', symbol: 'BTCUSDT', tf: '1m', strategy: 'outside', sl: 15_000, nonce: 'early-0001' });
  expect(early).toMatchObject({ status: 409, body: { code: 'SIGNAL_NO_PRICE' } });
  await play(60);
  const { engine } = trader.paper.session;
  const slot = engine.slots.find(({ definition }) => definition.id === 'webhook');
  const dry = await post({
    kind: 'LONG_ENTRY',
    symbol: 'BTCUSDT',
    tf: '1m',
    strategy: 'outside',
    sl: 15_000,
    dry_run: true,
    nonce: 'dry-00001',
  });
  expect(dry).toMatchObject({ status: 200, body: { outcome: 'dry-run', orderId: null } });
  expect(slot?.entry).toBeNull();
  const entry = await post({ kind: 'LONG_ENTRY', symbol: 'BTCUSDT', tf: '1m', strategy: 'outside', sl: 15_000, nonce: 'entry-0001' });
  expect(entry).toMatchObject({ status: 200, body: { outcome: 'executed' } });
  await play(15);
  expect(slot?.position.side).toBe(1);
  expect(slot?.position.stopPrice).toBe(15_000);
  const moved = await post({ kind: 'UPDATE', symbol: 'BTCUSDT', tf: '1m', strategy: 'outside', sl: 15_100, nonce: 'move-00001' });
  expect(moved).toMatchObject({ status: 200 });
  expect(await post({ kind: 'EXIT', symbol: 'BTCUSDT', tf: '1m', strategy: 'outside', side: 'short', nonce: 'wrong-0001' })).toMatchObject({
    status: 409,
    body: { code: 'SIGNAL_NO_POSITION' },
  });
  expect(await post({ kind: 'EXIT', symbol: 'BTCUSDT', tf: '1m', strategy: 'outside', nonce: 'exit-00001' })).toMatchObject({
    status: 200,
  });
  await play(15);
  expect(slot?.position.side).toBe(0);
  // What is told is durable: the last fill comes when its entry is on disk. At full speed the strategy may have its turn as well.
  const filled = () => {
    const { rows } = trader.source.fills({ limit: 10 }) as { rows: { strategyId: string; purpose: string }[] };
    return rows.filter(({ strategyId }) => strategyId === 'webhook').map(({ purpose }) => purpose);
  };
  await until(() => filled().length > 1);
  expect(filled()).toEqual(['exit', 'entry']);
  await lab.stop(trader);

  const journal = await openJournal(join(lab.folder, 'journal/signals'), { account: 'signals' });
  const entries = [...journal.readEntries(1)];
  await journal.close();
  expect(entries.filter(({ kind }) => kind === 'audit').length).toBeGreaterThan(0);
  expect(await replayJournal(entries)).toMatchObject({ equal: true });
  expect(changesIn(entries)).toMatchObject([{ stopPrice: '15100', cause: 'signal', by: 'outside' }]);
  // A journal of before it was recorded is no other decision.
  const before = JSON.parse(JSON.stringify(entries)) as JournalEntry[];
  for (const change of changesIn(before)) for (const name of ['cause', 'by'] as const) delete change[name];
  expect(changesIn(before)).toEqual([expect.not.objectContaining({ cause: 'signal' })]);
  expect(await replayJournal(before)).toMatchObject({ equal: true });
  const { causes, trades, alerts } = await sessionParity(() => entries);
  expect([causes, alerts]).toEqual([{}, []]);
  expect(trades[0]).toMatchObject({ state: 'equal', session: { strategyId: 'webhook' } });
});

test('with signals on, what the panel is told keeps to its schema: the slot of signals waits for no candles', async () => {
  const { trader, play } = await session();
  const told: unknown[] = [];
  trader.source.subscribe(eachMessage((message) => void (message.type === 'status' && told.push(message.status))));
  await play(5);
  // As the stream sends it: JSON has no Infinity.
  const { status } = sessionSnapshot.parse(JSON.parse(JSON.stringify(trader.source.snapshot())));
  const warmups = status.strategies.map(({ strategyId, state, warmup }) => [strategyId, state, warmup?.need ?? null]);
  expect(warmups).toEqual([
    ['owner', 'running', null],
    ['sma-cross', 'warming-up', 200],
    ['webhook', 'running', null],
  ]);
  await until(() => told.length > 0);
  for (const one of told) sessionStatus.parse(one);
});
