/** A file of operations from its bytes into the book: read, checked, and taken in or only looked at. */

import { createHash } from 'node:crypto';
import type { Database } from '../../../adapters/postgres/database.ts';
import { fileOfBytes, keptMappings } from '../../../adapters/postgres/portfolio/files.ts';
import { readSettings } from '../../../adapters/postgres/portfolio/settings.ts';
import { zoneNamed } from '../../../core/market/zone.ts';
import { checkedFile } from '../../../core/portfolio/book/checked-file.ts';
import type { ColumnMapping } from '../../../core/portfolio/book/mapping.ts';
import { understand } from './readers.ts';
import { type TakenIn, type TakingIn, takeIn } from './take-in.ts';

export interface FileToImport {
  readonly bytes: Uint8Array;
  /** Without a folder: a living file is known by it. */
  readonly name: string;
  /** Of rows that name none. */
  readonly account: string | undefined;
  /** What the owner says of its columns. */
  readonly mapping?: ColumnMapping | undefined;
}

/** InputErrors of the reader, FILE_UNKNOWN, MAPPING_UNFIT, FILE_LIKE_ANOTHER: nothing has changed. */
export async function importFile(
  database: Database,
  { bytes, name, account, mapping: given }: FileToImport,
  how: TakingIn,
): Promise<TakenIn> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  // A file that is known comes in as what it was, whatever it is called now; another account is only one that is named.
  const known = await fileOfBytes(database.query, hash);
  const named = account ?? (known === null || known.account === '' ? undefined : known.account);
  const { zone } = await readSettings(database.query);
  const today = laterDay(how.at, zone);
  const mapping = given ?? known?.mapping ?? undefined;
  const read = understand(bytes, name, { account: named, today, mapping, keptMappings: await keptMappings(database.query) });
  const facts = {
    ...{ hash, sizeBytes: bytes.length, account: named ?? '', mapping: read.mapping, formatName: read.formatName },
    name: known?.isLiving ? known.name : name,
  };
  return takeIn(database, facts, checkedFile(read.file, today), how);
}

/** The owner's day or that of UTC, whichever is later: an instant of a file is told in UTC. */
function laterDay(utcMs: number, zone: string): string {
  const wallMs = utcMs + Math.max(0, zoneNamed(zone).offsetAt(utcMs));
  return new Date(wallMs).toISOString().slice(0, 10);
}
