/** What has to change so that the book holds what the files say: what was corrected or taken back by hand stays so, and is marked where the file has changed under it. */

import type { Entry } from '../entry.ts';
import { rowOfKey } from './book-row.ts';
import { same } from './same.ts';

export interface Place {
  /** Null: of the file that is being taken in. */
  readonly fileId: number | null;
  readonly sheet: string | null;
  readonly row: number;
}

/** What the files say. */
export interface WantedOperation {
  readonly key: string;
  readonly entry: Entry;
  readonly place: Place;
}

/** The last version of an operation of the book. */
export interface HeldOperation {
  readonly operationId: number;
  readonly version: number;
  readonly key: string;
  readonly entry: Entry;
  readonly isInForce: boolean;
  /** Its last version was made by hand: corrected, or taken back. */
  readonly isByHand: boolean;
  /** Of one that was changed by hand, what the file said then and what it says now; null: nothing any more. */
  readonly baseEntry: Entry | null;
  readonly fileEntry: Entry | null;
  readonly place: Place | null;
  /** The file of its place is in force. */
  readonly isPlaceInForce: boolean;
}

export type BookChange =
  | { readonly kind: 'add'; readonly wanted: WantedOperation }
  /** A new version, also of one that had ended. */
  | { readonly kind: 'change'; readonly held: HeldOperation; readonly wanted: WantedOperation }
  | { readonly kind: 'end'; readonly held: HeldOperation }
  /** The file says something else under what was done by hand; the book stays. */
  | { readonly kind: 'note'; readonly held: HeldOperation; readonly wanted: WantedOperation | null }
  /** The same, at another place or under another key. */
  | { readonly kind: 'move'; readonly held: HeldOperation; readonly wanted: WantedOperation };

/** `renamed`: from the key an operation is held under to the one that is wanted now. Held are those of both. */
export function reconcile(
  wanted: readonly WantedOperation[],
  held: readonly HeldOperation[],
  renamed: ReadonlyMap<string, string>,
): BookChange[] {
  const byKey = new Map(held.map((each) => [renamed.get(each.key) ?? each.key, each]));
  const changes: BookChange[] = [];
  for (const each of wanted) {
    const found = byKey.get(each.key);
    byKey.delete(each.key);
    const change: BookChange | null = found === undefined ? { kind: 'add', wanted: each } : changeTo(found, each);
    if (change !== null) changes.push(change);
  }
  for (const each of byKey.values()) {
    if (each.isByHand) {
      if (each.fileEntry !== null) changes.push({ kind: 'note', held: each, wanted: null });
    } else if (each.isInForce) changes.push({ kind: 'end', held: each });
  }
  return changes;
}

function changeTo(held: HeldOperation, wanted: WantedOperation): BookChange | null {
  const isThere = held.key === wanted.key && isSamePlace(held.place, wanted.place);
  if (held.isByHand) return isThere && same(held.fileEntry, wanted.entry) ? null : { kind: 'note', held, wanted };
  if (!held.isInForce || !same(held.entry, wanted.entry)) return { kind: 'change', held, wanted };
  return isThere ? null : { kind: 'move', held, wanted };
}

function isSamePlace(a: Place | null, b: Place): boolean {
  return a !== null && a.fileId === b.fileId && a.sheet === b.sheet && a.row === b.row;
}

/** Changes of one row of a file go together or not at all. `isLocked`: whether the year of an instant or day is closed. */
export function withoutLocked(
  changes: readonly BookChange[],
  isLocked: (at: string) => boolean,
): { readonly allowed: readonly BookChange[]; readonly refused: readonly BookChange[] } {
  const rows = new Set<string>();
  for (const change of changes) if (entriesTouched(change).some(({ at }) => isLocked(at))) rows.add(rowOfKey(keyOfChange(change)));
  if (rows.size === 0) return { allowed: changes, refused: [] };
  const isRefused = (change: BookChange) => change.kind !== 'move' && change.kind !== 'note' && rows.has(rowOfKey(keyOfChange(change)));
  return { allowed: changes.filter((change) => !isRefused(change)), refused: changes.filter(isRefused) };
}

export const keyOfChange = (change: BookChange): string =>
  change.kind === 'add' ? change.wanted.key : change.kind === 'end' || change.wanted === null ? change.held.key : change.wanted.key;

/** What of the book itself would be another than before. */
function entriesTouched(change: BookChange): readonly Entry[] {
  if (change.kind === 'add') return [change.wanted.entry];
  if (change.kind === 'end') return [change.held.entry];
  return change.kind === 'change' ? [change.held.entry, change.wanted.entry] : [];
}
