/** The server is away for a while under open pages and the trader goes on: the pages say so, come back by themselves, and every row of the journal has arrived exactly once. */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { journalFolder } from '../../src/adapters/journal-files/open-journal.ts';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { LiveFrame } from '../../src/api/live.ts';
import type { Order } from '../../src/api/records.ts';
import { viewRows } from '../../src/apps/trader/view-rows.ts';
import { type RealPlatform, startRealPlatform } from '../live/real-platform.ts';
import { isAlive } from '../live/role-pids.ts';
import { PROJECT, run } from '../live-venue/processes.ts';
import { BrowserLab, CHROMIUM, SIZES } from './browser.ts';

/** Ten candles a second: the day that is replayed lasts longer than a test, and something is decided every few seconds. */
const SPEED = '600';
const FULL = process.env.ATALAYA_FULL !== undefined;
/** A closed line is noticed at once, a silent one within 6 s. */
const [CUT_MS, FROZEN_MS] = FULL ? [60_000, 90_000] : [20_000, 45_000];
const PATHS = ['/', '/trading', '/journal'];
const BACK = { timeout: 40_000 };

const lab = new BrowserLab();
let platform: RealPlatform;
let visitor: BrowserContext;

interface Watched {
  readonly page: Page;
  /** All that it was sent since it was opened. */
  readonly frames: LiveFrame[];
}

beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 180_000);
beforeEach(async () => {
  if (CHROMIUM === undefined) return;
  platform = await startRealPlatform(['--speed', SPEED]);
  const entering = await lab.newPage('desktop');
  visitor = entering.context();
  await entering.goto(platform.link as string);
  await entering.locator('#figures').waitFor();
  await entering.close();
}, 60_000);
afterEach(async () => {
  await lab.closeAll();
  await platform?.remove();
}, 60_000);
afterAll(() => lab.stop());

async function openPages(): Promise<Watched[]> {
  const opened: Watched[] = [];
  for (const path of PATHS) {
    const page = await visitor.newPage();
    if (path === '/journal') await page.setViewportSize(SIZES.phone);
    const frames: LiveFrame[] = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(JSON.parse(String(payload)))));
    await page.goto(`${platform.url}${path}`);
    await page.locator('#content[data-link=live]').waitFor(BACK);
    opened.push({ page, frames });
  }
  return opened;
}

async function atalaya(...words: string[]): Promise<{ readonly journal: { readonly durableSequence: number } }> {
  const asked = run([join(PROJECT, 'src/apps/cli.ts'), ...words, '--data-dir', platform.dataFolder, '--json']);
  expect([await asked.ended, asked.said()]).toEqual([0, expect.anything()]);
  return JSON.parse(asked.said().slice(asked.said().indexOf('{')));
}

/** While the server is away the trader goes on, and changes its mode, which is an event. */
async function tradesFor(ms: number): Promise<void> {
  const until = Date.now() + ms;
  const { journal: before } = await atalaya('status');
  await atalaya('pause', '--reason', 'nobody looks', '--yes');
  await atalaya('resume', '--yes');
  await sleep(until - Date.now());
  const { journal: after } = await atalaya('status');
  expect(after.durableSequence).toBeGreaterThan(before.durableSequence + ms / 100);
}

/** On each page: the words, and no figure in the colours of a present one. */
async function saysSo({ page }: Watched): Promise<void> {
  const told = page.locator('#now h1, [data-notice=danger]').filter({ visible: true, hasText: 'Connection lost. This is the state of' });
  await told.waitFor(BACK);
  expect(await told.count()).toBe(1);
  const lively = page.locator('#figures .text-gain, #figures .text-loss');
  await expect.poll(() => lively.count(), { timeout: 20_000 }).toBe(0);
}

async function isBack({ page }: Watched): Promise<void> {
  await page.locator('#content[data-link=live]').waitFor(BACK);
  await expect.poll(() => page.getByText('Connection lost').filter({ visible: true }).count()).toBe(0);
}

/** Rows by kind, as often as they were told, and the span of entries they are of. */
function toldTo({ frames }: Watched) {
  const [first, ...later] = frames;
  const last = frames.findLast((frame) => frame.type !== 'values');
  if (first?.type !== 'snapshot' || last === undefined) throw new Error('expected a snapshot and changes');
  // A second picture would hide what was missed.
  expect(later.filter(({ type }) => type === 'snapshot')).toEqual([]);
  const messages = frames.flatMap((frame) => (frame.type === 'changes' ? frame.messages : []));
  const orders = messages.flatMap((message) => (message.type === 'order' ? [message.order] : []));
  return {
    ...{ after: first.sequence, upTo: last.sequence, orders },
    resumed: frames.filter(({ type }) => type === 'resumed').length,
    fills: messages.flatMap((message) => (message.type === 'fill' ? [message.fill.fillId] : [])),
    decisions: messages.flatMap((message) => (message.type === 'decision' ? [message.decision.decisionId] : [])),
    // What is in no entry is told besides.
    events: messages.flatMap((message) =>
      message.type === 'event' && message.event.journalSequence !== null ? [message.event.eventId] : [],
    ),
  };
}

