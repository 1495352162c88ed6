/** Matching of working orders against one candle: at its open, then inside it. Sections 4 and 6 of docs/reference/fill-rules.md, in their order. */

import { valueOf } from '../ledger/position-book.ts';
import { arriveInDepth, fillReached, takeAtMarket } from './depth.ts';
import type { Desk } from './desk.ts';
import type { VenueModel } from './venue-model.ts';
import { ARRIVING, DONE, RESTING, type VenueOrder } from './venue-order.ts';

/** Section 4 step 4: every active order in sequence, orders born on the way included. */
export function matchAtOpen(venue: VenueModel, desk: Desk): void {
  for (const order of desk.orders) order.asleep = false;
  if (desk.volumeLots === 0) return;
  if (desk.depth !== null) fillReached(venue, desk, desk.depth);
  for (let i = 0; i < desk.orders.length; i++) {
    const order = desk.orders[i] as VenueOrder;
    if (order.stage === DONE) continue;
    if (order.stage === ARRIVING) {
      if (order.arrival > venue.now) continue;
      order.stage = RESTING;
      arriveAtOpen(venue, desk, order);
    } else restAtOpen(venue, desk, order);
    order.seenOpen = order.stage !== DONE;
  }
}

function openOf(desk: Desk, order: VenueOrder): number {
  return order.side > 0 ? desk.openAsk : desk.openBid;
}

/** True when a price is at or past a stop's trigger: up for buys, down for sells. */
function stopReached(order: VenueOrder, ticks: number): boolean {
  return order.side > 0 ? ticks >= order.level : ticks <= order.level;
}

/** True when a price is at or past a take-profit's trigger: down for buys, up for sells. */
function profitReached(order: VenueOrder, ticks: number): boolean {
  return order.side > 0 ? ticks <= order.trigger : ticks >= order.trigger;
}

function refusedAtArrival(venue: VenueModel, desk: Desk, order: VenueOrder): boolean {
  if (order.equityShare !== null) return false;
  if (!(order.lots > 0)) {
    venue.finish(order, 'rejected', 'QUANTITY_INVALID');
    return true;
  }
  const price = order.limit === order.limit ? order.limit : order.trigger === order.trigger ? order.trigger : openOf(desk, order);
  if (
    !order.reduceOnly &&
    desk.instrument.minimumNotional > 0 &&
    valueOf(desk.instrument, price, order.lots) < desk.instrument.minimumNotional
  ) {
    venue.finish(order, 'rejected', 'BELOW_MINIMUM');
    return true;
  }
  return false;
}

function arriveAtOpen(venue: VenueModel, desk: Desk, order: VenueOrder): void {
  if (refusedAtArrival(venue, desk, order)) return;
  const open = openOf(desk, order);
  switch (order.type) {
    case 'market':
      return fillAtMarket(venue, desk, order, open);
    case 'limit':
      return arriveLimit(venue, desk, order, open);
    case 'stop':
      if (stopReached(order, open)) fillAtMarket(venue, desk, order, open);
      return;
    case 'take-profit':
      if (profitReached(order, open)) fillAtMarket(venue, desk, order, open);
      return;
    case 'stop-limit':
      if (stopReached(order, open)) {
        order.type = 'limit';
        arriveLimit(venue, desk, order, open);
      }
      return;
    case 'trailing-stop':
      order.extreme = open;
  }
}

function restAtOpen(venue: VenueModel, desk: Desk, order: VenueOrder): void {
  const open = openOf(desk, order);
  switch (order.type) {
    case 'limit':
      if (desk.depth === null && passed(venue, order, open)) fillResting(venue, desk, order);
      return;
    case 'stop':
    case 'trailing-stop':
      if (stopReached(order, open)) fillAtMarket(venue, desk, order, open);
      return;
    case 'stop-limit':
      if (stopReached(order, open)) {
        order.type = 'limit';
        arriveLimit(venue, desk, order, open);
      }
      return;
    case 'take-profit':
      if (profitReached(order, open)) fillAtMarket(venue, desk, order, open);
      return;
    case 'market':
      return fillAtMarket(venue, desk, order, open);
  }
}

/** A limit that meets the open for the first time: takes what is there, or rests. */
function arriveLimit(venue: VenueModel, desk: Desk, order: VenueOrder, open: number): void {
  if (desk.depth !== null) return arriveInDepth(venue, desk, desk.depth, order);
  const marketable = order.side > 0 ? open <= order.limit : open >= order.limit;
  const atOnce = order.timeInForce === 'IOC' || order.timeInForce === 'FOK';
  if (!marketable) {
    if (atOnce) venue.finish(order, 'cancelled', order.timeInForce);
    return;
  }
  if (order.postOnly) return venue.finish(order, 'rejected', 'POST_ONLY_WOULD_TAKE');
  if (order.timeInForce === 'FOK' && venue.lotsAt(desk, order, open, 'taker') > desk.budget) return venue.finish(order, 'cancelled', 'FOK');
  fillWithinBudget(venue, desk, order, open, 'taker');
  if (atOnce && order.stage !== DONE) venue.finish(order, 'cancelled', order.timeInForce);
}

function fillAtMarket(venue: VenueModel, desk: Desk, order: VenueOrder, ticks: number): void {
  if (desk.depth !== null) return takeAtMarket(venue, desk, desk.depth, order);
  const lots = order.unsized && venue.slipsByVolume ? venue.lotsAt(desk, order, ticks, 'taker') : order.remaining;
  venue.fillSlipped(desk, order, Number.POSITIVE_INFINITY, ticks, lots);
}

