/** A disk that stalls: the trader goes on, nothing is called durable that is not, and it can still be stopped. */

import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type FileJournal, type OpenJournalOptions, openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { verifyJournal } from '../../src/adapters/journal-files/verify.ts';
import { SimulatedDisk } from '../../src/apps/simulation/simulated-disk.ts';
import { mountDisk } from './mounted-disk.ts';

const FOLDER = '/data/journal/demo';

/** A journal in a world where time moves and tasks run only when the test says so. */
async function inVirtualTime(options: Partial<OpenJournalOptions> = {}) {
  const tasks: (() => void)[] = [];
  const world = { now: 1_000_000 };
  const schedule = (task: () => void) => void tasks.push(task);
  const run = () => {
    while (tasks.length > 0) tasks.shift()!();
  };
  const disk = new SimulatedDisk({ schedule });
  const journal = await openJournal(FOLDER, {
    account: 'demo',
    create: true,
    fileSystem: disk,
    now: () => world.now,
    schedule,
    ...options,
  });
  return { disk, journal, world, run };
}

function appendNotes(journal: FileJournal, count: number): void {
  for (let index = 0; index < count; index++) journal.append('note', 1, { after: journal.last });
}

test('appends go on, durable stands still, the wait is told, and all of it becomes durable when the disk comes back', async () => {
  const { disk, journal, world, run } = await inVirtualTime();
  const heard: number[] = [];
  journal.onDurable((durable) => heard.push(durable));
  expect(journal.oldestPendingMs(world.now)).toBe(0);
  disk.setStalled(true);
  appendNotes(journal, 1);
  run();
  world.now += 30_000;
  appendNotes(journal, 100);
  run();
  expect([journal.last, journal.durable, journal.state, heard]).toEqual([102, 1, 'open', []]);
  expect(journal.oldestPendingMs(world.now)).toBe(30_000);
  disk.setStalled(false);
  run();
  // The first commit had entry 2 alone; what gathered meanwhile is the second.
  expect(heard).toEqual([2, 102]);
  expect([journal.durable, journal.oldestPendingMs(world.now)]).toEqual([102, 0]);
  journal.close();
  expect(verifyJournal(FOLDER, disk)).toMatchObject({ ok: true, entries: 102 });
});

test('closing gives up at its deadline, and what was not acknowledged is rejected', async () => {
  const { disk, journal, run } = await inVirtualTime();
  disk.setStalled(true);
  appendNotes(journal, 3);
  const wait = journal.whenDurable(4);
  run();
  journal.close(100);
  await expect(wait).rejects.toMatchObject({ code: 'JOURNAL_CLOSED' });
  expect([journal.state, journal.durable, journal.last]).toEqual(['closed', 1, 4]);
  // The write that was under way ends after all: it is whole, and its file is let go.
  disk.setStalled(false);
  run();
  expect(disk.openHandles).toBe(0);
  expect(verifyJournal(FOLDER, disk)).toMatchObject({ ok: true, entries: 4 });
});

