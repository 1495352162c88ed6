/** An order as the broker follows it: what the engine wants of it, what the venue has, and how sure that is. Plain data, so that a snapshot is a copy. */

import type { OrderStatus, OrderTicket, OrderType, TimeInForce } from '../../domain/order.ts';
import type { EndedOrder } from './ended-orders.ts';
import type { OrderReport } from './venue-link.ts';

/**
 * `journaled`: the intent waits for the disk, or for another order; `sent`: on its way; `working`: the venue has it; `in-doubt`: it may have it, and is asked.
 * (`acknowledged` and `partially_filled` of the life cycle are `working` with and without fills; what is over is no longer among the orders.)
 */
export type BrokerOrderState = 'journaled' | 'sent' | 'working' | 'in-doubt';

export interface Terms {
  /** Total, filled part included. */
  readonly lots: number;
  readonly limit: number | null;
  readonly trigger: number | null;
}

/** The venue's last word on an order: how it ended, and how much of it was filled in all. */
export interface FinalWord {
  readonly status: Exclude<OrderStatus, 'working'>;
  readonly code: string;
  readonly filled: number;
}

export interface BrokerOrder {
  readonly number: number;
  readonly clientOrderId: string;
  readonly slot: number;
  readonly instrument: number;
  readonly side: 1 | -1;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** Epoch ms; null for none. */
  readonly expireAt: number | null;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** Number of the order this one shrinks with; 0 for none. */
  oco: number;
  /** As the engine wants it, and as the venue has it. */
  wanted: Terms;
  held: Terms;
  state: BrokerOrderState;
  /** Journal entry that has to be durable before the next message about this order leaves; null: it is not written yet. */
  sequence: number | null;
  venueOrderId: string | null;
  /** Lots of the executions booked. */
  filled: number;
  /** Why it is to be cancelled; null while it is wanted. */
  cancelCode: string | null;
  /** Since when the present state lasts, and when the venue was last asked about it. */
  since: number;
  askedAt: number;
  /** How often in a row the venue has denied knowing it, and since when. */
  denials: number;
  deniedSince: number;
  /** Tries of a change that the venue put off, and when the next one is due. */
  tries: number;
  retryAt: number;
  /** Venue time of the newest report taken in, and the most it has said to be filled. */
  reportAt: number;
  reportedFilled: number;
  final: FinalWord | null;
  /** It had been given up and was found alive: nobody waits for it any more. */
  readonly cameBack: boolean;
}

/** Nothing has been asked, tried or reported yet. */
const UNTRIED = {
  venueOrderId: null,
  askedAt: 0,
  denials: 0,
  deniedSince: 0,
  tries: 0,
  retryAt: 0,
  reportAt: 0,
  reportedFilled: 0,
  final: null,
};

export function brokerOrder(ticket: OrderTicket, clientOrderId: string, slot: number, at: number): BrokerOrder {
  const price = (ticks: number) => (Number.isNaN(ticks) ? null : ticks);
  const terms: Terms = { lots: ticket.lots, limit: price(ticket.limit), trigger: price(ticket.trigger) };
  return {
    ...UNTRIED,
    number: ticket.id,
    clientOrderId,
    slot,
    instrument: ticket.instrument,
    side: ticket.side,
    type: ticket.type,
    timeInForce: ticket.timeInForce,
    expireAt: Number.isFinite(ticket.expireAt) ? ticket.expireAt : null,
    postOnly: ticket.postOnly,
    reduceOnly: ticket.reduceOnly,
    oco: ticket.oco,
    wanted: terms,
    held: terms,
    state: 'journaled',
    sequence: null,
    filled: 0,
    cancelCode: null,
    since: at,
    cameBack: false,
  };
}

/** One that was given up and works at the venue after all: it is to be cancelled. */
export function revivedOrder(report: OrderReport, ended: EndedOrder, instrument: number, lots: number, at: number): BrokerOrder {
  const terms: Terms = { lots, limit: null, trigger: null };
  const { clientOrderId, venueOrderId, reduceOnly } = report;
  return {
    ...UNTRIED,
    ...{ number: ended.number, slot: ended.slot, filled: ended.filled, clientOrderId, venueOrderId, instrument, reduceOnly },
    ...{ type: 'limit', timeInForce: 'GTC', expireAt: null, postOnly: false, oco: 0, wanted: terms, held: terms },
    ...{ state: 'working', sequence: 0, cancelCode: 'CAME_BACK', since: at, reportAt: report.at, cameBack: true },
    side: report.side === 'buy' ? 1 : -1,
  };
}

export function differs(a: Terms, b: Terms): boolean {
  return a.lots !== b.lots || a.limit !== b.limit || a.trigger !== b.trigger;
}