function fillResting(venue: VenueModel, desk: Desk, order: VenueOrder): void {
  fillWithinBudget(venue, desk, order, order.limit, 'maker');
}

function fillWithinBudget(venue: VenueModel, desk: Desk, order: VenueOrder, ticks: number, liquidity: 'maker' | 'taker'): void {
  if (desk.budget > 0) desk.budget -= venue.fill(desk, order, desk.budget, ticks, liquidity);
}

/** A resting limit fills when the price goes through it by a tick (or touches it, where that option is on). */
function passed(venue: VenueModel, order: VenueOrder, ticks: number): boolean {
  const margin = venue.touch ? 0 : 1;
  return order.side > 0 ? ticks <= order.limit - margin : ticks >= order.limit + margin;
}

/** Section 6: liquidation, stops, targets, trailing extremes. `high` and `low` are bid ticks. */
export function matchInside(venue: VenueModel, desk: Desk, high: number, low: number): void {
  venue.inside = true;
  playPath(venue, desk, high, low);
  venue.inside = false;
}

function playPath(venue: VenueModel, desk: Desk, high: number, low: number): void {
  const { ask } = desk.candles ?? {};
  const scale = desk.instrument.ticksPerUnit / desk.instrument.tickUnits;
  const askHigh = ask ? Math.round((ask.high[desk.index] as number) * scale) : high;
  const askLow = ask ? Math.round((ask.low[desk.index] as number) * scale) : low;
  venue.liquidateIf(desk, low, askHigh);
  if (desk.volumeLots === 0) return;
  runStops(venue, desk, askHigh, low);
  runTargets(venue, desk, high, low, askHigh, askLow);
  for (const order of desk.orders) {
    if (order.type !== 'trailing-stop' || !order.seenOpen || order.stage === DONE) continue;
    order.extreme = order.side < 0 ? Math.max(order.extreme, high) : Math.min(order.extreme, askLow);
  }
}

/** An order created by a fill inside the candle becomes active at once; a trailing stop keeps that fill's price as its extreme. */
function bornInside(venue: VenueModel, desk: Desk, order: VenueOrder): void {
  if (refusedAtArrival(venue, desk, order)) return;
  order.stage = RESTING;
}

/** Step 2, repeated until no touched stop is left, so that stops born on the way join. */
function runStops(venue: VenueModel, desk: Desk, askHigh: number, low: number): void {
  for (;;) {
    const order = nearest(
      desk,
      (candidate) => isStop(candidate) && (candidate.side > 0 ? askHigh >= candidate.level : low <= candidate.level),
      stopPrice,
    );
    if (order === null) return;
    const level = order.level;
    if (order.type !== 'stop-limit') {
      fillAtMarket(venue, desk, order, level);
    } else {
      order.type = 'limit';
      order.asleep = true;
      const marketable = order.side > 0 ? order.limit >= level : order.limit <= level;
      if (marketable) fillWithinBudget(venue, desk, order, level, 'taker');
    }
    wakeBorn(venue, desk, false);
  }
}

/** Step 3. What is born here acts in this candle only as a stop. */
function runTargets(venue: VenueModel, desk: Desk, high: number, low: number, askHigh: number, askLow: number): void {
  for (;;) {
    const order = nearest(
      desk,
      (candidate) => {
        const price = candidate.side > 0 ? askLow : high;
        if (candidate.type === 'limit') return desk.budget > 0 && passed(venue, candidate, price);
        return candidate.type === 'take-profit' && profitReached(candidate, price);
      },
      targetPrice,
    );
    if (order === null) return;
    if (order.type === 'limit') {
      order.asleep = true;
      fillResting(venue, desk, order);
    } else fillAtMarket(venue, desk, order, order.trigger);
    wakeBorn(venue, desk, true);
    runStops(venue, desk, askHigh, low);
  }
}

/** Activates orders that a fill has just created; in step 3 those that are not stops sleep until the next open. */
function wakeBorn(venue: VenueModel, desk: Desk, inTargets: boolean): void {
  for (const order of desk.orders) {
    if (order.stage !== ARRIVING || !order.born || !order.inside) continue;
    bornInside(venue, desk, order);
    if (inTargets && !isStop(order)) order.asleep = true;
  }
}

function isStop(order: VenueOrder): boolean {
  return order.type === 'stop' || order.type === 'trailing-stop' || order.type === 'stop-limit';
}

function stopPrice(order: VenueOrder): number {
  return order.level;
}

function targetPrice(order: VenueOrder): number {
  return order.type === 'limit' ? order.limit : order.trigger;
}

/** The awake resting order that `takes` and whose price is nearest to the open of its side; ties go to the lower number. */
function nearest(desk: Desk, takes: (order: VenueOrder) => boolean, price: (order: VenueOrder) => number): VenueOrder | null {
  let best: VenueOrder | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const order of desk.orders) {
    if (order.stage !== RESTING || order.asleep || !takes(order)) continue;
    const distance = Math.abs(price(order) - openOf(desk, order));
    if (distance < bestDistance || (distance === bestDistance && order.id < (best as VenueOrder).id)) {
      best = order;
      bestDistance = distance;
    }
  }
  return best;
}
