/** From wishes to orders: every entry wished at one close is judged together, in canonical order, by filters, sizing and risk. */

import { priceToTicks } from '../../domain/instrument.ts';
import type { Candidate } from '../risk/candidate.ts';
import { APPROVAL_NEEDED } from '../risk/filters.ts';
import type { ApprovedOrder, RefusalRecord } from '../risk/risk-desk.ts';
import type { EntryWish } from '../strategy/strategy.ts';
import type { Engine } from './engine.ts';
import type { Draft } from './engine-order.ts';
import type { Protection } from './protection.ts';
import type { Slot } from './slot.ts';
import { splitFault } from './split-fault.ts';
import { hasProtection, isSound } from './wish.ts';

/** A resting entry lives this long at least (trading rules 7.3, engine decisions section 10). */
const ENTRY_LIFE_MS = 300_000;
/** Of doubles next to a whole tick. */
const NOISE = 1e-6;

/** Judges what was wished at this close and sends what is approved. Wishes are consumed either way. */
export function considerEntries(engine: Engine): void {
  const { wishing, wishCount } = engine;
  engine.wishCount = 0;
  if (wishCount === 1) return considerOne(engine, wishing[0] as Slot);
  const candidates: Candidate[] = [];
  for (let i = 0; i < wishCount; i++) {
    const slot = wishing[i] as Slot;
    if (mayEnter(slot, slot.exitOrder !== null)) candidates.push(candidateOf(engine, slot));
    else slot.forgetWish();
  }
  engine.risk.dropConflicts(candidates, engine.refuse);
  for (const candidate of candidates) {
    const slot = engine.slots[candidate.slot] as Slot;
    const approved = slot.wish === null ? null : judge(engine, slot, candidate);
    if (approved !== null) sendEntry(engine, slot, approved);
  }
}

/** A wish alone conflicts with no other. */
function considerOne(engine: Engine, slot: Slot): void {
  const approved = decideEntry(engine, slot, slot.exitOrder !== null);
  if (approved !== null) sendEntry(engine, slot, approved);
}

/**
 * Judges the wish of a slot that `leaves` its position in the same decision, or has none; null where there is nothing to send. `approvedSince`: the owner
 * has said yes to what was wished then.
 */
export function decideEntry(engine: Engine, slot: Slot, leaves: boolean, approvedSince = Number.NaN): ApprovedOrder | null {
  if (!mayEnter(slot, leaves)) {
    slot.forgetWish();
    return null;
  }
  const candidate = candidateOf(engine, slot);
  if (Number.isNaN(approvedSince)) return judge(engine, slot, candidate);
  candidate.createdAt = approvedSince;
  candidate.ownerApproved = true;
  const approved = judge(engine, slot, candidate);
  candidate.ownerApproved = false;
  return approved;
}

/** One position per strategy and instrument: flat, or leaving in this very decision (a reversal), and no entry working. */
function mayEnter(slot: Slot, leaves: boolean): boolean {
  return slot.entry === null && (slot.position.lots === 0 || leaves);
}

/** Where the stop of a wish would be if it filled at the price it is judged at: exact where its price was named, else worked out from that price. */
export interface PlannedStop {
  readonly ticks: number;
  readonly entryTicks: number;
  readonly workedOut: boolean;
}

/** Null where no stop is asked for. */
export function plannedStop(slot: Slot, wish: EntryWish, side: 1 | -1): PlannedStop | null {
  const entryTicks = priceOf(slot, wish, priceToTicks(slot.instrument, slot.close()));
  const distance = stopDistance(slot, wish, entryTicks);
  if (Number.isNaN(distance)) return null;
  // As the order is rounded: away from the price.
  const ticks = side > 0 ? Math.floor(entryTicks - distance + NOISE) : Math.ceil(entryTicks + distance - NOISE);
  return { ticks: Math.max(1, ticks), entryTicks, workedOut: wish.stopRatio !== undefined || wish.trailRatio !== undefined };
}

