/** Our orders as Kraken wants them. A client id of 32 hex characters is Kraken's short UUID form and travels as it is. */

import type { OrderName, PlaceOrder, VenueRequest } from '../../../core/trading/broker/venue-link.ts';
import type { BookEntry } from '../instrument-book.ts';
import { notSupported } from '../venue-error.ts';

const ORDER_TYPES: Readonly<Record<string, string>> = {
  market: 'market',
  limit: 'limit',
  stop: 'stop-loss',
  'stop-limit': 'stop-loss-limit',
  'take-profit': 'take-profit',
};

/** Long UUID, short UUID, or up to 18 characters of ASCII (docs.kraken.com, "Spot Client Order Identifiers"). */
const CLIENT_ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\x21-\x7e]{1,18})$/;

/** POST AddOrder. Fees are asked in the quote currency (fciq): by default Kraken takes them in the base when selling. */
export function placeParameters(order: PlaceOrder, entry: BookEntry, deadline: string): Record<string, string> {
  const ordertype = ORDER_TYPES[order.type];
  if (ordertype === undefined) throw notSupported(`Kraken: a ${order.type} order does not rest at the venue, it is followed here`);
  if (order.reduceOnly) throw notSupported('Kraken spot: reduce-only is for margin orders alone');
  if (order.postOnly && order.type !== 'limit')
    throw notSupported(`Kraken: expected a post-only order to be a limit order, found ${order.type}`);
  if (!CLIENT_ID.test(order.clientOrderId))
    throw notSupported(`Kraken: expected a client order id of 32 hex characters or at most 18 others, found "${order.clientOrderId}"`);
  return {
    pair: entry.market.id,
    type: order.side,
    ordertype,
    volume: order.quantity,
    cl_ord_id: order.clientOrderId,
    ...prices(order),
    ...timeInForce(order),
    oflags: order.postOnly ? 'fciq,post' : 'fciq',
    deadline,
  };
}

function prices(order: PlaceOrder): Record<string, string> {
  const needed = (price: string | null, what: string): string => {
    if (price === null) throw notSupported(`Kraken: expected a ${what} on a ${order.type} order, found none`);
    return price;
  };
  if (order.type === 'market') return {};
  if (order.type === 'limit') return { price: needed(order.limitPrice, 'limit price') };
  const price = needed(order.stopPrice, 'stop price');
  return order.type === 'stop-limit' ? { price, price2: needed(order.limitPrice, 'limit price') } : { price };
}

function timeInForce(order: PlaceOrder): Record<string, string> {
  if (order.type === 'market') {
    if (order.timeInForce === 'FOK') throw notSupported('Kraken: a market order can not be FOK');
    return {};
  }
  if (order.timeInForce === 'FOK') throw notSupported('Kraken: expected GTC, IOC or GTD, found FOK');
  if (order.timeInForce !== 'GTD') return { timeinforce: order.timeInForce };
  if (order.expireAt === null) throw notSupported('Kraken: expected a time on a GTD order, found none');
  return { timeinforce: 'GTD', expiretm: String(Math.floor(order.expireAt / 1000)) };
}

/** The venue's id where it is known, ours otherwise. */
export function naming(order: OrderName): { txid: string } | { cl_ord_id: string } {
  return order.venueOrderId === null ? { cl_ord_id: order.clientOrderId } : { txid: order.venueOrderId };
}

/** POST AmendOrder: what stays is left out. */
export function amendParameters(request: Extract<VenueRequest, { kind: 'amend' }>, deadline: string): Record<string, string> {
  return {
    ...naming(request.order),
    ...(request.quantity === undefined ? {} : { order_qty: request.quantity }),
    ...(request.limitPrice === undefined ? {} : { limit_price: request.limitPrice }),
    ...(request.stopPrice === undefined ? {} : { trigger_price: request.stopPrice }),
    deadline,
  };
}
