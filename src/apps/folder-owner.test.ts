import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deniedWords, nameOfUser } from '../adapters/support/file-owner.ts';
import { requireOwner } from './folder-owner.ts';

/** A folder of somebody who is not root, and who that is: nobody (65534 everywhere) where this is root. */
function foreign(): { readonly folder: string; readonly owner: number } {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-owner-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const self = process.getuid?.() ?? 0;
  if (self !== 0) return { folder, owner: self };
  chownSync(folder, 65_534, 65_534);
  return { folder, owner: 65_534 };
}

test('root writes nothing into the folder of somebody else, who is named with what to do; that one may, and root into its own', () => {
  const { folder, owner } = foreign();
  const name = nameOfUser(owner);
  expect(() => requireOwner(folder, 0)).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_FOREIGN', exitCode: 3 }));
  expect(() => requireOwner(folder, 0)).toThrow(`${folder} belongs to ${name}, and this is root`);
  expect(() => requireOwner(folder, 0)).toThrow(/sudo -u .*npx atalaya.*chown -R root/);
  requireOwner(folder, owner);
  requireOwner(join(folder, 'not-made-yet'), 0);
  requireOwner('/', 0);
});

test('what is denied says whose it is and how it is given back', () => {
  const { folder, owner } = foreign();
  const denied = Object.assign(new Error('EACCES: permission denied, open'), { code: 'EACCES', path: folder });
  expect(deniedWords(denied, folder, owner + 1)).toBe(
    `${folder} belongs to ${nameOfUser(owner)}, and this is uid ${owner + 1}: give the folder back (sudo chown -R ${owner + 1} ${folder}), or start as ${nameOfUser(owner)}`,
  );
  expect(deniedWords(denied, folder, owner)).toBeNull();
  expect(deniedWords(Object.assign(new Error('full'), { code: 'ENOSPC' }), folder, owner + 1)).toBeNull();
  expect(nameOfUser(0)).toBe('root');
});
