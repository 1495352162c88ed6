/** The account of a snapshot as risk sees it: positions at given marks, working entries counted as filled. For questions, beside the running engine. */

import type { Instrument } from '../../domain/instrument.ts';
import { feeOf, initialMargin, unrealisedOf, valueOf } from '../ledger/position-book.ts';
import type { AccountView } from '../risk/candidate.ts';
import { isLiquidated } from '../venue-model/liquidation.ts';
import type { EngineSnapshot } from './engine-snapshot.ts';

/** An entry that is not there: what it would add. */
export interface Addition {
  readonly slot: number;
  readonly instrument: number;
  readonly side: 1 | -1;
  readonly value: number;
}

interface Basis {
  readonly instruments: readonly Instrument[];
  readonly snapshot: EngineSnapshot;
  /** Ticks by instrument; NaN where nothing has closed yet. */
  readonly marks: readonly number[];
}

/**
 * What the account is worth at the marks, of what it holds now: money and positions of one moment. The engine's own equity is of the last mark, and misses
 * what fills have cost and earned since; it stands in while something is held that has no mark yet.
 */
export function equityAt({ instruments, snapshot, marks }: Basis): number {
  const { wallet, positions } = snapshot.book;
  const equity = instruments.reduce((sum, instrument) => {
    const position = positions[instrument.index];
    return position === undefined || position.lots === 0
      ? sum
      : sum + unrealisedOf(instrument, position, marks[instrument.index] as number);
  }, wallet);
  return Number.isNaN(equity) ? snapshot.equity : equity;
}

export class AccountAsOf implements AccountView {
  private readonly basis: Basis;
  private readonly added: readonly Addition[];
  private gross: number | null = null;
  readonly equity: number;

  constructor(basis: Basis, equity = equityAt(basis), added: readonly Addition[] = []) {
    this.basis = basis;
    this.equity = equity;
    this.added = added;
  }

  /** The same holdings at other prices, in ticks. */
  movedTo(marks: readonly number[]): AccountAsOf {
    return new AccountAsOf(
      { ...this.basis, marks },
      this.equity + this.resultAt(marks).reduce((sum, result) => sum + result, 0),
      this.added,
    );
  }

  /** The same holdings, worth so much less in all. */
  losing(quanta: number): AccountAsOf {
    return new AccountAsOf(this.basis, this.equity - quanta, this.added);
  }

  /** What each instrument's position gains if prices go there, in quanta. */
  resultAt(marks: readonly number[]): number[] {
    const { instruments, snapshot } = this.basis;
    return instruments.map((instrument) => {
      const position = snapshot.book.positions[instrument.index];
      if (!position || position.lots === 0) return 0;
      const now = this.basis.marks[instrument.index] as number;
      return unrealisedOf(instrument, position, marks[instrument.index] as number) - unrealisedOf(instrument, position, now);
    });
  }

  /** With an entry filled at its value, its fee paid. */
  with(addition: Addition): AccountAsOf {
    const fee = feeOf(this.basis.instruments[addition.instrument] as Instrument, addition.value, false);
    return new AccountAsOf(this.basis, this.equity - fee, [...this.added, addition]);
  }

  get idle(): boolean {
    return false;
  }

  /** What margins bind, working entries included. */
  get margin(): number {
    const { snapshot, instruments } = this.basis;
    const held = snapshot.book.positions.reduce((sum, { margin }) => sum + margin, 0);
    const working = snapshot.orders.reduce((sum, { reserved, ticket }) => {
      const { numerator, denominator } = (instruments[ticket.instrument] as Instrument).leverage;
      return sum + (reserved * denominator) / numerator;
    }, 0);
    return this.added.reduce(
      (sum, { instrument, value }) => sum + initialMargin(instruments[instrument] as Instrument, value),
      held + working,
    );
  }

  get free(): number {
    const fees = this.added.reduce(
      (sum, { instrument, value }) => sum + feeOf(this.basis.instruments[instrument] as Instrument, value, false),
      0,
    );
    return this.basis.snapshot.book.wallet - this.margin - fees;
  }

  /** Kept: every candidate of every limit asks for it, and an account as of an instant never changes. */
  get grossExposure(): number {
    this.gross ??= this.basis.instruments.reduce((sum, { index }) => sum + Math.abs(this.heldIn(index)) + this.workingIn(index), 0);
    return this.gross;
  }

  get openPositions(): number {
    const { slots, orders } = this.basis.snapshot;
    return slots.filter(
      ({ position }, slot) =>
        position.lots !== 0 ||
        orders.some((order) => order.slot === slot && order.reserved > 0) ||
        this.added.some((one) => one.slot === slot),
    ).length;
  }

  exposureOf(instrument: number): number {
    const working = this.basis.snapshot.orders.reduce(
      (sum, { ticket, reserved }) => sum + (ticket.instrument === instrument ? ticket.side * reserved : 0),
      0,
    );
    return this.heldIn(instrument) + working;
  }

  /** Signed value of a position at its mark. */
  heldIn(instrument: number): number {
    const { instruments, snapshot, marks } = this.basis;
    const lots = snapshot.book.positions[instrument]?.lots ?? 0;
    const value = lots === 0 ? 0 : valueOf(instruments[instrument] as Instrument, marks[instrument] as number, Math.abs(lots));
    const held = lots < 0 ? -value : value;
    return this.added.reduce((sum, one) => sum + (one.instrument === instrument ? one.side * one.value : 0), held);
  }

  /** Value of working entries, both sides added up. */
  workingIn(instrument: number): number {
    return this.basis.snapshot.orders.reduce((sum, { ticket, reserved }) => sum + (ticket.instrument === instrument ? reserved : 0), 0);
  }

  lotsOfOthers(slot: number, instrument: number): number {
    const { book, slots, orders } = this.basis.snapshot;
    let lots = (book.positions[instrument]?.lots ?? 0) - (slots[slot]?.position.lots ?? 0);
    for (const order of orders)
      if (order.slot !== slot && order.reserved > 0 && order.ticket.instrument === instrument)
        lots += order.ticket.side * Math.max(1, order.lots);
    return lots;
  }

  /** Instruments whose position the venue would have closed at the marks, by number. */
  get liquidated(): number[] {
    const { instruments, snapshot, marks } = this.basis;
    return instruments.flatMap((instrument) => {
      const position = snapshot.book.positions[instrument.index];
      const isBound = position !== undefined && position.lots !== 0 && instrument.tiers.length > 0;
      return isBound && isLiquidated(instrument, position, marks[instrument.index] as number) ? [instrument.index] : [];
    });
  }
}
