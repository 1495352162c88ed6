/**
 * Targets that are watched here instead of resting at the venue: those of venues that can't hold a stop and a target for one position, and the first of two.
 * The stop stays at the venue all the while. Trading rules 7.5.
 */

import { type Instrument, priceToTicks, ticksToPrice } from '../../domain/instrument.ts';
import { valueOf } from '../ledger/position-book.ts';
import type { Engine } from './engine.ts';
import type { EngineOrder } from './engine-order.ts';
import { type Protection, protect, ratioFromAverage, tighten } from './protection.ts';
import type { Slot } from './slot.ts';

/** Why an order closes a part of a position; what is left then gets another stop. */
const FIRST_TARGET = 'first-target';
/** What has reached its first target is not left with a loss: its entry price, and the cost of leaving there. */
const BREAK_EVEN_RATIO = 0.0002;

/** Whether a price reaches a watched target of an instrument. */
export function isTargetReached(engine: Engine, instrument: number, ticks: number): boolean {
  for (const slot of engine.slots) if (slot.instrument.index === instrument && reached(engine, slot, ticks) !== null) return true;
  return false;
}

/** Closes what has reached its watched target at this price: the whole position, or the first target's part of it. */
export function takeReachedTargets(engine: Engine, instrument: number, ticks: number): void {
  for (const slot of engine.slots) {
    const target = slot.instrument.index === instrument ? reached(engine, slot, ticks) : null;
    if (target === 'whole') engine.sendExit(slot, 'target');
    else if (target === 'first') takeFirst(engine, slot, ticks);
  }
}

function reached(engine: Engine, slot: Slot, ticks: number): 'whole' | 'first' | null {
  const { position, protection } = slot;
  if (position.lots === 0 || slot.isTooSmall || protection === null || slot.exitOrder !== null || slot.unwanted !== null) return null;
  const beyond = (target: number) => (position.lots > 0 ? ticks >= target : ticks <= target);
  // A target that rests at the venue is the venue's to fill. No target at all is NaN, which nothing is beyond.
  if (slot.target === null && beyond(position.targetTicks)) return 'whole';
  const { firstTarget } = protection;
  if (firstTarget === undefined || firstTargetOrder(engine, slot) !== undefined) return null;
  return beyond(priceToTicks(slot.instrument, firstTarget.price)) ? 'first' : null;
}

function firstTargetOrder(engine: Engine, slot: Slot): EngineOrder | undefined {
  return engine.orders.list.find((order) => order.slot === slot.index && order.reason === FIRST_TARGET);
}

/** Closes its part at market, once; the whole, where a part or what it leaves would be too little for an order. */
function takeFirst(engine: Engine, slot: Slot, ticks: number): void {
  const { instrument, position } = slot;
  const protection = slot.protection as Protection & Required<Pick<Protection, 'firstTarget'>>;
  const { firstTarget, ...rest } = protection;
  const held = Math.abs(position.lots);
  const lots = firstPart(held, firstTarget.closeRatio);
  if (!isEnough(instrument, ticks, lots) || !isEnough(instrument, ticks, held - lots)) return engine.sendExit(slot, 'target');
  slot.protection = { ...rest, breakEvenDue: firstTarget.breakEven };
  engine.sendProtective(slot, 'target', lots, engine.orders.ticket('market'), FIRST_TARGET);
}

/** Whole lots of a position that its first target closes. */
export function firstPart(held: number, closeRatio: number): number {
  return Math.floor(held * closeRatio + 1e-9);
}

export function isEnough(instrument: Instrument, ticks: number, lots: number): boolean {
  return lots > 0 && valueOf(instrument, ticks, lots) >= instrument.minimumNotional;
}

/** The fewest lots that are enough for an order at a price. */
export function leastPart(instrument: Instrument, ticks: number): number {
  const { minimumNotional, valueDivisor, valueMultiplier } = instrument;
  const lots = Math.max(1, Math.ceil((minimumNotional * valueDivisor) / (ticks * valueMultiplier)));
  // A value is rounded to the quantum.
  return lots > 1 && isEnough(instrument, ticks, lots - 1) ? lots - 1 : lots;
}

/** The order of a first target is over: stop and target of what is left are made anew or resized, the stop at break-even where that is wanted. */
export function afterFirstTarget(engine: Engine, slot: Slot, order: EngineOrder): void {
  const { protection, instrument, position } = slot;
  if (order.reason !== FIRST_TARGET || protection === null || position.lots === 0) return;
  const { breakEvenDue, ...rest } = protection;
  slot.protection = rest;
  if (breakEvenDue !== true || order.filled === 0) return protect(engine, slot);
  const long = position.lots > 0;
  const ticks = ratioFromAverage(instrument, position.cost, Math.abs(position.lots), long ? 1 : -1, BREAK_EVEN_RATIO, long);
  const price = ticksToPrice(instrument, ticks);
  const { stopPrice } = rest;
  const isTighter = stopPrice === undefined || (long ? price > stopPrice : price < stopPrice);
  slot.protection = isTighter ? { ...rest, stopPrice: price } : rest;
  protect(engine, slot);
  tighten(engine, slot, ticks, 'break-even');
}
