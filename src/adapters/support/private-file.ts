/** Small files that must survive a crash and that only their owner may read: written whole or not at all, mode 0600, synced. */

import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { explainDisk } from './explain-disk.ts';

/**
 * Writes beside, syncs and renames, then syncs the folder: after a power cut there is the old file or the new one. InputError DISK_FULL, DISK_READ_ONLY,
 * DISK_DENIED: there is the old one.
 */
export function writePrivateFile(path: string, text: string): void {
  const aside = `${path}.new`;
  try {
    const handle = openSync(aside, 'w', 0o600);
    try {
      // A file left by an earlier crash keeps the rights it had.
      chmodSync(aside, 0o600);
      // All of it, or an error: one call of the system may write the first part alone.
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(aside, path);
  } catch (error) {
    removeIfPossible(aside);
    throw explainDisk(error, dirname(path));
  }
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // On a read-only disk; the next write begins it anew.
  }
}

/**
 * The JSON of a private file as `read` takes it (which throws when it is not what it should be), or null when there is no file. InputError
 * `<code>_EXPOSED` when others may read it, `<code>_DAMAGED` when it can't be used: nothing is silently begun anew.
 */
export function readPrivateJson<T>(path: string, code: string, read: (json: unknown) => T): T | null {
  let text: string;
  try {
    if ((statSync(path).mode & 0o077) !== 0) {
      throw new InputError(`${code}_EXPOSED`, `${path}: expected a file that only its owner may read, found others may; chmod 600 it`, 3);
    }
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${code}_DAMAGED`,
      `${path}: expected a readable file, found ${(error as NodeJS.ErrnoException).code ?? 'none'}`,
      3,
    );
  }
  try {
    return read(JSON.parse(text));
  } catch {
    throw new InputError(
      `${code}_DAMAGED`,
      `${path}: expected what Atalaya wrote there, found something else; restore it from a backup, or move it away`,
      3,
    );
  }
}
