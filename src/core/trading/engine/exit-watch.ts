/** The net under a position at an outside venue: an exit that came to nothing is decided anew, and what has lost its stop is closed. */

import type { OrderStatus } from '../../domain/order.ts';
import { doubledPauseMs, LONGEST_RETRY_PAUSE_MS, RETRIES } from '../../domain/retries.ts';
import type { Engine } from './engine.ts';
import type { EngineOrder } from './engine-order.ts';
import type { Slot } from './slot.ts';
import { type MinimumHolds, TooSmallPositions, type TooSmallSnapshot } from './too-small.ts';

/** A position has to be protected within this time of its first fill (trading rules 7.5). */
const UNPROTECTED_MS = 2_000;

/** A slot that is to be left although its last try came to nothing. */
interface Leaving {
  readonly reason: string;
  readonly tries: number;
  readonly retryAt: number;
  /** Its market takes no orders: the first price from then on brings the next try forward. */
  readonly atPriceFrom?: number;
}

export interface ExitWatchSnapshot {
  readonly leaving: Readonly<Record<string, Leaving>>;
  readonly unprotectedSince: Readonly<Record<string, number>>;
  /** Only where there are any. */
  readonly tooSmall?: TooSmallSnapshot;
}

/** Lots that a protective order would still close as the venue has it; null while that is not known. */
export type HeldLots = (order: EngineOrder) => number | null;

export class ExitWatch {
  private readonly engine: Engine;
  private readonly heldLots: HeldLots;
  private readonly leaving = new Map<number, Leaving>();
  private readonly unprotectedSince = new Map<number, number>();
  private readonly tooSmall: TooSmallPositions;
  /** What it remembers has changed, of which nothing else may tell: a restart has to know it. */
  changed = false;

  constructor(engine: Engine, heldLots: HeldLots, minimumHolds: MinimumHolds) {
    this.engine = engine;
    this.heldLots = heldLots;
    this.tooSmall = new TooSmallPositions(engine, minimumHolds);
  }

  /** An order is over: an exit that has left something open is tried again, unless that is less than the venue takes. */
  done(order: EngineOrder, status: OrderStatus, code: string, at: number): void {
    if (order.purpose !== 'exit') return;
    const slot = this.engine.slots[order.slot] as Slot;
    const known = this.leaving.get(order.slot);
    // Filled, but as it was before it was made larger: the rest is still to be left.
    const isWhole = status === 'filled' && order.filled >= order.lots;
    const isRefused = code === 'BELOW_MINIMUM' && order.filled === 0 && slot.position.lots !== 0;
    if (!isRefused) this.tooSmall.forget(slot);
    if (slot.position.lots === 0 || isWhole || (isRefused && this.tooSmall.refused(slot, order, at))) this.leaving.delete(order.slot);
    else {
      // What filled in part has found its venue working: the rest does not wait as long as refusals before it had come to.
      const tries = (order.filled > 0 ? 0 : (known?.tries ?? 0)) + 1;
      this.leaving.set(order.slot, {
        reason: order.reason,
        tries,
        ...nextTry(code, at, at + doubledPauseMs(RETRIES.trading.baseMs, tries)),
      });
    }
  }

  /** A price of an instrument has come: a market that took no orders may take them now. */
  priceHeard(instrument: number, at: number): void {
    for (const [index, { atPriceFrom, retryAt, ...leaving }] of this.leaving) {
      if (atPriceFrom === undefined || this.engine.slots[index]?.instrument.index !== instrument) continue;
      this.leaving.set(index, { ...leaving, retryAt: Math.min(retryAt, Math.max(at, atPriceFrom)) });
      this.changed = true;
    }
  }

  /** Whether a price of an instrument is waited for. */
  waitsForPrice(instrument: number): boolean {
    for (const [index, { atPriceFrom }] of this.leaving)
      if (atPriceFrom !== undefined && this.engine.slots[index]?.instrument.index === instrument) return true;
    return false;
  }

  /** Looks at every position; what has to be closed is wished to be. */
  look(at: number): void {
    for (const slot of this.engine.slots) {
      if (slot.position.lots === 0) {
        if (!this.isIdle) this.forget(slot);
      } else if (slot.exitOrder === null) this.lookAt(slot, at);
    }
  }

