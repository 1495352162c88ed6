/** The disk thread on a real disk: tasks in order, answers through the loop or by waiting, errors with their code. */

import { mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDisk } from './disk-thread.ts';
import type { CommittingFileSystem, Handle } from './file-system.ts';

let folder = '';
let disk: CommittingFileSystem;

beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/atalaya-disk-`);
  disk = openDisk();
});

afterEach(() => {
  disk.release();
  rmSync(folder, { recursive: true });
});

const create = (name: string, text: string) =>
  new Promise<Handle>((resolve, reject) =>
    disk.create(folder, name, Buffer.from(text), (error, handle) => (error === null ? resolve(handle) : reject(error))),
  );
const commit = (handle: Handle, bytes: Uint8Array, position: number) =>
  new Promise<void>((resolve, reject) => disk.commit(handle, bytes, position, (error) => (error === null ? resolve() : reject(error))));

test('tasks asked together are done in order, and what is theirs may be changed meanwhile', async () => {
  const handle = await create('año', 'start ');
  const bytes = Buffer.from('abc');
  const done: number[] = [];
  const all = [0, 1, 2].map((index) => {
    bytes.fill(`${index}`);
    return commit(handle, bytes, 6 + 3 * index).then(() => done.push(index));
  });
  await Promise.all(all);
  expect(done).toEqual([0, 1, 2]);
  expect(readFileSync(`${folder}/año`, 'utf8')).toBe('start 000111222');
});

test('more bytes than the memory shared at first', async () => {
  const handle = await create('large', '');
  const bytes = Buffer.alloc(3_000_000, 'x');
  await commit(handle, bytes, 0);
  expect(readFileSync(`${folder}/large`).equals(bytes)).toBe(true);
});

test('who waits gets the answer without the loop, once, and with no task there is none to wait for', async () => {
  const handle = await create('waited', '');
  expect(disk.settle(1000)).toBe(false);
  let answers = 0;
  disk.commit(handle, Buffer.from('x'), 0, () => answers++);
  expect(answers).toBe(0);
  expect(disk.settle(Number.POSITIVE_INFINITY)).toBe(true);
  expect(answers).toBe(1);
  await commit(handle, Buffer.from('y'), 1);
  expect(answers).toBe(1);
});

test('an error comes back with its code, and the next task is done all the same', async () => {
  const readOnly = openSync('/dev/null', 'r');
  await expect(commit(readOnly, Buffer.from('x'), 0)).rejects.toMatchObject({ code: 'EBADF' });
  disk.close(readOnly);
  await expect(create('no/such/folder', 'x')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await create('after', 'x')).toBeGreaterThan(2);
});

test('what is too large for one task is refused, and what is asked after the thread was let go is still answered where it was under way', async () => {
  const handle = await create('file', '');
  await expect(commit(handle, new Uint8Array(256 * 1024 * 1024 + 1), 0)).rejects.toThrow('too large');
  const last = commit(handle, Buffer.from('last'), 0);
  disk.release();
  await last;
  expect(readFileSync(`${folder}/file`, 'utf8')).toBe('last');
});

test('a file the thread has opened is still open when the thread is gone, and so is whatever has its number since', async () => {
  const kept = await create('kept', '');
  const closed = await create('closed', '');
  disk.close(closed);
  const other = openSync(`${folder}/other`, 'w');
  expect(other).toBe(closed);
  disk.release();
  // That a thread has ended is told to nobody: it takes milliseconds.
  for (const until = performance.now() + 300; performance.now() < until; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    writeSync(kept, 'x');
    writeSync(other, 'y');
  }
  disk.close(kept);
  disk.close(other);
});
