/** Orders and executions as an exchange keeps them, in ticks, lots and quanta. */

import type { FillKind, Liquidity, OrderType, TimeInForce } from '../../../core/domain/order.ts';

/** `untriggered`: a stop that waits for its price. */
export type ExchangeOrderStatus = 'untriggered' | 'new' | 'partially-filled' | 'filled' | 'cancelled' | 'rejected' | 'expired';

/** What a client asks for. NaN where a price does not apply. */
export interface NewOrder {
  readonly clientId: string;
  readonly market: number;
  readonly side: 1 | -1;
  readonly type: OrderType;
  readonly lots: number;
  readonly limit: number;
  readonly trigger: number;
  /** Distance of a trailing stop in ticks; 0 for other orders. */
  readonly trailTicks: number;
  /** The same as a ratio of the extreme, instead of ticks. */
  readonly trailRatio?: number;
  readonly timeInForce: TimeInForce;
  /** Infinity but for GTD. */
  readonly expireAt: number;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
}

export interface ExchangeOrder extends Omit<NewOrder, 'lots' | 'limit' | 'trigger'> {
  /** 1, 2, 3, … over the whole exchange. */
  readonly number: number;
  readonly venueId: string;
  lots: number;
  limit: number;
  trigger: number;
  status: ExchangeOrderStatus;
  filledLots: number;
  /** Of these, lots filled before the order entered the book anew. */
  filledBefore: number;
  /** Value of what was filled, and what it has cost in fees, in quanta. */
  filledValue: number;
  fees: number;
  /** Fees taken in the coin traded, in 10^-12 of it. */
  coinFees: number;
  readonly createdAt: number;
  updatedAt: number;
  /** Why it ended where it was not filled: a code of the venue model's (CANCELLED, GTD, INSUFFICIENT_FUNDS, …). */
  code: string;
}

export interface Execution {
  /** 1, 2, 3, … over the whole exchange. */
  readonly number: number;
  /** Null for a liquidation. */
  readonly order: ExchangeOrder | null;
  readonly market: number;
  readonly side: 1 | -1;
  readonly lots: number;
  readonly ticks: number;
  /** In quanta; positive is paid. */
  readonly fee: number;
  /** In 10^-12 of the coin, where it is taken in the coin traded; null where it is money. */
  readonly coinFee: number | null;
  readonly liquidity: Liquidity;
  readonly kind: FillKind;
  /** Lots of it that have closed a position: all or none, and some where it is a reversal told as one. */
  readonly closedLots: number;
  /** Realised result of what it closed, in quanta; 0 where it opened. */
  readonly realised: number;
  readonly at: number;
}

export interface FundingPayment {
  readonly number: number;
  readonly market: number;
  /** In quanta; positive is paid by the account. */
  readonly amount: number;
  /** The position it was paid on, signed, and the price it was valued at. */
  readonly lots: number;
  readonly ticks: number;
  readonly at: number;
}

/** Why an exchange does not do what it is asked. Dialects turn these into their own codes. */
export type ExchangeRefusal =
  | 'DUPLICATE_CLIENT_ID'
  | 'INSUFFICIENT_FUNDS'
  | 'BELOW_MINIMUM'
  | 'PRICE_BAND'
  | 'POST_ONLY_WOULD_TAKE'
  | 'SELF_TRADE'
  | 'NOTHING_TO_REDUCE'
  | 'SHORT_NOT_ALLOWED'
  | 'INSTRUMENT_HALTED'
  | 'ORDER_LIMIT'
  | 'ORDER_UNKNOWN'
  | 'ORDER_FINAL'
  | 'QUANTITY_INVALID';

export function isOpen({ status }: ExchangeOrder): boolean {
  return status === 'untriggered' || status === 'new' || status === 'partially-filled';
}