  /** Mostly nothing is watched. */
  private get isIdle(): boolean {
    return this.leaving.size === 0 && this.unprotectedSince.size === 0 && this.tooSmall.size === 0;
  }

  /** Nothing is held any more. */
  private forget(slot: Slot): void {
    if (this.leaving.delete(slot.index)) this.changed = true;
    if (this.tooSmall.forget(slot)) this.changed = true;
    this.endWait(slot);
  }

  private lookAt(slot: Slot, at: number): void {
    if (this.tooSmall.rests(slot, at)) return this.endWait(slot);
    const leaving = this.leaving.get(slot.index);
    if (leaving !== undefined) {
      if (at >= leaving.retryAt) this.engine.sendExit(slot, leaving.reason);
      return;
    }
    if (this.engine.risk.mode === 'EMERGENCY') return this.engine.sendExit(slot, 'kill-switch');
    if (this.isProtected(slot) || !wantsStop(slot)) return this.endWait(slot);
    const since = this.unprotectedSince.get(slot.index);
    if (since === undefined) {
      this.unprotectedSince.set(slot.index, at);
      this.changed = true;
      return;
    }
    if (at - since < UNPROTECTED_MS) return;
    this.engine.observer.noticed(
      'POSITION_UNPROTECTED',
      `${slot.definition.id} ${slot.instrument.id} has no stop of its size at the venue: it is closed`,
      at,
    );
    this.engine.sendExit(slot, 'unprotected');
  }

  private endWait({ index }: Slot): void {
    if (this.unprotectedSince.delete(index)) this.changed = true;
  }

  /** What is not known of a stop, because the venue is being asked, speaks for it. */
  private isProtected({ stop, position }: Slot): boolean {
    return stop !== null && (this.heldLots(stop) ?? Number.POSITIVE_INFINITY) >= Math.abs(position.lots);
  }

  /** When `look` has something to do next; Infinity for never. */
  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY;
    if (this.isIdle) return next;
    for (const [index, { retryAt }] of this.leaving) if (this.engine.slots[index]?.exitOrder === null) next = Math.min(next, retryAt);
    for (const [index, since] of this.unprotectedSince)
      if (this.engine.slots[index]?.exitOrder === null) next = Math.min(next, since + UNPROTECTED_MS);
    return next;
  }

  /** Where nothing is watched it is the snapshot before, if that was of nothing too. */
  snapshot(before?: ExitWatchSnapshot): ExitWatchSnapshot {
    if (this.isIdle) return before !== undefined && isOfNothing(before) ? before : { leaving: {}, unprotectedSince: {} };
    const tooSmall = this.tooSmall.snapshot();
    return {
      leaving: Object.fromEntries(this.leaving),
      unprotectedSince: Object.fromEntries(this.unprotectedSince),
      ...(Object.keys(tooSmall).length > 0 && { tooSmall }),
    };
  }

  restore(snapshot: ExitWatchSnapshot): void {
    this.leaving.clear();
    this.unprotectedSince.clear();
    for (const [slot, leaving] of Object.entries(snapshot.leaving)) this.leaving.set(Number(slot), leaving);
    for (const [slot, since] of Object.entries(snapshot.unprotectedSince)) this.unprotectedSince.set(Number(slot), since);
    this.tooSmall.restore(snapshot.tooSmall ?? {});
  }
}

function wantsStop({ protection }: Slot): boolean {
  return (
    protection !== null && (protection.stopRatio !== undefined || protection.stopPrice !== undefined || protection.trailRatio !== undefined)
  );
}

function isOfNothing({ leaving, unprotectedSince, tooSmall = {} }: ExitWatchSnapshot): boolean {
  for (const kept of [leaving, unprotectedSince, tooSmall]) for (const _ in kept) return false;
  return true;
}

/** A market that takes no orders is not asked again and again: at its next price, or after the longest pause. */
function nextTry(code: string, at: number, soonestAt: number): Pick<Leaving, 'retryAt' | 'atPriceFrom'> {
  if (code !== 'INSTRUMENT_HALTED') return { retryAt: soonestAt };
  return { retryAt: at + LONGEST_RETRY_PAUSE_MS, atPriceFrom: soonestAt };
}
