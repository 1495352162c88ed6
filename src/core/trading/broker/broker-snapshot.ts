/** The broker's state as plain JSON. */

import type { BrokerOrder } from './broker-order.ts';

export interface BrokerSnapshot {
  readonly orders: readonly BrokerOrder[];
  readonly net: readonly number[];
  readonly booked: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, { readonly number: number; readonly slot: number; readonly at: number }>>;
  readonly executionsUntil: number;
}

/** Copies of the orders of a snapshot, all of whose wishes are on disk with it. */
export function ordersOf({ orders }: BrokerSnapshot): BrokerOrder[] {
  return orders.map((order) => ({ ...order, sequence: 0 }));
}
