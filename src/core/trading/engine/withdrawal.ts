/** Leaving while an entry is still working: the entry is withdrawn, and what it fills on the way to its end is closed again. */

import type { Engine } from './engine.ts';
import type { Slot } from './slot.ts';

/** Asks the venue once to cancel the entry; until it has ended, what it fills is unwanted. */
export function withdrawEntry(engine: Engine, slot: Slot, reason: string): void {
  if (slot.unwanted !== null || slot.entry === null) return;
  slot.unwanted = reason;
  engine.cancel(slot.entry);
}

/** The withdrawn entry has ended: the whole position is to be closed, also what was filled after an exit had gone out. */
export function leaveRest(engine: Engine, slot: Slot): void {
  const { exitOrder, position } = slot;
  const reason = slot.unwanted as string;
  slot.unwanted = null;
  if (exitOrder === null) engine.sendExit(slot, reason);
  else if (exitOrder.lots - exitOrder.filled < Math.abs(position.lots))
    engine.amend(exitOrder, { lots: exitOrder.filled + Math.abs(position.lots) }, 'size');
}