test('flush waits for the commit under way and for what gathered behind it', async () => {
  const { disk, journal, run } = await inVirtualTime({ segmentBytes: 300 });
  appendNotes(journal, 2);
  disk.setStalled(true);
  run();
  disk.setStalled(false);
  appendNotes(journal, 2);
  journal.flush();
  expect([journal.durable, journal.state]).toEqual([5, 'open']);
  run();
  appendNotes(journal, 20);
  journal.flush();
  expect(journal.durable).toBe(25);
  expect([...journal.readEntries(1)].map((entry) => entry.sequence)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
});

test('flush ends where it was asked although every commit is answered with another entry, and append calls no listener', async () => {
  const { journal } = await inVirtualTime({ maxQueuedBytes: 500 });
  let isAppending = false;
  const heardInside: boolean[] = [];
  journal.onDurable(() => {
    heardInside.push(isAppending);
    journal.append('answer', 1, null);
  });
  appendNotes(journal, 1);
  journal.flush();
  expect([journal.durable, journal.last]).toEqual([2, 3]);
  isAppending = true;
  appendNotes(journal, 30);
  isAppending = false;
  expect(journal.durable).toBeGreaterThan(10);
  journal.flush();
  expect(heardInside).not.toContain(true);
});

test('a queue that fills up before a stalled disk answers fails the journal, once and for good', async () => {
  const { disk, journal, run } = await inVirtualTime({ maxQueuedBytes: 5000 });
  disk.setStalled(true);
  appendNotes(journal, 1);
  run();
  expect(() => appendNotes(journal, 1000)).toThrow('bytes wait');
  expect([journal.state, journal.failure?.code, journal.durable]).toEqual(['failed', 'JOURNAL_WRITE_FAILED', 1]);
  disk.setStalled(false);
  run();
  journal.close();
  expect(disk.openHandles).toBe(0);
  // Entry 2 was on its way and may be there; nothing after it is.
  const again = await openJournal(FOLDER, { account: 'demo', fileSystem: disk, now: () => 0 });
  expect([...again.readEntries(1)].map((entry) => entry.kind)).toEqual(['epoch', 'note', 'epoch']);
});

test('a snapshot taken aside waits for its entry and blocks nobody', async () => {
  const { disk, journal, run } = await inVirtualTime({ keepSnapshots: 2 });
  const told: (Error | null)[] = [];
  const state = Buffer.from('state');
  for (let count = 0; count < 3; count++) {
    appendNotes(journal, 2);
    disk.setStalled(true);
    journal.writeSnapshotAside(state, (error) => told.push(error));
    run();
    await Promise.resolve();
    expect(told).toHaveLength(count);
    disk.setStalled(false);
    for (let turns = 0; turns < 5; turns++) {
      run();
      await Promise.resolve();
    }
  }
  state.fill(0);
  expect(told).toEqual([null, null, null]);
  expect(journal.latestSnapshot()).toMatchObject({ snapshot: { sequence: 7, bytes: Buffer.from('state') }, warnings: [] });
  expect(disk.list(FOLDER).filter((name) => name.endsWith('.snapshot'))).toHaveLength(2);
  journal.close();
  const late = new Promise((resolve) => journal.writeSnapshotAside('x', resolve));
  expect(await late).toMatchObject({ code: 'JOURNAL_CLOSED' });
});

test.skipIf(process.env.ATALAYA_FULL === undefined)(
  'a real disk that is frozen: the loop turns, appends go on, closing ends, and the thawed disk has it all',
  async (context) => {
    const disk = mountDisk('ext4');
    if (disk === null) return context.skip('this user may not mount a file system in a file');
    let isFrozen = false;
    try {
      const folder = `${disk.folder}/journal/demo`;
      const journal = await openJournal(folder, { account: 'demo', create: true, segmentBytes: 20_000 });
      appendNotes(journal, 1);
      await journal.whenDurable(2);

      disk.freeze();
      isFrozen = true;
      let slowestTurnMs = 0;
      let turnedAt = performance.now();
      for (const endsAt = turnedAt + 1500; turnedAt < endsAt; ) {
        appendNotes(journal, 5);
        await pause(1);
        const now = performance.now();
        slowestTurnMs = Math.max(slowestTurnMs, now - turnedAt);
        turnedAt = now;
      }
      const { last } = journal;
      expect(journal.durable).toBe(2);
      expect(journal.state).toBe('open');
      expect(journal.oldestPendingMs(Date.now())).toBeGreaterThan(1000);
      expect(slowestTurnMs).toBeLessThan(500);
      expect(last).toBeGreaterThan(100);

      const durable = journal.whenDurable(last);
      disk.thaw();
      isFrozen = false;
      await durable;
      disk.freeze();
      isFrozen = true;
      appendNotes(journal, 1);
      await new Promise((resolve) => setImmediate(resolve));
      const closingAt = performance.now();
      journal.close(200);
      expect(performance.now() - closingAt).toBeLessThan(2000);
      disk.thaw();
      isFrozen = false;
      const again = await openJournal(folder, { account: 'demo' });
      expect([...again.readEntries(1)].filter(({ kind }) => kind === 'note').length).toBeGreaterThanOrEqual(last - 1);
      again.close();
    } finally {
      if (isFrozen) disk.thaw();
      disk.remove();
    }
  },
);
