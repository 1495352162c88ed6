/** The broker's state as plain JSON. */

import type { BrokerOrder } from './broker-order.ts';

/** What is remembered of an order that is over: whose a late execution is. */
export interface EndedOrder {
  readonly number: number;
  readonly slot: number;
  /** Lots booked of it. */
  readonly filled: number;
  readonly at: number;
}

export interface BrokerSnapshot {
  /** Their wishes are on disk with it. */
  readonly orders: readonly BrokerOrder[];
  readonly net: readonly number[];
  readonly booked: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, EndedOrder>>;
  readonly executionsUntil: number;
}
