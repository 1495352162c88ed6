/** Operations as rows: the book, each one's history, and what is done to them by hand. Nothing is ever removed: a version ends and another begins. */

import { randomBytes } from 'node:crypto';
import { InputError } from '../../../core/domain/result.ts';
import type { HeldOperation } from '../../../core/portfolio/book/reconcile.ts';
import type { Entry } from '../../../core/portfolio/entry.ts';
import type { Query, Row } from '../database.ts';
import { addAccountsByHand } from './accounts.ts';
import { countChange, lockBook } from './book-lock.ts';
import type { FileFacts } from './files.ts';
import { requireOpen } from './year-locks.ts';

/** An operation of the book. */
export interface KeptOperation {
  readonly operationId: number;
  readonly version: number;
  readonly key: string;
  readonly entry: Entry;
  readonly fileId: number | null;
  readonly file: string | null;
  readonly sheet: string | null;
  readonly row: number | null;
  readonly recordedAt: number;
  readonly recordedBy: string;
  /** The file says something else now than when it was corrected. */
  readonly isDisputed: boolean;
}

export interface KeptVersion {
  readonly version: number;
  readonly entry: Entry;
  readonly recordedAt: number;
  readonly recordedBy: string;
  readonly cause: string;
  readonly endedAt: number | null;
}

/** Who does something by hand, when, and why. */
export interface HandAct {
  readonly by: string;
  readonly at: number;
  readonly cause: string;
}

const COLUMNS = `o.operation_id as "operationId", o.version, o.operation_key as key, o.entry, o.file_id as "fileId", f.name as file, o.sheet, o.row,
  o.recorded_at as "recordedAt", o.recorded_by as "recordedBy", o.base_entry is distinct from o.file_entry as "isDisputed"`;
const IN_FORCE = 'from portfolio.operation o left join portfolio.file f using (file_id) where o.is_latest and o.ended_at is null';

/** All that is in force. */
export function listBook(query: Query): Promise<KeptOperation[]> {
  return query<KeptOperation & Row>(`select ${COLUMNS} ${IN_FORCE} order by o.operation_id`);
}

/** InputError OPERATION_UNKNOWN, also for one that was taken back. */
export async function readOperation(query: Query, operationId: number): Promise<KeptOperation> {
  const [row] = await query<KeptOperation & Row>(`select ${COLUMNS} ${IN_FORCE} and o.operation_id = $1`, [operationId]);
  if (!row) throw unknown(operationId);
  return row;
}

const unknown = (id: number) =>
  new InputError('OPERATION_UNKNOWN', `expected the number of an operation of the book, found ${id}: it may have been taken back`, 1, {
    said: { en: `There is no operation ${id} in the book.`, es: `No hay ninguna operación ${id} en el libro.` },
  });

/** Newest first; empty where there never was one. */
export function versionsOf(query: Query, operationId: number): Promise<KeptVersion[]> {
  return query<KeptVersion & Row>(
    `select version, entry, recorded_at as "recordedAt", recorded_by as "recordedBy", cause, ended_at as "endedAt"
     from portfolio.operation where operation_id = $1 order by version desc`,
    [operationId],
  );
}

/** The last versions under these keys, ended ones too. */
export async function heldUnder(query: Query, keys: readonly string[]): Promise<HeldOperation[]> {
  const rows = await query<Omit<HeldOperation, 'place'> & { fileId: number | null; sheet: string | null; row: number | null } & Row>(
    `select o.operation_id as "operationId", o.version, o.operation_key as key, o.entry, o.ended_at is null as "isInForce", o.is_by_hand as "isByHand",
       o.base_entry as "baseEntry", o.file_entry as "fileEntry", o.file_id as "fileId", o.sheet, o.row,
       coalesce(f.replaced_at is null and f.file_id is not null, false) as "isPlaceInForce"
     from (select distinct key from unnest($1::text[]) as given(key)) as wanted
     join portfolio.operation o on o.operation_key = wanted.key and o.is_latest
     left join portfolio.file f using (file_id)`,
    [keys],
  );
  return rows.map(({ fileId, sheet, row, ...held }) => ({ ...held, place: fileId === null ? null : { fileId, sheet, row: row ?? 0 } }));
}