/** What the journal's own files say happened in that span. */
function recorded(after: number, upTo: number) {
  const rowsOf = viewRows('USDT', () => 1);
  const rows = [...readJournal(journalFolder(platform.dataFolder, 'paper'))]
    .filter(({ sequence }) => sequence > after && sequence <= upTo)
    .map((entry) => rowsOf(entry, { hasBegun: true, closedAt: null, held: new Map() }));
  return {
    fills: rows.flatMap(({ fills }) => fills.map(({ fillId }) => fillId)),
    decisions: rows.flatMap(({ decisions }) => decisions.map(({ decisionId }) => decisionId)),
    events: rows.flatMap(({ events }) => events.map(({ eventId }) => eventId)),
    placed: rows.flatMap(({ orders }) => orders.map(({ orderId }) => orderId)),
  };
}

/** Every row between the page's first picture and its last word arrived, and none of them twice. */
async function missedNothing(watched: Watched): Promise<void> {
  const told = toldTo(watched);
  const { placed, ...rows } = recorded(told.after, told.upTo);
  const sorted = (ids: readonly string[]) => [...ids].sort();
  expect(told.resumed).toBeGreaterThan(0);
  expect(rows.fills.length).toBeGreaterThan(0);
  for (const kind of ['fills', 'decisions', 'events'] as const) expect(sorted(told[kind]), kind).toEqual(sorted(rows[kind]));
  // An order is told with each change of it: no version twice, and the last is the one that is true now.
  const versions = told.orders.map((order) => JSON.stringify(order));
  expect(new Set(versions).size).toBe(versions.length);
  const latest = new Map(told.orders.map((order) => [order.orderId, order]));
  expect([...latest.keys()]).toEqual(expect.arrayContaining(placed));
  const now = await watched.page.evaluate<{ rows: Order[] }>("fetch('/api/v1/orders?limit=1000').then((answer) => answer.json())");
  for (const order of now.rows) if (latest.has(order.orderId)) expect(latest.get(order.orderId)).toEqual(order);
}

/** The replay stands still, and every page has heard of the newest row there is. */
async function comesToRest(all: readonly Watched[]): Promise<void> {
  await feedPauses(all);
  const newest = await all[0]?.page.evaluate<number>(
    `Promise.all(['fills', 'orders', 'decisions', 'events'].map((kind) => fetch('/api/v1/' + kind + '?limit=1').then((answer) => answer.json())))
      .then((pages) => Math.max(...pages.flatMap(({ rows }) => rows.map(({ journalSequence }) => journalSequence ?? 0))))`,
  );
  const places = () => all.map(({ frames }) => (frames.findLast((frame) => frame.type !== 'values') as { sequence: number }).sequence);
  await expect.poll(() => Math.min(...places()), BACK).toBeGreaterThanOrEqual(newest as number);
}

const feedPauses = ([first]: readonly Watched[]) =>
  first?.page.evaluate(
    "fetch('/api/v1/commands', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'feed-pause', commandId: crypto.randomUUID() }) })",
  );

/** Three pages, what takes the server away and gives it back, and everything that has to hold. */
async function survives(away: (pages: readonly Watched[]) => Promise<() => Promise<void> | void>, ms: number): Promise<void> {
  const all = await openPages();
  try {
    const giveBack = await away(all);
    try {
      await tradesFor(ms);
      await Promise.all(all.map(saysSo));
    } finally {
      await giveBack();
    }
    await Promise.all(all.map(isBack));
    await comesToRest(all);
    for (const each of all) await missedNothing(each);
    const [overview] = all;
    const { totals } = await overview!.page.evaluate<{ totals: { fills: number } }>(
      "fetch('/api/v1/snapshot').then((answer) => answer.json()).then(({ snapshot, status }) => (snapshot?.status ?? status))",
    );
    await all[1]?.page.getByRole('tab', { name: `Executions ${totals.fills}` }).waitFor();
  } finally {
    for (const { page } of all) await page.close();
  }
}

describe.skipIf(CHROMIUM === undefined)('the server is away', { timeout: 240_000 }, () => {
  test('killed, and not started again for a while', async () => {
    await survives(async () => {
      const [supervisor, web] = [platform.pid('platform'), platform.pid('web')];
      // One that stands still starts nothing.
      process.kill(supervisor, 'SIGSTOP');
      process.kill(web, 'SIGKILL');
      await expect.poll(() => isAlive(web)).toBe(false);
      return () => void process.kill(supervisor, 'SIGCONT');
    }, CUT_MS);
  });

  test('frozen: it neither answers nor ends its lines', async () => {
    await survives(async (pages) => {
      const web = platform.pid('web');
      process.kill(web, 'SIGSTOP');
      const frozenAt = Date.now();
      await Promise.all(pages.map(saysSo));
      // Six seconds, and what a busy machine takes to look at three pages.
      expect(Date.now() - frozenAt).toBeLessThan(9_000);
      return () => void process.kill(web, 'SIGCONT');
    }, FROZEN_MS);
  });

  test('out of reach: the browser has no network', async () => {
    await survives(async () => {
      await visitor.setOffline(true);
      return () => visitor.setOffline(false);
    }, FROZEN_MS);
  });
});
