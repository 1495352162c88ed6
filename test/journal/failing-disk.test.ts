/** Full, failing and read-only disks, simulated and real: nothing half acknowledged, a clear state, and the journal sound afterwards. */

import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type OpenJournalOptions, openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { verifyJournal } from '../../src/adapters/journal-files/verify.ts';
import { diskError, type Operation, SimulatedDisk } from '../../src/apps/simulation/simulated-disk.ts';
import { JournalFailure } from '../../src/core/journal/durable-journal.ts';
import { mountDisk } from './mounted-disk.ts';

const FOLDER = '/data/journal/demo';

function open(disk: SimulatedDisk, options: Partial<OpenJournalOptions> = {}) {
  return openJournal(FOLDER, { account: 'demo', create: true, fileSystem: disk, now: () => 0, schedule: () => {}, ...options });
}

function failOn(disk: SimulatedDisk, failing: Operation, code: string, path = ''): void {
  disk.before = (operation, on) => {
    if (operation === failing && on.includes(path)) throw diskError(code);
  };
}

const FAULTS: [string, (disk: SimulatedDisk) => void, string][] = [
  ['full disk', (disk) => disk.limitCapacity(disk.usedBytes + 150), 'ENOSPC'],
  ['write error', (disk) => failOn(disk, 'write', 'EIO'), 'EIO'],
  ['failed sync', (disk) => failOn(disk, 'sync', 'EIO'), 'EIO'],
  ['read-only disk', (disk) => disk.setReadOnly(true), 'EROFS'],
  ['segment can not be made', (disk) => failOn(disk, 'rename', 'ENOSPC'), 'ENOSPC'],
  ['folder can not be synced', (disk) => failOn(disk, 'syncFolder', 'EIO'), 'EIO'],
];

test.each(FAULTS)(
  '%s: the batch is refused whole, appends are refused, and the next open has all that was acknowledged',
  async (_, strike, cause) => {
    const disk = new SimulatedDisk();
    const journal = await open(disk, { segmentBytes: 500 });
    const failures: JournalFailure[] = [];
    journal.onFailure((failure) => failures.push(failure));
    journal.append('note', 1, { acknowledged: true });
    await Promise.all([journal.whenDurable(2), journal.flush()]);

    strike(disk);
    const numbers = [1, 2, 3].map((number) => journal.append('note', 1, { number, text: 'x'.repeat(200) }));
    const waits = numbers.map((sequence) => journal.whenDurable(sequence));
    journal.flush();

    for (const result of await Promise.allSettled(waits)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'JOURNAL_WRITE_FAILED', cause: { code: cause } } });
    }
    expect([journal.state, journal.durable, failures]).toEqual(['failed', 2, [journal.failure]]);
    expect(() => journal.append('note', 1, null)).toThrow(JournalFailure);
    expect([...journal.readEntries(1)].map((entry) => entry.sequence)).toEqual([1, 2]);
    journal.flush();
    journal.close();
    expect(journal.durable).toBe(2);

    disk.before = () => {};
    disk.setReadOnly(false);
    disk.limitCapacity(Number.POSITIVE_INFINITY);
    const again = await open(disk);
    const entries = [...again.readEntries(1)].filter((entry) => entry.kind === 'note');
    expect(entries[0]).toEqual({ sequence: 2, epoch: 1, at: 1, kind: 'note', body: { acknowledged: true } });
    expect(again.epoch).toBeGreaterThan(1);
    expect(verifyJournal(FOLDER, disk).ok).toBe(true);
  },
);

test('what a failed sync left in memory is not believed by the next open', async () => {
  const disk = new SimulatedDisk();
  const journal = await open(disk);
  failOn(disk, 'sync', 'EIO');
  journal.append('order', 1, { never: 'acknowledged' });
  journal.flush();
  journal.close();
  disk.before = () => {};
  expect([...(await open(disk)).readEntries(1)].map((entry) => entry.kind)).toEqual(['epoch', 'epoch']);
});

