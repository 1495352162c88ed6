/** Option values that a person did not mean: nothing is begun with them, and no folder is made. */

import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { atalaya, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();

test.each([
  [['up', '--data-dir', '', '--port', '0'], '--data-dir: expected a path, found nothing'],
  [['run', '--roles', 'web', '--config', ' '], '--config: expected a path, found nothing'],
  [['backup', 'restore', '', '--data-dir', 'new'], 'folder: expected a path, found nothing'],
  [['up', '--data-dir', 'new', '--port', '0x10'], '--port: expected 0 to 65535 in plain digits, found "0x10"'],
  [['up', '--data-dir', 'new', '--port', ' 80'], '--port: expected 0 to 65535 in plain digits, found " 80"'],
  [['orders', '--limit', '1e3'], 'Expected a whole number'],
])('%j', async (words, said) => {
  const cwd = mkdtempSync(join(folder, 'here-'));
  const { code, stderr } = await atalaya(words, { cwd });
  expect(stderr).toContain(said);
  expect(code).toBe(2);
  expect(readdirSync(cwd)).toEqual([]);
});

test('a start on a port in use, and a restore of nothing, make no data folder', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((listens) => taken.once('listening', listens));
  const { port } = taken.address() as { port: number };
  const dataFolder = join(folder, 'not-yet');
  const up = await atalaya(['up', '--data-dir', dataFolder, '--port', String(port)]);
  taken.close();
  expect([up.code, up.stderr]).toEqual([3, expect.stringContaining('[PORT_IN_USE]')]);
  expect(existsSync(dataFolder)).toBe(false);
  const restored = await atalaya(['backup', 'restore', join(folder, 'nowhere'), '--data-dir', dataFolder]);
  expect([restored.code, restored.stderr]).toEqual([3, expect.stringContaining('[BACKUP_ABSENT]')]);
  expect(existsSync(dataFolder)).toBe(false);
});
