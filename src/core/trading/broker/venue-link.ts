/**
 * The port of an outside venue's protocol half: what may be asked of it and what it tells, as plain data. An adapter signs, encodes and parses; what an
 * answer means for an order, what is tried again and what is in doubt is decided by the broker in this folder, which the fault simulation runs as it is.
 * Quantities, prices and amounts are exact decimal text in units (never ticks or lots), times epoch ms by the venue's clock unless said otherwise.
 */

import type { InstrumentSpecification } from '../../domain/instrument.ts';
import type { Liquidity, OrderType, TimeInForce } from '../../domain/order.ts';

/** What a venue can do. The contract suite prints these as its table. */
export interface VenueCapabilities {
  readonly venue: string;
  /** Among which orders the venue refuses a client order id it knows: all it has ever had, the open ones, or none. */
  readonly clientIdUniqueness: 'ever' | 'open' | 'none';
  readonly orderTypes: readonly OrderType[];
  readonly timesInForce: readonly TimeInForce[];
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** Changes price and quantity of a working order in place. */
  readonly amend: boolean;
  /** A stop and a target may rest for the same position; otherwise the stop rests at the venue and the target is watched here. */
  readonly stopWithTarget: boolean;
  /** A request that arrives later than this after it was stamped dies at the venue, ms; null where there is no such rule. */
  readonly requestLifeMs: number | null;
  readonly shorting: boolean;
  readonly funding: boolean;
  /** The list of executions reaches back to the beginning of the venue's day at most, or nobody says how far. */
  readonly listsTheDayAlone?: boolean;
  /** What is held of a spot instrument shows as a position: a broker, no exchange. */
  readonly spotAsPositions?: boolean;
  /** Kinds of instruments that are paid for in money when they are bought, so that the balance is less by what they cost; spot alone where absent. */
  readonly paidInMoney?: readonly InstrumentSpecification['kind'][];
  /** The money told is rounded: by how much it may be off, exact decimal text. To the last unit where absent. */
  readonly moneyRounding?: string;
  /** By instrument, what is different on it from the rest of the link: a venue may trade perpetuals and spot over one. */
  readonly exceptions?: Readonly<Record<string, InstrumentCapabilities>>;
}

export type InstrumentCapabilities = Partial<Pick<VenueCapabilities, 'reduceOnly' | 'stopWithTarget' | 'shorting' | 'funding'>>;

/** What the venue can do on one instrument. */
export function capabilitiesOn(capabilities: VenueCapabilities, instrument: string): VenueCapabilities {
  const exception = capabilities.exceptions?.[instrument];
  return exception === undefined ? capabilities : { ...capabilities, ...exception };
}

export interface PlaceOrder {
  readonly clientOrderId: string;
  readonly instrument: string;
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  readonly quantity: string;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly timeInForce: TimeInForce;
  /** For GTD, epoch ms. */
  readonly expireAt: number | null;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
}

/** Names one order: the venue's own id where it is known. */
export interface OrderName {
  readonly clientOrderId: string;
  readonly venueOrderId: string | null;
  readonly instrument: string;
}

export type VenueRequest =
  | { readonly kind: 'place'; readonly order: PlaceOrder }
  /** New values; absent ones stay. `quantity` is the total, filled part included. */
  | {
      readonly kind: 'amend';
      readonly order: OrderName;
      readonly quantity?: string;
      readonly limitPrice?: string;
      readonly stopPrice?: string;
    }
  | { readonly kind: 'cancel'; readonly order: OrderName }
  /** Looks for one order among the open ones, in the history and in the executions. */
  | { readonly kind: 'find'; readonly order: OrderName; readonly since: number }
  | { readonly kind: 'open-orders' }
  | { readonly kind: 'executions'; readonly since: number }
  | { readonly kind: 'positions' }
  | { readonly kind: 'balances' }
  | { readonly kind: 'funding'; readonly since: number }
  | { readonly kind: 'time' };

export interface OrderReport {
  /** Empty where the order was not placed with one. */
  readonly clientOrderId: string;
  readonly venueOrderId: string;
  readonly instrument: string;
  readonly side: 'buy' | 'sell';
  readonly status: 'working' | 'filled' | 'cancelled' | 'rejected' | 'expired';
  readonly quantity: string;
  readonly filled: string;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly reduceOnly: boolean;
  /** Why it ended, one of the codes below, or empty. */
  readonly code: string;
  readonly at: number;
}

export interface ExecutionReport {
  readonly executionId: string;
  readonly clientOrderId: string;
  readonly venueOrderId: string;
  readonly instrument: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly price: string;
  /** Positive: paid. */
  readonly fee: string;
  readonly feeCurrency: string;
  readonly liquidity: Liquidity;
  readonly kind: 'trade' | 'liquidation' | 'deleveraging';
  readonly at: number;
}

