/** Order entry: what REST and the stream both do with orders, with Kraken's checks before the exchange's own. */

import { valueOf } from '../../../core/trading/ledger/position-book.ts';
import { isCountable } from '../exchange/countable.ts';
import { type ExchangeOrder, type Execution, isOpen } from '../exchange/orders.ts';
import type { KrakenAccount } from './account.ts';
import { INSUFFICIENT_FUNDS, invalidArgument, KrakenError, refusalError, UNKNOWN_ORDER } from './errors.ts';
import { type Fields, textOf } from './fields.ts';
import { CANCEL_AGES, weightOfAge } from './limits.ts';
import { type CloseTerms, matchedAs, type OrderRequest, readOrder, readPrices } from './order-request.ts';
import type { Pair } from './pairs.ts';
import type { KrakenVenue } from './venue.ts';

/** A request without a deadline of its own lives this long. */
const DEFAULT_DEADLINE_MS = 5_000;
const LONGEST_DEADLINE_MS = 60_000;

type Matched = Pick<OrderRequest, 'limit' | 'trigger'>;

/** A request that comes too late is not worked on: this is what makes a delayed order harmless. */
export function checkDeadline(fields: Fields, receivedAt: number, now: number): void {
  const text = textOf(fields, 'deadline');
  const deadline = text === undefined ? receivedAt + DEFAULT_DEADLINE_MS : Date.parse(text);
  if (Number.isNaN(deadline) || deadline > now + LONGEST_DEADLINE_MS) throw invalidArgument('deadline');
  if (deadline <= now) throw new KrakenError('EService:Deadline elapsed');
}

export function readOrderOf(venue: KrakenVenue, fields: Fields, pair: Pair): OrderRequest {
  return readOrder(fields, pair, { wall: venue.wallNow(), exchange: venue.exchange.now });
}

/** Takes an order in; `weight` is what it counts of the rate limit. KrakenError where it is refused. */
export function addOrder(venue: KrakenVenue, account: KrakenAccount, request: OrderRequest, weight = 1): ExchangeOrder {
  charge(venue, account, request.pair, weight);
  return place(venue, account, request, null);
}

/** Counts a request of order entry, in the pair it is for. */
export function charge(venue: KrakenVenue, account: KrakenAccount, pair: Pair, weight: number): void {
  if (!account.tradingCounter(pair).take(weight, venue.wallNow())) throw new KrakenError('EOrder:Rate limit exceeded');
}

export function place(venue: KrakenVenue, account: KrakenAccount, request: OrderRequest, parent: string | null): ExchangeOrder {
  const { pair, side, lots, clientId } = request;
  const { exchange } = venue;
  checkMarket(venue, request);
  const matched = matchedAs(request);
  if (!account.hasRoom(pair)) throw new KrakenError('EOrder:Orders limit exceeded');
  checkCost(pair, matched, lots);
  const { timeInForce, expireAt, postOnly, trailTicks, trailRatio } = request;
  const life = { timeInForce, expireAt, postOnly, reduceOnly: false };
  const wanted = { clientId, market: pair.market.index, side, lots, ...matched, trailTicks, trailRatio, ...life };
  // Before the funds: an order sent twice must not look like one that is too large.
  if (clientId !== '' && account.openOrders().some((open) => open.clientId === clientId)) throw refusalError('DUPLICATE_CLIENT_ID');
  checkFunds(account, pair, side, matched, lots);
  const placed = venue.opens({ request, parent }, () => exchange.place(account.account, wanted));
  if (!placed.ok) throw refusalError(placed.code);
  placeClosings(venue);
  return placed.order;
}

export function checkMarket(venue: KrakenVenue, { pair, postOnly }: OrderRequest): void {
  if (venue.status === 'maintenance') throw new KrakenError('EService:Unavailable');
  if (venue.status === 'cancel_only' || pair.market.halted) throw refusalError('INSTRUMENT_HALTED');
  if (venue.status === 'post_only' && !postOnly) throw new KrakenError('EService:Market in post_only mode');
}

