/** A session goes on from a snapshot and the entries after it exactly as it would from all its entries; without a good snapshot it reads them all. */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { retain } from '../../src/adapters/journal-files/retention.ts';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { PaperConfig } from '../../src/apps/config.ts';
import { loadSources, openRecordedSession, type RecordedSession } from '../../src/apps/trader/paper-session.ts';
import type { Trader } from '../../src/apps/trader/trader.ts';
import { EPOCH_KIND } from '../../src/core/journal/entry.ts';
import type { Journal, JournalEntry } from '../../src/core/journal/journal.ts';
import type { MarketInput } from '../../src/core/research/backtest.ts';
import type { SessionSnapshot } from '../../src/core/trading/engine/session-snapshot.ts';
import { SESSION_KIND, STEP_KIND, type Step } from '../../src/core/trading/engine/steps.ts';
import { played, TraderLab } from './test-trader.ts';

const SESSION: Partial<PaperConfig> = {
  samples: ['BTCUSD-coinbase-1m-2017-12', 'BTCUSDT-bybit-1m'],
  strategies: [
    { id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 5, slow: 20 }, size: 0.1 },
    { id: 'bollinger-reversion', instrument: 'BTCUSD', timeframe: '1m', parameters: { bbDev: 1.5, rsiLow: 45, adxMax: 30 } },
    { id: 'ema-breakout', instrument: 'BTCUSD', timeframe: '5m', parameters: {} },
  ],
  risk: 'none',
  latencyMs: 0,
};
const SAMPLES = 12;

const lab = new TraderLab();
const folder = join(lab.folder, 'journal/paper');
const aside = mkdtempSync(join(tmpdir(), 'atalaya-snapshots-'));
let entries: JournalEntry[];
let shown: Shown;

beforeAll(async () => {
  const whole = await lab.start(SESSION);
  await played(whole);
  shown = await shownBy(whole.trader);
  await lab.stop(whole.trader);
  entries = [...readJournal(folder)];
  cpSync(folder, join(aside, 'whole'), { recursive: true });
});
afterAll(async () => {
  await lab.end();
  rmSync(aside, { recursive: true, force: true });
});

/** Everything the panel can ask for, apart from the clock's own figures. */
async function shownBy({ source }: Trader) {
  const { status, fills, decisions } = source.snapshot();
  const { account, positions, workingOrders, strategies, totals } = status;
  const all = { limit: 100_000 };
  return structuredClone({
    ...{ account, positions, workingOrders, strategies, totals, fills, decisions },
    orders: await source.orders(all),
    equity: await source.equity({ points: 500 }),
    candles: await source.candles({ instrumentId: 'BTCUSD', timeframe: '15m', limit: 1000 }),
  });
}
type Shown = Awaited<ReturnType<typeof shownBy>>;

/** A journal of which only names are needed: where a session stands in the recorded one. */
const place: Journal & { body: unknown } = {
  epoch: 1,
  last: 0,
  durable: Number.POSITIVE_INFINITY,
  body: null,
  append(_kind, _at, body) {
    place.body = body;
    return place.last + 1;
  },
};

function play({ journaled }: RecordedSession, { at, sequence, body }: JournalEntry): unknown {
  const step = body as Step;
  Object.assign(place, { last: sequence - 1, body: null });
  if (step.event === 'open') journaled.opened(at, step.candles);
  else journaled.closed(at, step.candles);
  const { state: _state, changes: _changes, ...outcomes } = place.body as Step;
  return JSON.parse(JSON.stringify(outcomes));
}

function outcomesOf({ body }: JournalEntry): unknown {
  const { state: _state, changes: _changes, ...outcomes } = body as Step;
  return outcomes;
}

const memoryOf = ({ session, journaled }: RecordedSession) => ({
  state: JSON.parse(JSON.stringify(journaled.snapshot())),
  indicators: session.slots.map(({ view, higher }) =>
    [view, ...higher.map((one) => one.view)].map((one) => [one.index, ...one.currentValues()]),
  ),
  candles: session.streams.map(({ candles }) => [candles.length, candles.time[candles.length - 1], candles.close[candles.length - 1]]),
});