export interface PositionReport {
  readonly instrument: string;
  /** Signed; 0 when flat. */
  readonly quantity: string;
  readonly averagePrice: string | null;
}

export interface BalanceReport {
  readonly currency: string;
  /** Everything held, unrealised results left out; of money what is left after paying for what `paidInMoney` names. */
  readonly total: string;
}

export interface FundingReport {
  readonly fundingId: string;
  readonly instrument: string;
  /** Positive: paid by the account. */
  readonly amount: string;
  readonly currency: string;
  readonly at: number;
}

/** What went wrong, whoever the venue is. Classified by the venue's codes, never by its words. */
export type VenueFailureCode =
  | 'ORDER_UNKNOWN'
  | 'ORDER_FINAL'
  | 'DUPLICATE_CLIENT_ID'
  | 'INSUFFICIENT_FUNDS'
  | 'PRICE_BAND'
  | 'PRICE_STEP'
  | 'QUANTITY_STEP'
  | 'BELOW_MINIMUM'
  | 'ABOVE_MAXIMUM'
  | 'POST_ONLY_WOULD_TAKE'
  | 'NOTHING_TO_REDUCE'
  | 'SELF_TRADE'
  | 'ORDER_LIMIT'
  | 'INSTRUMENT_UNKNOWN'
  | 'INSTRUMENT_HALTED'
  | 'NOT_SUPPORTED'
  | 'RATE_LIMITED'
  | 'CLOCK_SKEW'
  | 'BAD_NONCE'
  | 'KEY_REFUSED'
  | 'MAINTENANCE'
  | 'SERVER_ERROR'
  | 'TIMEOUT'
  | 'CONNECTION_LOST'
  | 'BAD_ANSWER'
  | 'REFUSED';

export interface VenueFailure {
  readonly ok: false;
  /**
   * `refused`: the venue has said that it did not do it. `not-sent`: not one byte left. `unknown`: it may have been done, and only asking tells.
   * What is not surely one of the first two is `unknown`: a time-out, a lost connection, a 5xx, an answer that can't be read.
   */
  readonly outcome: 'refused' | 'not-sent' | 'unknown';
  readonly code: VenueFailureCode;
  /** The venue's own code and words, for the journal and the owner; no secrets in them. */
  readonly venueCode: string;
  readonly message: string;
  /** Where the venue says when to come back, ms. */
  readonly retryAfterMs?: number;
}

/** Each request's answer when it went well. The venue's id may be empty for a change of an order that was named by our id alone: not every venue tells it. */
export interface VenueAnswers {
  readonly place: { readonly venueOrderId: string };
  readonly amend: { readonly venueOrderId: string };
  readonly cancel: { readonly venueOrderId: string };
  /** Null: not among the open orders, not in the history, without executions. */
  readonly find: { readonly order: OrderReport | null; readonly executions: readonly ExecutionReport[] };
  readonly 'open-orders': { readonly orders: readonly OrderReport[] };
  readonly executions: { readonly executions: readonly ExecutionReport[] };
  readonly positions: { readonly positions: readonly PositionReport[] };
  readonly balances: { readonly balances: readonly BalanceReport[] };
  readonly funding: { readonly payments: readonly FundingReport[] };
  readonly time: { readonly venueTime: number };
}

export type RequestKind = VenueRequest['kind'];

export type VenueAnswer =
  | { readonly [K in RequestKind]: { readonly ok: true; readonly kind: K } & VenueAnswers[K] }[RequestKind]
  | VenueFailure;

/** What a venue tells unasked. */
export type VenueNews =
  | { readonly kind: 'order'; readonly order: OrderReport }
  | { readonly kind: 'execution'; readonly execution: ExecutionReport }
  | { readonly kind: 'position'; readonly position: PositionReport }
  | { readonly kind: 'balance'; readonly balance: BalanceReport }
  /** `down`: from here on news may be missed. `up`: subscribed again; what was missed has to be asked for. */
  | { readonly kind: 'link'; readonly state: 'up' | 'down'; readonly reason: string };

/** Called in the order things arrive; `at` is the receiver's clock, epoch ms. */
export interface LinkListener {
  answered(request: number, answer: VenueAnswer, at: number): void;
  told(news: VenueNews, at: number): void;
}

export interface VenueLink {
  readonly capabilities: VenueCapabilities;
  /** Set once, before anything is asked. */
  listen(listener: LinkListener): void;
  /**
   * Asks; exactly one answer comes for each number, in any order and never during the call. A request that changes something is tried once: no adapter sends one again by itself.
   * `mayStillSend` is called right before the bytes are handed to the socket, after all waiting: false means the answer is `not-sent`.
   */
  ask(request: number, what: VenueRequest, mayStillSend: () => boolean): void;
}
