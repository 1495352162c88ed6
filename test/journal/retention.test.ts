/** Old segments leave the folder only by order, only when two snapshots cover them, and the chain holds all the same. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FileJournal, openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { retain } from '../../src/adapters/journal-files/retention.ts';
import { verifyJournal } from '../../src/adapters/journal-files/verify.ts';

const OLD_SECONDS = 1_700_000_000;
const BEFORE = (OLD_SECONDS + 1000) * 1000;

let folder = '';
let journal: FileJournal;

const open = (check: 'all' | 'since-snapshot' = 'all') => openJournal(folder, { account: 'demo', create: true, segmentBytes: 700, check });
const segments = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.journal'))
    .sort();
const sequences = (from: number) => [...journal.readEntries(from)].map((entry) => entry.sequence);
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

function appendNotes(count: number): void {
  for (let index = 0; index < count; index++) {
    journal.append('note', 1, 'x'.repeat(50));
    journal.flush();
  }
}

/** Forty entries in segments of about six, every file old, snapshots of entries 20 and 30. */
beforeEach(async () => {
  folder = `${mkdtempSync(`${tmpdir()}/atalaya-journal-`)}/demo`;
  journal = await open();
  appendNotes(19);
  journal.writeSnapshot(20, 'a');
  appendNotes(10);
  journal.writeSnapshot(30, 'b');
  appendNotes(10);
  for (const name of segments()) utimesSync(`${folder}/${name}`, OLD_SECONDS, OLD_SECONDS);
});

afterEach(() => {
  journal.close();
  rmSync(`${folder}/..`, { recursive: true });
});

/** First entries of segments, from their names. */
const firstEntries = (names: readonly string[]) => names.map((name) => Number(name.slice(0, 16)));

test('archived segments are read and verified as before, beside a trader and after a restart', async () => {
  const before = segments();
  const { segments: moved, coveredThrough } = retain(folder, { action: 'archive', before: BEFORE });
  expect(coveredThrough).toBe(20);
  // Every segment whose successor begins at entry 21 or earlier, and no other.
  expect(firstEntries(moved)).toEqual(firstEntries(before).filter((_, index) => (firstEntries(before)[index + 1] ?? 99) <= 21));
  expect(moved.length).toBeGreaterThan(1);
  expect(segments()).toEqual(before.slice(moved.length));
  expect(sequences(1)).toEqual(numbers(1, 40));
  expect(retain(folder, { action: 'archive', before: BEFORE }).segments).toEqual([]);
  execFileSync('sha256sum', ['--quiet', '-c', ...moved.map((name) => `${name}.gz.sha256`)], { cwd: `${folder}/archive` });
  journal.close();
  expect(verifyJournal(folder)).toMatchObject({ ok: true, entries: 40, segments: before.length, archivedSegments: moved.length });
  journal = await open('since-snapshot');
  expect(sequences(1)).toEqual(numbers(1, 41));
});

test('a damaged or missing archived segment is refused by verify and by a full opening', async () => {
  const [first] = retain(folder, { action: 'archive', before: BEFORE }).segments;
  journal.close();
  const path = `${folder}/archive/${first}.gz`;
  const whole = readFileSync(path);
  for (const position of [12, whole.length >> 1, whole.length - 6]) {
    const damaged = Buffer.from(whole);
    damaged[position] = damaged[position]! ^ 1;
    writeFileSync(path, damaged);
    expect(verifyJournal(folder), `byte ${position}`).toMatchObject({ ok: false, problem: { code: 'JOURNAL_DAMAGED' } });
    await expect(open()).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
  }
  rmSync(path);
  expect(verifyJournal(folder)).toMatchObject({
    ok: false,
    problem: { code: 'JOURNAL_DAMAGED', message: expect.stringContaining('missing') },
  });
});

test('what is younger, or not covered by two good snapshots, stays', () => {
  utimesSync(`${folder}/${segments()[0]}`, OLD_SECONDS + 2000, OLD_SECONDS + 2000);
  expect(retain(folder, { action: 'archive', before: BEFORE }).segments).toEqual([]);
  utimesSync(`${folder}/${segments()[0]}`, OLD_SECONDS, OLD_SECONDS);
  const newest = `${folder}/0000000000000030.snapshot`;
  writeFileSync(newest, readFileSync(newest).fill(0, 40, 50));
  expect(retain(folder, { action: 'remove', before: BEFORE })).toMatchObject({ segments: [], coveredThrough: 0 });
});

test('removed segments are gone, the rest is sound, and what is asked of them is refused with its reason', async () => {
  retain(folder, { action: 'archive', before: BEFORE });
  const { segments: removed, firstEntry } = retain(folder, { action: 'remove', before: BEFORE });
  expect(removed.length).toBeGreaterThan(1);
  expect(readdirSync(`${folder}/archive`)).toEqual([]);
  journal.close();
  expect(verifyJournal(folder)).toMatchObject({ ok: true, entries: 40, firstEntry, snapshot: 30 });
  journal = await open();
  expect(sequences(firstEntry)).toEqual(numbers(firstEntry, 41));
  expect(journal.latestSnapshot().snapshot?.sequence).toBe(30);
  expect(() => sequences(1)).toThrow(`is kept from entry ${firstEntry} on, entry 1 was removed by order`);
  journal.close();
  rmSync(`${folder}/beginning.json`);
  expect(verifyJournal(folder)).toMatchObject({ problem: { code: 'JOURNAL_DAMAGED', message: expect.stringContaining('missing') } });
});
