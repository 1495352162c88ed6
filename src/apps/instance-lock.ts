// Refuses a second Atalaya on the same data folder.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FileLock, type LockKind, tryFileLock } from '../adapters/support/file-lock.ts';
import { InputError } from '../core/domain/result.ts';

/** How long an instance that was just told to stop may take: a start right after `kill -9` of `npm start` finds it on its way out. */
const PATIENCE_MS = 5_000;

/**
 * Takes the data folder for this process until it ends in any way (or releases it). Throws INSTANCE_RUNNING, exit code 3, naming the process
 * that keeps it. The lock is the operating system's: nothing that died holds it, and process ids used again mean nothing.
 */
export async function takeInstanceLock(dataFolder: string, patienceMs: number = PATIENCE_MS): Promise<FileLock> {
  const lock = await takeLock(dataFolder, 'exclusive', patienceMs);
  noteInstance(dataFolder);
  return lock;
}

/** For traders that stand by for each other: they share the folder, and which one of them uses it is said by their lease. Nobody else may. */
export function joinInstanceLock(dataFolder: string): Promise<FileLock> {
  return takeLock(dataFolder, 'shared', PATIENCE_MS);
}

/** Writes down that this process uses the folder. */
export function noteInstance(dataFolder: string): void {
  writeFileSync(noteOf(dataFolder), JSON.stringify({ pid: process.pid, since: new Date().toISOString() }), { mode: 0o600 });
}

async function takeLock(dataFolder: string, kind: LockKind, patienceMs: number): Promise<FileLock> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    const lock = tryFileLock(join(dataFolder, 'instance.lock'), kind);
    if (lock !== undefined) return lock;
    if (waitedMs >= patienceMs) break;
    await sleep(100);
  }
  throw new InputError(
    'INSTANCE_RUNNING',
    `another Atalaya uses ${dataFolder}${describe(instanceOn(dataFolder))}: stop it first, or start this one with another --data-dir`,
    3,
  );
}

const noteOf = (dataFolder: string) => join(dataFolder, 'instance.json');

interface Instance {
  readonly pid: number;
  readonly since: string;
}

/** Who last took the data folder; null where nobody did. It may have ended since. */
export function instanceOn(dataFolder: string): Instance | null {
  try {
    return JSON.parse(readFileSync(noteOf(dataFolder), 'utf8')) as Instance;
  } catch {
    return null;
  }
}

const describe = (instance: Instance | null) => (instance === null ? '' : ` (process ${instance.pid}, since ${instance.since})`);
