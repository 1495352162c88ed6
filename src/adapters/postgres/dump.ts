/** Tables as files and back, exactly: every value in PostgreSQL's own text form, read in one snapshot, so it may be made while others write. */

import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../core/domain/result.ts';
import { makeFolder } from '../support/make-folder.ts';
import { writePrivateFile } from '../support/private-file.ts';
import type { Database, Query } from './database.ts';
import { KEPT_TABLES, type KeptTable } from './kept-tables.ts';
import { appliedNumber, migrate } from './migrations.ts';

/** Rows may hold megabytes each. */
const ROWS_AT_ONCE = 100;
/** A file is read whole: it must stay far from what a text may be. */
const FILE_BYTES = 64 * 1024 * 1024;
const CONTENTS = 'contents.json';

const dumpContents = z.strictObject({
  version: z.literal(1),
  /** Number of the last migration of the database. */
  migration: z.number().int().positive(),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.number().int().nonnegative(),
      files: z.array(z.string()),
    }),
  ),
});
type DumpContents = z.infer<typeof dumpContents>;
export type DumpedTable = DumpContents['tables'][number];
/** One value for each column, as text. */
export type DumpedRow = readonly (string | null)[];

/** Writes the kept tables of a migrated database into `folder`, which is made. */
export async function dumpTables(database: Database, folder: string): Promise<void> {
  makeFolder(folder);
  const contents = await database.transaction(async (query): Promise<DumpContents> => {
    await query('set transaction isolation level repeatable read, read only');
    await query('set local statement_timeout = 0');
    await query("set local timezone = 'UTC'");
    await query("set local datestyle = 'ISO, YMD'");
    const tables: DumpedTable[] = [];
    for (const table of KEPT_TABLES) tables.push(await dumpTable(query, folder, table));
    return { version: 1, migration: await appliedNumber(query), tables };
  });
  writePrivateFile(join(folder, CONTENTS), `${JSON.stringify(contents, null, 2)}\n`);
}

async function dumpTable(query: Query, folder: string, { name, order }: KeptTable): Promise<DumpedTable> {
  const columns = (await columnsOf(query, name)).map((column) => column.name);
  const files: string[] = [];
  let [rows, bytes] = [0, Number.POSITIVE_INFINITY];
  let handle: number | null = null;
  const close = () => {
    if (handle === null) return;
    fsyncSync(handle);
    closeSync(handle);
    handle = null;
  };
  try {
    const texts = columns.map((column, index) => `${quoted(column)}::text as c${index}`);
    await query(`declare dumped no scroll cursor for select ${texts.join(', ')} from ${name} order by ${order}`);
    for (;;) {
      const page = await query<Record<string, string | null>>(`fetch ${ROWS_AT_ONCE} from dumped`);
      for (const row of page) {
        if (bytes > FILE_BYTES) {
          close();
          const file = `${name}-${files.length + 1}.jsonl`;
          handle = openSync(join(folder, file), 'wx', 0o600);
          files.push(file);
          bytes = 0;
        }
        bytes += writeSync(handle as number, `${JSON.stringify(columns.map((_, index) => row[`c${index}`]))}\n`);
      }
      rows += page.length;
      if (page.length < ROWS_AT_ONCE) break;
    }
    await query('close dumped');
  } finally {
    close();
  }
  return { name, columns, rows, files };
}

/** What is told of a dump. InputError DUMP_DAMAGED. */
export function readContents(folder: string): DumpContents {
  try {
    return dumpContents.parse(JSON.parse(readFileSync(join(folder, CONTENTS), 'utf8')));
  } catch {
    throw new InputError('DUMP_DAMAGED', `expected what is told of the tables in ${join(folder, CONTENTS)}, found something else`, 1);
  }
}

export function* rowsOf(folder: string, { files }: DumpedTable): Generator<DumpedRow> {
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (let from = 0; from < text.length; ) {
      const end = text.indexOf('\n', from);
      if (end < 0) throw new InputError('DUMP_DAMAGED', `${join(folder, file)}: expected whole lines, found a piece of one`, 1);
      yield JSON.parse(text.slice(from, end));
      from = end + 1;
    }
  }
}

/**
 * Fills the tables of a database in which they are empty, all or none, and brings it to this release; false where there is something in them. An empty
 * database is first brought to where the dumped one was. InputError DATABASE_NEWER (exit 3) for one of a newer release.
 */
export async function loadTables(database: Database, folder: string): Promise<boolean> {
  const { migration, tables } = readContents(folder);
  if ((await appliedNumber(database.query)) === 0 && (await migrate(database, undefined, migration)).to < migration)
    throw new InputError('DATABASE_NEWER', `the backup's database has migration ${migration}, which this release lacks: upgrade first`, 3);
  const isLoaded = await database.transaction(async (query) => {
    await query('set local statement_timeout = 0');
    for (const { name } of tables) {
      const [found] = await query<{ isThere: boolean }>(`select exists (select from ${known(name)}) as "isThere"`);
      if (found?.isThere) return false;
    }
    for (const table of tables) await loadTable(query, folder, table);
    for (const { name, numbered } of KEPT_TABLES) {
      if (numbered === undefined || !tables.some((table) => table.name === name)) continue;
      await query(`select setval('${numbered.sequence}', greatest((select max(${numbered.column}) from ${name}), 1))`);
    }
    // The queue that would have run them is not kept.
    await query("update jobs.job set state = 'cancelled', finished_at = now() where state in ('queued', 'running')");
    return true;
  });
  await migrate(database);
  return isLoaded;
}

async function loadTable(query: Query, folder: string, table: DumpedTable): Promise<void> {
  const types = new Map((await columnsOf(query, table.name)).map(({ name, type }) => [name, type]));
  const numbered = table.columns.map((_, index) => `c${index}`);
  const values = table.columns.map((name, index) => `c${index}::${types.get(name)}`);
  const texts = table.columns.map((_, index) => `$${index + 1}::text[]`);
  const insert = `insert into ${known(table.name)} (${table.columns.map(quoted).join(', ')})
    select ${values.join(', ')} from unnest(${texts.join(', ')}) with ordinality as given(${[...numbered, 'place'].join(', ')}) order by place`;
  let waiting: DumpedRow[] = [];
  const write = async () => {
    if (waiting.length === 0) return;
    await query(
      insert,
      table.columns.map((_, index) => waiting.map((row) => row[index])),
    );
    waiting = [];
  };
  for (const row of rowsOf(folder, table)) {
    waiting.push(row);
    if (waiting.length === ROWS_AT_ONCE) await write();
  }
  await write();
}

/** The name goes into a statement: only one of the table above does. */
function known(name: string): string {
  const found = KEPT_TABLES.find((table) => table.name === name);
  if (found === undefined) throw new InputError('DUMP_DAMAGED', `expected a table that backups keep, found ${JSON.stringify(name)}`, 1);
  return found.name;
}

const quoted = (column: string) => `"${column.replaceAll('"', '""')}"`;

function columnsOf(query: Query, table: string): Promise<{ name: string; type: string }[]> {
  return query(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
}
