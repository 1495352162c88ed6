/** From a venue's executions to fills in lots, ticks and quanta: each once, split where it closes one position and opens the other. */

import { isPlainDecimal, mulRound, powerOfTen, roundScaled } from '../../domain/decimal.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { Fill } from '../venue-model/venue.ts';

/** Id of an execution or payment, when it took place, and what was paid for it (fee) or by it, in quanta; older journals do not have that. */
export type BookedExecution = readonly [id: string, at: number, quanta?: number];

/** Executions that have been booked; old ones are forgotten when the venue will not tell them again. */
export class BookedExecutions {
  private readonly byId = new Map<string, BookedExecution>();
  /** Nothing since this venue time has been forgotten: what is older and not known may have been booked. */
  since = 0;
  /** None of them took place before. */
  private oldest = Number.POSITIVE_INFINITY;
  /** The last snapshot, while it holds: a list, whose unchanged part is compared by identity. */
  private kept: readonly BookedExecution[] | null = null;

  has(id: string): boolean {
    return this.byId.has(id);
  }

  add(id: string, at: number, quanta: number): void {
    this.put([id, at, quanta]);
    this.kept = null;
  }

  private put(booked: BookedExecution): void {
    this.byId.set(booked[0], booked);
    if (booked[1] < this.oldest) this.oldest = booked[1];
  }

  /** Undefined where it is not booked, or was booked without it. */
  amountOf(id: string): number | undefined {
    return this.byId.get(id)?.[2];
  }

  between(from: number, to: number): BookedExecution[] {
    return this.snapshot().filter(([, at]) => at >= from && at <= to);
  }

  /** Forgets what happened before a time up to which the venue's whole list has been taken in. */
  forgetBefore(at: number): void {
    if (at <= this.since) return;
    this.since = at;
    if (at <= this.oldest) return;
    this.oldest = Number.POSITIVE_INFINITY;
    const { size } = this.byId;
    for (const [id, time] of this.byId.values()) {
      if (time < at) this.byId.delete(id);
      else if (time < this.oldest) this.oldest = time;
    }
    if (this.byId.size < size) this.kept = null;
  }

  snapshot(): readonly BookedExecution[] {
    this.kept ??= [...this.byId.values()];
    return this.kept;
  }

  restore(snapshot: readonly BookedExecution[], since: number): void {
    this.byId.clear();
    this.oldest = Number.POSITIVE_INFINITY;
    this.kept = null;
    this.since = since;
    for (const booked of snapshot) this.put(booked);
  }
}

/**
 * The fills of one execution: what closes the position first, then what opens; the fee is shared by quantity, to the quantum. `held` is the position in
 * lots before it. What is closed by force can open nothing either: a trade by hand that came after it may have been told before it.
 */
export function fillsOf(execution: Omit<Fill, 'kind'>, held: number, liquidation: boolean): Fill[] {
  const { side, lots, fee } = execution;
  const closes = liquidation ? 'liquidation' : 'close';
  const closing = held * side < 0 ? Math.min(Math.abs(held), lots) : 0;
  if (closing === 0) return [partOf(execution, lots, fee, 'open')];
  if (closing === lots) return [partOf(execution, lots, fee, closes)];
  const closingFee = mulRound(fee, closing, 1, lots);
  return [partOf(execution, closing, closingFee, closes), partOf(execution, lots - closing, fee - closingFee, 'open')];
}

function partOf(
  { order, instrument, side, ticks, liquidity, at, feeInKind }: Omit<Fill, 'kind'>,
  lots: number,
  fee: number,
  kind: Fill['kind'],
): Fill {
  return { order, instrument, side, lots, ticks, fee, liquidity, kind, at, feeInKind };
}

/** A price that may lie between two ticks (an average over several matches): the nearest tick; null when it is no price. */
export function nearestTicks(instrument: Instrument, text: string): number | null {
  const price = Number(text);
  if (!isPlainDecimal(text) || !(price > 0)) return null;
  const ticks = Math.round((price * instrument.ticksPerUnit) / instrument.tickUnits);
  return Number.isSafeInteger(ticks) && ticks > 0 ? ticks : null;
}

/** What a fee in the instrument's own base currency is worth in quanta at the execution's price. */
export function baseFeeQuanta(instrument: Instrument, fee: string, ticks: number): number | null {
  const decimals = 12;
  const scaled = roundScaled(fee, decimals);
  if (scaled === null) return null;
  const lotsScale = Math.round(instrument.lotSize * powerOfTen(decimals));
  return mulRound(ticks, scaled, instrument.valueMultiplier, instrument.valueDivisor * lotsScale);
}
