import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'atalaya-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('what is missing is made, private, and the first folder made is told', () => {
  expect(makeFolder(join(root, 'a/b/c'))).toBe(join(root, 'a'));
  expect(statSync(join(root, 'a/b/c')).mode & 0o777).toBe(0o700);
  expect(makeFolder(join(root, 'a/b/c'))).toBeUndefined();
  expect(makeFolder('/')).toBeUndefined();
});

test('a file, or a link that leads nowhere, in its place is an error', () => {
  writeFileSync(join(root, 'file'), '');
  symlinkSync(join(root, 'nowhere'), join(root, 'link'));
  expect(() => makeFolder(join(root, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(root, 'file/in'))).toThrow('ENOTDIR');
  expect(() => makeFolder(join(root, 'link'))).toThrow('EEXIST');
});

test.skipIf(!existsSync('/proc/self'))('a file system that refuses new names ends it with an error', () => {
  expect(() => makeFolder('/proc/nope')).toThrow('ENOENT');
  expect(() => makeFolder('/proc/nope/in/it')).toThrow('ENOENT');
});
