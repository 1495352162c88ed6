/** The database's part of a backup, written beside the place of backups before the backup is made: it is moved into it, or removed. */

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../adapters/postgres/database.ts';
import { dumpTables } from '../adapters/postgres/dump.ts';

const PREFIX = '.tables-';
/** No backup takes so long: whoever wrote it was killed. */
const LEFT_OVER_MS = 86_400_000;

export const tablesFolder = (place: string, id: string) => join(place, `${PREFIX}${id}`);

export function writeTables(database: Database, place: string, id: string): Promise<void> {
  const folder = tablesFolder(place, id);
  rmSync(folder, { recursive: true, force: true });
  return dumpTables(database, folder);
}

export function removeTables(place: string, id: string): void {
  rmSync(tablesFolder(place, id), { recursive: true, force: true });
}

export function removeOldTables(place: string, nowMs: number): void {
  for (const name of existsSync(place) ? readdirSync(place) : []) {
    const path = join(place, name);
    if (name.startsWith(PREFIX) && statSync(path).mtimeMs < nowMs - LEFT_OVER_MS) rmSync(path, { recursive: true, force: true });
  }
}
