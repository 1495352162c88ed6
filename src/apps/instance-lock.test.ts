import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeInstanceLock } from './instance-lock.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'data folder '));

test('a second instance on the same data folder is refused with the first one named, and exit code 3', async () => {
  const folder = newFolder();
  const lock = await takeInstanceLock(folder);
  await expect(takeInstanceLock(folder, 0)).rejects.toMatchObject({ code: 'INSTANCE_RUNNING', exitCode: 3 });
  await expect(takeInstanceLock(folder, 0)).rejects.toThrow(new RegExp(`process ${process.pid}, since 20`));
  lock.release();
  (await takeInstanceLock(folder, 0)).release();
});

test('an instance that is about to stop is waited for', async () => {
  const folder = newFolder();
  const lock = await takeInstanceLock(folder);
  setTimeout(() => lock.release(), 150);
  (await takeInstanceLock(folder)).release();
});