export function candidateOf(engine: Engine, slot: Slot): Candidate {
  const wish = slot.wish as EntryWish;
  const candidate = engine.candidateFor(slot);
  const { wishBare } = slot;
  const marketTicks = priceToTicks(slot.instrument, slot.close());
  const entryTicks = wishBare ? marketTicks : priceOf(slot, wish, marketTicks);
  candidate.at = engine.at;
  candidate.createdAt = engine.at;
  candidate.side = slot.wishSide as 1 | -1;
  candidate.confidence = Math.round(wish.confidence * 1e4) / 1e4;
  candidate.entryTicks = entryTicks;
  candidate.marketTicks = marketTicks;
  candidate.sound = wishBare || isSound(wish);
  candidate.stopDistanceTicks = wishBare ? Number.NaN : stopDistance(slot, wish, entryTicks);
  candidate.index = slot.view.index;
  candidate.gap = slot.gap;
  candidate.duplicateKey = wishBare ? '' : duplicateKeyOf(slot, wish);
  return candidate;
}

function duplicateKeyOf({ instrument, wishSide }: Slot, { outsideStrategy }: Protection): string {
  return outsideStrategy === undefined ? '' : `${outsideStrategy}:${instrument.id}:${wishSide}`;
}

/** What the entry is expected to cost, in ticks. */
function priceOf({ instrument }: Slot, { type, price }: EntryWish, marketTicks: number): number {
  return type === undefined || type === 'market' || price === undefined ? marketTicks : priceToTicks(instrument, price);
}

/** The nearest of the stops asked for, in ticks from the entry; NaN when none is. */
function stopDistance(slot: Slot, wish: EntryWish, entryTicks: number): number {
  let distance = Number.POSITIVE_INFINITY;
  if (wish.stopRatio !== undefined) distance = Math.min(distance, entryTicks * wish.stopRatio);
  if (wish.trailRatio !== undefined) distance = Math.min(distance, entryTicks * wish.trailRatio);
  if (wish.stopPrice !== undefined) distance = Math.min(distance, Math.abs(entryTicks - priceToTicks(slot.instrument, wish.stopPrice)));
  return distance === Number.POSITIVE_INFINITY ? Number.NaN : distance;
}

function judge(engine: Engine, slot: Slot, candidate: Candidate): ApprovedOrder | null {
  engine.account.leaving = slot.position.lots === 0 ? -1 : slot.index;
  const approved = engine.risk.decide(candidate, engine.account);
  engine.account.leaving = -1;
  if (approved === null) engine.refuse(candidate, refusalOf(engine, slot));
  return approved;
}

/** Why risk has not let it through. Nobody is asked about what could not be sent after a yes: a position too small for the parts it is to be left in. */
function refusalOf({ risk }: Engine, { wish, instrument }: Slot): RefusalRecord {
  const { lastRefusal } = risk;
  const fault = lastRefusal.code === APPROVAL_NEEDED ? splitFault(wish as Protection, instrument, risk.lastLots) : null;
  if (fault === null) return lastRefusal;
  const { code, message, measured = Number.NaN, limit = Number.NaN } = fault;
  return { code, message, measured, limit };
}

/** Sends what has been approved of the slot's wish. */
export function sendEntry(engine: Engine, slot: Slot, approved: ApprovedOrder): void {
  const wish = slot.wish as Protection;
  const candidate = engine.candidateFor(slot);
  slot.forgetWish();
  const { value } = approved;
  slot.pendingProtection = hasProtection(wish) ? wish : null;
  slot.entry = engine.send(slot, 'entry', approved, ticketOf(engine, slot, wish), wish.reason, candidate.confidence);
  if (slot.entry !== null) engine.account.reserve(slot.entry, value);
  engine.risk.entrySent(candidate.slot, candidate.side, engine.at, candidate.duplicateKey);
}

function ticketOf(engine: Engine, slot: Slot, wish: Protection): Draft {
  const ticket = engine.orders.ticket(wish.type ?? 'market');
  if (ticket.type === 'market') return ticket;
  const price = priceToTicks(slot.instrument, wish.price as number);
  if (ticket.type === 'limit') ticket.limit = price;
  else ticket.trigger = price;
  ticket.postOnly = wish.postOnly ?? false;
  // The owner's own order rests until it fills or is cancelled.
  if (wish.byOwner) return ticket;
  ticket.timeInForce = 'GTD';
  ticket.expireAt = engine.at + Math.max(ENTRY_LIFE_MS, engine.pathMs(slot.instrument.index));
  return ticket;
}
