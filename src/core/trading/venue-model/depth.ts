/** Orders where more than one price is known: takers walk the levels of a book, resting limits wait for what reaches them. Section 12 of docs/reference/fill-rules.md. */

import { valueOf } from '../ledger/position-book.ts';
import type { Desk } from './desk.ts';
import type { VenueModel } from './venue-model.ts';
import { DONE, RESTING, type VenueOrder } from './venue-order.ts';

export interface RestingLimit {
  readonly id: number;
  readonly side: 1 | -1;
  readonly limit: number;
  readonly remaining: number;
}

/** What one account's orders in one instrument meet. Prices in ticks. */
export interface Depth {
  /** Price of level n that a taker of this side meets, the best being 0; NaN where there is none. */
  ticksAt(side: 1 | -1, n: number): number;
  /** Lots a taker finds at that level; Infinity where nobody knows. */
  lotsAt(side: 1 | -1, n: number): number;
  /** A limit order rests, or its terms have changed: another price, or more than was left, is a new place in the queue. */
  rests(order: RestingLimit): void;
  /** An order is over. */
  gone(order: number): void;
  /** Lots of a resting order that are met at this moment, at most what is left of it; each is given once. */
  reaching(order: RestingLimit): number;
}

/** A market-class fill: level by level, until the order or the book is used up. What is left then is cancelled. */
export function takeAtMarket(venue: VenueModel, desk: Desk, depth: Depth, order: VenueOrder): void {
  take(venue, desk, depth, order, order.side * Number.POSITIVE_INFINITY);
  if (order.stage !== DONE) venue.finish(order, 'cancelled', 'DEPTH_USED_UP');
}

/** A limit order that arrives: takes what is there at its price or better, and rests with what is left. */
export function arriveInDepth(venue: VenueModel, desk: Desk, depth: Depth, order: VenueOrder): void {
  const { side, limit, timeInForce } = order;
  const best = depth.ticksAt(side, 0);
  const takes = within(side, best, limit);
  if (takes && order.postOnly) return venue.finish(order, 'rejected', 'POST_ONLY_WOULD_TAKE');
  if (timeInForce === 'FOK' && !(takes && venue.lotsAt(desk, order, best, 'taker') <= lotsWithin(depth, side, limit)))
    return venue.finish(order, 'cancelled', 'FOK');
  if (takes) take(venue, desk, depth, order, limit);
  if (order.stage === DONE) return;
  if (timeInForce === 'IOC' || timeInForce === 'FOK') venue.finish(order, 'cancelled', timeInForce);
  else depth.rests(order);
}

/** Resting limits are filled with what reaches them, at their own price: the best price first, then in sequence. */
export function fillReached(venue: VenueModel, desk: Desk, depth: Depth): void {
  const resting = desk.orders.filter(({ type, stage }) => type === 'limit' && stage === RESTING);
  resting.sort((a, b) => (a.side === b.side ? a.side * (b.limit - a.limit) || a.id - b.id : a.side - b.side));
  for (const order of resting) {
    if (order.stage === DONE) continue;
    const lots = depth.reaching(order);
    if (lots > 0) venue.fill(desk, order, lots, order.limit, 'maker');
  }
}

/** Lots that a taker finds at a limit or better. */
export function lotsWithin(depth: Pick<Depth, 'ticksAt' | 'lotsAt'>, side: 1 | -1, limit: number): number {
  let lots = 0;
  for (let n = 0; within(side, depth.ticksAt(side, n), limit); n++) lots += depth.lotsAt(side, n);
  return lots;
}

function take(venue: VenueModel, desk: Desk, depth: Depth, order: VenueOrder, limit: number): void {
  const best = depth.ticksAt(order.side, 0);
  for (let n = 0; order.stage !== DONE; n++) {
    const ticks = depth.ticksAt(order.side, n);
    if (!within(order.side, ticks, limit)) return;
    const done = venue.fill(desk, order, depth.lotsAt(order.side, n), ticks, 'taker');
    if (n > 0) venue.slippagePaid += valueOf(desk.instrument, Math.abs(ticks - best), done);
  }
}

/** False where there is no price. */
function within(side: 1 | -1, ticks: number, limit: number): boolean {
  return side > 0 ? ticks <= limit : ticks >= limit;
}
