/** The gate's memory in a trader's journal: it is fenced, copied and backed up with it, so whoever takes the account over lets no signal in again. */

import type { Journal, JournalEntry } from '../../core/journal/journal.ts';
import { emptyGate, type GateChange, type GateMemory, type GateState, takeChange } from '../../core/trading/signals/signal-gate.ts';

/** An entry with what changed at the gate. It comes before the step it lets in, so an order that has left has its signal recorded. */
const GATE_KIND = 'signals';

export interface SignalMemory extends GateMemory {
  /** What snapshots keep of the entries before them. */
  readonly state: GateState;
  /** Passes a journal's entries on, and takes in what they say of the gate. */
  noting(entries: Iterable<JournalEntry>): Generator<JournalEntry>;
}

/** `saved`: as a snapshot has it; absent where none has. */
export function signalMemory(journal: Journal, now: () => number, saved: GateState = emptyGate()): SignalMemory {
  return {
    state: saved,
    save: (_state, change) => void journal.append(GATE_KIND, now(), change),
    *noting(entries) {
      for (const entry of entries) {
        if (entry.kind === GATE_KIND) takeChange(saved, entry.body as GateChange);
        yield entry;
      }
    },
  };
}
