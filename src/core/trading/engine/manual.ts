/**
 * The owner's acts by hand: an entry is a wish like a strategy's and goes through the same filters, sizing, risk and protection; leaving, cancelling and
 * tightening go the way exits go, in every mode.
 */

import { formatLots, type Instrument, parseLots, parseTicks, ticksToPrice } from '../../domain/instrument.ts';
import { accepted, type Refusal, type Result, refused } from '../../domain/result.ts';
import type { Engine } from './engine.ts';
import type { EngineOrder } from './engine-order.ts';
import { sendEntry } from './entries.ts';
import { candidateByHand, MANUAL, readEntry } from './manual-entry.ts';
import type { ManualCancel, ManualClose, ManualEntry, ManualOutcome, ManualProtect, ManualWish } from './manual-wish.ts';
import { MANUAL_PART } from './order-ended.ts';
import { protect, tighten } from './protection.ts';
import type { Slot } from './slot.ts';
import { splitFault } from './split-fault.ts';
import type { OrderRecord, RefusalRow } from './steps.ts';

export const STOP_MISSING = refused('STOP_MISSING', 'expected a stop: a position is never opened by hand without one');

/** Carries an act out at the engine's present instant: the numbers of the orders it is about, or why nothing was done. */
export function carryOutManual(engine: Engine, wish: ManualWish): Result<readonly number[]> {
  engine.quiet.end();
  switch (wish.kind) {
    case 'entry':
      return enter(engine, wish);
    case 'close':
      return close(engine, wish);
    case 'cancel':
      return cancel(engine, wish);
    case 'protect':
      return changeProtection(engine, wish);
  }
}

function enter(engine: Engine, wish: ManualEntry): Result<readonly number[]> {
  const read = readEntry(engine, wish);
  if (!read.ok) return read;
  const { slot, protection } = read.value;
  if (wish.stop === null) return STOP_MISSING;
  if (slot.position.lots !== 0 || slot.entry !== null)
    return refused(
      'ORDER_POSITION_OPEN',
      `expected no position of the owner's own and no working entry in ${slot.instrument.id}, found one; close or cancel it first`,
    );
  const candidate = candidateByHand(engine, wish, read.value);
  const approved = engine.risk.decide(candidate, engine.account);
  if (approved === null) {
    engine.refuse(candidate, engine.risk.lastRefusal);
    return byRisk(engine);
  }
  const { lots, value } = approved;
  const more = wish.most === null ? null : beyondAgreed(slot.instrument, wish.most, lots, value / engine.risk.quantaPerUnit);
  const fault = more ?? splitFault(protection, slot.instrument, lots);
  if (fault !== null) {
    slot.forgetWish();
    return { ok: false, refusal: fault };
  }
  const number = engine.nextOrderId;
  sendEntry(engine, slot, approved);
  return accepted([number]);
}

function byRisk({ risk }: Engine): Result<never> {
  const { code, message, measured, limit } = risk.lastRefusal;
  return Number.isNaN(measured) ? refused(code, message) : refused(code, message, measured, limit);
}

/** What has been agreed to is the most that is sent: price and account have moved since. */
function beyondAgreed(instrument: Instrument, most: NonNullable<ManualEntry['most']>, lots: number, value: number): Refusal | null {
  const agreed = parseLots(instrument, most.quantity);
  const refuse = (message: string, measured: number, limit: number) => ({ code: 'ORDER_ABOVE_AGREED', message, measured, limit });
  if (agreed === null || lots > agreed)
    return refuse(
      `the order would be ${formatLots(instrument, lots)} now, ${most.quantity} was agreed to: look at it again`,
      lots * instrument.lotSize,
      Number(most.quantity),
    );
  return value > Number(most.value)
    ? refuse(`the order would be worth ${value} now, ${most.value} was agreed to: look at it again`, value, Number(most.value))
    : null;
}

