/** What an answer to a message about an order means for it: agreed, refused for good, refused for now, or in doubt. */

import { doubledPauseMs } from '../../domain/retries.ts';
import type { Broker } from './broker.ts';
import type { BrokerOrder } from './broker-order.ts';
import { TIMES } from './due.ts';
import { ERROR_CLASSES } from './error-classes.ts';
import type { Flight } from './requests.ts';
import type { VenueAnswer, VenueFailure } from './venue-link.ts';

/** A change to a working order survives it: it is tried again later. */
function isPassing(code: VenueFailure['code']): boolean {
  return ERROR_CLASSES[code] === 'network' || ERROR_CLASSES[code] === 'api';
}

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
    order.retryAt = at + doubledPauseMs(TIMES.newsAfterCancel, ++order.tries);
    return;
  }
  order.retryAt = at + doubledPauseMs(TIMES.retryFirst, ++order.tries);
  if (outcome === 'not-sent' || isPassing(code)) return;
  broker.listener.onAlert('CHANGE_REFUSED', `${flight.kind} of order ${order.clientOrderId}: ${code} ${venueCode} ${message}`, at);
  if (flight.kind !== 'amend') return;
  // The old prices stay; but what ought to be smaller than the venue has it is made smaller sooner or later, and what protects as large as what it protects.
  order.wanted = { ...order.held, lots: order.reduceOnly ? order.wanted.lots : Math.min(order.wanted.lots, order.held.lots) };
  broker.changed = true;
}
