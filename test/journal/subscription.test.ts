/** Subscriptions: only durable entries, in order, at least once, at the listener's pace, across segments. */

import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { diskError, SimulatedDisk } from '../../src/apps/simulation/simulated-disk.ts';
import type { JournalEntry } from '../../src/core/journal/journal.ts';

const FOLDER = '/data/journal/demo';

/** A journal whose retries are instant; appends are committed by the real loop turn. */
async function journalOn(disk: SimulatedDisk) {
  const retries: number[] = [];
  const delay = (task: () => void, delayMs: number) => {
    retries.push(delayMs);
    setImmediate(task);
  };
  const journal = await openJournal(FOLDER, { account: 'demo', create: true, fileSystem: disk, segmentBytes: 5000, delay });
  return { journal, retries };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 2000) throw new Error('it did not happen');
    await pause(1);
  }
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

test('what was recorded before and after subscribing arrives once, in order, and only when durable', async () => {
  const { journal } = await journalOn(new SimulatedDisk());
  for (let index = 0; index < 2000; index++) journal.append('note', 1, index);
  journal.flush();
  const received: number[] = [];
  const subscription = journal.subscribe(1, (entries) => {
    for (const entry of entries) {
      expect(entry.sequence).toBeLessThanOrEqual(journal.durable);
      received.push(entry.sequence);
    }
  });
  const late: number[] = [];
  journal.subscribe(1990, async (entries) => {
    await pause(2);
    late.push(...entries.map((entry) => entry.sequence));
  });
  for (let index = 0; index < 100; index++) {
    journal.append('note', 1, { index });
    if (index % 10 === 0) await pause(1);
  }
  await until(() => subscription.delivered === 2101 && late.length === 112);
  expect(received).toEqual(numbers(1, 2101));
  expect(late).toEqual(numbers(1990, 2101));
  journal.close();
});

test('a listener that fails gets the same group again, and the journal goes on meanwhile', async () => {
  const { journal, retries } = await journalOn(new SimulatedDisk());
  const received: number[] = [];
  const errors: unknown[] = [];
  let failuresLeft = 3;
  const down = new Error('database down');
  const listener = async (entries: readonly JournalEntry[]) => {
    await pause(1);
    if (failuresLeft-- > 0) throw down;
    received.push(...entries.map((entry) => entry.sequence));
  };
  const subscription = journal.subscribe(1, listener, (error) => errors.push(error));
  for (let index = 0; index < 10; index++) journal.append('note', 1, index);
  await until(() => subscription.delivered === 11);
  expect(received).toEqual(numbers(1, 11));
  expect(errors).toEqual([down, down, down]);
  expect(retries).toEqual([1000, 1000, 1000]);
  journal.close();
});

test('a read error is retried from the last delivered entry', async () => {
  const disk = new SimulatedDisk();
  const { journal } = await journalOn(disk);
  let errorsLeft = 2;
  disk.before = (operation) => {
    if (operation === 'read' && errorsLeft-- > 0) throw diskError('EIO');
  };
  const received: number[] = [];
  const errors: unknown[] = [];
  journal.subscribe(
    1,
    (entries) => void received.push(...entries.map((entry) => entry.sequence)),
    (error) => errors.push(error),
  );
  journal.append('note', 1, 'x');
  await until(() => received.length === 2);
  expect(received).toEqual([1, 2]);
  expect(errors).toHaveLength(2);
  journal.close();
});

test('a subscription from beyond the end waits for its entry', async () => {
  const { journal } = await journalOn(new SimulatedDisk());
  const received: number[] = [];
  journal.subscribe(4, (entries) => void received.push(...entries.map((entry) => entry.sequence)));
  for (let index = 0; index < 4; index++) {
    journal.append('note', 1, index);
    await pause(2);
  }
  await until(() => received.length === 2);
  expect(received).toEqual([4, 5]);
  journal.close();
});

test('nothing is delivered after stop or close, and no file stays open', async () => {
  const disk = new SimulatedDisk();
  const { journal } = await journalOn(disk);
  const received: number[] = [];
  const listener = (entries: readonly JournalEntry[]) => void received.push(...entries.map((entry) => entry.sequence));
  const stopped = journal.subscribe(1, listener);
  journal.subscribe(1, listener);
  await until(() => received.length === 2);
  stopped.stop();
  journal.append('note', 1, 'x');
  await until(() => received.length === 3);
  journal.append('note', 1, 'y');
  journal.close();
  await pause(5);
  expect(received).toEqual([1, 1, 2]);
  expect(disk.openHandles).toBe(0);
  await expect(journal.whenDurable(99)).rejects.toMatchObject({ code: 'JOURNAL_CLOSED' });
});