/** The slot of `strategy:instrument` that holds something: the position that is meant, where that is said. */
function held(engine: Engine, { position, openedAt }: ManualClose | ManualProtect): Result<Slot> {
  const slot = engine.slots.find((one) => `${one.definition.id}:${one.instrument.id}` === position && one.position.lots !== 0);
  if (slot === undefined) return refused('POSITION_UNKNOWN', `expected an open position, found none of the name ${position}`);
  if (openedAt !== undefined && openedAt !== slot.position.openedAt)
    return refused(
      'POSITION_CHANGED',
      `expected the ${position} opened at ${openedAt}, found another one, opened at ${slot.position.openedAt}: look at it`,
    );
  return accepted(slot);
}

function close(engine: Engine, wish: ManualClose): Result<readonly number[]> {
  const { position, quantity } = wish;
  const found = held(engine, wish);
  if (!found.ok) return found;
  const slot = found.value;
  const lots = Math.abs(slot.position.lots);
  if (slot.exitOrder !== null || partOf(engine, slot) !== undefined)
    return refused('CLOSE_UNDER_WAY', `${position} is being closed already: wait for what that comes to`);
  if (slot.isTooSmall) return refused('POSITION_TOO_SMALL', `${position} is less than the venue takes an order for: it stays`);
  const part = quantity === null ? lots : parseLots(slot.instrument, quantity);
  if (part === null || part <= 0 || part > lots)
    return refused(
      'ORDER_INVALID',
      `expected a quantity of at most ${formatLots(slot.instrument, lots)} in whole steps of ${slot.instrument.lotSize}, found ${quantity}`,
    );
  const number = engine.nextOrderId;
  if (part === lots) engine.sendExit(slot, 'manual-close');
  else {
    const approved = engine.risk.approveExit(slot.index, slot.position.lots > 0 ? -1 : 1, part);
    engine.send(slot, 'owner', approved, engine.closingTicket(), MANUAL_PART, 1);
  }
  return accepted(engine.nextOrderId > number ? [number] : []);
}

function partOf(engine: Engine, slot: Slot): EngineOrder | undefined {
  return engine.orders.list.find((order) => order.slot === slot.index && order.reason === MANUAL_PART);
}

function cancel(engine: Engine, wish: ManualCancel): Result<readonly number[]> {
  const order = engine.orders.get(Number(wish.order));
  if (order === undefined) return refused('ORDER_UNKNOWN', `expected a working order, found none of the number ${wish.order}`);
  if (order.purpose === 'stop')
    return refused('ORDER_PROTECTS', `order ${wish.order} is the stop of a position: move it, or close the position`);
  if (order.purpose === 'exit' || (order.purpose === 'owner' && order.ticket.reduceOnly))
    return refused('ORDER_CLOSES', `order ${wish.order} closes a position at market: it can't be called back`);
  const slot = engine.slots[order.slot] as Slot;
  if (order === slot.target) forgetTarget(slot);
  engine.cancel(order);
  return accepted([order.id]);
}

/** Without this the next change of the position would make it anew. */
function forgetTarget(slot: Slot): void {
  const { targetPrice: _price, targetRatio: _ratio, ...rest } = slot.protection ?? { confidence: 1, reason: MANUAL };
  slot.protection = rest;
  slot.position.targetTicks = Number.NaN;
}

function changeProtection(engine: Engine, wish: ManualProtect): Result<readonly number[]> {
  const { position, stop, target } = wish;
  const found = held(engine, wish);
  if (!found.ok) return found;
  const slot = found.value;
  if (slot.exitOrder !== null) return refused('CLOSE_UNDER_WAY', `${position} is being closed: its stop and target go with it`);
  const [stopTicks, targetTicks] = [stop, target].map((text) => (text === null ? Number.NaN : parseTicks(slot.instrument, text)));
  if (stopTicks == null || targetTicks == null || stopTicks <= 0 || targetTicks <= 0 || (stop === null && target === null))
    return refused('ORDER_INVALID', `expected a stop, a target or both in whole steps of ${slot.instrument.tickSize}`);
  const fault = stopFault(engine, slot, stopTicks) ?? targetFault(engine, slot, targetTicks);
  if (fault !== null) return { ok: false, refusal: fault };
  if (!Number.isNaN(stopTicks)) moveStop(engine, slot, stopTicks);
  if (!Number.isNaN(targetTicks)) moveTarget(engine, slot, targetTicks);
  return accepted([slot.stop, slot.target].flatMap((order) => (order === null ? [] : [order.id])));
}

