/** The broker's clock: how long it waits for what, in ms (trading rules 7.3, 7.4 and 7.7). */

import { type BrokerOrder, differs } from './broker-order.ts';
import type { VenueCapabilities } from './venue-link.ts';

export const TIMES = {
  /** Without an answer for this long a request's outcome is in doubt. */
  acknowledgement: 5_000,
  /** Between two questions about the same order. */
  askAgain: 5_000,
  /** Denials count once they have lasted this long. */
  denialSpan: 10_000,
  /** After a cancellation was agreed to, its end should be news by then. */
  newsAfterCancel: 1_000,
  /** After an order was reported filled, its executions should be news by then. */
  newsAfterReport: 1_000,
  /** A change that was put off; doubled each time. What is to be cancelled, or made as small as what it closes, is tried until it is. */
  retryFirst: 500,
  rateLimit: 1_000,
  /** Answers to requests older than this are no longer recognised. */
  forgetRequest: 120_000,
} as const;

export const DENIALS_NEEDED = 3;

/** When an order has to be looked at next. */
export function dueAt(order: BrokerOrder, isAskedAbout: boolean): number {
  let due = Number.POSITIVE_INFINITY;
  if (order.state === 'sent') due = order.since + TIMES.acknowledgement;
  if (isAskedAbout) due = Math.min(due, order.askedAt);
  if (order.retryAt > 0 && (order.cancelCode !== null || differs(order.wanted, order.held))) due = Math.min(due, order.retryAt);
  return due;
}

/** Its time has come, the venue does not end it by itself, and it is not called back yet. */
export function hasExpired({ expireAt, cancelCode }: BrokerOrder, marketTime: number, { timesInForce }: VenueCapabilities): boolean {
  return expireAt !== null && cancelCode === null && marketTime >= expireAt && !timesInForce.includes('GTD');
}
