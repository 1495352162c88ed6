/** Opening a journal whose files were cut short, flipped, removed, exchanged or written by other versions. */

import { expect, test } from 'vitest';
import { readWholeFile, writeFileAtomically } from '../../src/adapters/journal-files/file-system.ts';
import { encodeSegmentHeader, genesisChain } from '../../src/adapters/journal-files/format.ts';
import { type OpenJournalOptions, openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { verifyJournal } from '../../src/adapters/journal-files/verify.ts';
import { SimulatedDisk } from '../../src/apps/simulation/simulated-disk.ts';

const FOLDER = '/data/journal/demo';
const FIRST = '0000000000000001.journal';

function open(disk: SimulatedDisk, options: Partial<OpenJournalOptions> = {}) {
  return openJournal(FOLDER, { account: 'demo', fileSystem: disk, now: () => 1000, schedule: () => {}, ...options });
}

/** A journal of one epoch entry and one entry per batch size asked for, each batch synced on its own. */
async function recorded(batches: readonly number[], options: Partial<OpenJournalOptions> = {}): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  const journal = await open(disk, { create: true, ...options });
  for (const size of batches) {
    for (let index = 0; index < size; index++) journal.append('note', 2000, { number: journal.last + 1, text: 'año ñandú €' });
    journal.flush();
  }
  journal.close();
  return disk;
}

function replaceFile(disk: SimulatedDisk, name: string, bytes: Uint8Array): void {
  writeFileAtomically(disk, FOLDER, name, bytes);
}

function copyOf(disk: SimulatedDisk): SimulatedDisk {
  const copy = new SimulatedDisk();
  copy.makeFolder(FOLDER);
  for (const name of disk.list(FOLDER)) replaceFile(copy, name, readWholeFile(disk, `${FOLDER}/${name}`));
  return copy;
}

/** Start of each record, by walking the length fields as docs/reference/journal-format.md has them: crc 4, length 4, batch offset 4, chain 16. */
function recordOffsets(bytes: Buffer): number[] {
  const offsets: number[] = [];
  for (let offset = bytes.readUInt16LE(12); offset < bytes.length; offset += 28 + bytes.readUInt32LE(offset + 4)) offsets.push(offset);
  return offsets;
}

test('a journal is started only when asked to', async () => {
  const disk = new SimulatedDisk();
  await expect(open(disk)).rejects.toMatchObject({ code: 'JOURNAL_ABSENT', exitCode: 3 });
  const journal = await open(disk, { create: true });
  expect(journal.opened).toEqual({ created: true, checkedEntries: 0, cut: null });
  expect([...journal.readEntries(1)]).toEqual([{ sequence: 1, epoch: 1, at: 1000, kind: 'epoch', body: { cut: null } }]);
});

test('a new journal is refused where snapshots or cut tails of an old one remain', async () => {
  for (const name of ['0000000000000007.snapshot', '0000000000000001.journal.300.cut']) {
    const disk = new SimulatedDisk();
    disk.makeFolder(FOLDER);
    replaceFile(disk, name, Buffer.from('old'));
    await expect(open(disk, { create: true })).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
  }
});

test('every open raises the epoch and continues the sequence', async () => {
  const disk = await recorded([2]);
  for (const [epoch, last] of [
    [2, 4],
    [3, 5],
    [4, 6],
  ]) {
    const journal = await open(disk);
    expect([journal.epoch, journal.last, journal.durable]).toEqual([epoch, last, last]);
    journal.close();
  }
  expect(disk.openHandles).toBe(0);
});

test('a last record cut short at any byte is set aside, reported, and costs nothing else', async () => {
  const disk = await recorded([1, 1]);
  const whole = readWholeFile(disk, `${FOLDER}/${FIRST}`);
  const lastRecord = recordOffsets(whole).at(-1)!;
  for (let length = lastRecord + 1; length < whole.length; length++) {
    const torn = copyOf(disk);
    replaceFile(torn, FIRST, whole.subarray(0, length));
    expect(verifyJournal(FOLDER, torn)).toMatchObject({ ok: false, entries: 2, problem: { code: 'JOURNAL_CUT_SHORT' } });
    const journal = await open(torn);
    const file = `${FIRST}.${lastRecord}.cut`;
    const cut = { segment: FIRST, offset: lastRecord, bytes: length - lastRecord, file };
    expect(journal.opened.cut).toEqual(cut);
    expect(readWholeFile(torn, `${FOLDER}/${file}`)).toEqual(whole.subarray(lastRecord, length));
    // Epoch 1 wrote the lost bytes, and an open that was lost with them might have been epoch 2.
    expect(journal.epoch).toBe(3);
    const entries = [...journal.readEntries(1)];
    expect(entries.map((entry) => entry.kind)).toEqual(['epoch', 'note', 'epoch']);
    expect(entries[2]).toEqual({ sequence: 3, epoch: 3, at: 1000, kind: 'epoch', body: { cut } });
  }
});

