/** The owner's own orders: commands become orders of a built-in slot per instrument, through the same risk, venue and observer as a strategy's. */

import type { OrderType, TimeInForce } from '../../domain/order.ts';
import { accepted, type Result, refused } from '../../domain/result.ts';
import { valueOf } from '../ledger/position-book.ts';
import type { ApprovedOrder } from '../risk/risk-desk.ts';
import { defineStrategy, type StrategyInstance } from '../strategy/strategy.ts';
import type { OrderChange } from '../venue-model/venue.ts';
import type { Engine } from './engine.ts';
import type { Bracket, Draft, EngineOrder } from './engine-order.ts';
import { type Protected, type Protection, protect } from './protection.ts';
import type { Slot } from './slot.ts';

/** Quantities in lots, prices in ticks, as in OrderTicket. */
export interface OwnerOrder {
  readonly side: 1 | -1;
  readonly type: OrderType;
  /** Either lots, or a share of equity times leverage that sizes the order at its fill. */
  readonly lots?: number;
  readonly equityShare?: number;
  readonly limit?: number;
  readonly trigger?: number;
  /** Distance of a trailing stop: ticks, or a ratio of the extreme. */
  readonly trailTicks?: number;
  readonly trailRatio?: number;
  readonly timeInForce: TimeInForce;
  /** For GTD, epoch ms. */
  readonly expireAt?: number;
  readonly postOnly?: boolean;
  readonly reduceOnly?: boolean;
  /** Number of a working order of the owner's in the same instrument that this one shrinks with. */
  readonly oco?: number;
  readonly bracket?: OwnerBracket;
}

/** Protection from each fill on: a stop or a trailing-stop order, and/or a target. Ratios are of the average entry price, prices are in units. */
export interface OwnerBracket {
  readonly stopRatio?: number;
  readonly stopPrice?: number;
  readonly trailRatio?: number;
  readonly targetRatio?: number;
  readonly targetPrice?: number;
}

/** Plain JSON: it is journaled as it came. `instrument` is its id, `order` a number given by a submit or seen in the journal. */
export type OwnerCommand =
  | { readonly kind: 'submit'; readonly instrument: string; readonly order: OwnerOrder }
  | { readonly kind: 'cancel'; readonly order: number }
  | { readonly kind: 'amend'; readonly order: number; readonly limit?: number; readonly trigger?: number; readonly lots?: number };

type Amendment = Extract<OwnerCommand, { kind: 'amend' }>;

export const OWNER_ID = 'owner';
const NO_RULES: StrategyInstance = { onBar: () => {} };

/** What stands where a strategy would: the owner's slot has no rules and never asks for anything by itself. */
export const ownerStrategy = defineStrategy({
  id: OWNER_ID,
  version: '1',
  title: { en: "The owner's own orders", es: 'Órdenes propias del dueño' },
  description: { en: 'Holds the positions the owner opens by hand.', es: 'Guarda las posiciones que el dueño abre a mano.' },
  timeframe: '1m',
  anyVolume: true,
  parameters: {},
  warmup: () => Number.POSITIVE_INFINITY,
  size: () => ({ kind: 'all' }),
  create: () => NO_RULES,
});

/** Carries a command out at the engine's present instant: the order's number, or why not. Nothing is changed by what is refused. */
export function carryOut(engine: Engine, command: OwnerCommand): Result<number> {
  if (command.kind === 'submit') return submit(engine, command.instrument, command.order);
  const order = workingOrder(engine, command.order);
  if (order === null) return refused('ORDER_UNKNOWN', `expected the number of a working order of the owner's, found ${command.order}`);
  if (command.kind === 'amend') return amend(engine, order, command);
  engine.cancel(order);
  return accepted(order.id);
}