describe('at sampled steps of a real session', () => {
  let sources: MarketInput[];
  const begin = async () => openRecordedSession({ ...(await configOf()), speed: 1 }, sources, place);
  const configOf = async () => entries.find(({ kind }) => kind === SESSION_KIND)?.body as Parameters<typeof loadSources>[0];

  test('a snapshot and the entries after it make the state in memory, indicators included, and decide alike', {
    timeout: 60_000,
  }, async () => {
    const setup = await configOf();
    sources = await loadSources(setup);
    const steps = entries.filter(({ kind }) => kind === STEP_KIND);
    const session = await begin();
    const taken: { at: number; captured: SessionSnapshot; memory: unknown }[] = [];
    steps.forEach((entry, i) => {
      expect(play(session, entry)).toEqual(outcomesOf(entry));
      // An odd distance: opens and closes are both among them.
      if (i % (Math.floor(steps.length / SAMPLES) | 1) !== 7) return;
      taken.push({ at: i, captured: deserialize(serialize(session.journaled.capture(setup))), memory: memoryOf(session) });
    });
    const end = memoryOf(session);
    expect(taken.length).toBeGreaterThanOrEqual(SAMPLES);
    for (const { at, captured, memory } of taken) {
      const restored = await begin();
      restored.journaled.recover([], setup, captured);
      expect(memoryOf(restored)).toEqual(memory);
      const folded = await begin();
      folded.journaled.recover(steps.slice(at + 1), setup, captured);
      expect(memoryOf(folded)).toEqual(end);
      // It decides as the session did that was never stopped.
      for (const entry of steps.slice(at + 1, at + 400)) expect(play(restored, entry)).toEqual(outcomesOf(entry));
    }
    expect(new Set(taken.map(({ at }) => (steps[at] as { body: Step }).body.event)).size).toBe(2);
  });

  test('a snapshot of another setup is refused', async () => {
    const setup = await configOf();
    const session = await begin();
    session.journaled.recover(entries, setup);
    const captured = session.journaled.capture({ ...setup, cash: 1 });
    const other = await begin();
    expect(() => other.journaled.recover([], setup, captured)).toThrow(/was begun otherwise: cash was 1, now it is /);
  });
});

describe('a start', () => {
  const snapshots = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.snapshot'))
      .sort();
  const restoreFolder = () => {
    rmSync(folder, { recursive: true, force: true });
    cpSync(join(aside, 'whole'), folder, { recursive: true });
  };
  /** The same entries in many small segments, as a long session has them, with two snapshots of its end. */
  async function inSmallSegments(): Promise<void> {
    const content = readFileSync(join(folder, snapshots().at(-1) as string));
    rmSync(folder, { recursive: true, force: true });
    const journal = await openJournal(folder, { account: 'paper', create: true, segmentBytes: 50_000 });
    for (const { kind, at, body, sequence } of entries) {
      if (kind !== EPOCH_KIND) journal.append(kind, at, body);
      // A batch goes to one segment.
      if (sequence % 50 === 0) journal.flush();
    }
    journal.flush();
    expect(journal.last).toBe(entries.length);
    // Magic, versions, sequence and chain before the state, its digest behind it.
    const state = content.subarray(36, content.length - 32);
    journal.append('audit', 0, {});
    journal.writeSnapshot(entries.length, state);
    journal.writeSnapshot(journal.last, state);
    journal.close();
  }
  async function opened(): Promise<{ shown: Shown; said: readonly string[] }> {
    const again = await lab.open(SESSION);
    const now = await settled(again.trader);
    await lab.stop(again.trader);
    return { shown: now, said: again.said };
  }
  /** What is shown once everything recorded has been taken in. */
  async function settled(trader: Trader): Promise<Shown> {
    for (let i = 0; i < 200; i++) {
      const { status } = trader.source.snapshot();
      if (status.account.equity === shown.account.equity && status.totals.fills === shown.totals.fills) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return shownBy(trader);
  }

  test('from a snapshot shows the same past, accounts and candles as the session that ended', async () => {
    expect(snapshots()).toHaveLength(1);
    const again = await opened();
    expect(again.said).toEqual([]);
    expect(again.shown).toEqual(shown);
  });

  test('without snapshots shows the same, from all entries', async () => {
    restoreFolder();
    for (const name of snapshots()) rmSync(join(folder, name));
    expect((await opened()).shown).toEqual(shown);
  });

  test.each([
    ['cut short', (file: string) => truncateSync(file, 1000), /snapshot \d+\.snapshot .* is not used: it fails its checksum|cut short/],
    ['of another program', (file: string) => writeFileSync(file, 'not a snapshot'), /is not used/],
  ])('with a snapshot that is %s says so and reads the journal', async (_, spoil, warning) => {
    restoreFolder();
    for (const name of snapshots()) spoil(join(folder, name));
    const again = await opened();
    expect(again.said.join()).toMatch(warning);
    expect(again.shown).toEqual(shown);
  });

  test('needs no segments that two snapshots cover', async () => {
    restoreFolder();
    await inSmallSegments();
    const removed = retain(folder, { action: 'remove', before: Date.now() + 1000 });
    expect(removed.segments.length).toBeGreaterThan(3);
    const again = await opened();
    expect(again.said).toEqual([]);
    expect(again.shown).toEqual(shown);
  });

  test('with no good snapshot and the first entries removed is refused, and says what to restore', async () => {
    restoreFolder();
    await inSmallSegments();
    retain(folder, { action: 'remove', before: Date.now() + 1000 });
    for (const name of snapshots()) truncateSync(join(folder, name), 1000);
    await expect(lab.open(SESSION)).rejects.toThrow(/entry 1 was removed by order: .*restore the removed segments from a backup/);
  });
});
