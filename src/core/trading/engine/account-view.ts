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
  /** What an opening fill has turned into a position is no longer held back. */
  filled(order: EngineOrder, value: number): void;
  release(order: EngineOrder): void;
  /** Counts again what the given working orders hold back. */
  restore(orders: Iterable<EngineOrder>): void;
}

class Account implements EngineAccount {
  declare private readonly engine: Engine;
  /** Signed value of working entries by instrument, their plain sum, and the margin they will bind. */
  declare private readonly reserved: Float64Array;
  private reservedTotal = 0;
  private reservedMargin = 0;
  leaving = -1;

  constructor(engine: Engine) {
    this.engine = engine;
    this.reserved = new Float64Array(engine.instruments.length);
  }

  get idle(): boolean {
    const { held, equity, book } = this.engine;
    return held.count === 0 && this.reservedTotal === 0 && equity === book.wallet;
  }

  get equity(): number {
    return this.engine.equity;
  }

  get free(): number {
    return this.engine.book.free + (this.leaving < 0 ? 0 : this.marginOf(this.leaving)) - this.reservedMargin;
  }

  get grossExposure(): number {
    let gross = this.reservedTotal;
    for (const instrument of this.engine.instruments) gross += Math.abs(this.held(instrument));
    return gross;
  }

  get openPositions(): number {
    let open = 0;
    for (const { index, position } of this.engine.slots) {
      if ((position.lots !== 0 && index !== this.leaving) || this.hasEntry(index)) open++;
    }
    return open;
  }

  private hasEntry(slot: number): boolean {
    for (const order of this.engine.orders.list) if (order.slot === slot && order.reserved > 0) return true;
    return false;
  }

  exposureOf(instrument: number): number {
    const held = this.held(this.engine.instruments[instrument] as Instrument);
    return held + (this.reserved[instrument] as number);
  }

  lotsOfOthers(slot: number, instrument: number): number {
    const own = this.engine.slots[slot]?.position.lots ?? 0;
    let lots = (this.engine.book.positions[instrument] as Position).lots - own;
    for (const order of this.engine.orders.list) {
      // An order sized at its fill counts for its direction.
      if (order.slot !== slot && order.reserved > 0 && order.ticket.instrument === instrument)
        lots += order.ticket.side * Math.max(1, order.lots);
    }
    return lots;
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
    this.hold(order, quanta);
  }

  filled(order: EngineOrder, value: number): void {
    const part = Math.min(order.reserved, value);
    order.reserved -= part;
    this.hold(order, -part);
  }

  release(order: EngineOrder): void {
    if (order.reserved === 0) return;
    this.hold(order, -order.reserved);
    order.reserved = 0;
  }

  private hold({ ticket }: EngineOrder, quanta: number): void {
    const { numerator, denominator } = (this.engine.instruments[ticket.instrument] as Instrument).leverage;
    this.reserved[ticket.instrument] = (this.reserved[ticket.instrument] as number) + ticket.side * quanta;
    this.reservedTotal += quanta;
    this.reservedMargin += (quanta * denominator) / numerator;
  }

  restore(orders: Iterable<EngineOrder>): void {
    this.reserved.fill(0);
    this.reservedTotal = 0;
    this.reservedMargin = 0;
    for (const order of orders) if (order.reserved > 0) this.reserve(order, order.reserved);
  }
}

export function accountView(engine: Engine): EngineAccount {
  return new Account(engine);
}
