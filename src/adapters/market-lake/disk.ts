// Files that are either old or new, never half: written beside, synced, renamed; and disk errors as one line with a remedy.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { makeFolder } from '../support/make-folder.ts';

let written = 0;

/** A name beside `path` that no other writer uses. */
export function temporaryName(path: string): string {
  written++;
  return `${path}.${process.pid}-${written}.tmp`;
}

/** Replaces `path` by `text` in one step that survives a power cut. */
export function writeFileWhole(path: string, text: string): void {
  makeFolder(dirname(path));
  const temporary = temporaryName(path);
  try {
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncPath(dirname(path));
}

/** Makes a file's content, or a folder's names, durable. */
export function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Turns an error of the disk into InputError DISK_FULL, FILE_TOO_LARGE, DISK_READ_ONLY or DISK_DENIED (exit code 3); anything else comes back unchanged. */
export function explainDisk(error: unknown, folder: string): unknown {
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  const says = (codes: string, words: RegExp) => codes.split(' ').includes(code) || (code === '' && words.test(message));
  if (says('ENOSPC EDQUOT', /no space left|disk quota|could not write all bytes/i)) {
    return new InputError('DISK_FULL', `the disk of ${folder} is full: nothing was changed; free some space or use another --data-dir`, 3);
  }
  if (says('EFBIG', /file too large/i))
    return new InputError(
      'FILE_TOO_LARGE',
      `a file in ${folder} would be larger than this user or file system allows: nothing was changed; raise the limit (ulimit -f) or use another --data-dir`,
      3,
    );
  if (says('EROFS', /read-only file system/i)) {
    return new InputError(
      'DISK_READ_ONLY',
      `${folder} is on a read-only file system: nothing was changed; remount it writable or use another --data-dir`,
      3,
    );
  }
  if (says('EACCES EPERM', /permission denied|operation not permitted/i)) {
    return new InputError(
      'DISK_DENIED',
      `this user may not write to ${folder}: nothing was changed; give it the folder or use another --data-dir`,
      3,
    );
  }
  if (says('ENOTDIR EEXIST', /not a directory/i))
    return new InputError('DISK_DENIED', `${folder} is not a folder; use another --data-dir`, 3);
  return error;
}
