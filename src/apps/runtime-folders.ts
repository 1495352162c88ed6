// The data folder: what lies where under var/ (or --data-dir), made private to its owner and proven writable before anything starts.
import { chmodSync, closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deniedWords } from '../adapters/support/file-owner.ts';
import { makeFolder } from '../adapters/support/make-folder.ts';
import { InputError } from '../core/domain/result.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = ['journal', 'lake', 'database', 'models', 'backups', 'logs', 'state'] as const;
const LEAST_FREE_BYTES = 64 * 1024 * 1024;

export type RuntimeFolders = { readonly root: string } & Readonly<Record<(typeof PARTS)[number], string>>;

/**
 * Makes the data folder and its parts (mode 0700) and writes a probe to disk. Throws DATA_FOLDER_UNUSABLE, exit code 3, with cause and
 * remedy when the folder is read-only, full, a file, or somebody else's.
 *
 * @param dataFolder absolute or relative to the current folder; `var/` in the repository when absent
 */
export function prepareRuntimeFolders(dataFolder: string = join(REPOSITORY, 'var')): RuntimeFolders {
  const root = resolve(dataFolder);
  try {
    for (const folder of [root, ...PARTS.map((part) => join(root, part))]) {
      makeFolder(folder);
      chmodSync(folder, 0o700);
    }
    writeProbe(join(root, '.probe'));
  } catch (error) {
    throw new InputError(
      'DATA_FOLDER_UNUSABLE',
      `the data folder ${root} cannot be used: ${deniedWords(error, root) ?? explain(error as NodeJS.ErrnoException)}`,
      3,
    );
  }
  const free = statfsSync(root);
  if (free.bavail * free.bsize < LEAST_FREE_BYTES) {
    const megabytes = Math.floor((free.bavail * free.bsize) / 1024 / 1024);
    throw new InputError(
      'DATA_FOLDER_UNUSABLE',
      `the disk of ${root} is full (${megabytes} MB free, 64 MB needed): free some space or use another --data-dir`,
      3,
    );
  }
  return { root, ...(Object.fromEntries(PARTS.map((part) => [part, join(root, part)])) as Record<(typeof PARTS)[number], string>) };
}

/** Some file systems accept a write and only fail when it has to reach the disk, hence the fsync. */
function writeProbe(file: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeSync(handle, Buffer.alloc(4096));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
    rmSync(file, { force: true });
  }
}

function explain(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full; free some space or use another --data-dir';
    case 'ENOENT':
      return 'no folder can be made there; use another --data-dir';
    case 'EROFS':
      return 'its file system is read-only; remount it writable or use another --data-dir';
    case 'EACCES':
    case 'EPERM':
      return 'this user may not write there; give it the folder (chown) or use another --data-dir';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'a file is in its place; move it away or use another --data-dir';
    default:
      return `${error.message}; use another --data-dir`;
  }
}
