import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tryFileLock } from './file-lock.ts';

const MODULE = new URL('./file-lock.ts', import.meta.url).href;

/** A process that takes the lock, says whether it got it, and keeps it until it is killed. */
async function holder(path: string, kind = 'exclusive') {
  const program = `import { tryFileLock } from ${JSON.stringify(MODULE)};
    process.stdout.write(tryFileLock(${JSON.stringify(path)}, '${kind}') ? 'held' : 'busy');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said) };
}

test('one holder at a time, across processes and inside one, and kill -9 frees it at once', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'lock ')), 'a folder with spaces', 'x'.repeat(150));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'instance.lock');

  const first = await holder(path);
  expect(first.said).toBe('held');
  expect(tryFileLock(path)).toBeUndefined();
  const second = await holder(path);
  expect(second.said).toBe('busy');
  second.child.kill('SIGKILL');

  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const mine = tryFileLock(path);
  expect(mine).toBeDefined();
  expect(tryFileLock(path)).toBeUndefined();
  expect(readdirSync(folder)).toEqual(['instance.lock']);
  mine?.release();
  mine?.release();
  tryFileLock(path)?.release();
});

test('a place where no file can be made is an error, not a free lock', () => {
  expect(() => tryFileLock('/proc/no-such-folder/instance.lock')).toThrow();
});

test('a shared lock is held by many, and keeps out the one who wants it alone, and the other way round', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'shared-')), 'instance.lock');
  const other = await holder(path, 'shared');
  expect(other.said).toBe('held');
  const mine = tryFileLock(path, 'shared');
  expect(mine).toBeDefined();
  expect(tryFileLock(path)).toBeUndefined();
  other.child.kill('SIGKILL');
  await once(other.child, 'exit');
  expect(tryFileLock(path)).toBeUndefined();
  mine?.release();
  const alone = tryFileLock(path);
  expect(alone).toBeDefined();
  const late = await holder(path, 'shared');
  expect(late.said).toBe('busy');
  late.child.kill('SIGKILL');
  alone?.release();
});
