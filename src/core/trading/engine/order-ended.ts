/** What an order's end leaves to be done: the rest of an entry that has expired, and what an exit or a first target has left. Trading rules 7.3 and 7.5. */

import type { OrderStatus } from '../../domain/order.ts';
import { valueOf } from '../ledger/position-book.ts';
import type { Engine } from './engine.ts';
import type { EngineOrder } from './engine-order.ts';
import { protect } from './protection.ts';
import type { Slot } from './slot.ts';
import { afterFirstTarget } from './watched-targets.ts';

/** Why an order closes a part of a position by hand. */
export const MANUAL_PART = 'manual-part';
/** How far the price may have gone from where it was to be entered. */
const SLIPPAGE_LIMIT = 0.003;

export function orderEnded(engine: Engine, slot: Slot, order: EngineOrder, status: OrderStatus): void {
  if (status === 'expired' && order.purpose === 'entry') completeEntry(engine, slot, order);
  // An exit that closed a part alone, by hand or because an entry was still filling: until the rest is left, its stop is as large as it.
  else if ((order.purpose === 'exit' || order.reason === MANUAL_PART) && order.filled > 0) protect(engine, slot);
  else afterFirstTarget(engine, slot, order);
}

/** A limit entry has waited its time: what is left of it is completed at market where the price is still near, unless it is too little for an order. */
function completeEntry(engine: Engine, slot: Slot, order: EngineOrder): void {
  const { instrument, unwanted } = slot;
  const { type, side } = order.ticket;
  const lots = order.lots - order.filled;
  const ticks = engine.markTicks(instrument.index);
  if (type !== 'limit' || unwanted !== null || lots <= 0 || ticks === 0) return;
  if (Math.abs(ticks - order.limit) >= order.limit * SLIPPAGE_LIMIT) return;
  const value = valueOf(instrument, ticks, lots);
  if (value < instrument.minimumNotional) return;
  const candidate = engine.candidateFor(slot);
  candidate.at = engine.at;
  candidate.side = side;
  candidate.entryTicks = candidate.marketTicks = ticks;
  candidate.index = slot.view.index;
  const approved = engine.risk.approveRest(candidate, lots, engine.account);
  if (approved === null) return;
  slot.entry = engine.send(slot, 'entry', approved, engine.orders.ticket('market'), order.reason, candidate.confidence);
  if (slot.entry !== null) engine.account.reserve(slot.entry, value);
}
