/**
 * What was demanded while the journal could not be written, for the next start: a kill that a full disk did not record must not be forgotten. Its bytes are
 * reserved (written and synced) while there is room, and written over in place.
 */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../support/make-folder.ts';
import { writePrivateFile } from '../support/private-file.ts';

/** A block of most file systems: it is written whole, or not at all. */
const BYTES = 4_096;
/** A letter takes six bytes at the most in JSON. */
const BY_LENGTH = 100;
const REASON_LENGTH = 500;

const demand = z.object({ kind: z.enum(['pause', 'kill']), by: z.string(), reason: z.string(), at: z.number() });
export type UnrecordedDemand = z.infer<typeof demand>;

export class UnrecordedDemandFile {
  private readonly handle: FileHandle;
  /** What a life before has left; null for nothing. What can't be read is a pause: it was something. */
  readonly left: UnrecordedDemand | null;
  /** What the file holds now. */
  private kept: UnrecordedDemand | null;
  /** One after the other: two writes that are on their way at once may end in any order. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(handle: FileHandle, left: UnrecordedDemand | null) {
    this.handle = handle;
    this.left = left;
    this.kept = left;
  }

  /** Makes the file where there is none. Throws Node's errors. */
  static async open(path: string): Promise<UnrecordedDemandFile> {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const left = read(text);
    if (text === '' || statSync(path).size < BYTES) {
      makeFolder(dirname(path));
      writePrivateFile(path, text.padEnd(BYTES));
    }
    // Its own descriptor from the start: a disk that fails later may not open anything any more.
    return new UnrecordedDemandFile(await open(path, 'r+'), left);
  }

  /** False where the disk does not take even that. A kill is not made a pause. Beside the event loop: the disk may not answer at all. */
  keep(wanted: UnrecordedDemand): Promise<boolean> {
    const { kind, by, reason, at } = wanted;
    return this.inTurn(async () => {
      if (this.kept?.kind === 'kill') return true;
      const done = await this.write(JSON.stringify({ kind, by: by.slice(0, BY_LENGTH), reason: reason.slice(0, REASON_LENGTH), at }));
      if (done) this.kept = wanted;
      return done;
    });
  }

  /** It is in the journal now. */
  clear(): Promise<boolean> {
    return this.inTurn(async () => {
      const done = await this.write('');
      if (done) this.kept = null;
      return done;
    });
  }

  /** After what is on its way. */
  async close(): Promise<void> {
    await this.turn;
    await this.handle.close().catch(() => {});
  }

  private inTurn(work: () => Promise<boolean>): Promise<boolean> {
    const done = this.turn.then(work);
    this.turn = done;
    return done;
  }

  private async write(text: string): Promise<boolean> {
    try {
      const { bytesWritten } = await this.handle.write(block(text), 0, BYTES, 0);
      await this.handle.datasync();
      return bytesWritten === BYTES;
    } catch {
      return false;
    }
  }
}

function block(text: string): Buffer {
  const bytes = Buffer.alloc(BYTES, ' ');
  bytes.write(text);
  return bytes;
}

function read(text: string): UnrecordedDemand | null {
  if (text.trim() === '') return null;
  try {
    return demand.parse(JSON.parse(text));
  } catch {
    return { kind: 'pause', by: 'journal', reason: 'something was demanded, and what is left of it can not be read', at: 0 };
  }
}
