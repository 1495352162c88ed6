/** What an engine and a venue say to each other, whoever the venue is. */

import type { FillKind, Liquidity, OrderStatus, OrderTicket } from '../../domain/order.ts';

/** An execution. Price in ticks, fee in quanta. A venue may fill in one record again and again: copy what must be kept. */
export interface Fill {
  /** Number of the order; 0 for a liquidation. */
  readonly order: number;
  readonly instrument: number;
  readonly side: 1 | -1;
  readonly lots: number;
  readonly ticks: number;
  readonly fee: number;
  readonly liquidity: Liquidity;
  readonly kind: FillKind;
  readonly at: number;
  /** What was taken instead of money: in the coin traded, whose lots are less by it, or in a third one. */
  readonly feeInKind?: FeeInKind;
}

/** Exact decimal text. */
export interface FeeInKind {
  readonly currency: string;
  readonly amount: string;
}

/** What the venue tells its account holder. Calls are made in the order things happen. */
export interface VenueListener {
  onFill(fill: Fill): void;
  /** The order is over. `code` says why where it was not filled. */
  onDone(order: number, status: OrderStatus, code: string, at: number): void;
  /** Positive: paid by the account. */
  onFunding(instrument: number, quanta: number, at: number): void;
}

/** What the engine may ask of a venue; answers arrive at the listener. */
export interface Venue {
  submit(ticket: OrderTicket, at: number): void;
  cancel(order: number, instrument: number, at: number): void;
  amend(order: number, instrument: number, change: OrderChange, at: number): void;
}

/** New values; absent ones stay. `lots` is the total quantity, filled part included. */
export interface OrderChange {
  readonly limit?: number;
  readonly trigger?: number;
  readonly lots?: number;
  /** Links a pair again after its twin was replaced. */
  readonly oco?: number;
}