/** After an opening fill of an order with a bracket: its protective orders are made, or resized to the position. */
export function protectOwner(engine: Engine, slot: Slot, bracket: Bracket): void {
  const working = (id: number) => engine.orders.get(id) ?? null;
  const by: Protected = { protection: bracket.protection, stop: working(bracket.stop), target: working(bracket.target) };
  protect(engine, slot, by);
  bracket.stop = by.stop?.id ?? 0;
  bracket.target = by.target?.id ?? 0;
}

function isOwners(slot: Slot | undefined): slot is Slot {
  return slot?.definition.id === OWNER_ID;
}

function workingOrder(engine: Engine, id: number): EngineOrder | null {
  const order = engine.orders.get(id);
  return order && isOwners(engine.slots[order.slot]) ? order : null;
}

function submit(engine: Engine, instrument: string, order: OwnerOrder): Result<number> {
  const slot = engine.slots.find((one) => isOwners(one) && one.instrument.id === instrument);
  if (!slot) return refused('INSTRUMENT_UNKNOWN', `expected an instrument the owner may trade in this session, found ${instrument}`);
  const fault = faultOf(order) ?? partnerFault(engine, slot, order);
  if (fault !== null) return refused('ORDER_INVALID', fault);
  const { side, lots = 0, equityShare = 0 } = order;
  const price = order.limit ?? order.trigger ?? engine.markTicks(slot.instrument.index);
  if (equityShare === 0 && !isQuantity(slot, lots, price)) return refusedQuantity(lots);
  const approved = order.reduceOnly
    ? engine.risk.approveExit(slot.index, side, lots)
    : judge(engine, slot, side, price, equityShare > 0 ? { share: equityShare } : { lots });
  if (approved === null) return refusedByRisk(engine, slot, side);
  const { value } = approved;
  const id = engine.nextOrderId;
  const sent = engine.send(slot, 'owner', approved, ticketOf(engine, order), OWNER_ID, 1, bracketOf(order));
  if (!order.reduceOnly) engine.risk.entrySent(slot.index, side, engine.at);
  if (sent !== null && !order.reduceOnly && value > 0) engine.account.reserve(sent, value);
  return accepted(id);
}

type Size = { readonly lots: number } | { readonly share: number };

/** Asks risk for an order that may open. Null is a refusal. */
function judge(engine: Engine, slot: Slot, side: 1 | -1, entryTicks: number, size: Size): ApprovedOrder | null {
  const candidate = engine.candidateFor(slot);
  candidate.at = candidate.createdAt = engine.at;
  candidate.ownerApproved = candidate.ownerOrder = candidate.byHand = true;
  candidate.side = side;
  candidate.confidence = 1;
  candidate.entryTicks = entryTicks;
  candidate.marketTicks = engine.markTicks(slot.instrument.index);
  candidate.sizing = 'lots' in size ? 'lots' : 'share';
  candidate.lots = 'lots' in size ? size.lots : 0;
  candidate.stopDistanceTicks = candidate.riskRatio = Number.NaN;
  candidate.share = 'share' in size ? size.share : 0;
  candidate.index = slot.view.index;
  candidate.gap = slot.gap;
  return engine.risk.decide(candidate, engine.account);
}

function refusedByRisk(engine: Engine, slot: Slot, side: 1 | -1): Result<number> {
  const { code, message, measured, limit } = engine.risk.lastRefusal;
  engine.observer.refused(slot, side, 1, OWNER_ID, engine.risk.lastRefusal, engine.at);
  return Number.isNaN(measured) ? refused(code, message) : refused(code, message, measured, limit);
}

function ticketOf(engine: Engine, { type, ...order }: OwnerOrder): Draft {
  const ticket = engine.orders.ticket(type);
  ticket.timeInForce = order.timeInForce;
  ticket.limit = order.limit ?? ticket.limit;
  ticket.trigger = order.trigger ?? ticket.trigger;
  ticket.trailTicks = order.trailTicks ?? 0;
  ticket.trailRatio = order.trailRatio ?? 0;
  ticket.expireAt = order.expireAt ?? ticket.expireAt;
  ticket.postOnly = order.postOnly ?? false;
  ticket.reduceOnly = order.reduceOnly ?? false;
  ticket.oco = order.oco ?? 0;
  return ticket;
}

