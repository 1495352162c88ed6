/** Rows that the stream tells anew with each change, kept since the page was opened: the newest version of each, by its id. */

import { useSyncExternalStore } from 'react';
import type { LiveMessage } from '../../src/api/live.ts';
import { onMessages } from './session.ts';

/** Versions kept: what has not changed for so long is asked for. */
const MOST_KEPT = 300;

export interface ToldRows<Row> {
  /** Versions that came on another way than the stream. */
  hear(rows: readonly Row[]): void;
  /** By their id, the one that changed last at the end. */
  use(): ReadonlyMap<string, Row>;
}

/** `isOlder`: whether what is told now is no newer than what is known; the stream's word counts where it is left out. */
export function toldRows<Row>(
  rowIn: (message: LiveMessage) => Row | null,
  idOf: (row: Row) => string,
  isOlder: (told: Row, known: Row) => boolean = () => false,
): ToldRows<Row> {
  let told: ReadonlyMap<string, Row> = new Map();
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const current = () => told;

  function hear(rows: readonly Row[]): void {
    const next = new Map(told);
    for (const row of rows) {
      const id = idOf(row);
      const known = next.get(id);
      if (known !== undefined && isOlder(row, known)) continue;
      // The newest last: the first are let go.
      next.delete(id);
      next.set(id, row);
    }
    for (const id of next.keys()) if (next.size > MOST_KEPT) next.delete(id);
    told = next;
    for (const listener of listeners) listener();
  }

  onMessages((messages) => {
    const rows = messages.map(rowIn).filter((row) => row !== null);
    if (rows.length > 0) hear(rows);
  });
  return { hear, use: () => useSyncExternalStore(subscribe, current, current) };
}
