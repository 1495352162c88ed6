/** What an answer to a message about an order means for it: agreed, refused for good, refused for now, or in doubt. */

import type { Broker } from './broker.ts';
import type { BrokerOrder } from './broker-order.ts';
import { TIMES } from './due.ts';
import type { Flight } from './requests.ts';
import type { VenueAnswer, VenueFailure } from './venue-link.ts';

/** Failures that a change to a working order survives: it is tried again later. */
const PASSING = new Set(['RATE_LIMITED', 'MAINTENANCE', 'CLOCK_SKEW', 'BAD_NONCE', 'SERVER_ERROR', 'CONNECTION_LOST', 'TIMEOUT']);

export function takeAnswer(broker: Broker, order: BrokerOrder, flight: Flight, answer: VenueAnswer, at: number): void {
  if (answer.ok) agreed(broker, order, flight, answer as { readonly venueOrderId: string }, at);
  else if (flight.kind === 'place') placeFailed(broker, order, answer, at);
  else changeFailed(broker, order, flight, answer, at);
}

function agreed(
  broker: Broker,
  order: BrokerOrder,
  { kind, terms }: Flight,
  { venueOrderId }: { readonly venueOrderId: string },
  at: number,
): void {
  order.tries = 0;
  if (kind === 'place' && order.venueOrderId === null) order.venueOrderId = venueOrderId;
  if (kind === 'amend' && terms !== null) order.held = terms;
  if (kind !== 'cancel') broker.changed = true;
  if (kind === 'place' && order.state !== 'working') broker.known(order, at);
  // The cancellation itself comes as news; should it stay away, it is asked for.
  if (kind === 'cancel') order.askedAt = order.retryAt = at + TIMES.newsAfterCancel;
}

function placeFailed(broker: Broker, order: BrokerOrder, { outcome, code, message, venueCode }: VenueFailure, at: number): void {
  const heardOf = order.state === 'working' || order.filled > 0;
  if (heardOf || outcome === 'unknown' || code === 'DUPLICATE_CLIENT_ID') {
    if (order.state !== 'working') broker.doubt(order, at);
    return;
  }
  const notice = outcome === 'not-sent' ? 'ORDER_NOT_SENT' : 'ORDER_REJECTED';
  broker.listener.onAlert(notice, `order ${order.clientOrderId}: ${code} ${venueCode} ${message}`, at);
  broker.finish(order, 'rejected', code, at);
}

function changeFailed(
  broker: Broker,
  order: BrokerOrder,
  flight: Flight,
  { outcome, code, message, venueCode }: VenueFailure,
  at: number,
): void {
  if (outcome === 'unknown' || code === 'ORDER_UNKNOWN' || code === 'ORDER_FINAL') {
    if (order.state === 'working') broker.doubt(order, at);
    order.retryAt = at + Math.min(TIMES.newsAfterCancel * 2 ** order.tries++, TIMES.retryLast);
    return;
  }
  order.retryAt = at + Math.min(TIMES.retryFirst * 2 ** order.tries++, TIMES.retryLast);
  if (outcome === 'not-sent' || PASSING.has(code)) return;
  broker.listener.onAlert('CHANGE_REFUSED', `${flight.kind} of order ${order.clientOrderId}: ${code} ${venueCode} ${message}`, at);
  if (flight.kind !== 'amend') return;
  // The old prices stay; but what ought to be smaller than the venue has it is made smaller sooner or later, and what protects as large as what it protects.
  order.wanted = { ...order.held, lots: order.reduceOnly ? order.wanted.lots : Math.min(order.wanted.lots, order.held.lots) };
  broker.changed = true;
}
