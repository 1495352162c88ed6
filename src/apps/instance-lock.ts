// Refuses a second Atalaya on the same data folder.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
  const lock = await takeLock(dataFolder, 'instance', 'exclusive', patienceMs);
  noteInstance(dataFolder);
  return lock;
}

/** The same for a process that supervises the roles of the platform, and for one of the roles that it starts. */
export async function takeRoleLock(dataFolder: string, role: 'platform' | 'web'): Promise<FileLock> {
  const lock = await takeLock(dataFolder, role, 'exclusive', PATIENCE_MS);
  noteHolder(dataFolder, role);
  return lock;
}

/** Whether a process has the folder in that role just now. */
export function roleIsHeld(dataFolder: string, role: 'platform' | 'web'): boolean {
  const file = join(dataFolder, `${role}.lock`);
  if (!existsSync(file)) return false;
  const lock = tryFileLock(file, 'shared');
  lock?.release();
  return lock === undefined;
}

/**
 * For a trader that begins to try a version of the settings: held until that has come out, so that a trial of a process that lives is not taken for one
 * that its process died of. INSTANCE_RUNNING also where another trader has the folder already.
 */
export async function takeTrialLock(dataFolder: string, patienceMs: number = PATIENCE_MS): Promise<FileLock> {
  const lock = await takeLock(dataFolder, 'trial', 'exclusive', patienceMs);
  try {
    (await takeLock(dataFolder, 'instance', 'shared', patienceMs)).release();
  } catch (error) {
    lock.release();
    throw error;
  }
  return lock;
}

/** For traders that stand by for each other: they share the folder, and which one of them uses it is said by their lease. Nobody else may. */
export function joinInstanceLock(dataFolder: string): Promise<FileLock> {
  return takeLock(dataFolder, 'instance', 'shared', PATIENCE_MS);
}

/** What is locked: the trading on a data folder, a role beside it, or the trial of its settings. */
type Holding = 'instance' | 'platform' | 'web' | 'trial';

const USER_OF: Readonly<Record<Holding, string>> = {
  instance: 'another Atalaya uses',
  platform: 'another Atalaya uses',
  web: 'another panel (web role) runs on',
  trial: 'another Atalaya uses',
};

/** Writes down that this process trades on the folder. */
export function noteInstance(dataFolder: string): void {
  noteHolder(dataFolder, 'instance');
}

function noteHolder(dataFolder: string, what: Holding): void {
  writeFileSync(noteOf(dataFolder, what), JSON.stringify({ pid: process.pid, since: new Date().toISOString() }), { mode: 0o600 });
}

async function takeLock(dataFolder: string, what: Holding, kind: LockKind, patienceMs: number): Promise<FileLock> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    const lock = tryFileLock(join(dataFolder, `${what}.lock`), kind);
    if (lock !== undefined) return lock;
    if (waitedMs >= patienceMs) break;
    await sleep(100);
  }
  throw new InputError(
    'INSTANCE_RUNNING',
    `${USER_OF[what]} ${dataFolder}${describe(holderOf(dataFolder, what === 'trial' ? 'instance' : what))}: stop it first, or start this one with another --data-dir`,
    3,
  );
}

const noteOf = (dataFolder: string, what: Holding) => join(dataFolder, `${what}.json`);

interface Instance {
  readonly pid: number;
  readonly since: string;
}

/** Who last traded on the data folder; null where nobody did. It may have ended since. */
export function instanceOn(dataFolder: string): Instance | null {
  return holderOf(dataFolder, 'instance');
}

function holderOf(dataFolder: string, what: Holding): Instance | null {
  try {
    return JSON.parse(readFileSync(noteOf(dataFolder, what), 'utf8')) as Instance;
  } catch {
    return null;
  }
}

const describe = (instance: Instance | null) => (instance === null ? '' : ` (process ${instance.pid}, since ${instance.since})`);
