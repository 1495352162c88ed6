/** Which updates were taken up, on disk, so that nothing the owner asked is done twice after a restart. */

import { z } from 'zod';
import { readPrivateJson, writePrivateFile } from '../support/private-file.ts';

/** Telegram hands out at most 100 unconfirmed updates at a time; asking for the next confirms them. */
const MOST_REMEMBERED = 300;
const seenFile = z.object({ version: z.literal(1), updates: z.array(z.number().int()) });

/**
 * A set, not a highest number: after a week without updates Telegram goes on with a random number, which may be lower.
 */
export class SeenUpdates {
  private readonly file: string;
  private readonly updates: number[];

  /** InputError TELEGRAM_UPDATES_DAMAGED (exit 3). */
  constructor(file: string) {
    this.file = file;
    this.updates = readPrivateJson(file, 'TELEGRAM_UPDATES', (json) => seenFile.parse(json))?.updates ?? [];
  }

  has(update: number): boolean {
    return this.updates.includes(update);
  }

  /** Before anything is done because of the update: what is cut off in between is not done, and the owner gets no answer. Throws as the disk does. */
  add(update: number): void {
    this.updates.push(update);
    this.updates.splice(0, this.updates.length - MOST_REMEMBERED);
    writePrivateFile(this.file, JSON.stringify({ version: 1, updates: this.updates }));
  }
}