function bracketOf({ bracket }: OwnerOrder): Bracket | null {
  if (!bracket) return null;
  const { trailRatio, ...prices } = bracket;
  const protection: Protection = {
    confidence: 1,
    reason: OWNER_ID,
    ...prices,
    ...(trailRatio === undefined ? {} : { trailOrderRatio: trailRatio }),
  };
  return { protection, stop: 0, target: 0 };
}

/** New terms from the next open at or after the arrival. What makes an order that may open larger is judged by risk as a new one, and never cut. */
function amend(engine: Engine, order: EngineOrder, { limit, trigger, lots }: Amendment): Result<number> {
  const slot = engine.slots[order.slot] as Slot;
  const change: OrderChange = {
    ...(limit === undefined ? {} : { limit }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(lots === undefined ? {} : { lots }),
  };
  const fault = amendmentFault(order, change);
  if (fault !== null) return refused('ORDER_INVALID', fault);
  if (order.ticket.equityShare === 0) {
    const price = limit ?? (Number.isNaN(order.limit) ? (trigger ?? order.trigger) : order.limit);
    const entryTicks = Number.isNaN(price) ? engine.markTicks(slot.instrument.index) : price;
    const total = lots ?? order.lots;
    if (!isQuantity(slot, total, entryTicks)) return refusedQuantity(total);
    const refusal = order.ticket.reduceOnly ? null : judgeGrowth(engine, slot, order, entryTicks, total - order.filled);
    if (refusal !== null) return refusal;
  }
  engine.amend(order, change, 'owner');
  return accepted(order.id);
}

/**
 * What the order holds back is let go while it is judged anew, and held again at its new value or, when refused, its old one. An order made
 * smaller goes on holding what it did: until the amendment has arrived the larger one may fill.
 */
function judgeGrowth(engine: Engine, slot: Slot, order: EngineOrder, entryTicks: number, lots: number): Result<number> | null {
  const { account } = engine;
  const { side } = order.ticket;
  const held = order.reserved;
  if (lots <= 0 || valueOf(slot.instrument, entryTicks, lots) <= held) return null;
  account.release(order);
  const approved = judge(engine, slot, side, entryTicks, { lots });
  if (approved !== null && approved.lots === lots) {
    account.reserve(order, approved.value);
    return null;
  }
  if (held > 0) account.reserve(order, held);
  if (approved === null) return refusedByRisk(engine, slot, side);
  return refused('AMENDMENT_TOO_LARGE', `risk would let ${approved.lots} more lots through, not ${lots}`, lots, approved.lots);
}

function refusedQuantity(lots: number): Result<number> {
  return refused('QUANTITY_INVALID', `expected a positive whole number of lots whose value is below 2^53 quanta, found ${lots}`);
}

/** A positive whole number of lots whose value can be held exactly. */
function isQuantity(slot: Slot, lots: number, ticks: number): boolean {
  const { valueMultiplier, valueDivisor } = slot.instrument;
  return Number.isSafeInteger(lots) && lots > 0 && lots * ticks * valueMultiplier <= Number.MAX_SAFE_INTEGER * valueDivisor;
}

/** The prices each type of order has. */
const PRICES: Readonly<Record<OrderType, readonly ('limit' | 'trigger')[]>> = {
  market: [],
  limit: ['limit'],
  stop: ['trigger'],
  'stop-limit': ['limit', 'trigger'],
  'take-profit': ['trigger'],
  'trailing-stop': [],
};

const given = (...values: unknown[]): number => values.filter((value) => value !== undefined).length;
const isPrice = (ticks: number | undefined): boolean => ticks === undefined || (Number.isSafeInteger(ticks) && ticks > 0);
const isRatio = (ratio: number | undefined): boolean => ratio === undefined || (ratio > 0 && ratio < Number.POSITIVE_INFINITY);

/** What contradicts itself in an order, in words; null when nothing does. Quantities are looked at apart. */
function faultOf(order: OwnerOrder): string | null {
  const { type, trailTicks, trailRatio, equityShare, bracket } = order;
  const prices = PRICES[type] as readonly string[] | undefined;
  if (!prices || (order.side !== 1 && order.side !== -1))
    return `expected a known type and the side 1 or -1, found ${type} and ${order.side}`;
  for (const name of ['limit', 'trigger'] as const) {
    if (!isPrice(order[name]) || prices.includes(name) !== (order[name] !== undefined))
      return `expected ${prices.includes(name) ? `a ${name} of a positive whole number of ticks` : `no ${name}`} with ${type}, found ${order[name]}`;
  }
  if (
    given(trailTicks, trailRatio) !== (type === 'trailing-stop' ? 1 : 0) ||
    !isPrice(trailTicks) ||
    !isRatio(trailRatio) ||
    (trailRatio ?? 0) >= 1
  )
    return 'expected one trailing distance with a trailing stop and none otherwise: positive whole ticks, or a ratio below 1';
  if (given(order.lots, equityShare) !== 1 || !isRatio(equityShare)) return 'expected either lots or a positive share of equity';
  if (equityShare !== undefined && (order.reduceOnly || order.oco !== undefined))
    return 'expected lots: what reduces or is linked can not be sized by equity';
  return timeFault(order) ?? (bracket ? bracketFault(bracket, order.reduceOnly === true) : null);
}

function timeFault({ type, timeInForce, expireAt, postOnly }: OwnerOrder): string | null {
  const atOnce = timeInForce === 'IOC' || timeInForce === 'FOK';
  if (atOnce && type !== 'market' && type !== 'limit') return `expected GTC or GTD with ${type}, found ${timeInForce}`;
  if (postOnly && (type !== 'limit' || atOnce)) return 'expected post-only with a limit order that may rest';
  return (timeInForce === 'GTD') === Number.isFinite(expireAt)
    ? null
    : `expected an expiry with GTD and with nothing else, found ${timeInForce} and ${expireAt}`;
}

function bracketFault({ stopRatio, stopPrice, trailRatio, targetRatio, targetPrice }: OwnerBracket, reduces: boolean): string | null {
  const stops = given(stopRatio, stopPrice, trailRatio);
  const targets = given(targetRatio, targetPrice);
  if (reduces || stops > 1 || targets > 1 || stops + targets === 0)
    return 'expected a bracket of one stop or trail, one target, or both, on an order that may open';
  const below = [stopRatio, trailRatio, targetRatio].every((ratio) => isRatio(ratio) && (ratio ?? 0) < 1);
  return below && isRatio(stopPrice) && isRatio(targetPrice)
    ? null
    : 'expected positive prices, and ratios above 0 and below 1, in a bracket';
}

function partnerFault(engine: Engine, slot: Slot, { oco }: OwnerOrder): string | null {
  if (oco === undefined) return null;
  const partner = engine.orders.get(oco);
  if (partner?.slot === slot.index && partner.ticket.equityShare === 0) return null;
  return `expected to be linked with a working order of the owner's with a quantity, in the same instrument, found ${oco}`;
}

function amendmentFault(order: EngineOrder, change: OrderChange): string | null {
  const { type, equityShare } = order.ticket;
  if (Object.keys(change).length === 0) return 'expected a new limit, trigger or quantity';
  for (const name of ['limit', 'trigger'] as const) {
    const price = change[name];
    if (price !== undefined && (!isPrice(price) || !PRICES[type].includes(name)))
      return `expected ${PRICES[type].includes(name) ? `a ${name} of a positive whole number of ticks` : `no ${name}`} with ${type}, found ${price}`;
  }
  return change.lots !== undefined && equityShare > 0 ? 'expected no quantity: the order is sized by a share of equity' : null;
}
