/** The few file operations the journal needs, at once or beside the event loop, so that a simulated disk can stand in for the real one. */

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../support/make-folder.ts';

export type Handle = number;

/** `create` makes or empties a file to write. All throw errors with a `code` as Node's do (ENOENT, ENOSPC, EIO, EROFS). */
export interface FileSystem {
  /** Makes the folder and its missing parents, durably. */
  makeFolder(folder: string): void;
  /** Names in the folder, in no order. */
  list(folder: string): string[];
  open(path: string, mode: 'read' | 'write' | 'create'): Handle;
  size(handle: Handle): number;
  /** Bytes read: fewer than asked at the end of the file. */
  read(handle: Handle, into: Uint8Array, offset: number, length: number, position: number): number;
  /** Bytes written: may be fewer than asked. */
  write(handle: Handle, from: Uint8Array, offset: number, length: number, position: number): number;
  /** Returns when the file's content is on disk. */
  sync(handle: Handle): void;
  truncate(handle: Handle, length: number): void;
  close(handle: Handle): void;
  rename(from: string, to: string): void;
  /** A second name; fails (EEXIST) where that is taken. Absent where no second writer can be. */
  link?(from: string, to: string): void;
  remove(path: string): void;
  /** Returns when the folder's names are on disk. */
  syncFolder(folder: string): void;
}

/**
 * A file system that also works beside the event loop, so that a disk that stalls does not stop the process. Tasks are done one after the
 * other in the order asked; `done` is called in a later turn of the loop or inside `settle`, never inside the call that asked.
 */
export interface CommittingFileSystem extends FileSystem {
  /** `commitNow` beside the event loop. The bytes are copied before this returns. */
  commit(handle: Handle, bytes: Uint8Array, position: number, done: (error: Error | null) => void): void;
  /** `createNow` beside the event loop; `handle` counts only where `error` is null. */
  create(folder: string, name: string, bytes: Uint8Array, done: (error: Error | null, handle: Handle) => void, isNew?: boolean): void;
  /** Blocks until the oldest task asked has called its `done`; false when there is none or `timeoutMs` was over first. */
  settle(timeoutMs: number): boolean;
  /** Nothing more will be asked; what was asked is still done. */
  release(): void;
}

const OPEN_FLAGS = { read: 'r', write: 'r+', create: 'w+' } as const;

export const nodeFileSystem: FileSystem = {
  makeFolder(folder) {
    const path = resolve(folder);
    const first = makeFolder(path) ?? path;
    for (let made = path; made.length >= first.length; made = dirname(made)) nodeFileSystem.syncFolder(dirname(made));
  },
  list: (folder) => readdirSync(folder),
  open: (path, mode) => openSync(path, OPEN_FLAGS[mode], 0o600),
  size: (handle) => fstatSync(handle).size,
  read: readSync,
  write: writeSync,
  sync: fdatasyncSync,
  truncate: ftruncateSync,
  close: closeSync,
  rename: renameSync,
  link: linkSync,
  remove: (path) => rmSync(path),
  syncFolder(folder) {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  },
};

/** Writes a whole buffer at a position, going on after short writes. */
export function writeFully(fileSystem: FileSystem, handle: Handle, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length) {
    const written = fileSystem.write(handle, bytes, done, bytes.length - done, position + done);
    if (written === 0) throw new Error('the disk took no bytes of a write');
    done += written;
  }
}

/** Fills a buffer from a position; returns how many bytes there were. */
export function readFully(fileSystem: FileSystem, handle: Handle, into: Uint8Array, position: number): number {
  let done = 0;
  while (done < into.length) {
    const read = fileSystem.read(handle, into, done, into.length - done, position + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}

export function readWholeFile(fileSystem: FileSystem, path: string): Buffer {
  const handle = fileSystem.open(path, 'read');
  try {
    const bytes = Buffer.alloc(fileSystem.size(handle));
    return bytes.subarray(0, readFully(fileSystem, handle, bytes, 0));
  } finally {
    fileSystem.close(handle);
  }
}

/**
 * Writes at the end of a file, at `position`, and syncs. After a failed sync the kernel may keep pages in memory that never reach the disk,
 * and a later open would believe them: the file is cut back to `position`. Where even that fails, the next open judges the tail.
 */
export function commitNow(fileSystem: FileSystem, handle: Handle, bytes: Uint8Array, position: number): void {
  try {
    writeFully(fileSystem, handle, bytes, position);
    fileSystem.sync(handle);
  } catch (error) {
    try {
      fileSystem.truncate(handle, position);
    } catch {
      // The disk takes nothing at all: the failure being reported says so already.
    }
    throw error;
  }
}

/**
 * Makes a file appear whole and durable, or not at all: temporary name of this process alone, sync, rename, sync of the folder. Gives its open handle.
 * `isNew`: fails with EEXIST where the name is taken; a trader that was deposed while it was stopped must not replace what its successor has made.
 */
export function createNow(fileSystem: FileSystem, folder: string, name: string, bytes: Uint8Array, isNew = false): Handle {
  const temporary = `${folder}/${name}.${OWN}${TEMPORARY_ENDING}`;
  const handle = fileSystem.open(temporary, 'create');
  try {
    writeFully(fileSystem, handle, bytes, 0);
    fileSystem.sync(handle);
    if (isNew && fileSystem.link !== undefined) {
      fileSystem.link(temporary, `${folder}/${name}`);
      fileSystem.remove(temporary);
    } else fileSystem.rename(temporary, `${folder}/${name}`);
    fileSystem.syncFolder(folder);
    return handle;
  } catch (error) {
    fileSystem.close(handle);
    throw error;
  }
}

export function writeFileAtomically(fileSystem: FileSystem, folder: string, name: string, bytes: Uint8Array, isNew = false): void {
  fileSystem.close(createNow(fileSystem, folder, name, bytes, isNew));
}

/**
 * Gives a file another body: whoever still has the old one open writes to what has no name any more. `check` throws where it must not be done after
 * all; asked last of all.
 */
export function replaceFile(fileSystem: FileSystem, folder: string, name: string, check: () => void): void {
  const temporary = `${folder}/${name}.${OWN}${TEMPORARY_ENDING}`;
  const bytes = readWholeFile(fileSystem, `${folder}/${name}`);
  const handle = fileSystem.open(temporary, 'create');
  try {
    writeFully(fileSystem, handle, bytes, 0);
    fileSystem.sync(handle);
    check();
    fileSystem.rename(temporary, `${folder}/${name}`);
    fileSystem.syncFolder(folder);
  } finally {
    fileSystem.close(handle);
  }
}

/** The error a task ended with, or null. */
export function attempt(task: () => void): Error | null {
  try {
    task();
    return null;
  } catch (error) {
    return error as Error;
  }
}

/** What a disk is asked aside. */
export type Committer = Pick<CommittingFileSystem, 'commit' | 'create'>;

/** The same tasks on this thread, done when asked. */
export function atOnce(fileSystem: FileSystem): Committer {
  return {
    commit(handle, bytes, position, done) {
      done(attempt(() => commitNow(fileSystem, handle, bytes, position)));
    },
    create(folder, name, bytes, done, isNew) {
      let handle: Handle = -1;
      const error = attempt(() => {
        handle = createNow(fileSystem, folder, name, bytes, isNew);
      });
      done(error, handle);
    },
  };
}

/** In the temporary names of this process: two traders on one folder must not write to one file. */
const OWN = randomBytes(4).toString('hex');

/** What a crash in `createNow` can leave behind; safe to delete. */
export const TEMPORARY_ENDING = '.tmp';
