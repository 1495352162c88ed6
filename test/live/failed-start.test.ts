/** A start that fails says why and ends, with its exit code, and leaves nothing running and nothing locked. */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { journalFolder, openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { removeCluster, runningConnection } from '../../src/adapters/postgres/cluster.ts';
import { takeInstanceLock } from '../../src/apps/instance-lock.ts';
import { PROJECT_FOLDER } from '../../src/apps/strategy-registry.ts';

const home = mkdtempSync(join(tmpdir(), 'atalaya start '));
afterAll(() => {
  for (const name of readdirSync(home)) if (existsSync(join(home, name, 'database'))) removeCluster(join(home, name, 'database'));
  rmSync(home, { recursive: true, force: true });
});

/** Runs `up` until it ends by itself; `null` for one that had to be killed. */
function runUp(folder: string, ...words: string[]): Promise<{ code: number | null; errors: string }> {
  const child = spawn(process.execPath, ['src/apps/cli.ts', 'up', '--data-dir', folder, '--port', '0', ...words], {
    cwd: PROJECT_FOLDER,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 60_000,
  });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, errors })));
}

async function journalIn(folder: string, change: (bytes: Buffer) => void): Promise<void> {
  const journal = await openJournal(journalFolder(folder, 'paper'), { account: 'paper', create: true });
  for (let at = 0; at < 3; at++) {
    journal.append('note', at, 'recorded');
    journal.flush();
  }
  journal.close();
  const segment = join(journalFolder(folder, 'paper'), '0000000000000001.journal');
  const bytes = readFileSync(segment);
  change(bytes);
  writeFileSync(segment, bytes);
}

async function expectNothingLeft(folder: string): Promise<void> {
  expect(runningConnection(join(folder, 'database'))).toBeUndefined();
  (await takeInstanceLock(folder, 0)).release();
}

test.each([
  ['--port', '99999', '--port: expected 0 to 65535'],
  ['--port', 'abc', '--port: expected 0 to 65535'],
  ['--speed', '0', '--speed: expected 1 to 3600'],
])('%s %s ends with 2 and begins nothing', { timeout: 90_000 }, async (option, value, words) => {
  const folder = join(home, `option ${value}`);
  const { code, errors } = await runUp(folder, option, value);
  expect(errors).toContain(words);
  expect(code).toBe(2);
  expect(existsSync(folder)).toBe(false);
});

test.each([
  ['a flipped byte', 'JOURNAL_DAMAGED', (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(90) ^ 1, 90)],
  ['a damaged header', 'JOURNAL_DAMAGED', (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20)],
  ['a newer format', 'JOURNAL_NEWER', (bytes: Buffer) => bytes.writeUInt16LE(2, 8)],
])('%s of the journal ends with 3', { timeout: 90_000 }, async (name, word, change) => {
  const folder = join(home, name);
  await journalIn(folder, change);
  const { code, errors } = await runUp(folder);
  expect(errors).toContain(`[${word}]`);
  expect(code).toBe(3);
  await expectNothingLeft(folder);
});

test('a port that is taken ends with 3, and the database with it', { timeout: 90_000 }, async () => {
  const folder = join(home, 'taken port');
  // On a folder that is there it is the web, started beside the trader, that finds out.
  mkdirSync(folder);
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as { port: number };
  const { code } = await runUp(folder, '--port', String(port));
  other.close();
  expect(code).toBe(3);
  await expectNothingLeft(folder);
});
