/** The session of another process as the web sees it: the same picture, nothing told twice or lost over a restart of the trader, and a reader that does not read harms nobody. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { LiveChange } from '../../src/adapters/http/live-source.ts';
import type { LiveMessage } from '../../src/api/live.ts';
import { type Fill, orderPage } from '../../src/api/records.ts';
import { openRemoteSource, type RemoteSource } from '../../src/apps/platform/remote-source.ts';
import { played, until } from '../live/test-trader.ts';
import { BUSY, ControlLab, type Controlled } from './control-lab.ts';

const lab = new ControlLab();
const remotes: RemoteSource[] = [];
afterEach(async () => {
  for (const remote of remotes.splice(0)) remote.close();
  await lab.end();
});

function listen(silenceMs?: number): { remote: RemoteSource; heard: LiveChange[]; messages: () => LiveMessage[] } {
  const remote = openRemoteSource({
    dataFolder: lab.folder,
    release: '0.0.0',
    startingMs: 0,
    ...(silenceMs !== undefined && { silenceMs }),
  });
  remotes.push(remote);
  const heard: LiveChange[] = [];
  remote.subscribe((change) => heard.push(change));
  return { remote, heard, messages: () => heard.flatMap(({ messages }) => messages) };
}

const idsOf = (messages: readonly LiveMessage[]) => messages.flatMap((message) => (message.type === 'fill' ? [message.fill.fillId] : []));
const allFills = async ({ trader }: Controlled) =>
  (await trader.source.fills({ limit: 1000 })).rows.map(({ fillId }: Fill) => fillId).reverse();

test('picture, rows, questions and commands are those of the trader itself', async () => {
  const opened = await lab.open(BUSY);
  const { remote, heard, messages } = listen();
  await remote.heard;
  opened.trader.start();
  await played(opened);
  await until(() => remote.place().sequence === opened.trader.source.place().sequence);
  const [there, here] = [opened.trader.source.snapshot(), remote.snapshot()];
  expect(here?.fills.length).toBeGreaterThan(50);
  for (const rows of ['fills', 'decisions', 'events'] as const) expect(here?.[rows]).toEqual(there[rows]);
  expect(idsOf(messages())).toEqual(await allFills(opened));
  // Sequences rise, one change per entry.
  const sequences = heard.flatMap(({ sequence }) => sequence ?? []);
  expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  const query = { limit: 25, status: 'filled' } as const;
  expect(await remote.orders(query)).toEqual(orderPage.parse(await opened.trader.source.orders(query)));
  expect(await remote.equity({ points: 50 })).toEqual(await opened.trader.source.equity({ points: 50 }));
  expect(await remote.control.mode()).toMatchObject({ name: 'NORMAL' });
  await expect(async () => remote.candles({ instrumentId: 'NOTHING', timeframe: '1m', limit: 10 })).rejects.toMatchObject({
    code: expect.stringMatching(/_UNKNOWN$/),
  });

  const command = { kind: 'pause', commandId: crypto.randomUUID() } as const;
  const asked = { by: 'panel:ana', correlationId: 'x' };
  const first = await remote.command(command, asked);
  expect(first).toMatchObject({ ok: true, done: { commandId: command.commandId } });
  expect(await remote.command(command, asked)).toEqual(first);
  await until(() => remote.snapshot()?.status.mode.name === 'PAUSE');
  expect(remote.snapshot()?.status.mode.by).toBe('panel:ana');
});

test('over a restart of the trader nothing is lost or told twice, and while it is away that is said', async () => {
  const first = await lab.open(BUSY);
  const { remote, messages } = listen();
  await remote.heard;
  await lab.holding(first);
  await until(() => remote.place().sequence === first.trader.source.place().sequence);
  const { stream } = remote.place();
  await lab.stop(first);
  await until(() => remote.traderState().state === 'stopped');
  expect(remote.traderState().detail).toBe('the trader stops');
  expect(remote.health()).toMatchObject({ status: 'failed', parts: [{ name: 'trader', state: 'failed' }, { name: 'web' }] });
  expect(remote.snapshot()?.fills.length).toBeGreaterThan(0);
  await expect(async () => remote.fills({ limit: 10 })).rejects.toMatchObject({ code: 'TRADER_NOT_RUNNING', exitCode: 3 });
  const kill = { kind: 'kill', commandId: crypto.randomUUID(), confirmed: true } as const;
  await expect(remote.command(kill, { by: 'x', correlationId: 'x' })).rejects.toMatchObject({ code: 'TRADER_NOT_RUNNING' });

  const before = remote.place().sequence;
  const second = await lab.open(BUSY);
  second.trader.feed.setSpeed(3600);
  second.trader.start();
  await until(() => remote.traderState().state === 'running');
  second.trader.feed.setSpeed(Number.POSITIVE_INFINITY);
  await played(second);
  await until(() => remote.place().sequence === second.trader.source.place().sequence);
  expect(remote.place().sequence).toBeGreaterThan(before);
  expect(remote.place().stream).toBe(stream);
  expect(idsOf(messages())).toEqual(await allFills(second));
  const states = messages().flatMap((message) => (message.type === 'trader' ? [message.trader.state] : []));
  expect(states).toEqual(['running', 'stopped', 'running']);
});

test('a trader that takes the call and says nothing is silent, not stopped and not well, until it is heard or gone', async () => {
  // It stands before its first candle: between two heartbeats (5 s) it has nothing to say.
  const opened = await lab.open();
  const { remote, messages } = listen(400);
  await remote.heard;
  expect(remote.health().status).toBe('ok');
  await until(() => remote.traderState().state === 'silent');
  expect(remote.traderState().detail).toBe(`the trader (process ${process.pid}) has not answered for 0.4 s`);
  expect(remote.health()).toMatchObject({ status: 'failed', parts: [{ name: 'trader', state: 'failed' }, { name: 'web' }] });
  await until(() => remote.traderState().state === 'running');
  await lab.stop(opened);
  await until(() => remote.traderState().state === 'stopped');
  const states = messages().flatMap((message) => (message.type === 'trader' ? [message.trader.state] : []));
  expect(states.slice(0, 3)).toEqual(['running', 'silent', 'running']);
});

test('a reader that does not read is cut off, others hear everything, and a kill gets through meanwhile', async () => {
  const opened = await lab.open();
  const { remote, messages } = listen();
  await remote.heard;
  const deaf = connect(opened.door.socket);
  deaf.on('error', () => {});
  await once(deaf, 'connect');
  deaf.pause();
  deaf.write('GET /live HTTP/1.1\r\nhost: x\r\n\r\n');
  await new Promise((resolve) => setTimeout(resolve, 100));
  const words = 'x'.repeat(2_000);
  const floods = () => messages().filter((message) => message.type === 'event' && message.event.code === 'FLOOD').length;
  for (let told = 0; told < 4_500; told += 300) {
    for (let i = 0; i < 300; i++)
      opened.trader.source.tell({ at: i, kind: 'notice', severity: 'info', code: 'FLOOD', message: words, data: {} });
    await until(() => floods() === told + 300);
  }
  const asked = performance.now();
  const command = { kind: 'kill', commandId: crypto.randomUUID(), confirmed: true } as const;
  expect(await remote.command(command, { by: 'panel:ana', correlationId: 'x' })).toMatchObject({ ok: true });
  expect(performance.now() - asked).toBeLessThan(500);
  // What the kernel had taken for it is all that it gets.
  let received = 0;
  deaf.on('data', (data) => {
    received += data.length;
  });
  deaf.resume();
  await once(deaf, 'close');
  expect(received).toBeLessThan(4_500 * 2_000);
});
