// The orders of the oracle: what is known of each, how one comes to be, changes and ends (sections 3, 6 and 8).
import { type Account, directionOf } from './account.ts';
import { add, ceil, decimal, floor, larger, multiply, type Ratio, subtract, whole } from './exact.ts';
import type { Fill, OrderEnd, OrderInput, Outcome, Side } from './script.ts';

export interface Order {
  readonly input: OrderInput;
  readonly instrument: number;
  readonly decidedMs: number;
  readonly arrivalMs: number;
  status: OrderEnd['status'];
  reason: string;
  /** In force: its turn at an open has come, or it was born active. */
  active: boolean;
  /** Has had its first open, or was born inside a candle. */
  resting: boolean;
  /** A stop-limit that has become a limit. */
  triggered: boolean;
  /** Null while the size is a share of equity not yet known. */
  total: bigint | null;
  /** As last asked for, also where that is still on its way. */
  asked: bigint;
  filled: bigint;
  cutOff: boolean;
  limit: bigint;
  /** Of a trailing stop: its level. */
  trigger: bigint;
  extreme: bigint;
  /** The candle inside which it was born, or -1. */
  bornInside: number;
  partner: Order | null;
  stopChild: Order | null;
  targetChild: Order | null;
}

/** Where and when the oracle is: one candle's open or path. */
export interface Moment {
  readonly instrument: number;
  readonly candle: number;
  readonly timeMs: number;
  readonly phase: Fill['phase'];
}

export interface Change {
  limit?: number;
  trigger?: number;
  lots?: number;
}

/** A cancel (no change) or an amendment on its way. */
export interface Request {
  readonly order: Order;
  readonly change: Change | null;
  readonly arrivalMs: number;
  /** False for a resize by a bracket. */
  readonly byOwner: boolean;
}

export interface World {
  readonly account: Account;
  /** By number: a later one has a higher index. */
  readonly orders: Order[];
  readonly requests: Request[];
  readonly outcome: Outcome;
  /** Lots left of the candle's budget, per instrument; null: unlimited. */
  readonly budgets: (bigint | null)[];
  readonly tally: Map<string, number>;
}

/** The row of section 11 an order belongs to. */
export function rowOf({ type, tif, postOnly }: OrderInput): string {
  if (type === 'trailing-stop') return 'trailing stop';
  if (type !== 'limit') return type;
  if (tif === 'IOC' || tif === 'FOK') return `limit ${tif}`;
  return postOnly ? 'limit post-only' : 'limit';
}

export function count(world: World, row: string | Order, column: string): void {
  const key = `${typeof row === 'string' ? row : rowOf(row.input)} | ${column}`;
  world.tally.set(key, (world.tally.get(key) ?? 0) + 1);
}

export const remaining = (order: Order): bigint => order.total! - order.filled;
export const isOpen = (order: Order): boolean => order.status === 'working';
export const isLimit = (order: Order): boolean => order.input.type === 'limit' || order.triggered;

export function end(order: Order, status: OrderEnd['status'], reason = ''): void {
  order.status = status;
  order.reason = reason;
  order.active = false;
}

export function decide(world: World, input: OrderInput, instrument: number, decidedMs: number): Order {
  const order: Order = {
    input,
    instrument,
    decidedMs,
    arrivalMs: decidedMs + world.account.input.latencyMs,
    status: 'working',
    reason: '',
    active: false,
    resting: false,
    triggered: false,
    total: input.equityShare === undefined ? BigInt(input.lots!) : null,
    asked: BigInt(input.lots ?? 0),
    filled: 0n,
    cutOff: false,
    limit: BigInt(input.limit ?? 0),
    trigger: BigInt(input.trigger ?? 0),
    extreme: 0n,
    bornInside: -1,
    partner: null,
    stopChild: null,
    targetChild: null,
  };
  if (input.oco !== undefined) link(order, named(world, input.oco)!);
  if (order.total !== null && order.total <= 0n) end(order, 'rejected', 'QUANTITY_INVALID');
  world.orders.push(order);
  return order;
}

/** The orders of an instrument, in sequence. */
export const ordersOf = (world: World, instrument: number): Order[] => world.orders.filter((order) => order.instrument === instrument);

export const named = (world: World, name: string): Order | undefined => world.orders.find((order) => order.input.name === name);

/** Applies a request that has arrived. */
export function apply({ order, change }: Request): void {
  if (!isOpen(order)) return;
  if (change === null) {
    end(order, 'cancelled');
    return;
  }
  if (change.limit !== undefined) order.limit = BigInt(change.limit);
  if (change.trigger !== undefined) order.trigger = BigInt(change.trigger);
  if (change.lots === undefined) return;
  order.total = larger(BigInt(change.lots), order.filled);
  if (remaining(order) === 0n) end(order, 'cancelled');
}

/** An amendment or a cancel sets out. */
export function ask(world: World, order: Order, change: Change | null, arrivalMs: number, byOwner: boolean): void {
  if (change?.lots !== undefined) order.asked = BigInt(change.lots);
  const request = { order, change, arrivalMs, byOwner };
  if (byOwner || world.account.input.latencyMs > 0) world.requests.push(request);
  else apply(request);
}

export function link(a: Order, b: Order): void {
  a.partner = b;
  b.partner = a;
}

/** Section 6 step 4 and section 4: the level a trailing stop has at an extreme. */
export function trail(order: Order, extreme: bigint): void {
  order.extreme = extreme;
  const { side, trailTicks, trailRatio } = order.input;
  if (trailTicks !== undefined) order.trigger = extreme + directionOf(side) * BigInt(trailTicks);
  else order.trigger = away(side, extreme, decimal(trailRatio!));
}

/** price × (1 + r) rounded up for a buy, price × (1 − r) rounded down for a sell. */
export function away(side: Side, price: bigint | Ratio, ratio: Ratio): bigint {
  const base = typeof price === 'bigint' ? whole(price) : price;
  return side === 'buy' ? ceil(multiply(base, add(whole(1n), ratio))) : floor(multiply(base, subtract(whole(1n), ratio)));
}