test('two tails cut at the same place are both kept', async () => {
  const disk = await recorded([1]);
  const whole = readWholeFile(disk, `${FOLDER}/${FIRST}`);
  const cutAt = recordOffsets(whole)[1]!;
  const files: (string | undefined)[] = [];
  for (const extra of [10, 20]) {
    replaceFile(disk, FIRST, whole.subarray(0, cutAt + extra));
    const journal = await open(disk);
    files.push(journal.opened.cut?.file);
    journal.close();
  }
  expect(files).toEqual([`${FIRST}.${cutAt}.cut`, `${FIRST}.${cutAt}.2.cut`]);
});

test('a flipped bit anywhere is detected: refused, or cut where it is the very last record', async () => {
  const disk = await recorded([1, 2, 1]);
  const whole = readWholeFile(disk, `${FOLDER}/${FIRST}`);
  const lastRecord = recordOffsets(whole).at(-1)!;
  for (let position = 0; position < whole.length; position++) {
    const flipped = Buffer.from(whole);
    flipped[position] = flipped[position]! ^ (1 << (position % 8));
    const damaged = copyOf(disk);
    replaceFile(damaged, FIRST, flipped);
    if (position >= lastRecord) {
      expect((await open(damaged)).opened.cut?.offset).toBe(lastRecord);
    } else {
      await expect(open(damaged), `bit at ${position}`).rejects.toMatchObject({
        exitCode: 3,
        code: expect.stringMatching(/DAMAGED|NEWER/),
      });
      expect(verifyJournal(FOLDER, damaged).ok).toBe(false);
      expect(readWholeFile(damaged, `${FOLDER}/${FIRST}`)).toEqual(flipped);
    }
  }
});

test('damage names the segment, the offset and the remedy', async () => {
  const disk = await recorded([1, 1]);
  const bytes = readWholeFile(disk, `${FOLDER}/${FIRST}`);
  const [, second, third] = recordOffsets(bytes);
  bytes[second! + 40] = bytes[second! + 40]! ^ 1;
  replaceFile(disk, FIRST, bytes);
  await expect(open(disk)).rejects.toThrow(
    `the journal in ${FOLDER} is damaged: segment ${FIRST}, offset ${second}: the record fails its checksum and good records follow at offset ${third}. Nothing was changed. Move the folder aside and restore it from a backup`,
  );
});

test('a flipped bit in one of several records committed together is damage, not an unfinished write', async () => {
  const disk = await recorded([5]);
  const bytes = readWholeFile(disk, `${FOLDER}/${FIRST}`);
  bytes[recordOffsets(bytes)[3]! + 30] = 0;
  replaceFile(disk, FIRST, bytes);
  await expect(open(disk)).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
});

test('records that are intact but exchanged, repeated or from another journal are refused', async () => {
  const disk = await recorded([1, 1, 1]);
  const bytes = readWholeFile(disk, `${FOLDER}/${FIRST}`);
  const [, b, c, d] = recordOffsets(bytes) as [number, number, number, number];
  const exchanged = Buffer.concat([bytes.subarray(0, b), bytes.subarray(c, d), bytes.subarray(b, c), bytes.subarray(d)]);
  const repeated = Buffer.concat([bytes, bytes.subarray(d)]);
  for (const content of [exchanged, repeated]) {
    const altered = copyOf(disk);
    replaceFile(altered, FIRST, content);
    await expect(open(altered)).rejects.toThrow('its chain hash differs');
  }
});

