/** Snapshots: atomic, checked, bound to their history, and never needed for the journal to be whole. */

import { expect, test } from 'vitest';
import { readWholeFile, writeFileAtomically } from '../../src/adapters/journal-files/file-system.ts';
import { type FileJournal, type OpenJournalOptions, openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { diskError, SimulatedDisk } from '../../src/apps/simulation/simulated-disk.ts';

const FOLDER = '/data/journal/demo';

function open(disk: SimulatedDisk, options: Partial<OpenJournalOptions> = {}) {
  return openJournal(FOLDER, {
    account: 'demo',
    create: true,
    fileSystem: disk,
    now: () => 0,
    schedule: () => {},
    segmentBytes: 500,
    ...options,
  });
}

function appendNotes(journal: FileJournal, count: number): void {
  for (let index = 0; index < count; index++) {
    journal.append('note', 1, 'x'.repeat(50));
    journal.flush();
  }
}

function textOf(journal: FileJournal): string | null {
  const { snapshot } = journal.latestSnapshot();
  return snapshot === null ? null : `${snapshot.sequence}: ${Buffer.from(snapshot.bytes).toString()}`;
}

/** Three snapshots, of entries 5, 9 and 13, of a journal of fourteen entries after it is opened again. */
async function threeSnapshots(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  const journal = await open(disk);
  for (const state of ['a', 'b', 'c']) {
    appendNotes(journal, 4);
    journal.writeSnapshot(journal.last, state);
  }
  journal.close();
  return disk;
}

test('the newest snapshot is given back, after a restart too, and only the last ones are kept', async () => {
  const disk = await threeSnapshots();
  const journal = await open(disk, { keepSnapshots: 2 });
  expect(textOf(journal)).toBe('13: c');
  appendNotes(journal, 1);
  journal.writeSnapshot(15, new Uint8Array([0xc3, 0xb1]));
  expect(textOf(journal)).toBe('15: ñ');
  const names = disk.list(FOLDER).filter((name) => !name.endsWith('.journal'));
  expect(names.sort()).toEqual(['0000000000000013.snapshot', '0000000000000015.snapshot']);
});

test('a damaged newest snapshot is passed over, saying so, and no entry is lost', async () => {
  const intact = await threeSnapshots();
  const path = `${FOLDER}/0000000000000013.snapshot`;
  const whole = readWholeFile(intact, path);
  for (let position = 0; position <= whole.length; position++) {
    const disk = await threeSnapshots();
    const changed = Buffer.from(whole);
    if (position < whole.length) changed[position] = changed[position]! ^ 0x10;
    const damaged = position < whole.length ? changed : whole.subarray(0, whole.length - 5);
    writeFileAtomically(disk, FOLDER, '0000000000000013.snapshot', damaged);
    const journal = await open(disk, { check: position % 2 === 0 ? 'all' : 'since-snapshot' });
    expect(textOf(journal)).toBe('9: b');
    expect(journal.latestSnapshot().warnings).toEqual([expect.stringContaining('0000000000000013.snapshot')]);
    expect([...journal.readEntries(10)].map((entry) => entry.sequence)).toEqual([10, 11, 12, 13, 14]);
  }
});

/** A bit of a file turns, on the disk and for every reader. */
function turnBit(disk: SimulatedDisk, name: string, position: number): void {
  const byte = readWholeFile(disk, `${FOLDER}/${name}`).subarray(position, position + 1);
  const handle = disk.open(`${FOLDER}/${name}`, 'write');
  disk.write(handle, Uint8Array.of(byte[0]! ^ 0x04), 0, 1, position);
  disk.sync(handle);
  disk.close(handle);
}

/** Nine entries in one segment, a snapshot of the fifth; and where the sixth and the last one begin. */
async function snapshotWithin(): Promise<{ disk: SimulatedDisk; segment: string; sixthAt: number; lastAt: number }> {
  const disk = new SimulatedDisk();
  const journal = await open(disk, { segmentBytes: 100_000 });
  const segment = '0000000000000001.journal';
  const bytes = () => readWholeFile(disk, `${FOLDER}/${segment}`).length;
  appendNotes(journal, 4);
  journal.writeSnapshot(5, 'five');
  const sixthAt = bytes();
  appendNotes(journal, 3);
  const lastAt = bytes();
  appendNotes(journal, 1);
  journal.close();
  return { disk, segment, sixthAt, lastAt };
}

test('a start from a snapshot refuses a bit that has turned in its segment, before the snapshot or after it', async () => {
  const { lastAt } = await snapshotWithin();
  // In the last record it would be a write cut short.
  for (let position = 0; position < lastAt; position += 3) {
    const { disk, segment } = await snapshotWithin();
    turnBit(disk, segment, position);
    await expect(open(disk, { check: 'since-snapshot' }), `byte ${position}`).rejects.toThrow(/damaged|newer|another account|belongs to/);
  }
});

test('what follows the snapshot is checked again when it is read, what lies before it when somebody reads that', async () => {
  const { disk, segment, sixthAt } = await snapshotWithin();
  const journal = await open(disk, { check: 'since-snapshot', segmentBytes: 100_000 });
  const following = () => [...journal.readEntries(6)].map(({ sequence }) => sequence);
  turnBit(disk, segment, sixthAt - 10);
  expect(textOf(journal)).toBe('5: five');
  expect(following()).toEqual([6, 7, 8, 9, 10]);
  expect(() => [...journal.readEntries(5)]).toThrow('damaged');
  turnBit(disk, segment, sixthAt - 10);
  expect([...journal.readEntries(1)]).toHaveLength(10);
  turnBit(disk, segment, sixthAt + 40);
  expect(following).toThrow('damaged');
});

test('without any snapshot recovery starts from the first entry', async () => {
  const disk = await threeSnapshots();
  for (const name of disk.list(FOLDER)) if (name.endsWith('.snapshot')) disk.remove(`${FOLDER}/${name}`);
  const journal = await open(disk);
  expect(journal.latestSnapshot()).toEqual({ snapshot: null, warnings: [] });
  expect([...journal.readEntries(1)]).toHaveLength(14);
});

test("another history's snapshot with the same numbers is not taken for this one's", async () => {
  const disk = await threeSnapshots();
  const other = new SimulatedDisk();
  const journal = await open(other);
  for (let index = 0; index < 12; index++) journal.append('note', 1, 'different');
  journal.writeSnapshot(13, 'of another history');
  const foreign = readWholeFile(other, `${FOLDER}/0000000000000013.snapshot`);
  writeFileAtomically(disk, FOLDER, '0000000000000013.snapshot', foreign);
  const reopened = await open(disk);
  expect(textOf(reopened)).toBe('9: b');
  expect(reopened.latestSnapshot().warnings[0]).toContain('another history');
});

test('a snapshot of an earlier entry is bound to that entry; of one not yet recorded it is refused', async () => {
  const disk = await threeSnapshots();
  const journal = await open(disk);
  journal.writeSnapshot(14, 'now');
  journal.writeSnapshot(7, 'earlier');
  expect(textOf(journal)).toBe('14: now');
  for (const sequence of [0, 15, -1]) expect(() => journal.writeSnapshot(sequence, 'x')).toThrow('1 to 14');
});

test('a snapshot that the disk refuses leaves the journal open and the previous snapshot in place', async () => {
  const disk = await threeSnapshots();
  const journal = await open(disk);
  disk.before = (operation, path) => {
    if (operation === 'write' && path.includes('snapshot')) throw diskError('ENOSPC');
  };
  expect(() => journal.writeSnapshot(14, 'd')).toThrow('ENOSPC');
  expect(journal.state).toBe('open');
  appendNotes(journal, 1);
  expect(journal.durable).toBe(15);
  expect(textOf(journal)).toBe('13: c');
});

test('checking since the snapshot reads less, and the epoch still rises', async () => {
  const disk = await threeSnapshots();
  const journal = await open(disk, { check: 'since-snapshot' });
  expect(journal.opened.checkedEntries).toBeLessThan(8);
  expect(journal.epoch).toBe(2);
  // Damage before the snapshot is found when it is read.
  const [first] = disk.list(FOLDER).sort();
  const bytes = readWholeFile(disk, `${FOLDER}/${first}`);
  bytes[100] = bytes[100]! ^ 1;
  writeFileAtomically(disk, FOLDER, first!, bytes);
  expect(() => [...journal.readEntries(1)]).toThrow('is damaged');
  await expect(open(disk)).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
});
