/** Round trips of either side: what opened a position, when it was decided, and what closed it. */

import type { FillRecord } from '../../trading/engine/steps.ts';
import { type AccountRecord, slotKey } from './account-record.ts';

/** Prices are averages over the trip's fills; money in account currency. */
export interface Trip {
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly side: 'long' | 'short';
  /** Market time of the decision to enter: the close of a candle. */
  readonly decidedAt: number;
  readonly openedAt: number;
  readonly quantity: number;
  readonly entryPrice: number;
  readonly entryReason: string;
  readonly fees: number;
  /** Null while it is open. */
  readonly exit: { readonly at: number; readonly price: number; readonly reason: string; readonly purpose: FillRecord['purpose'] } | null;
  /** Numbers of the orders whose fills it is made of. */
  readonly orderIds: ReadonlySet<string>;
}

/** Quantities are sums of decimal text: what is left within this share of the whole is nothing. */
const NOISE = 1e-9;

type Draft = { -readonly [K in keyof Trip]: Trip[K] } & { orderIds: Set<string>; entryValue: number; closed: number; exitValue: number };

/** Joins each strategy's fills in an instrument into trips, oldest decision first; what is still open is among them. */
export function tripsOf({ fills, orders }: Pick<AccountRecord, 'fills' | 'orders'>): Trip[] {
  const open = new Map<string, Draft>();
  const trips: Draft[] = [];
  for (const fill of fills) {
    const key = slotKey(fill);
    let trip = open.get(key);
    if (fill.kind === 'open' && trip === undefined) {
      trip = begin(fill, orders.get(fill.orderId ?? '')?.decidedAt ?? fill.at);
      open.set(key, trip);
      trips.push(trip);
    }
    if (trip === undefined) continue;
    add(trip, fill);
    if (trip.closed >= trip.quantity * (1 - NOISE)) open.delete(key);
  }
  return trips.sort((a, b) => a.decidedAt - b.decidedAt);
}

function begin(fill: FillRecord, decidedAt: number): Draft {
  const { strategyId, instrumentId, at, reason } = fill;
  const side = fill.side === 'buy' ? 'long' : 'short';
  return {
    ...{ strategyId, instrumentId, side, decidedAt, openedAt: at, entryReason: reason, exit: null, orderIds: new Set<string>() },
    ...{ quantity: 0, entryPrice: 0, entryValue: 0, fees: 0, closed: 0, exitValue: 0 },
  };
}

function add(trip: Draft, fill: FillRecord): void {
  const [quantity, price] = [Number(fill.quantity), Number(fill.price)];
  if (fill.orderId !== null) trip.orderIds.add(fill.orderId);
  trip.fees += Number(fill.fee);
  if (fill.kind === 'open') {
    trip.quantity += quantity;
    trip.entryValue += quantity * price;
    trip.entryPrice = trip.entryValue / trip.quantity;
    return;
  }
  trip.closed += quantity;
  trip.exitValue += quantity * price;
  if (trip.closed < trip.quantity * (1 - NOISE)) return;
  trip.exit = { at: fill.at, price: trip.exitValue / trip.closed, reason: fill.reason, purpose: fill.purpose };
}
