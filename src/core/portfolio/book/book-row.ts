/** Rows of a file with their identity in the book: the same row of two files has the same, two equal rows of one file have two. */

import type { Words } from '../../domain/parameters.ts';
import { sha256Hex } from '../../domain/sha256.ts';
import type { Entry } from '../entry.ts';
import type { ReadFile, ReadRow, RowFinding } from './read-file.ts';

/** The format of the platform's own export: its rows carry the keys of the operations they were. */
export const OWN_FORMAT = 'atalaya';

export interface BookRow {
  /** Null where the row is rejected: it is not in the book. */
  readonly identity: string | null;
  readonly sheet: string | null;
  readonly row: number;
  readonly content: string;
  readonly entries: readonly Entry[];
  readonly why: Words | null;
  readonly faults: readonly RowFinding[];
  readonly warnings: readonly RowFinding[];
}

export interface FilePlace {
  readonly name: string;
  /** Named by the owner for the whole file; empty where the rows say it. */
  readonly account: string;
}

/**
 * Of what the file's rows say, in their order. Account, format, the broker's id or else the text, and how many of the same stand before it: those of one id
 * with other texts are counted by their texts, so that the order of lines means nothing.
 */
export function identified(file: ReadFile, place: FilePlace): BookRow[] {
  const groups = new Map<string, number[]>();
  file.rows.forEach((row, at) => {
    if (row.faults.length > 0) return;
    const key = keyOf(file, place, row);
    const group = groups.get(key);
    if (group) group.push(at);
    else groups.set(key, [at]);
  });
  const identities = new Array<string | null>(file.rows.length).fill(null);
  for (const [key, group] of groups) {
    if (group.length > 1) group.sort((a, b) => compare(contentAt(file, a), contentAt(file, b)) || a - b);
    group.forEach((at, ordinal) => {
      identities[at] = identityOf(file, at, `${key}\n${ordinal}`);
    });
  }
  return file.rows.map((row, at) => ({
    identity: identities[at] ?? null,
    sheet: row.sheet ?? null,
    row: row.row,
    content: row.content,
    entries: row.entries,
    why: row.why ?? null,
    faults: row.faults,
    warnings: row.warnings,
  }));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const contentAt = (file: ReadFile, at: number) => file.rows[at]?.content ?? '';

function keyOf({ format, isLiving }: ReadFile, { name, account }: FilePlace, row: ReadRow): string {
  // A living file is a book of its own; of the others the account's files are one together.
  const whose = isLiving ? ['living', account, name, row.sheet ?? ''] : [format, row.entries[0]?.account ?? account];
  const what = row.id === undefined ? `text ${sha256Hex(row.content, 4)}` : `id ${row.id}`;
  return [...whose, what].join('\n');
}

function identityOf({ format, rows }: ReadFile, at: number, key: string): string {
  const id = rows[at]?.id;
  return format === OWN_FORMAT && id !== undefined ? id : sha256Hex(key, 4);
}

/** One for each entry of a row: `<identity>-<part>`. A row of the own export carries the key of its one operation. */
export const operationKeys = ({ identity, entries }: BookRow): readonly string[] =>
  identity === null ? [] : entries.map((_, part) => operationKey(identity, part));

export const operationKey = (identity: string, part: number): string => (identity.includes('-') ? identity : `${identity}-${part}`);

/** What the keys of one row's operations have in common. */
export const rowOfKey = (key: string): string => key.slice(0, key.lastIndexOf('-'));
