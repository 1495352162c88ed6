/** The account as risk sees it: positions at their marks, with working entries counted as filled. */

import type { Instrument } from '../../domain/instrument.ts';
import type { Position } from '../ledger/position-book.ts';
import { valueOf } from '../ledger/position-book.ts';
import type { AccountView } from '../risk/candidate.ts';
import type { Engine } from './engine.ts';
import type { EngineOrder } from './engine-order.ts';

export interface EngineAccount extends AccountView {
  /** Slot whose position is being closed by the same decision; it no longer counts. -1 for none. */
  leaving: number;
  /** Holds back `quanta` of value for a working entry. */
  reserve(order: EngineOrder, quanta: number): void;
  release(order: EngineOrder): void;
  /** Counts again what the given working orders hold back. */
  restore(orders: Iterable<EngineOrder>): void;
}

class Account implements EngineAccount {
  private readonly engine: Engine;
  private readonly reserved: number[];
  private reservedTotal = 0;
  private workingEntries = 0;
  leaving = -1;

  constructor(engine: Engine) {
    this.engine = engine;
    this.reserved = engine.instruments.map(() => 0);
  }

  get equity(): number {
    return this.engine.equity;
  }

  get free(): number {
    return this.engine.book.free + (this.leaving < 0 ? 0 : this.marginOf(this.leaving)) - this.reservedTotal;
  }

  get grossExposure(): number {
    let gross = this.reservedTotal;
    for (const instrument of this.engine.instruments) gross += Math.abs(this.held(instrument));
    return gross;
  }

  get openPositions(): number {
    let open = this.workingEntries;
    for (const slot of this.engine.slots) if (slot.position.lots !== 0 && slot.index !== this.leaving) open++;
    return open;
  }

  exposureOf(instrument: number): number {
    const held = this.held(this.engine.instruments[instrument] as Instrument);
    return held + (held < 0 ? -1 : 1) * (this.reserved[instrument] as number);
  }

  lotsOfOthers(slot: number, instrument: number): number {
    const own = this.engine.slots[slot]?.position.lots ?? 0;
    return (this.engine.book.positions[instrument] as Position).lots - own;
  }

  /** Signed value of a position at its mark, without the part that is being left. */
  private held(instrument: Instrument): number {
    let { lots } = this.engine.book.positions[instrument.index] as Position;
    if (this.leaving >= 0) {
      const slot = this.engine.slots[this.leaving];
      if (slot?.instrument === instrument) lots -= slot.position.lots;
    }
    if (lots === 0) return 0;
    const value = valueOf(instrument, this.engine.markTicks(instrument.index), Math.abs(lots));
    return lots > 0 ? value : -value;
  }

  private marginOf(slotIndex: number): number {
    const slot = this.engine.slots[slotIndex];
    if (!slot) return 0;
    const position = this.engine.book.positions[slot.instrument.index] as Position;
    return position.lots === 0 ? 0 : Math.floor((position.margin * Math.abs(slot.position.lots)) / Math.abs(position.lots));
  }

  reserve(order: EngineOrder, quanta: number): void {
    order.reserved = quanta;
    this.reserved[order.ticket.instrument] = (this.reserved[order.ticket.instrument] as number) + quanta;
    this.reservedTotal += quanta;
    this.workingEntries++;
  }

  restore(orders: Iterable<EngineOrder>): void {
    this.reserved.fill(0);
    this.reservedTotal = 0;
    this.workingEntries = 0;
    for (const order of orders) if (order.reserved > 0) this.reserve(order, order.reserved);
  }

  release(order: EngineOrder): void {
    if (order.reserved === 0) return;
    this.reserved[order.ticket.instrument] = (this.reserved[order.ticket.instrument] as number) - order.reserved;
    this.reservedTotal -= order.reserved;
    this.workingEntries--;
    order.reserved = 0;
  }
}

export function accountView(engine: Engine): EngineAccount {
  return new Account(engine);
}
