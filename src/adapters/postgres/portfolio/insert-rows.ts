/** Many rows into one table, some thousands with each statement. */

import type { Query } from '../database.ts';

const ROWS_AT_ONCE = 5_000;

/** All rows have the same columns, named as the table's. */
export async function insertRows(query: Query, table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await query(`insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(rows.slice(from, from + ROWS_AT_ONCE)),
    ]);
  }
}
