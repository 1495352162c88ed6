/** `atalaya journal`: verify, status and retain; their exit codes, words and JSON. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { journalFolder, openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { registerJournalCommands } from '../../src/apps/cli/journal.ts';

let dataFolder = '';

beforeEach(async () => {
  dataFolder = mkdtempSync(`${tmpdir()}/atalaya data-`);
  for (const account of ['paper', 'savings']) {
    const journal = await openJournal(journalFolder(dataFolder, account), { account, create: true });
    journal.append('note', 1, account);
    journal.append('note', 2, account);
    journal.writeSnapshot(3, 'state');
    journal.close();
  }
});

afterEach(() => rmSync(dataFolder, { recursive: true }));

/** Runs the command line in this process. */
function run(...words: string[]): Promise<{ output: string; exitCode: unknown }> {
  return runJournal('verify', ...words);
}

async function runJournal(...words: string[]): Promise<{ output: string; exitCode: unknown }> {
  const program = new Command().exitOverride();
  registerJournalCommands(program);
  let output = '';
  const writing = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text;
    return true;
  });
  try {
    await program.parseAsync(['journal', ...words], { from: 'user' });
    return { output, exitCode: process.exitCode };
  } finally {
    writing.mockRestore();
    process.exitCode = undefined;
  }
}

function segmentOf(account: string): string {
  return `${journalFolder(dataFolder, account)}/0000000000000001.journal`;
}

function flipByte(path: string, position: number): void {
  const bytes = readFileSync(path);
  bytes[position] = bytes[position]! ^ 1;
  writeFileSync(path, bytes);
}

test('sound journals: exit 0, one line each', async () => {
  const { output, exitCode } = await run('--data-dir', dataFolder);
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^paper: sound \(3 entries in 1 segment, \d+ bytes, epoch 1, snapshot of entry 3\)\nsavings: sound \(.*\)\n$/);
});

test('a damaged one: exit 1, its segment and offset named, the others still reported', async () => {
  flipByte(segmentOf('paper'), 90);
  const { output, exitCode } = await run('--data-dir', dataFolder);
  expect(exitCode).toBe(1);
  expect(output).toMatch(/NOT SOUND\n.*segment 0000000000000001\.journal, offset \d+: the record fails its checksum/);
  expect(output).toContain('savings: sound');
});

test('one JSON document, of one account', async () => {
  const { output, exitCode } = await run('--data-dir', dataFolder, '--account', 'savings', '--json');
  expect(exitCode).toBe(0);
  expect(JSON.parse(output)).toMatchObject({
    ok: true,
    journals: [{ account: 'savings', ok: true, entries: 3, epoch: 1, snapshot: 3, problem: null }],
  });
});

test('bytes after the last whole entry: exit 1, and what is lost; a damaged snapshot is a warning', async () => {
  writeFileSync(segmentOf('paper'), Buffer.concat([readFileSync(segmentOf('paper')), Buffer.from('unfinished')]));
  flipByte(`${journalFolder(dataFolder, 'paper')}/0000000000000003.snapshot`, 40);
  const { output, exitCode } = await run('--data-dir', dataFolder, '--account', 'paper', '--json');
  expect(exitCode).toBe(1);
  const { ok, journals } = JSON.parse(output);
  expect([ok, journals.length]).toEqual([false, 1]);
  expect(journals[0]).toMatchObject({
    ok: false,
    entries: 3,
    unfinishedBytes: 10,
    problem: { code: 'JOURNAL_CUT_SHORT', message: expect.stringContaining('10 bytes of an unfinished write') },
    warnings: [expect.stringContaining('snapshot')],
  });
});

test('a write that a trader finishes meanwhile is no fault', async () => {
  const whole = readFileSync(segmentOf('paper'));
  writeFileSync(segmentOf('paper'), whole.subarray(0, whole.length - 5));
  rmSync(`${journalFolder(dataFolder, 'paper')}/0000000000000003.snapshot`);
  setTimeout(() => writeFileSync(segmentOf('paper'), whole), 50);
  expect(await run('--data-dir', dataFolder, '--account', 'paper')).toMatchObject({ exitCode: 0 });
});