test('a writer whose journal was opened by another refuses to write over it', async () => {
  const disk = new SimulatedDisk();
  const deposed = await open(disk);
  const successor = await open(disk);
  deposed.append('order', 1, {});
  const wait = deposed.whenDurable(2);
  deposed.flush();
  await expect(wait).rejects.toMatchObject({ code: 'JOURNAL_DEPOSED' });
  expect(deposed.state).toBe('failed');
  successor.append('order', 1, {});
  successor.flush();
  expect(successor.durable).toBe(3);
  expect(verifyJournal(FOLDER, disk)).toMatchObject({ ok: true, entries: 3, epoch: 2 });
});

test('a disk that refuses at opening is an environment error with its cause', async () => {
  const disk = new SimulatedDisk();
  (await open(disk)).close();
  disk.setReadOnly(true);
  await expect(open(disk)).rejects.toMatchObject({ code: 'JOURNAL_UNWRITABLE', exitCode: 3, message: expect.stringContaining('EROFS') });
  disk.setReadOnly(false);
  failOn(disk, 'read', 'EIO');
  await expect(open(disk)).rejects.toMatchObject({ code: 'JOURNAL_UNREADABLE', exitCode: 3 });
  expect(verifyJournal(FOLDER, disk)).toMatchObject({ ok: false, problem: { code: 'JOURNAL_UNREADABLE' } });
});

test('a queue at its limit waits for the disk; an entry beyond the limit of one record is refused alone', async () => {
  const disk = new SimulatedDisk();
  const journal = await open(disk, { maxQueuedBytes: 10_000 });
  for (let index = 0; index < 50; index++) journal.append('note', 1, 'x'.repeat(1000));
  // Records of 1,045 bytes or so: the tenth passes the limit and starts a commit, which the twentieth waits for.
  expect(journal.last - journal.durable).toBeLessThan(20);
  expect(journal.durable).toBeGreaterThan(30);
  expect(() => journal.append('note', 1, 'x'.repeat(4 * 1024 * 1024))).toThrow('4194304 is the limit');
  expect(() => journal.append('note', 1, 1n)).toThrow(TypeError);
  journal.append('note', 1, 'after');
  journal.close();
  expect(journal.durable).toBe(52);
  expect(verifyJournal(FOLDER, disk)).toMatchObject({ ok: true, entries: 52 });
});

const FULL = process.env.ATALAYA_FULL !== undefined;
const FILLINGS = [
  ['tmpfs', 'flush', 500],
  ['tmpfs', 'aside', 500],
  ...(FULL
    ? ([
        ['ext4', 'flush', 50_000],
        ['ext4', 'aside', 50_000],
      ] as const)
    : []),
] as const;

test.for(FILLINGS)('a real %s disk that fills up (%s), is freed, then turns read-only', async ([type, way, textBytes], context) => {
  const disk = mountDisk(type);
  if (disk === null) return context.skip(`this user may not mount a small ${type}`);
  try {
    const folder = `${disk.folder}/journal/demo`;
    const journal = await openJournal(folder, { account: 'demo', create: true });
    const freeBytes = statfsSync(disk.folder).bavail * statfsSync(disk.folder).bsize;
    writeFileSync(`${disk.folder}/ballast`, Buffer.alloc(freeBytes / 2));
    while (journal.state === 'open') {
      for (let index = 0; index < 10; index++) journal.append('note', 1, 'x'.repeat(textBytes));
      if (way === 'flush') journal.flush();
      else await journal.whenDurable(journal.last).catch(() => {});
    }
    expect(journal.failure).toMatchObject({ code: 'JOURNAL_WRITE_FAILED', cause: { code: 'ENOSPC' } });
    expect(() => journal.append('note', 1, null)).toThrow('no space left');
    const acknowledged = journal.durable;
    expect(acknowledged).toBeGreaterThan(50);
    journal.close();
    rmSync(`${disk.folder}/ballast`);
    const again = await openJournal(folder, { account: 'demo' });
    expect(again.last).toBe(acknowledged + 1);
    again.append('note', 1, 'after');
    await again.whenDurable(acknowledged + 2);
    again.close();

    disk.remountReadOnly();
    await expect(openJournal(folder, { account: 'demo' })).rejects.toMatchObject({
      code: 'JOURNAL_UNWRITABLE',
      message: expect.stringContaining('EROFS'),
    });
    expect(verifyJournal(folder)).toMatchObject({ ok: true, entries: acknowledged + 2 });
  } finally {
    disk.remove();
  }
});
