/** Protective orders of a position: made and resized at each entry fill, tightened at each close. Fill rules, section 8. */

import { fractionOf, type Instrument, priceToTicks } from '../../domain/instrument.ts';
import type { EntryWish } from '../strategy/strategy.ts';
import type { Engine } from './engine.ts';
import type { AmendCause, Draft, EngineOrder } from './engine-order.ts';
import type { Slot } from './slot.ts';

const EXACT_QUOTIENT = 2 ** 52;

/** What an entry may carry. `trailOrderRatio` asks for a trailing-stop order at the venue; `trailRatio` for a ratchet stop kept here. */
export interface Protection extends EntryWish {
  readonly trailOrderRatio?: number;
  /** Before the target: a part of the position is closed there. */
  readonly firstTarget?: FirstTarget;
  /** The first target's part is being closed, and then the stop goes to break-even. */
  readonly breakEvenDue?: boolean;
  /** Of a limit order: only to rest. */
  readonly postOnly?: boolean;
  /** The owner has asked for it by hand. */
  readonly byOwner?: boolean;
  /** Of a signal: the strategy outside that it says it is of. */
  readonly outsideStrategy?: string;
  /** Of a signal that wants less at stake than risk lets a trade lose: share of equity. */
  readonly riskRatio?: number;
}

export interface FirstTarget {
  readonly price: number;
  readonly closeRatio: number;
  /** What is left has its stop where it was entered. */
  readonly breakEven: boolean;
}

/** What is protected by which working orders: a slot's whole position, or what one order of the owner has opened. */
export interface Protected {
  readonly protection: Protection | null;
  stop: EngineOrder | null;
  target: EngineOrder | null;
}

/** avg x (1 +/- ratio) in ticks, avg = cost / lots, rounded up or down exactly. */
export function ratioFromAverage(instrument: Instrument, cost: number, lots: number, sign: 1 | -1, ratio: number, up: boolean): number {
  const { numerator, denominator } = fractionOf(ratio);
  const share = denominator + sign * numerator;
  const product = cost * instrument.valueDivisor * share;
  const divisor = lots * instrument.valueMultiplier * denominator;
  // Up to 2^52 floor and ceiling of a double quotient are those of the exact one.
  if (product <= EXACT_QUOTIENT && divisor <= EXACT_QUOTIENT) return up ? Math.ceil(product / divisor) : Math.floor(product / divisor);
  const top = BigInt(cost) * BigInt(instrument.valueDivisor) * BigInt(share);
  const bottom = BigInt(lots) * BigInt(instrument.valueMultiplier) * BigInt(denominator);
  const floor = top / bottom;
  return Number(up && floor * bottom !== top ? floor + 1n : floor);
}

/** ticks x (1 +/- ratio), rounded up or down. */
export function ratioFromTicks(ticks: number, sign: 1 | -1, ratio: number, up: boolean): number {
  const { numerator, denominator } = fractionOf(ratio);
  const product = ticks * (denominator + sign * numerator);
  return up ? Math.ceil(product / denominator) : Math.floor(product / denominator);
}

/** After an entry fill: creates the protective orders, or moves and resizes those that work. */
export function protect(engine: Engine, slot: Slot, by: Protected = slot): void {
  const { protection } = by;
  if (protection === null || slot.position.lots === 0) return;
  const trailRatio = protection.trailOrderRatio;
  const stopTicks = stopFor(slot, protection, protection.trailRatio);
  if (trailRatio !== undefined || !Number.isNaN(stopTicks)) {
    const ticket = engine.orders.ticket(trailRatio === undefined ? 'stop' : 'trailing-stop');
    if (trailRatio === undefined) ticket.trigger = stopTicks;
    else ticket.trailRatio = trailRatio;
    const trails = trailRatio !== undefined || (protection.trailRatio !== undefined && stopFor(slot, protection, undefined) !== stopTicks);
    by.stop = place(engine, slot, by.stop, 'stop', ticket, protection.stopRatio !== undefined, trails ? 'trail' : 'stop');
    slot.position.stopTicks = stopTicks;
  }
  const targetTicks = targetFor(slot, protection);
  // Beside a stop that binds the position no target can rest: it is watched (watched-targets.ts).
  const watched = slot.watchesTargets && by.stop !== null && by.target === null;
  if (watched) slot.position.targetTicks = targetTicks;
  else if (!Number.isNaN(targetTicks)) {
    const ticket = engine.orders.ticket('limit');
    ticket.limit = targetTicks;
    ticket.oco = by.stop?.id ?? 0;
    by.target = place(engine, slot, by.target, 'target', ticket, protection.targetRatio !== undefined, 'target');
    slot.position.targetTicks = targetTicks;
  }
}

