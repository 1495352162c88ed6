/** A writer that was stopped and goes on after its successor has opened the journal: it harms nothing, wherever it was stopped. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNow, nodeFileSystem } from './file-system.ts';
import { type FileJournal, type OpenJournalOptions, openJournal } from './open-journal.ts';
import { readJournal, verifyJournal } from './verify.ts';

let folder: string;
let open: FileJournal[];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'depose-')), 'demo');
  open = [];
});
afterEach(() => {
  for (const journal of open) journal.close(0);
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

async function opened(options: Partial<OpenJournalOptions> = {}): Promise<FileJournal> {
  const journal = await openJournal(folder, { account: 'demo', create: true, now: () => 1, ...options });
  open.push(journal);
  return journal;
}

const texts = () => [...readJournal(folder)].flatMap(({ kind, body }) => (kind === 'note' ? [body] : []));
/** Everything counts at once, as long as somebody watches over it. */
const confirm: OpenJournalOptions['confirm'] = (_, done) => done();

test('what it writes after the take-over is in no file that has a name', async () => {
  const deposed = await opened({ confirm });
  deposed.append('note', 1, 'before');
  deposed.flush();
  const successor = await opened({ confirm, takesOver: () => true });
  deposed.append('note', 2, 'too late');
  deposed.flush();
  successor.append('note', 2, 'after');
  successor.flush();
  successor.close();
  expect(successor.epoch).toBe(2);
  expect(texts()).toEqual(['before', 'after']);
  expect(verifyJournal(folder)).toMatchObject({ entries: 4 });
});

test('a new segment of its own fails where its successor has taken the name, and takes nothing away', async () => {
  const deposed = await opened({ confirm, segmentBytes: 300 });
  deposed.append('note', 1, 'x'.repeat(300));
  deposed.flush();
  const successor = await opened({ confirm, takesOver: () => true });
  successor.append('note', 2, 'after');
  successor.flush();
  // The next entry does not fit: it begins the segment after its last durable entry, as its successor has done.
  deposed.append('note', 3, 'y'.repeat(300));
  deposed.flush();
  expect(deposed.failure?.code).toBe('JOURNAL_DEPOSED');
  // Stopped after it had looked, and before it made the file: the file system refuses.
  const name = '0000000000000003.journal';
  expect(() => createNow(nodeFileSystem, folder, name, Buffer.from('late'), true)).toThrow(/EEXIST/);
  successor.append('note', 4, 'still there');
  successor.flush();
  successor.close();
  expect(texts()).toEqual(['x'.repeat(300), 'after', 'still there']);
});

test('the successor takes a segment as its own that was begun right before, by its bytes and not by its file', async () => {
  const deposed = await opened({ confirm, segmentBytes: 300 });
  deposed.append('note', 1, 'x'.repeat(300));
  deposed.flush();
  deposed.append('note', 2, 'y'.repeat(300));
  deposed.flush();
  expect(readdirSync(folder).filter((name) => name.endsWith('.journal'))).toHaveLength(3);
  const successor = await opened({ confirm, takesOver: () => true });
  deposed.append('note', 3, 'z');
  deposed.flush();
  successor.close();
  expect(texts()).toEqual(['x'.repeat(300), 'y'.repeat(300)]);
});

test('who has been deposed meanwhile itself changes nothing', async () => {
  const first = await opened({ confirm });
  first.append('note', 1, 'first');
  first.flush();
  let asked = 0;
  await expect(opened({ confirm, takesOver: () => ++asked > 1 })).rejects.toMatchObject({ code: 'LEASE_LOST', exitCode: 3 });
  first.append('note', 2, 'goes on');
  first.flush();
  first.close();
  expect(texts()).toEqual(['first', 'goes on']);
});

test('what is on disk counts only when it is confirmed: nothing is told durable before, and the next batch waits', async () => {
  const waiting: { last: number; done: () => void }[] = [];
  const journal = await opened({ confirm: ({ last }, done) => void waiting.push({ last, done }) });
  expect([journal.durable, journal.isUnconfirmed]).toEqual([0, true]);
  const told: number[] = [];
  journal.onDurable((durable) => told.push(durable));
  const second = journal.append('note', 1, 'second');
  waiting.shift()?.done();
  expect(journal.durable).toBe(1);
  journal.flush();
  expect([journal.durable, journal.last, journal.isUnconfirmed]).toEqual([1, 2, true]);
  expect([...journal.readEntries(1)].map(({ sequence }) => sequence)).toEqual([1]);
  const durable = journal.whenDurable(second);
  expect(waiting[0]?.last).toBe(2);
  waiting.shift()?.done();
  await durable;
  expect(told).toEqual([1, 2]);
  expect([...journal.readEntries(1)].map(({ sequence }) => sequence)).toEqual([1, 2]);
});
