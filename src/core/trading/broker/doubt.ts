/** Orders nobody is sure of: asked about until the venue has told, given up only after it has denied them long enough, taken back when they live after all. */

import { parseLots } from '../../domain/instrument.ts';
import type { Fill } from '../venue-model/venue.ts';
import type { Broker } from './broker.ts';
import type { BrokerListener } from './broker-options.ts';
import { type BrokerOrder, revivedOrder } from './broker-order.ts';
import { DENIALS_NEEDED, TIMES } from './due.ts';
import type { EndedOrder } from './ended-orders.ts';
import type { ExecutionReport, OrderReport, VenueAnswer } from './venue-link.ts';

/** News may have been missed: whatever works is asked for. */
export function doubtAll(broker: Broker, at: number): void {
  for (const order of broker.orders.values()) if (order.state === 'working') broker.doubt(order, at);
  broker.missed(at);
}

/** Whether only asking tells what has become of it. */
export function isAskedAbout(order: BrokerOrder): boolean {
  if (order.state === 'in-doubt') return true;
  if (order.state !== 'working') return false;
  return order.final !== null || order.reportedFilled > order.filled || (order.cancelCode !== null && order.askedAt > 0);
}

export function find(broker: Broker, order: BrokerOrder, at: number): void {
  const request = { kind: 'find', order: broker.nameOf(order), since: broker.executions.until } as const;
  if (broker.question(request, at, (answer, answeredAt) => found(broker, order, answer, at, answeredAt)))
    order.askedAt = at + TIMES.askAgain;
}

function found(broker: Broker, order: BrokerOrder, answer: VenueAnswer, askedAt: number, at: number): void {
  if (broker.orders.get(order.number) !== order || !answer.ok || answer.kind !== 'find') return;
  for (const execution of answer.executions) broker.tookPlace(execution, at);
  if (answer.order !== null) broker.report(answer.order, at, true);
  else if (order.filled >= order.held.lots) broker.finish(order, 'filled', '', at);
  else denied(broker, order, askedAt, at);
  broker.pumpAll(at);
}

function denied(broker: Broker, order: BrokerOrder, askedAt: number, at: number): void {
  if (order.denials === 0) order.deniedSince = askedAt;
  order.denials++;
  if (order.denials < DENIALS_NEEDED || askedAt - order.deniedSince < TIMES.denialSpan) return;
  // What it had been filled before is booked by now.
  const forgotten = order.venueOrderId !== null || order.filled > 0;
  const code = forgotten ? 'VENUE_FORGOT' : 'NEVER_ARRIVED';
  broker.listener.onAlert(code, `order ${order.clientOrderId}: the venue has denied knowing it ${order.denials} times`, at);
  broker.finish(order, forgotten ? 'cancelled' : 'rejected', code, at);
}

/** An open order as the venue lists it: its number here, or 0 where it is not ours. One of ours that is over is asked for: a list may be old. */
export function listed(broker: Broker, report: OrderReport, at: number): number {
  const known = broker.orderOf(report.clientOrderId, report.venueOrderId);
  if (known !== undefined) {
    broker.report(report, at, true);
    return known.number;
  }
  const ended = endedOf(broker, report, at);
  if (ended === undefined) return 0;
  isItOver(broker, report, at);
  return ended.number;
}

/**
 * An order that is over here, or that only the venue remembers: what left while nothing could be recorded is known by its id, and from then on treated like
 * one that was given up.
 */
export function endedOf(broker: Broker, named: Pick<OrderReport, 'clientOrderId' | 'instrument'>, at: number): EndedOrder | undefined {
  const { clientOrderId } = named;
  const known = broker.ended.get(clientOrderId);
  if (known !== undefined || clientOrderId === '') return known;
  const instrument = broker.options.instruments.find(({ id }) => id === named.instrument);
  const slot = instrument === undefined ? -1 : (broker.options.unrecordedSlotOf?.(clientOrderId, instrument.index) ?? -1);
  if (slot < 0) return undefined;
  const number = Math.min(broker.ended.unusedNumber, ...[...broker.orders.keys()].map((taken) => taken - 1));
  const ended = { clientOrderId, number, slot, filled: 0, at };
  broker.listener.onAlert('ORDER_UNRECORDED', `order ${clientOrderId} left while nothing could be recorded: it is taken in again`, at);
  broker.ended.add(ended);
  broker.changed = true;
  return ended;
}