/** Keys of what stands in the book from this file or from one that it took the place of, also where a closed year has kept it there. */
export async function keysOfFile(query: Query, { hash, isLiving, account, name }: FileFacts): Promise<readonly string[]> {
  const rows = await query<{ key: string }>(
    `select o.operation_key as key from portfolio.file f join portfolio.operation o using (file_id)
     where o.is_latest and (o.ended_at is null or o.is_by_hand) and (f.hash = $1 or ($2 and f.is_living and f.account = $3 and f.name = $4))`,
    [hash, isLiving, account, name],
  );
  return rows.map(({ key }) => key);
}

/** False until something was ever written. */
export async function hasBook(query: Query): Promise<boolean> {
  return (await query('select 1 from portfolio.book')).length > 0;
}

/** An entry that `checkEntry` has passed. Resolves to its number. InputError YEAR_LOCKED. */
export async function bookByHand(query: Query, entry: Entry, act: HandAct): Promise<number> {
  await lockBook(query);
  await requireOpen(query, [entry.at]);
  const [row] = await query<{ id: number }>(
    `insert into portfolio.operation (operation_id, version, is_latest, operation_key, entry, recorded_at, recorded_by, cause, is_by_hand)
     values (nextval('portfolio.operation_id'), 1, true, $1, $2, $3, $4, $5, true) returning operation_id as id`,
    [`${randomBytes(16).toString('hex')}-0`, JSON.stringify(entry), new Date(act.at), act.by, act.cause],
  );
  await addAccountsByHand(query, entry);
  await countChange(query);
  return (row as { id: number }).id;
}

/** A new version over that of a file or of hand. InputErrors OPERATION_UNKNOWN, OPERATION_CHANGED, YEAR_LOCKED. */
export async function correctByHand(query: Query, operationId: number, version: number, entry: Entry, act: HandAct): Promise<void> {
  const held = await heldForHand(query, operationId, version, [entry.at]);
  await endVersion(query, held, act, false);
  await query(
    `insert into portfolio.operation (operation_id, version, is_latest, operation_key, file_id, sheet, row, entry, recorded_at, recorded_by, cause,
       is_by_hand, base_entry, file_entry)
     select operation_id, version + 1, true, operation_key, file_id, sheet, row, $3, $4, $5, $6, true,
       case when file_id is null then null when is_by_hand then file_entry else entry end,
       case when file_id is null then null when is_by_hand then file_entry else entry end
     from portfolio.operation where operation_id = $1 and version = $2`,
    [operationId, version, JSON.stringify(entry), new Date(act.at), act.by, act.cause],
  );
  await addAccountsByHand(query, entry);
  await countChange(query);
}

/** It leaves the book and stays in the history; its file brings it back no more. The same errors. */
export async function retractByHand(query: Query, operationId: number, version: number, act: HandAct): Promise<void> {
  const held = await heldForHand(query, operationId, version, []);
  await endVersion(query, held, act, true);
  await query(
    `update portfolio.operation set base_entry = case when is_by_hand then file_entry else entry end,
       file_entry = case when is_by_hand then file_entry else entry end, is_by_hand = true
     where operation_id = $1 and version = $2 and file_id is not null`,
    [operationId, version],
  );
  await countChange(query);
}

async function heldForHand(query: Query, operationId: number, version: number, days: readonly string[]): Promise<KeptOperation> {
  await lockBook(query);
  const held = await readOperation(query, operationId);
  if (held.version !== version)
    throw new InputError(
      'OPERATION_CHANGED',
      `expected version ${held.version} of operation ${operationId}, found ${version}: it was changed meanwhile; look at it again`,
      1,
      {
        said: {
          en: 'The operation was changed meanwhile. Look at it again.',
          es: 'La operación ha cambiado entretanto. Vuelva a mirarla.',
        },
      },
    );
  await requireOpen(query, [held.entry.at, ...days]);
  return held;
}

async function endVersion(
  query: Query,
  { operationId, version }: KeptOperation,
  { at, by, cause }: HandAct,
  isLatest: boolean,
): Promise<void> {
  await query(
    `update portfolio.operation set ended_at = $3, ended_by = $4, end_cause = $5, is_latest = $6 where operation_id = $1 and version = $2`,
    [operationId, version, new Date(at), by, cause, isLatest],
  );
}
