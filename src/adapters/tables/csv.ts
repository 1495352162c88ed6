/** A table as CSV (RFC 4180, UTF-8): quoted where needed, times in ISO 8601, and nothing in it that a spreadsheet would calculate. */

import type { Column, Table } from './table.ts';

export async function* csvOf<Row>({ columns, batches }: Table<Row>): AsyncGenerator<string> {
  yield `${columns.map(({ name }) => quoted(name)).join(',')}\r\n`;
  for await (const batch of batches) yield batch.map((row) => `${columns.map((column) => field(column, row)).join(',')}\r\n`).join('');
}

function field<Row>(column: Column<Row>, row: Row): string {
  const value = column.value(row);
  if (value === null) return '';
  if (column.type === 'time') return new Date(value).toISOString();
  return column.type === 'text' ? quoted(harmless(String(value))) : String(value);
}

/** Spreadsheets take text that begins so for a formula; an apostrophe in front makes it text (OWASP, CSV injection). */
const harmless = (text: string): string => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
