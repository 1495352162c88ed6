/** What the page looks at: the instrument of chart, ticket and book, and the execution that was chosen in a table. */

import { useSyncExternalStore } from 'react';

export interface ChosenFill {
  readonly fillId: string;
  readonly instrumentId: string;
  readonly at: number;
  /** Rises with every choice: the same one again moves the chart again. */
  readonly count: number;
}

interface LookedAt {
  /** Null until somebody chooses. */
  readonly instrumentId: string | null;
  readonly fill: ChosenFill | null;
}

let lookedAt: LookedAt = { instrumentId: null, fill: null };
const listeners = new Set<() => void>();

function set(next: LookedAt): void {
  lookedAt = next;
  for (const listener of listeners) listener();
}

export function lookAtInstrument(instrumentId: string): void {
  set({ instrumentId, fill: null });
}

/** The chart goes to an execution, and comes into sight. */
export function lookAtFill({ fillId, instrumentId, at }: Omit<ChosenFill, 'count'>): void {
  set({ instrumentId, fill: { fillId, instrumentId, at, count: (lookedAt.fill?.count ?? 0) + 1 } });
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  document.getElementById('chart')?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
}

export function useLookedAt(): LookedAt {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lookedAt,
    () => lookedAt,
  );
}