test('a lost end is told before the next start and after it: bytes, entry and where they are kept', async () => {
  const folder = journalFolder(dataFolder, 'savings');
  rmSync(`${folder}/0000000000000003.snapshot`);
  const whole = readFileSync(segmentOf('savings'));
  writeFileSync(segmentOf('savings'), whole.subarray(0, whole.length - 5));
  const before = await run('--data-dir', dataFolder, '--account', 'savings');
  expect(before.exitCode).toBe(1);
  expect(before.output).toMatch(
    /^savings: CUT SHORT, sound up to entry 2 \(.*\n {2}segment .* bytes of an unfinished write at offset \d+, where entry 3 /,
  );

  const journal = await openJournal(folder, { account: 'savings' });
  const cut = journal.opened.cut as { bytes: number; file: string };
  journal.close();
  const after = await run('--data-dir', dataFolder, '--account', 'savings');
  expect(after.output).toContain(`cut off: ${cut.bytes} bytes from entry 3 on were no whole entry and are kept in ${cut.file}`);
  expect(readFileSync(`${folder}/${cut.file}`)).toEqual(whole.subarray(whole.length - 5 - cut.bytes, whole.length - 5));
});

test('nothing to check, an unknown account and a newer version: exit 3', async () => {
  const empty = `${dataFolder}/empty`;
  mkdirSync(empty);
  await expect(run('--data-dir', empty)).rejects.toMatchObject({ exitCode: 3, code: 'JOURNAL_ABSENT' });
  expect(await run('--data-dir', dataFolder, '--account', 'nobody')).toMatchObject({ exitCode: 3 });
  const bytes = readFileSync(segmentOf('paper'));
  bytes.writeUInt16LE(2, 8);
  writeFileSync(segmentOf('paper'), bytes);
  const { output, exitCode } = await run('--data-dir', dataFolder);
  expect(exitCode).toBe(3);
  expect(output).toContain('written by a newer Atalaya');
});

test('status tells size, growth, free space and the last snapshot', async () => {
  const { output, exitCode } = await runJournal('status', '--data-dir', dataFolder, '--json');
  expect(exitCode).toBeUndefined();
  const [paper] = JSON.parse(output).journals;
  const bytes = statSync(segmentOf('paper')).size + statSync(`${journalFolder(dataFolder, 'paper')}/0000000000000003.snapshot`).size;
  expect(paper).toMatchObject({
    account: 'paper',
    entries: 3,
    segments: 1,
    archivedSegments: 0,
    epoch: 1,
    bytes,
    snapshot: { sequence: 3 },
  });
  expect(paper.freeBytes).toBeGreaterThan(0);
  // The journal is seconds old: too young for a rate.
  expect([paper.bytesPerDay, paper.daysLeft]).toEqual([null, null]);
  const text = await runJournal('status', '--data-dir', dataFolder, '--account', 'paper');
  expect(text.output).toMatch(
    /^paper: 3 entries, epoch 1\n {2}files: 0\.\d{3} MB in 1 segment, 0 .*\n {2}snapshot: of entry 3, .*Z\n {2}disk: /,
  );
});

test('retain does nothing where two snapshots do not cover anything, and refuses days that are none', async () => {
  const { output } = await runJournal('retain', '--older-than', '0', '--action', 'remove', '--data-dir', dataFolder, '--json');
  expect(JSON.parse(output).journals).toMatchObject([
    { action: 'remove', segments: [], firstEntry: 1, coveredThrough: 0 },
    { segments: [], firstEntry: 1 },
  ]);
  await expect(runJournal('retain', '--older-than', 'x', '--data-dir', dataFolder)).rejects.toMatchObject({
    code: 'DAYS_INVALID',
    exitCode: 2,
  });
});
