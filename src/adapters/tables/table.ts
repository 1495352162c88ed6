/** A table to be written: what its columns are, and which formats there are. */

import { Readable } from 'node:stream';
import type { ExportFormat } from '../../api/archive.ts';
import { csvOf } from './csv.ts';
import { jsonOf } from './json.ts';
import { workbookOf } from './workbook.ts';

/** `decimal` is exact text, `time` epoch milliseconds UTC. An absent value is null. */
export type Column<Row> = { readonly name: string; readonly width: number } & (
  | { readonly type: 'text' | 'decimal'; readonly value: (row: Row) => string | null }
  | { readonly type: 'number' | 'time'; readonly value: (row: Row) => number | null }
);

export interface Table<Row> {
  /** Of the sheet and the file. */
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly batches: AsyncIterable<readonly Row[]>;
}

export const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const WRITERS = { csv: csvOf, json: jsonOf, xlsx: workbookOf };

/** Rows written at once: some 50 kB. */
const HANDFUL = 50;

/** The file as a stream that reads a batch when its reader wants more. Destroying it stops the reading; what the batches throw is its error. */
export function writeTable<Row>(format: ExportFormat, table: Table<Row>): Readable {
  return Readable.from(WRITERS[format]({ ...table, batches: inHandfuls(table.batches) }), { objectMode: false, highWaterMark: 1 << 16 });
}

/** A batch at once would be one long text, held whole by a reader who stops, and its bytes a block of memory that is not given back. */
async function* inHandfuls<Row>(batches: Table<Row>['batches']): AsyncGenerator<readonly Row[]> {
  for await (const batch of batches) for (let at = 0; at < batch.length; at += HANDFUL) yield batch.slice(at, at + HANDFUL);
}
