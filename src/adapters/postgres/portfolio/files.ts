/** Files of operations as rows: what is known of each, and the rows of those in force. */

import type { BookRow } from '../../../core/portfolio/book/book-row.ts';
import type { BookFile } from '../../../core/portfolio/book/in-force.ts';
import type { ColumnMapping } from '../../../core/portfolio/book/mapping.ts';
import type { Query, Row } from '../database.ts';
import { insertRows } from './insert-rows.ts';

export interface FileFacts {
  readonly hash: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly format: string;
  readonly account: string;
  readonly isLiving: boolean;
  readonly tellsCash: boolean;
  /** What the owner says of its columns, where no reader knows them. */
  readonly mapping: ColumnMapping | null;
}

export interface KeptFile extends FileFacts {
  readonly fileId: number;
  readonly recordedAt: number;
  readonly recordedBy: string;
  readonly lastDay: string;
  readonly report: unknown;
  readonly isReplaced: boolean;
}

const COLUMNS = `file_id as "fileId", hash, name, size_bytes as "sizeBytes", format, account, is_living as "isLiving", tells_cash as "tellsCash",
  mapping, last_day as "lastDay", recorded_at as "recordedAt", recorded_by as "recordedBy", report, replaced_at is not null as "isReplaced"`;

/** Newest first. */
export function listFiles(query: Query): Promise<KeptFile[]> {
  return query<KeptFile & Row>(`select ${COLUMNS} from portfolio.file order by file_id desc`);
}

export async function readFileFacts(query: Query, fileId: number): Promise<KeptFile | null> {
  const [row] = await query<KeptFile & Row>(`select ${COLUMNS} from portfolio.file where file_id = $1`, [fileId]);
  return row ?? null;
}

/** What the owner has said of columns, the last first, one of each name. */
export async function keptMappings(query: Query): Promise<ColumnMapping[]> {
  const rows = await query<{ mapping: ColumnMapping }>(
    `select mapping from (select distinct on (format) file_id, mapping from portfolio.file
     where jsonb_typeof(mapping) = 'object' order by format, file_id desc) as last order by file_id desc`,
  );
  return rows.map(({ mapping }) => mapping);
}

/** The file in force with these bytes. */
export async function fileOfBytes(query: Query, hash: string): Promise<KeptFile | null> {
  const [row] = await query<KeptFile & Row>(`select ${COLUMNS} from portfolio.file where replaced_at is null and hash = $1`, [hash]);
  return row ?? null;
}

/** The file in force that this one takes the place of: the same bytes, or the former version of a living file. */
export async function formerFile(query: Query, { hash, account, name, isLiving }: FileFacts): Promise<KeptFile | null> {
  if (!isLiving) return fileOfBytes(query, hash);
  const [row] = await query<KeptFile & Row>(
    `select ${COLUMNS} from portfolio.file where replaced_at is null and is_living and account = $1 and name = $2`,
    [account, name],
  );
  return row ?? null;
}

interface KeptRow extends BookRow {
  readonly fileId: number;
  readonly lastDay: string;
}
const ROW_COLUMNS = 'r.sheet, r.row, r.identity, r.content, r.entries, r.why, r.faults, r.warnings';

export function fileRows(query: Query, fileId: number): Promise<BookRow[]> {
  return query<BookRow & Row>(`select ${ROW_COLUMNS} from portfolio.file_row r where file_id = $1 order by position`, [fileId]);
}

/** The rows of these identities in all files in force but one. */
export async function rowsOfOthers(query: Query, identities: readonly string[], except: number | null): Promise<BookFile[]> {
  const rows = await query<KeptRow & Row>(
    `select r.file_id as "fileId", f.last_day as "lastDay", ${ROW_COLUMNS}
     from unnest($1::text[]) as wanted(identity) join portfolio.file_row r on r.identity = wanted.identity
     join portfolio.file f on f.file_id = r.file_id where f.replaced_at is null and ($2::bigint is null or r.file_id <> $2)`,
    [identities, except],
  );
  const files = new Map<number, { fileId: number; lastDay: string; rows: BookRow[] }>();
  for (const { fileId, lastDay, ...row } of rows) {
    const file = files.get(fileId);
    if (file) file.rows.push(row as BookRow);
    else files.set(fileId, { fileId, lastDay, rows: [row as BookRow] });
  }
  return [...files.values()];
}

/** Rows enough to tell that two files are of the same operations. */
const ALIKE = 4;

/** A file in force of another account, or a living one of another name, with most of these rows: taken in beside it, everything would count twice. */
export async function fileLikeThis(
  query: Query,
  { format, account, name, isLiving }: FileFacts,
  contents: readonly string[],
): Promise<KeptFile | null> {
  if (contents.length < ALIKE) return null;
  const [row] = await query<KeptFile & Row>(
    `select ${COLUMNS} from portfolio.file f where replaced_at is null and format = $1 and (account <> $2 or ($4 and name <> $3))
       and (select count(distinct content) from portfolio.file_row r join unnest($5::text[]) as given(content) using (content) where r.file_id = f.file_id) * 2 > $6
     limit 1`,
    [format, account, name, isLiving, contents, contents.length],
  );
  return row ?? null;
}

export interface NewFile extends FileFacts {
  readonly lastDay: string;
  readonly report: unknown;
  readonly recordedAt: number;
  readonly recordedBy: string;
}

export async function addFile(query: Query, file: NewFile): Promise<number> {
  const [row] = await query<{ id: number }>(
    `insert into portfolio.file (hash, name, size_bytes, format, account, is_living, tells_cash, mapping, last_day, recorded_at, recorded_by, report)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning file_id as id`,
    [
      ...[file.hash, file.name, file.sizeBytes, file.format, file.account, file.isLiving, file.tellsCash, JSON.stringify(file.mapping)],
      ...[file.lastDay, new Date(file.recordedAt), file.recordedBy, JSON.stringify(file.report)],
    ],
  );
  return (row as { id: number }).id;
}

type Renewed = Pick<NewFile, 'report' | 'lastDay' | 'mapping' | 'tellsCash'>;

/** The same bytes, read otherwise by another release, or as the owner says now. */
export async function renewFile(query: Query, fileId: number, { report, lastDay, mapping, tellsCash }: Renewed): Promise<void> {
  await query('update portfolio.file set report = $2, last_day = $3, mapping = $4, tells_cash = $5 where file_id = $1', [
    ...[fileId, JSON.stringify(report), lastDay, JSON.stringify(mapping), tellsCash],
  ]);
  await query('delete from portfolio.file_row where file_id = $1', [fileId]);
}

/** It is kept that there was such a file; its rows are no longer of the book. */
export async function replaceFile(query: Query, fileId: number, at: number): Promise<void> {
  await query('update portfolio.file set replaced_at = $2 where file_id = $1', [fileId, new Date(at)]);
  await query('delete from portfolio.file_row where file_id = $1', [fileId]);
}

export async function addFileRows(query: Query, fileId: number, rows: readonly BookRow[]): Promise<void> {
  await insertRows(
    query,
    'portfolio.file_row',
    rows.map((row, position) => ({ file_id: fileId, position, ...row })),
  );
}