/** Sends a protective order, or resizes the one that works and, where it `moves` with the average, gives it the new price. */
function place(
  engine: Engine,
  slot: Slot,
  working: EngineOrder | null,
  purpose: 'stop' | 'target',
  ticket: Draft,
  moves: boolean,
  reason: string,
): EngineOrder | null {
  const lots = Math.abs(slot.position.lots);
  if (working === null) return engine.sendProtective(slot, purpose, lots, ticket, reason);
  if (moves) working.reason = reason;
  const { oco, limit, trigger } = ticket;
  const change = {
    lots: working.filled + lots,
    ...(oco ? { oco } : {}),
    ...(!moves || Number.isNaN(limit) ? {} : { limit }),
    ...(!moves || Number.isNaN(trigger) ? {} : { trigger }),
  };
  engine.amend(working, change, 'size');
  return working;
}

/** The tightest of the stops asked for, with a trail of `trailRatio`, in ticks; NaN when none is. */
function stopFor(slot: Slot, protection: Protection, trailRatio: number | undefined): number {
  const { instrument, position } = slot;
  const long = position.lots > 0;
  const lots = Math.abs(position.lots);
  const away = long ? -1 : 1;
  let best = Number.NaN;
  const { stopPrice } = protection;
  if (protection.stopRatio !== undefined) best = ratioFromAverage(instrument, position.cost, lots, away, protection.stopRatio, !long);
  if (trailRatio !== undefined) best = tighter(long, best, ratioFromAverage(instrument, position.cost, lots, away, trailRatio, !long));
  if (stopPrice !== undefined) best = tighter(long, best, priceToTicks(instrument, stopPrice));
  return best < 1 ? 1 : best;
}

/** The stop nearer to the price; NaN is none. */
function tighter(long: boolean, a: number, b: number): number {
  return (long ? a >= b : a <= b) ? a : b;
}

function targetFor(slot: Slot, protection: Protection): number {
  const { instrument, position } = slot;
  const long = position.lots > 0;
  if (protection.targetRatio !== undefined) {
    return Math.max(1, ratioFromAverage(instrument, position.cost, Math.abs(position.lots), long ? 1 : -1, protection.targetRatio, long));
  }
  return protection.targetPrice === undefined ? Number.NaN : priceToTicks(instrument, protection.targetPrice);
}

/** At a close: the ratchet follows the best close since the entry; it only tightens. */
export function ratchet(engine: Engine, slot: Slot): void {
  const ratio = slot.protection?.trailRatio;
  if (ratio === undefined || slot.stop === null || slot.position.lots === 0) return;
  const long = slot.position.lots > 0;
  const close = priceToTicks(slot.instrument, slot.close());
  const best = slot.bestTicks;
  if (!Number.isNaN(best) && (long ? close <= best : close >= best)) return;
  slot.bestTicks = close;
  tighten(engine, slot, ratioFromTicks(close, long ? -1 : 1, ratio, !long), 'trail');
}

/** Moves the protective stop to a level in ticks if that is tighter than where it is. An exit there is told as one of a trail only where that has moved it. */
export function tighten(engine: Engine, slot: Slot, ticks: number, cause: Exclude<AmendCause, 'size'>): void {
  const { stop, position } = slot;
  if (stop === null || position.lots === 0 || stop.ticket.type !== 'stop') return;
  if (position.lots > 0 ? ticks <= stop.trigger : ticks >= stop.trigger) return;
  stop.reason = cause === 'trail' ? 'trail' : 'stop';
  engine.amend(stop, { trigger: ticks }, cause);
  position.stopTicks = ticks;
}