/** A stop is only ever moved towards the price: what a position may lose was settled when it was opened. */
function stopFault(engine: Engine, slot: Slot, ticks: number): Refusal | null {
  if (Number.isNaN(ticks)) return null;
  const { instrument, position, stop } = slot;
  const mark = engine.markTicks(instrument.index);
  const long = position.lots > 0;
  const [wanted, price] = [ticks, mark].map((each) => ticksToPrice(instrument, each)) as [number, number];
  if (long ? ticks >= mark : ticks <= mark)
    return {
      code: 'STOP_WRONG_SIDE',
      message: `expected the stop ${long ? 'below' : 'above'} the last price: there it would trigger at once`,
      ...{ measured: wanted, limit: price },
    };
  if (stop?.ticket.type === 'trailing-stop')
    return { code: 'STOP_TRAILS', message: 'the stop follows the price at the venue: it is moved by nobody' };
  const now = stop === null ? Number.NaN : stop.trigger;
  if (long ? ticks <= now : ticks >= now)
    return {
      code: 'STOP_NOT_TIGHTER',
      message: 'a stop is only moved towards the price; for more room close the position and open it anew',
      ...{ measured: wanted, limit: ticksToPrice(instrument, now) },
    };
  return null;
}

function targetFault(engine: Engine, { instrument, position }: Slot, ticks: number): Refusal | null {
  if (Number.isNaN(ticks)) return null;
  const mark = engine.markTicks(instrument.index);
  const long = position.lots > 0;
  if (long ? ticks > mark : ticks < mark) return null;
  return {
    code: 'TARGET_INVALID',
    message: `expected the target ${long ? 'above' : 'below'} the last price; to leave now, close the position`,
    ...{ measured: ticksToPrice(instrument, ticks), limit: ticksToPrice(instrument, mark) },
  };
}

function moveStop(engine: Engine, slot: Slot, ticks: number): void {
  const before = slot.protection ?? { confidence: 1, reason: MANUAL };
  // The tightest of the stops asked for holds, also when a later fill makes the protection anew.
  slot.protection = { ...before, stopPrice: ticksToPrice(slot.instrument, ticks) };
  if (slot.stop === null) protect(engine, slot);
  else tighten(engine, slot, ticks, 'owner');
}

function moveTarget(engine: Engine, slot: Slot, ticks: number): void {
  const { targetRatio: _ratio, ...before } = slot.protection ?? { confidence: 1, reason: MANUAL };
  slot.protection = { ...before, targetPrice: ticksToPrice(slot.instrument, ticks) };
  slot.position.targetTicks = ticks;
  if (slot.target === null) protect(engine, slot);
  else engine.amend(slot.target, { limit: ticks }, 'owner');
}

/** What the owner is told, from what came of it: `fallbackId` names a decision that left neither an order nor a refusal of risk's. */
export function manualOutcome(
  result: Result<readonly number[]>,
  byRiskRow: RefusalRow | undefined,
  order: OrderRecord | undefined,
  fallbackId: string,
): ManualOutcome {
  if (!result.ok) {
    const { code, message, measured = null, limit = null } = result.refusal;
    return { outcome: 'refused', decisionId: byRiskRow?.decisionId ?? null, code, message, measured, limit };
  }
  const { decisionId = `${fallbackId}-0`, quantity = null, cuts = [] } = order ?? {};
  return { outcome: 'accepted', orders: result.value.map(String), decisionId, quantity, cuts };
}
