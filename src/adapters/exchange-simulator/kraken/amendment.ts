/** Changes of open orders: in place (amend), or by an order that takes the old one's place (edit). */

import { formatLots, parseLots } from '../../../core/domain/instrument.ts';
import type { ExchangeOrder } from '../exchange/orders.ts';
import type { KrakenAccount } from './account.ts';
import { invalidArgument, KrakenError, refusalError } from './errors.ts';
import { type Fields, flagOf, textOf } from './fields.ts';
import { amendIdOf } from './identifiers.ts';
import { AMEND_AGES, EDIT_AGES, weightOfAge } from './limits.ts';
import { matchedAs, type OrderRequest, readPrices } from './order-request.ts';
import { priceText } from './pairs.ts';
import { cancel, charge, checkFunds, checkMarket, checkPostOnly, place, placeClosings, readOrderOf } from './trading.ts';
import type { KrakenVenue } from './venue.ts';

/** New terms for an open order, which keeps its names. Returns the id of the change. */
export function amendOrder(venue: KrakenVenue, account: KrakenAccount, order: ExchangeOrder, fields: Fields): string {
  const terms = account.termsOf(order);
  const { pair } = terms.request;
  charge(venue, account, pair, 1 + weightOfAge(AMEND_AGES, venue.exchange.now - order.updatedAt));
  const { request, lots } = readAmendment(fields, terms.request, order);
  const amendId = amendIdOf(venue.nextAmendNumber());
  if (lots <= order.filledLots) {
    cancel(venue, account, order);
    return amendId;
  }
  checkMarket(venue, request);
  if (lots < pair.orderMinimumLots) throw new KrakenError('EOrder:Order minimum not met');
  const { type, limit, trigger } = matchedAs(request);
  if (type !== order.type) throw invalidArgument('trigger_price');
  checkFunds(account, pair, order.side, { limit, trigger }, lots - order.filledLots, order);
  checkPostOnly(request);
  // The news of the change shows the new terms.
  account.remember(order.number, { ...terms, request });
  const change = { lots, ...(!Number.isNaN(limit) && { limit }), ...(!Number.isNaN(trigger) && { trigger }) };
  const refusal = venue.amends(() => venue.exchange.amend(account.account, order, change));
  if (refusal !== null) throw refusalError(refusal);
  placeClosings(venue);
  return amendId;
}

function readAmendment(fields: Fields, request: OrderRequest, order: ExchangeOrder): { request: OrderRequest; lots: number } {
  const { pair, kind, side } = request;
  const [quantity, limitText, triggerText] = ['order_qty', 'limit_price', 'trigger_price'].map((name) => textOf(fields, name));
  if (textOf(fields, 'display_qty') !== undefined) throw invalidArgument('display_qty');
  // Each price where the kind of order has one.
  if (limitText !== undefined && Number.isNaN(request.limit)) throw invalidArgument('limit_price');
  if (triggerText !== undefined && Number.isNaN(request.trigger)) throw invalidArgument('trigger_price');
  const lots = quantity === undefined ? order.lots : parseLots(pair.instrument, quantity);
  if (lots === null || lots < 0) throw invalidArgument('order_qty');
  const stop = kind.startsWith('stop-loss') ? 'stop-loss' : 'take-profit';
  return {
    lots,
    request: {
      ...request,
      limit: limitText === undefined ? request.limit : readPrices({ kind: 'limit', price: limitText }, pair, side).limit,
      trigger: triggerText === undefined ? request.trigger : readPrices({ kind: stop, price: triggerText }, pair, side).trigger,
      postOnly: request.postOnly || (kind === 'limit' && flagOf(fields, 'post_only')),
    },
  };
}

/** The older way: the order is cancelled, and a new one with another id takes its place. */
export function editOrder(venue: KrakenVenue, account: KrakenAccount, order: ExchangeOrder, fields: Fields): ExchangeOrder {
  const { request } = account.termsOf(order);
  charge(venue, account, request.pair, 1 + weightOfAge(EDIT_AGES, venue.exchange.now - order.createdAt));
  // What the documentation says can't be edited: orders with a client id, with conditional terms, or filled beyond the new volume.
  if (request.clientId !== '') throw invalidArgument('cl_ord_id');
  if (request.close !== null) throw new KrakenError('EOrder:Invalid order');
  const next = readOrderOf(venue, { ...fieldsOf(request, order), ...fields }, request.pair);
  const lots = next.lots - order.filledLots;
  if (lots <= 0) throw new KrakenError('EOrder:Invalid order');
  const edited = { ...next, lots };
  // Whatever can be refused is, before the old order is gone.
  checkMarket(venue, edited);
  checkPostOnly(edited);
  checkFunds(account, request.pair, order.side, matchedAs(edited), lots, order);
  cancel(venue, account, order);
  return place(venue, account, edited, null);
}

/** An order as its owner could have asked for it. */
function fieldsOf({ pair, kind, side, userref, limit, trigger, trail }: OrderRequest, order: ExchangeOrder): Fields {
  const prices = [trigger, limit].filter((ticks) => !Number.isNaN(ticks)).map((ticks) => priceText(pair, ticks));
  const [price = trail, price2 = ''] = prices;
  const volume = formatLots(pair.instrument, order.lots);
  return { type: side > 0 ? 'buy' : 'sell', ordertype: kind, userref, volume, price, price2 };
}
