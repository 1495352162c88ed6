/** A file as its reader understood it, with what can't be booked rejected. */

import { checkEntry } from '../check-entry.ts';
import type { ReadFile, ReadRow } from './read-file.ts';

/** `today` as `checkEntry` takes it. */
export function checkedFile(file: ReadFile, today: string): ReadFile {
  return { ...file, rows: file.rows.map((row) => checkedRow(row, today)) };
}

function checkedRow(row: ReadRow, today: string): ReadRow {
  if (row.faults.length > 0) return row;
  const faults = row.entries.flatMap((entry) => checkEntry(entry, today)).map(({ field, ...fault }) => ({ ...fault, column: field }));
  return faults.length === 0 ? row : { ...row, faults };
}
