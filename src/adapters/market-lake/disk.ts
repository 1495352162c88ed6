// Files that are either old or new, never half: written beside, synced, renamed.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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
      writeFileSync(handle, text);
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
