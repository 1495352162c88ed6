/** What the owner saves while the disk of the data folder is full or read-only: refused in one sentence with what is kept, and what was there stays whole. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { answerErrorsAsProblems } from '../../src/adapters/http/problems.ts';
import { writePrivateFile } from '../../src/adapters/support/private-file.ts';
import { openSettings } from '../../src/apps/settings/settings-files.ts';
import { startPrepared } from '../../src/apps/worker/prepared-task.ts';
import { startTask } from '../../src/apps/worker/task-process.ts';
import { type MountedDisk, mountDisk } from '../journal/mounted-disk.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function mounted(): MountedDisk | null {
  const disk = mountDisk('tmpfs', '1m');
  if (disk !== null) closers.push(() => disk.remove());
  return disk;
}
const mayMount = () => {
  const disk = mountDisk('tmpfs');
  disk?.remove();
  return disk !== null;
};
/** To the last block; `leaving` bytes of it are freed again. */
function fill(folder: string, leaving = 0): void {
  for (let bytes = 1 << 18; bytes >= 1; bytes >>= 1) {
    try {
      for (let n = 0; ; n++) writeFileSync(join(folder, `filler-${bytes}-${n}`), Buffer.alloc(bytes));
    } catch {}
  }
  if (leaving > 0) writeFileSync(join(folder, 'filler-4096-0'), '');
}
const save = (folder: string, cash: number) =>
  openSettings(folder).add({
    ...{ at: 1_000, by: 'panel:marta', why: '', restored: null, base: openSettings(folder).versions().at(-1) ?? 0, overInForce: null },
    ...{ differences: [], session: { cash } },
  });
const codeOf = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    return error;
  }
};
const SAID = { code: 'DISK_FULL', exitCode: 3, message: expect.stringMatching(/is full: nothing was changed; free some space/) };

test.skipIf(!mayMount())('settings that do not fit: refused, the versions before are whole, and with room it is saved', () => {
  const { folder, remountReadOnly } = mounted() as MountedDisk;
  save(folder, 1);
  fill(folder);
  expect(codeOf(() => save(folder, 2))).toMatchObject(SAID);
  expect(codeOf(() => openSettings(folder).wish(1, 'panel:marta', 2_000))).toMatchObject(SAID);
  expect(readdirSync(join(folder, 'config/versions'))).toEqual(['000001.json']);
  expect([openSettings(folder).versions(), openSettings(folder).read(1).session]).toEqual([[1], { cash: 1 }]);
  writeFileSync(join(folder, 'filler-262144-0'), '');
  expect(save(folder, 2).version).toBe(2);
  remountReadOnly();
  expect(codeOf(() => save(folder, 3))).toMatchObject({ code: 'DISK_READ_ONLY', exitCode: 3 });
});

test.skipIf(!mayMount())('a file of which only the first part fits stays as it was', () => {
  const { folder } = mounted() as MountedDisk;
  const path = join(folder, 'file.json');
  writePrivateFile(path, '{"old":true}');
  fill(folder, 4_096);
  expect(codeOf(() => writePrivateFile(path, JSON.stringify({ long: 'x'.repeat(60_000) })))).toMatchObject(SAID);
  expect(readFileSync(path, 'utf8')).toBe('{"old":true}');
  expect(readdirSync(folder)).not.toContain('file.json.new');
});

test('over HTTP it is 503 with its code, and names no folder; a raw error of the disk too', async () => {
  const server = Fastify();
  closers.push(() => server.close());
  answerErrorsAsProblems(server, () => {});
  const raw = (code: string) => Object.assign(new Error(`${code}: write`), { code, syscall: 'write' });
  for (const code of ['ENOSPC', 'EROFS', 'EBADF']) server.get(`/${code}`, () => Promise.reject(raw(code)));
  const ask = async (url: string) => {
    const answer = await server.inject({ url });
    return [answer.statusCode, answer.json().code, answer.json().detail];
  };
  expect(await ask('/ENOSPC')).toEqual([
    503,
    'DISK_FULL',
    expect.stringContaining('the disk of the data folder is full: nothing was changed'),
  ]);
  expect(await ask('/EROFS')).toEqual([503, 'DISK_READ_ONLY', expect.stringContaining('the data folder is on a read-only file system')]);
  expect((await ask('/EBADF')).slice(0, 2)).toEqual([500, 'INTERNAL_ERROR']);
});

test.skipIf(!mayMount())('a job that a full disk ends says so, in its process and before it', { timeout: 30_000 }, async () => {
  const { folder } = mounted() as MountedDisk;
  const task = () => startTask({ kind: 'backup', jobId: 'job', input: { account: 'paper' }, dataFolder: folder }, () => {});
  const early = startPrepared(async () => writeFileSync(join(folder, 'dump'), Buffer.alloc(1 << 21)), task);
  expect(await early.ended).toMatchObject({ type: 'failed', code: 'DISK_FULL' });
});
