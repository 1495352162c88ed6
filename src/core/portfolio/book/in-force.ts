/** Which rows of several files are in the book: of each identity one, from the file that reaches farthest, whatever came in first. */

import type { BookRow } from './book-row.ts';

export interface BookFile {
  /** Null: not taken in yet. */
  readonly fileId: number | null;
  /** The last day it tells of; empty where it tells of none. */
  readonly lastDay: string;
  readonly rows: readonly BookRow[];
}

export interface ChosenRow {
  readonly file: BookFile;
  readonly row: BookRow;
}

/**
 * By identity. Equal rows are numbered within each file, so that the greatest number of them in any one file is what is here. Same identity, other
 * content: what the file says that reaches farthest, for it knows more; of two that reach as far, the greater text.
 */
export function rowsInForce(files: readonly BookFile[]): Map<string, ChosenRow> {
  const chosen = new Map<string, ChosenRow>();
  for (const file of files) {
    for (const row of file.rows) {
      if (row.identity === null) continue;
      const other = chosen.get(row.identity);
      if (other === undefined || isBetter({ file, row }, other)) chosen.set(row.identity, { file, row });
    }
  }
  return chosen;
}

function isBetter(one: ChosenRow, other: ChosenRow): boolean {
  if (one.file.lastDay !== other.file.lastDay) return one.file.lastDay > other.file.lastDay;
  if (one.row.content !== other.row.content) return one.row.content > other.row.content;
  // The same text, read again: what the newer reading says.
  return newness(one.file) > newness(other.file);
}

const newness = ({ fileId }: BookFile) => fileId ?? Number.POSITIVE_INFINITY;

/** The last day that any of the entries is of. */
export function lastDayOf(rows: readonly BookRow[]): string {
  let last = '';
  for (const { entries } of rows) for (const { at } of entries) if (at.slice(0, 10) > last) last = at.slice(0, 10);
  return last;
}

export function firstDayOf(rows: readonly BookRow[]): string {
  let first = '';
  for (const { entries } of rows) for (const { at } of entries) if (first === '' || at.slice(0, 10) < first) first = at.slice(0, 10);
  return first;
}