test('segments roll, link to each other, and a missing or shortened one is refused', async () => {
  const disk = await recorded(Array(30).fill(1), { segmentBytes: 600 });
  const segments = disk.list(FOLDER).sort();
  expect(segments.length).toBeGreaterThan(5);
  const journal = await open(copyOf(disk), { segmentBytes: 600 });
  expect([...journal.readEntries(1)].map((entry) => entry.sequence)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
  expect([...journal.readEntries(17)][0]!.sequence).toBe(17);

  for (const missing of [segments[0]!, segments[3]!]) {
    const damaged = copyOf(disk);
    damaged.remove(`${FOLDER}/${missing}`);
    await expect(open(damaged)).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED', message: expect.stringContaining('missing') });
  }
  const shortened = copyOf(disk);
  const bytes = readWholeFile(shortened, `${FOLDER}/${segments[2]}`);
  replaceFile(shortened, segments[2]!, bytes.subarray(0, bytes.length - 3));
  await expect(open(shortened)).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED', message: expect.stringContaining(segments[2]!) });
  const emptied = copyOf(disk);
  replaceFile(emptied, segments.at(-1)!, Buffer.alloc(0));
  await expect(open(emptied)).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
});

test('lost last segments show when a snapshot covers their entries', async () => {
  const disk = await recorded(Array(10).fill(1), { segmentBytes: 600 });
  const journal = await open(disk);
  journal.writeSnapshot(journal.last, 'state');
  journal.close();
  disk.remove(
    `${FOLDER}/${disk
      .list(FOLDER)
      .filter((name) => name.endsWith('.journal'))
      .sort()
      .at(-1)}`,
  );
  const refused: Error = await open(disk).then(
    () => expect.unreachable(),
    (error) => error,
  );
  expect(refused.message).toContain('entries are missing at the end');
  // Who has neither backup nor standby does what the refusal names, and goes on from what is left.
  const [, lost, snapshot] =
    /can give entries (\d+) to \d+ up: copy the folder, move (\S+\.snapshot) out of it/.exec(refused.message) ?? [];
  disk.remove(`${FOLDER}/${snapshot}`);
  const left = await open(disk);
  const opening = [...left.readEntries(Number(lost))];
  left.close();
  // The first that was lost is now what tells of this opening.
  expect(opening.map(({ kind }) => kind)).toEqual(['epoch']);
});

test('a journal of a newer format or schema, or of another account, is refused with its reason', async () => {
  const header = { schemaVersion: 1, account: 'demo', firstSequence: 1, previousChain: genesisChain('demo') };
  const newerFormat = encodeSegmentHeader(header);
  newerFormat.writeUInt16LE(9, 8);
  const cases: [Buffer, string, string][] = [
    [newerFormat, 'JOURNAL_NEWER', 'format version 9, this program reads up to 1. Start the newer program'],
    [encodeSegmentHeader({ ...header, schemaVersion: 2 }), 'JOURNAL_NEWER', 'schema version 2'],
    [encodeSegmentHeader({ ...header, account: 'other' }), 'JOURNAL_OTHER_ACCOUNT', 'belongs to account "other", not "demo"'],
    [
      encodeSegmentHeader({ ...header, previousChain: genesisChain('other') }),
      'JOURNAL_DAMAGED',
      'its chain does not begin with its account',
    ],
  ];
  for (const [bytes, code, text] of cases) {
    const disk = new SimulatedDisk();
    disk.makeFolder(FOLDER);
    replaceFile(disk, FIRST, bytes);
    await expect(open(disk, { create: true })).rejects.toMatchObject({ code, exitCode: 3, message: expect.stringContaining(text) });
  }
});

test('entries of this schema never go into a segment of an older one', async () => {
  for (const withEntries of [false, true]) {
    const disk = withEntries ? await recorded([2]) : new SimulatedDisk();
    disk.makeFolder(FOLDER);
    const older = encodeSegmentHeader({ schemaVersion: 0, account: 'demo', firstSequence: 1, previousChain: genesisChain('demo') });
    const records = withEntries ? readWholeFile(disk, `${FOLDER}/${FIRST}`).subarray(older.length) : Buffer.alloc(0);
    replaceFile(disk, FIRST, Buffer.concat([older, records]));
    const journal = await open(disk);
    journal.close();
    const current = readWholeFile(disk, `${FOLDER}/${withEntries ? '0000000000000004.journal' : FIRST}`);
    expect(current.readUInt16LE(10)).toBe(1);
    expect(verifyJournal(FOLDER, disk)).toMatchObject({ ok: true, entries: withEntries ? 4 : 1, segments: withEntries ? 2 : 1 });
  }
});

test('names of accounts that could leave the folder are refused', async () => {
  for (const account of ['', '../x', 'A', 'a/b', 'x'.repeat(65)]) {
    await expect(open(new SimulatedDisk(), { account, create: true })).rejects.toMatchObject({ code: 'JOURNAL_ACCOUNT_NAME', exitCode: 2 });
  }
});
