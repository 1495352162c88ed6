/** What taking a file in comes to: what changes in the book, what becomes of each row, and what is told of it. */

import type { Words } from '../../domain/parameters.ts';
import type { Entry } from '../entry.ts';
import { type BookRow, operationKey, operationKeys, rowOfKey } from './book-row.ts';
import { editedRows } from './edited-rows.ts';
import { type BookFile, type ChosenRow, rowsInForce } from './in-force.ts';
import type { RowFinding } from './read-file.ts';
import {
  type BookChange,
  type HeldOperation,
  keyOfChange,
  type Place,
  reconcile,
  type WantedOperation,
  withoutLocked,
} from './reconcile.ts';
import { same } from './same.ts';

export interface ImportQuestion {
  readonly file: BookFile;
  readonly isLiving: boolean;
  /** What it takes the place of: the same file, or its former version. */
  readonly former: BookFile | null;
  /** The rows of all other files that share an identity with either. */
  readonly others: readonly BookFile[];
  /** The last versions under the keys of all these, and what else stands in the book from this file. */
  readonly held: readonly HeldOperation[];
  readonly isLocked: (at: string) => boolean;
}

/** A finding with its place in the file. */
export interface PlacedFinding {
  readonly code: string;
  readonly sheet: string | null;
  readonly row: number;
  readonly column: string | null;
  readonly found: string;
  readonly expected: Words;
  readonly suggestion: string | null;
}

export interface ImportPlan {
  readonly changes: readonly BookChange[];
  /** The sum of the other three. */
  readonly read: number;
  readonly loaded: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly errors: readonly PlacedFinding[];
  readonly warnings: readonly PlacedFinding[];
}

export function planImport(question: ImportQuestion): ImportPlan {
  const { file, former, others, held, isLocked } = question;
  const before = rowsInForce(former === null ? others : [...others, former]);
  const after = rowsInForce([...others, file]);
  const foreign = foreignKeys(question);
  const ours = held.filter(({ key }) => !foreign.has(key));
  const wanted = wantedOf(after, question, ours).filter(({ key }) => !foreign.has(key));
  const renamed = renamedKeys(question, new Set(held.map(({ key }) => key)));
  const { allowed, refused } = withoutLocked(reconcile(wanted, ours, renamed), isLocked);
  const refusedRows = new Set(refused.map((change) => rowOfKey(keyOfChange(change))));
  const changedRows = new Set(allowed.filter(({ kind }) => kind !== 'move').map((change) => rowOfKey(keyOfChange(change))));
  const counts = { loaded: 0, unchanged: 0, rejected: 0 };
  for (const row of file.rows) counts[outcome(row, before, changedRows, refusedRows)] += 1;
  return {
    changes: allowed,
    read: file.rows.length,
    ...counts,
    errors: [...file.rows.flatMap((row) => row.faults.map((fault) => placed(row, fault))), ...refused.map(lockFault)],
    warnings: file.rows.flatMap((row) => row.warnings.map((warning) => placed(row, warning))),
  };
}

/** What is unchanged stays at the place it has: a row that is in two files is not moved by the second. */
function wantedOf(rows: ReadonlyMap<string, ChosenRow>, { former }: ImportQuestion, held: readonly HeldOperation[]): WantedOperation[] {
  const heldByKey = new Map(held.map((each) => [each.key, each]));
  const wanted: WantedOperation[] = [];
  for (const [identity, { file, row }] of rows) {
    row.entries.forEach((entry, part) => {
      const key = operationKey(identity, part);
      const known = heldByKey.get(key);
      const stays =
        known?.place != null &&
        known.isPlaceInForce &&
        known.place.fileId !== former?.fileId &&
        same(known.fileEntry ?? known.entry, entry);
      wanted.push({ key, entry, place: stays ? (known.place as Place) : { fileId: file.fileId, sheet: row.sheet, row: row.row } });
    });
  }
  return wanted;
}

/**
 * Keys of operations that these rows tell again and that are somebody else's: typed by hand, or of a file of another format. So it is where the platform's
 * own export comes back into its book, or a broker's file into a book that was made from such an export: they stay as they are.
 */
function foreignKeys({ former, others, held }: ImportQuestion): Set<string> {
  const files = new Map<string, Set<number | null>>();
  for (const { fileId, rows } of former === null ? others : [...others, former]) {
    for (const key of rows.flatMap(operationKeys)) files.set(key, (files.get(key) ?? new Set()).add(fileId));
  }
  const isForeign = ({ key, isInForce, isByHand, isPlaceInForce, place }: HeldOperation) =>
    (isInForce || isByHand) && (place === null || (isPlaceInForce && files.get(key)?.has(place.fileId) !== true));
  return new Set(held.filter(isForeign).map(({ key }) => key));
}

/** Edited rows go on as the operations they were, so that their history and what was corrected stay with them. */
function renamedKeys({ file, former, isLiving }: ImportQuestion, heldKeys: ReadonlySet<string>): Map<string, string> {
  const renamed = new Map<string, string>();
  if (!isLiving || former === null) return renamed;
  const now = new Map(file.rows.map((row) => [row.identity, row]));
  for (const [from, to] of editedRows(former.rows, file.rows)) {
    const keys = operationKeys(now.get(to) as BookRow);
    // One that was there before and comes back is that one again.
    if (keys.some((key) => heldKeys.has(key))) continue;
    keys.forEach((key, part) => {
      renamed.set(operationKey(from, part), key);
    });
  }
  return renamed;
}

function outcome(
  row: BookRow,
  before: ReadonlyMap<string, ChosenRow>,
  changedRows: ReadonlySet<string>,
  refusedRows: ReadonlySet<string>,
): 'loaded' | 'unchanged' | 'rejected' {
  if (row.identity === null) return 'rejected';
  const name = rowOfKey(operationKey(row.identity, 0));
  if (refusedRows.has(name)) return 'rejected';
  return changedRows.has(name) || (row.entries.length === 0 && !before.has(row.identity)) ? 'loaded' : 'unchanged';
}

function placed({ sheet, row }: BookRow, { code, column, found, expected, suggestion }: RowFinding): PlacedFinding {
  return { code, sheet, row, column: column ?? null, found, expected, suggestion: suggestion ?? null };
}

function lockFault(change: BookChange): PlacedFinding {
  const entry: Entry = change.kind === 'add' ? change.wanted.entry : change.held.entry;
  const place = 'wanted' in change && change.wanted !== null ? change.wanted.place : 'held' in change ? change.held.place : null;
  const year = entry.at.slice(0, 4);
  return {
    code: 'YEAR_LOCKED',
    sheet: place?.sheet ?? null,
    row: place?.row ?? 0,
    column: null,
    found: `${entry.kind} ${entry.at}`,
    expected: {
      en: `nothing new, changed or removed in ${year}, which is closed: open the year first`,
      es: `nada nuevo, cambiado ni quitado en ${year}, que está cerrado: abra antes el año`,
    },
    suggestion: null,
  };
}
