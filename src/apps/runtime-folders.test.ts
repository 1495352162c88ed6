import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prepareRuntimeFolders } from './runtime-folders.ts';

const temporary = () => mkdtempSync(join(tmpdir(), 'data folder '));

test('every part is made, private to its owner, also where it was open before', () => {
  const root = join(temporary(), 'deep', 'var');
  mkdirSync(join(root, 'journal'), { recursive: true, mode: 0o755 });
  const folders = prepareRuntimeFolders(root);
  for (const folder of Object.values(folders)) expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(folders.journal).toBe(join(root, 'journal'));
  expect(prepareRuntimeFolders(root)).toEqual(folders);
});

test('a file in its place is named, with a remedy and exit code 3', () => {
  const file = join(temporary(), 'var');
  writeFileSync(file, '');
  expect(() => prepareRuntimeFolders(file)).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_UNUSABLE', exitCode: 3 }));
  expect(() => prepareRuntimeFolders(join(file, 'below'))).toThrow(/a file is in its place.*--data-dir/);
});

test('a full and a read-only disk are told apart', (context) => {
  const disk = join(temporary(), 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    context.skip('no right to mount a small file system here');
  }
  onTestFinished(() => {
    execFileSync('umount', [disk]);
  });
  expect(() => prepareRuntimeFolders(disk)).toThrow(/the disk of .* is full \(\d MB free, 64 MB needed\)/);
  try {
    writeFileSync(join(disk, 'filler'), Buffer.alloc(2 * 1024 * 1024));
  } catch {}
  expect(() => prepareRuntimeFolders(disk)).toThrow(/the disk is full; free some space/);
  execFileSync('mount', ['-o', 'remount,ro', disk]);
  expect(() => prepareRuntimeFolders(disk)).toThrow(/its file system is read-only/);
});
