/**
 * The lease of an account among traders of one machine, as files beside the journal. Nothing here waits for a disk, and nobody who is stopped in the
 * middle of anything keeps others from going on: there is no lock that has to be given back.
 *
 * | file | what |
 * |---|---|
 * | `<epoch>.epoch` | who holds the lease of that epoch; made once, by whoever is first |
 * | `<epoch>.beat` | a number that its holder alone writes, in place: a sign of life |
 * | `<name>.process` | empty, locked by the operating system for as long as that process lives |
 */

import { randomBytes } from 'node:crypto';
import { type FileHandle, link, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { LeaseRecord } from '../../core/trading/live/lease.ts';
import { type FileLock, tryFileLock } from '../support/file-lock.ts';
import { makeFolder } from '../support/make-folder.ts';

const DIGITS = 16;
const EPOCH_NAME = /^(\d{16})\.epoch$/;
const PROCESS_NAME = /^(.+)\.process$/;
const NAME = /^[\w.-]{1,120}$/;

export interface LeaseFolder {
  /** Of this process, in the record. */
  readonly name: string;
  read(): Promise<LeaseRecord | null>;
  /**
   * Puts `wanted` in place of what was read. False where it is not the same any more, or where the holder was alive after all: what was put there then
   * gives this process nothing, and nobody else either, until it has been silent for its time.
   */
  replace(read: LeaseRecord | null, wanted: LeaseRecord): Promise<boolean>;
  /** The process that holds it has ended. */
  isGone(record: LeaseRecord): boolean;
  /** Names of the other processes that live and wait. */
  waiting(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Makes the folder. `name` of letters, digits, dots, dashes: of this process alone, ever. */
export async function openLeaseFolder(folder: string, name: string = processName()): Promise<LeaseFolder> {
  if (!NAME.test(name)) throw new RangeError(`expected a name of letters, digits, dots and dashes, found ${name}`);
  makeFolder(folder);
  const pathOf = (epoch: number, ending: 'epoch' | 'beat') => join(folder, `${String(epoch).padStart(DIGITS, '0')}.${ending}`);
  const lockOf = (holder: string) => join(folder, `${holder}.process`);
  const alive = tryFileLock(lockOf(name)) as FileLock;
  let beatFile: FileHandle | null = null;

  const newestEpoch = async () =>
    (await readdir(folder)).reduce((newest, file) => Math.max(newest, Number(EPOCH_NAME.exec(file)?.[1] ?? 0)), 0);
  const beatOf = async (epoch: number) => Number(await readIfThere(pathOf(epoch, 'beat')));
  const isDead = (holder: string) => {
    if (holder === name) return false;
    const lock = tryFileLock(lockOf(holder));
    lock?.release();
    return lock !== undefined;
  };

  /** True where nobody has taken that epoch before. The file is whole when it appears. */
  const claim = async (epoch: number): Promise<boolean> => {
    const draft = join(folder, `${name}.draft`);
    await writeFile(draft, name, { mode: 0o600 });
    try {
      await link(draft, pathOf(epoch, 'epoch'));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
  };
  const beat = (count: number) => beatFile?.write(String(count).padStart(DIGITS, '0'), 0);
  /** What dead processes and epochs that are over have left. */
  const tidy = async (epoch: number) => {
    for (const file of await readdir(folder)) {
      const owner = /^(.+)\.(?:process|draft)$/.exec(file)?.[1];
      if (owner !== undefined && isDead(owner)) await rm(join(folder, file), { force: true });
      const old = /^(\d{16})\.(?:epoch|beat)$/.exec(file)?.[1];
      if (old !== undefined && Number(old) < epoch) await rm(join(folder, file), { force: true });
    }
  };

  return {
    name,
    async read() {
      const epoch = await newestEpoch();
      if (epoch === 0) return null;
      return { holder: await readFile(pathOf(epoch, 'epoch'), 'utf8'), epoch, beat: await beatOf(epoch) };
    },
    async replace(read, wanted) {
      if (wanted.epoch === read?.epoch) {
        await beat(wanted.beat);
        // Looked at after the sign of life: whoever takes over afterwards sees that.
        return (await newestEpoch()) === wanted.epoch;
      }
      if (!(await claim(wanted.epoch))) return false;
      await beatFile?.close();
      beatFile = await open(pathOf(wanted.epoch, 'beat'), 'w', 0o600);
      await beat(wanted.beat);
      // A sign of life since it was read: the holder may go on sending for as long as that gives it.
      const wasAlive = read !== null && (await beatOf(read.epoch)) !== read.beat;
      if (!wasAlive) await tidy(wanted.epoch);
      return !wasAlive;
    },
    isGone: ({ holder }) => isDead(holder),
    async waiting() {
      const names = (await readdir(folder)).flatMap((file) => PROCESS_NAME.exec(file)?.[1] ?? []);
      return names.filter((other) => other !== name && !isDead(other));
    },
    async close() {
      await beatFile?.close();
      await rm(lockOf(name), { force: true });
      alive.release();
    },
  };
}

/** Says to a person which process it is, and is never used twice. */
function processName(): string {
  return `${hostname()
    .replace(/[^\w.-]/g, '-')
    .slice(0, 60)}.${process.pid}.${randomBytes(4).toString('hex')}`;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
