/** The engine's whole state as plain data, and back. Indicators and candles are the views' own (`Slot.snapshotViews`). */

import { shared, sharedEach, sharedList } from '../../journal/sharing.ts';
import type { BookSnapshot } from '../ledger/position-book.ts';
import type { Engine } from './engine.ts';
import { EngineOrder, type EngineOrderSnapshot } from './engine-order.ts';
import type { Slot } from './slot.ts';
import type { SlotSnapshot } from './slot-snapshot.ts';

export interface EngineSnapshot {
  readonly at: number | null;
  readonly equity: number;
  readonly nextOrderId: number;
  readonly dayEnd: number | null;
  readonly stopped: boolean;
  readonly book: BookSnapshot;
  readonly ledger: readonly number[];
  readonly pathIndex: readonly number[];
  readonly dayStartIndex: readonly number[];
  readonly orders: readonly EngineOrderSnapshot[];
  readonly slots: readonly SlotSnapshot[];
  readonly risk: unknown;
}

/** Shares what has not changed with a snapshot taken before. */
export function snapshotOf(engine: Engine, before?: EngineSnapshot): EngineSnapshot {
  const at = Number.isFinite(engine.at) ? engine.at : null;
  const { equity, nextOrderId, stopped } = engine;
  const dayEnd = Number.isNaN(engine.dayEnd) ? null : engine.dayEnd;
  const book = engine.book.snapshot(before?.book);
  const ledger = sharedList(before?.ledger, engine.ledger.balances);
  const pathIndex = sharedEach(before?.pathIndex, engine.paths, (path) => path?.index ?? -1);
  const dayStartIndex = sharedEach(before?.dayStartIndex, engine.paths, (path) => path?.dayStart ?? 0);
  const orders = sharedEach(before?.orders, engine.orders.list, (order, former) => order.snapshot(former));
  const slots = sharedEach(before?.slots, engine.slots, (slot, former) => slot.snapshot(former));
  const risk = engine.risk.snapshot(before?.risk);
  const now = { at, equity, nextOrderId, dayEnd, stopped, book, ledger, pathIndex, dayStartIndex, orders, slots, risk };
  // Time and equity differ after nearly every candle.
  return before?.at === at && before.equity === equity ? shared(before, now) : now;
}

/** Puts back what `snapshotOf` took. */
export function restoreInto(engine: Engine, snapshot: EngineSnapshot): void {
  engine.at = snapshot.at ?? Number.NEGATIVE_INFINITY;
  engine.equity = snapshot.equity;
  engine.nextOrderId = snapshot.nextOrderId;
  engine.dayEnd = snapshot.dayEnd ?? Number.NaN;
  engine.stopped = snapshot.stopped;
  engine.book.restore(snapshot.book);
  engine.ledger.restore(snapshot.ledger);
  engine.paths.forEach((path, i) => {
    if (path === null) return;
    path.index = snapshot.pathIndex[i] as number;
    path.dayStart = snapshot.dayStartIndex[i] as number;
  });
  engine.orders.clear();
  for (const order of snapshot.orders) engine.orders.add(EngineOrder.restore(order));
  snapshot.slots.forEach((slot, i) => (engine.slots[i] as Slot).restore(slot, engine.orders));
  engine.account.restore(engine.orders.values());
  for (const path of engine.paths) engine.held.follow(path);
  engine.risk.restore(snapshot.risk);
}
