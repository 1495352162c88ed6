/** A backup made beside a running trader is whole, is found damaged when it is, holds no secret, and brings the session back to the end it would have had. */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { journalFolder, openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { retain } from '../../src/adapters/journal-files/retention.ts';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import { PinFile } from '../../src/adapters/secret-files/pin-file.ts';
import { makeBackup, restoreBackup, verifyBackup } from '../../src/apps/backup.ts';
import { prepareRuntimeFolders } from '../../src/apps/runtime-folders.ts';
import { EPOCH_KIND } from '../../src/core/journal/entry.ts';
import { PROJECT, run } from '../live-venue/processes.ts';
import { played, TraderLab, until } from './test-trader.ts';

let lab: TraderLab;
let aside: string;
beforeEach(() => {
  lab = new TraderLab();
  aside = mkdtempSync(join(tmpdir(), 'atalaya-backup-'));
});
afterEach(async () => {
  await lab.end();
  rmSync(aside, { recursive: true, force: true });
});

const backup = (folder: string) =>
  makeBackup({ dataFolder: lab.folder, account: 'paper', folder: join(aside, folder), release: '1', now: Date.UTC(2026, 0, 5) });
const fillsOf = (dataFolder: string) =>
  [...readJournal(journalFolder(dataFolder, 'paper'))].flatMap(({ kind, body }) =>
    kind === 'step' ? ((body as { fills?: { orderId: string; price: string; fee: string; at: number }[] }).fills ?? []) : [],
  );
/** Without what names the epoch they were made in. */
const told = (dataFolder: string) => fillsOf(dataFolder).map(({ orderId, price, fee, at }) => ({ orderId, price, fee, at }));

test('made while the trader works, it is restored elsewhere, and the session ends as the one that went on', async () => {
  mkdirSync(join(lab.folder, 'state'), { recursive: true });
  await new PinFile(join(lab.folder, 'state/trading-pin.json')).set('271828');
  const running = await lab.open();
  running.trader.feed.setSpeed(3600);
  running.trader.start();
  await until(() => running.trader.source.snapshot().status.totals.fills > 2);
  const made = backup('one');
  expect(made).toMatchObject({ account: 'paper', madeAt: '2026-01-05T00:00:00.000Z' });
  expect(made.entries).toBeGreaterThan(20);
  running.trader.feed.setSpeed(Number.POSITIVE_INFINITY);
  await played(running);
  await lab.stop(running.trader);

  const files = readdirSync(join(aside, 'one'), { recursive: true }).map(String);
  expect(files.filter((name) => /pin|secret|arming/.test(name))).toEqual([]);
  for (const name of files.filter((one) => one.includes('.'))) expect(statSync(join(aside, 'one', name)).mode & 0o777).toBe(0o600);

  const elsewhere = new TraderLab();
  try {
    await restoreBackup({ folder: join(aside, 'one'), dataFolder: elsewhere.folder });
    const [last] = [...readJournal(journalFolder(elsewhere.folder, 'paper'))].slice(-1);
    // No start since the backup can have used this epoch.
    expect(last).toMatchObject({ kind: EPOCH_KIND, sequence: made.entries + 1 });
    expect(last?.epoch).toBeGreaterThan(1_000);
    await played(await elsewhere.start());
    expect(told(elsewhere.folder)).toEqual(told(lab.folder));
    await expect(restoreBackup({ folder: join(aside, 'one'), dataFolder: elsewhere.folder })).rejects.toThrow(/found one; move it aside/);
  } finally {
    await elsewhere.end();
  }
});

test('a flipped byte, a file cut short, one too few, one too many and another state are found', async () => {
  const whole = await lab.start();
  await played(whole);
  await lab.stop(whole.trader);
  const spoil: readonly [string, (folder: string) => void][] = [
    [
      'fails its checksum',
      (folder) => {
        const [segment] = readdirSync(join(folder, 'journal')).filter((name) => name.endsWith('.journal'));
        const bytes = readFileSync(join(folder, 'journal', segment as string));
        bytes[5_000] = (bytes[5_000] as number) ^ 1;
        writeFileSync(join(folder, 'journal', segment as string), bytes);
      },
    ],
    ['fails its checksum', (folder) => truncateSync(join(folder, 'journal', snapshotIn(folder)), 100)],
    ['is missing', (folder) => rmSync(join(folder, 'journal', snapshotIn(folder)))],
    ['is none of its files', (folder) => writeFileSync(join(folder, 'journal', 'other'), '')],
    [
      'folds to another state',
      (folder) => {
        const file = join(folder, 'manifest.json');
        const manifest = JSON.parse(readFileSync(file, 'utf8'));
        writeFileSync(file, JSON.stringify({ ...manifest, state: '0'.repeat(64) }));
      },
    ],
  ];
  const snapshotIn = (folder: string) => readdirSync(join(folder, 'journal')).find((name) => name.endsWith('.snapshot')) as string;
  for (const [index, [words, damage]] of spoil.entries()) {
    const { folder } = backup(String(index));
    damage(folder);
    expect(() => verifyBackup(folder)).toThrow(words);
    await expect(restoreBackup({ folder, dataFolder: join(aside, 'nowhere') })).rejects.toThrow(words);
  }
  expect(() => verifyBackup(join(aside, 'none'))).toThrow('found no manifest');
  // Of what is not put back nothing is left behind.
  const nowhere = join(aside, 'nowhere');
  const asked = run([join(PROJECT, 'src/apps/cli.ts'), 'backup', 'restore', join(aside, '0'), '--data-dir', nowhere]);
  expect([await asked.ended, existsSync(nowhere)], asked.said()).toEqual([1, false]);
});

test('a journal that is damaged gives no backup, and one whose beginning was removed gives one that holds', async () => {
  const whole = await lab.start();
  await played(whole);
  await lab.stop(whole.trader);
  const folder = journalFolder(lab.folder, 'paper');
  const entries = [...readJournal(folder)];
  const [snapshot] = readdirSync(folder).filter((name) => name.endsWith('.snapshot'));
  const state = readFileSync(join(folder, snapshot as string)).subarray(36, -32);
  const segment = join(folder, '0000000000000001.journal');
  const bytes = readFileSync(segment);
  bytes[5_000] = (bytes[5_000] as number) ^ 1;
  writeFileSync(segment, bytes);
  expect(() => backup('damaged')).toThrow(/is damaged/);
  expect(readdirSync(aside)).toEqual([]);

  rmSync(folder, { recursive: true });
  const small = await openJournal(folder, { account: 'paper', create: true, segmentBytes: 50_000 });
  for (const { kind, at, body, sequence } of entries) {
    if (kind !== EPOCH_KIND) small.append(kind, at, body);
    if (sequence % 50 === 0) small.flush();
  }
  small.writeSnapshot(entries.length, state);
  small.append('audit', 0, {});
  small.writeSnapshot(small.last, state);
  small.close();
  expect(retain(folder, { action: 'remove', before: Date.now() + 1000 }).segments.length).toBeGreaterThan(1);
  expect(verifyBackup(backup('later').folder).entries).toBe(entries.length + 1);
});

test.skipIf(!existsSync('/proc/self'))('a place that takes no folder is an error at once', async () => {
  const journal = await openJournal(journalFolder(lab.folder, 'paper'), { account: 'paper', create: true });
  await journal.close();
  expect(() => makeBackup({ dataFolder: lab.folder, account: 'paper', folder: '/proc/nope/one', release: '1', now: 0 })).toThrow('ENOENT');
  expect(() => prepareRuntimeFolders('/proc/nope')).toThrow(/no folder can be made there; use another --data-dir/);
});