/** Orders that ought to work and that the venue does not list are asked for. */
export function unlisted(broker: Broker, listed: ReadonlySet<number>, at: number): void {
  for (const order of broker.orders.values()) if (order.state === 'working' && !listed.has(order.number)) broker.doubt(order, at);
  broker.pumpAll(at);
}

/** What an answer says that took longer may be over by now: it is asked once more. */
const OLD_ANSWER_MS = 1_000;
type OrderName = Pick<OrderReport, 'clientOrderId' | 'venueOrderId' | 'instrument'>;

/** News says that an order works which is over here: old news, or one that was given up too early. The venue is asked. */
export function isItOver(broker: Broker, { clientOrderId, venueOrderId, instrument }: OrderName, at: number): void {
  const request = { kind: 'find', order: { clientOrderId, venueOrderId, instrument }, since: broker.executions.until } as const;
  const ended = broker.ended.get(clientOrderId);
  broker.question(request, at, (answer, answeredAt) => {
    if (!answer.ok || answer.kind !== 'find') return;
    for (const execution of answer.executions) broker.tookPlace(execution, answeredAt);
    // It may have come back and ended again while the answer was on its way.
    if (answer.order?.status !== 'working' || ended === undefined || broker.ended.get(clientOrderId) !== ended) return;
    if (answeredAt - at <= OLD_ANSWER_MS) revive(broker, answer.order, ended, answeredAt);
    else isItOver(broker, { clientOrderId, venueOrderId, instrument }, answeredAt);
  });
}

/** An order that was given up lives after all: it is taken back in, to be cancelled at once. */
function revive(broker: Broker, report: OrderReport, ended: EndedOrder, at: number): void {
  const instrument = broker.options.instruments.find(({ id }) => id === report.instrument);
  const lots = instrument === undefined ? null : parseLots(instrument, report.quantity);
  if (instrument === undefined || lots === null) return;
  broker.listener.onAlert(
    'ORDER_CAME_BACK',
    `order ${report.clientOrderId} is wanted no more, and works at the venue: it is cancelled`,
    at,
  );
  broker.ended.delete(report.clientOrderId);
  broker.orders.set(ended.number, revivedOrder(report, ended, instrument.index, lots, at));
  broker.changed = true;
}

/** A fill that no working order of ours explains. */
export function tellStray({ listener, options }: Broker, fill: Fill, slot: number, { executionId, clientOrderId }: ExecutionReport): void {
  const whose = clientOrderId === '' ? 'nobody of ours' : `order ${clientOrderId}, which is over here or was never ours`;
  const { externalWords } = options;
  const becomes = externalWords !== undefined && slot === options.externalSlotOf(fill.instrument) ? `: ${externalWords}` : '';
  listener.onAlert('STRAY_FILL', `execution ${executionId} belongs to ${whose}${becomes}`, fill.at);
  listener.onDemand('external', `a trade that was not decided here: ${executionId}`, true, fill.at);
  if (slot >= 0) listener.onStray(fill, slot);
}

/** The venue has closed something by itself. */
export function tellForced(listener: BrokerListener, report: ExecutionReport, at: number): void {
  const { kind, side, quantity, instrument, price, executionId } = report;
  const words = `the venue has closed a position by force: ${side} ${quantity} ${instrument} at ${price} (${executionId})`;
  listener.onAlert(kind === 'liquidation' ? 'LIQUIDATED' : 'DELEVERAGED', words, at);
}

/**
 * What only closes has filled more than is held by what is booked: somebody's trade by hand came after it and was told before it. What is too much is
 * therefore that trade's.
 */
export function tellBeyond({ listener, options }: Broker, fill: Fill, { executionId, clientOrderId }: ExecutionReport, at: number): void {
  const words = `execution ${executionId} of order ${clientOrderId} closes ${fill.lots} lots more than are held: they are those of a trade by hand`;
  listener.onAlert('FILL_BEYOND', words, at);
  const slot = options.externalSlotOf(fill.instrument);
  if (slot >= 0) listener.onStray({ ...fill, order: 0 }, slot);
}
