/** Stops (kill, pause) that a trader was handed and has not answered: kept on disk by whoever asked, taken from there by the trader that wakes, or the one started next. */

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { giveToOwnerOf } from '../support/file-owner.ts';
import { makeFolder } from '../support/make-folder.ts';
import { writePrivateFile } from '../support/private-file.ts';

const keptStop = z.object({
  kind: z.enum(['pause', 'kill']),
  commandId: z.uuid(),
  /** `panel:ana`, as the journal will have it. */
  by: z.string(),
  reason: z.string().optional(),
  sentAt: z.number(),
});
export type KeptStop = z.infer<typeof keptStop>;

const ENDING = '.json';
const folderIn = (dataFolder: string) => join(resolve(dataFolder), 'state', 'kept-stops');
const fileOf = (dataFolder: string, commandId: string) => join(folderIn(dataFolder), `${commandId}${ENDING}`);

/** On disk when it returns. InputError DISK_FULL, DISK_READ_ONLY, DISK_DENIED, or Node's error: it is not kept. */
export function keepStop(dataFolder: string, stop: KeptStop): void {
  const file = fileOf(dataFolder, stop.commandId);
  makeFolder(folderIn(dataFolder));
  writePrivateFile(file, JSON.stringify(stop));
  // Root may always stop a trader; one of another user takes the note up, and removes it.
  giveToOwnerOf(resolve(dataFolder), folderIn(dataFolder), file);
}

/** The oldest first. What can't be read is a pause: somebody wanted something stopped. */
export function keptStops(dataFolder: string): KeptStop[] {
  return filesIn(folderIn(dataFolder))
    .filter((name) => name.endsWith(ENDING))
    .map((name) => read(dataFolder, name.slice(0, -ENDING.length)))
    .sort((one, other) => one.sentAt - other.sentAt);
}

/** It was carried out. */
export function dropStop(dataFolder: string, commandId: string): void {
  rmSync(fileOf(dataFolder, commandId), { force: true });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function read(dataFolder: string, commandId: string): KeptStop {
  try {
    return keptStop.parse(JSON.parse(readFileSync(fileOf(dataFolder, commandId), 'utf8')));
  } catch {
    return { kind: 'pause', commandId, by: 'unknown', reason: 'a stop was asked for, and its note can not be read', sentAt: 0 };
  }
}
