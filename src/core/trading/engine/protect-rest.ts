/** What protects a position is made as small as it when a part of it has been closed. Fill rules, section 8. */

import type { Engine } from './engine.ts';
import type { EngineOrder } from './engine-order.ts';
import { MANUAL_PART } from './order-ended.ts';
import { OWNER_ID } from './owner.ts';
import { protect } from './protection.ts';
import type { Slot } from './slot.ts';

/** A fill of `lots` has closed a part of the slot's position. `by`: its order, which may be another holder's; null where it was by force or by hand. */
export function protectRest(engine: Engine, slot: Slot, by: EngineOrder | null, lots: number): void {
  if (slot.definition.id === OWNER_ID && slot.protection === null) shrinkBrackets(engine, slot, by, lots);
  // What comes of the slot's own order is for the end of that order to say (order-ended.ts); a part closed by hand is over with its last lot, whoever says so.
  else if (by?.slot !== slot.index || (by.reason === MANUAL_PART && by.filled >= by.lots)) protect(engine, slot);
}

/** The orders of the owner's brackets, whose entries may be over. None is made larger: another entry may have grown the position. */
function shrinkBrackets(engine: Engine, slot: Slot, by: EngineOrder | null, lots: number): void {
  const held = Math.abs(slot.position.lots);
  for (const order of engine.orders.values()) {
    if (order.slot !== slot.index || order === by || (order.purpose !== 'stop' && order.purpose !== 'target')) continue;
    // The venue makes it smaller itself.
    if (by !== null && isLinked(order, by)) order.lots -= lots;
    else if (order.lots - order.filled > held) engine.amend(order, { lots: order.filled + held }, 'size');
  }
}

function isLinked(a: EngineOrder, b: EngineOrder): boolean {
  return a.ticket.oco === b.id || b.ticket.oco === a.id;
}
