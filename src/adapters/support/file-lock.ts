// A lock of the operating system on a file: one holder at a time, freed by the kernel when its process ends in any way.
import { DatabaseSync } from 'node:sqlite';

export interface FileLock {
  release(): void;
}

/** Locks that are held are kept reachable: a collected handle would free its lock. */
const held = new Set<DatabaseSync>();

/** `exclusive`: one holder. `shared`: any number of shared holders, and no exclusive one beside them. */
export type LockKind = 'exclusive' | 'shared';

const BEGIN: Readonly<Record<LockKind, string>> = { exclusive: 'begin exclusive', shared: 'begin; select 1 from sqlite_master' };

/**
 * Takes the lock on `path` (the file is created, and stays empty), or returns undefined while another process, or this one, holds it.
 *
 * Node has no flock or fcntl; SQLite, which is part of Node, takes POSIX record locks on its file, so an exclusive transaction that writes
 * nothing is exactly such a lock: it outlives no `kill -9`, knows no process ids, and any path will do. Throws when the file cannot be made.
 */
export function tryFileLock(path: string, kind: LockKind = 'exclusive'): FileLock | undefined {
  const database = new DatabaseSync(path);
  try {
    // Without a rollback journal, which `kill -9` would leave behind.
    database.exec(`pragma journal_mode = memory; ${BEGIN[kind]}`);
  } catch (error) {
    database.close();
    const SQLITE_BUSY = 5;
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  held.add(database);
  return {
    release() {
      if (held.delete(database)) database.close();
    },
  };
}