function checkCost({ instrument, market, costMinimum }: Pair, { limit, trigger }: Matched, lots: number): void {
  const ticks = [limit, trigger, market.askTicks].find((price) => !Number.isNaN(price)) as number;
  if (isCountable(instrument, ticks, lots) && valueOf(instrument, ticks, lots) < costMinimum) throw refusalError('BELOW_MINIMUM');
}

export function checkPostOnly({ pair, side, postOnly, limit }: OrderRequest): void {
  const best = side > 0 ? pair.market.askTicks : pair.market.bidTicks;
  if (postOnly && side * (limit - best) >= 0) throw refusalError('POST_ONLY_WOULD_TAKE');
}

/** What other open orders hold can't be used again: a stop and a target for the same coins do not fit together here. */
export function checkFunds(account: KrakenAccount, pair: Pair, side: 1 | -1, prices: Matched, lots: number, except?: ExchangeOrder): void {
  const enough = side < 0 ? lots <= account.freeLots(pair, except) : account.costOf(pair, prices, lots) <= account.freeQuanta(except);
  if (!enough) throw new KrakenError(INSUFFICIENT_FUNDS);
}

/** Orders that executions have called for, as independent orders of the executed quantity. What the venue refuses of them is not placed. */
export function placeClosings(venue: KrakenVenue): void {
  for (let closing = venue.closings.shift(); closing !== undefined; closing = venue.closings.shift()) {
    const { account, execution, terms } = closing;
    const { close } = terms.request;
    if (close === null) continue;
    try {
      place(venue, account, closingRequest(terms.request, close, execution), execution.order?.venueId ?? null);
    } catch (error) {
      if (!(error instanceof KrakenError)) throw error;
    }
  }
}

function closingRequest(request: OrderRequest, close: CloseTerms, { side, lots }: Execution): OrderRequest {
  const opposite = -side as 1 | -1;
  return {
    ...request,
    side: opposite,
    kind: close.kind,
    lots,
    cash: '',
    ...readPrices(close, request.pair, opposite),
    timeInForce: 'GTC',
    expireAt: Number.POSITIVE_INFINITY,
    expiretm: 0,
    postOnly: false,
    clientId: '',
    oflags: 'fciq',
    close: null,
  };
}

/** Cancels an order at its owner's wish, with what that costs of the rate limit. */
export function cancelOrder(venue: KrakenVenue, account: KrakenAccount, order: ExchangeOrder): void {
  const { pair } = account.termsOf(order).request;
  charge(venue, account, pair, weightOfAge(CANCEL_AGES, venue.exchange.now - order.createdAt));
  cancel(venue, account, order);
}

export function cancel(venue: KrakenVenue, account: KrakenAccount, order: ExchangeOrder): void {
  if (venue.status === 'maintenance') throw new KrakenError('EService:Unavailable');
  const refusal = venue.exchange.cancel(account.account, order);
  if (refusal !== null) throw refusalError(refusal);
}

/** All of them, stops included. Returns how many. */
export function cancelAll(venue: KrakenVenue, account: KrakenAccount): number {
  const orders = account.openOrders();
  for (const order of orders) cancel(venue, account, order);
  return orders.length;
}

/** Open orders by id, by client id, or by user reference. KrakenError where there is none. */
export function openOrdersNamed(
  account: KrakenAccount,
  by: { id?: string; clientId?: string; userref?: number },
): [ExchangeOrder, ...ExchangeOrder[]] {
  const orders = account.orders().filter(isOpen);
  const found = orders.filter(
    (order) =>
      (by.id !== undefined && order.venueId === by.id) ||
      (by.clientId !== undefined && order.clientId === by.clientId) ||
      (by.userref !== undefined && account.termsOf(order).request.userref === by.userref),
  );
  const [first, ...others] = found;
  if (first === undefined) throw new KrakenError(UNKNOWN_ORDER);
  return [first, ...others];
}
