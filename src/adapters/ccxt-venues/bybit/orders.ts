/** Our orders as Bybit v5 wants them: exact text, one-way positions, triggers on the last price. */

import type { OrderName, PlaceOrder, VenueRequest } from '../../../core/trading/broker/venue-link.ts';
import type { BookEntry } from '../instrument-book.ts';
import { notSupported } from '../venue-error.ts';

/** Which way the price has to move for a conditional order to trigger: 1 rising, 2 falling. */
const TRIGGER_DIRECTIONS = {
  stop: { buy: 1, sell: 2 },
  'stop-limit': { buy: 1, sell: 2 },
  'take-profit': { buy: 2, sell: 1 },
} as const;

const TIMES_IN_FORCE: Readonly<Record<string, string>> = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK' };

/** POST /v5/order/create. */
export function placeParameters(order: PlaceOrder, entry: BookEntry): Record<string, unknown> {
  const isLimit = order.type === 'limit' || order.type === 'stop-limit';
  return {
    category: entry.category,
    symbol: entry.market.id,
    side: order.side === 'buy' ? 'Buy' : 'Sell',
    orderType: isLimit ? 'Limit' : 'Market',
    qty: order.quantity,
    ...(isLimit ? { price: needed(order.limitPrice, 'limit price', order) } : {}),
    timeInForce: timeInForce(order, isLimit),
    orderLinkId: order.clientOrderId,
    ...(entry.category === 'linear' ? { positionIdx: 0, reduceOnly: order.reduceOnly } : spotParameters(order, isLimit)),
    ...triggerParameters(order, entry),
  };
}

function timeInForce(order: PlaceOrder, isLimit: boolean): string {
  if (order.postOnly) {
    if (order.type !== 'limit') throw notSupported(`Bybit: expected a post-only order to be a limit order, found ${order.type}`);
    return 'PostOnly';
  }
  const word = TIMES_IN_FORCE[order.timeInForce];
  if (word === undefined) throw notSupported(`Bybit: expected GTC, IOC or FOK, found ${order.timeInForce}`);
  // Market orders are always IOC there; one that must fill whole can't be had.
  if (!isLimit && word === 'FOK') throw notSupported('Bybit: a market order is IOC, found FOK');
  return isLimit ? word : 'IOC';
}

/** Spot never borrows; a sale there can only reduce, a purchase never does. A market quantity is in the base coin. */
function spotParameters(order: PlaceOrder, isLimit: boolean): Record<string, unknown> {
  if (order.reduceOnly && order.side === 'buy') throw notSupported('Bybit spot: expected a reduce-only order to sell, found a buy');
  return { isLeverage: 0, ...(isLimit ? {} : { marketUnit: 'baseCoin' }) };
}

function triggerParameters(order: PlaceOrder, entry: BookEntry): Record<string, unknown> {
  if (order.type === 'market' || order.type === 'limit') return {};
  if (order.type === 'trailing-stop') throw notSupported('Bybit: a trailing stop does not rest at the venue, it is followed here');
  const triggerPrice = needed(order.stopPrice, 'stop price', order);
  if (entry.category === 'spot') return { orderFilter: 'StopOrder', triggerPrice };
  return { triggerPrice, triggerDirection: TRIGGER_DIRECTIONS[order.type][order.side], triggerBy: 'LastPrice' };
}

function needed(price: string | null, what: string, order: PlaceOrder): string {
  if (price !== null) return price;
  throw notSupported(`Bybit: expected a ${what} on a ${order.type} order, found none`);
}

/** The venue's id where it is known, ours otherwise. */
export function naming(order: OrderName): { orderId: string } | { orderLinkId: string } {
  return order.venueOrderId === null ? { orderLinkId: order.clientOrderId } : { orderId: order.venueOrderId };
}

/** POST /v5/order/amend: `qty` is the total, what stays is left out. */
export function amendParameters(request: Extract<VenueRequest, { kind: 'amend' }>, entry: BookEntry): Record<string, unknown> {
  return {
    category: entry.category,
    symbol: entry.market.id,
    ...naming(request.order),
    ...(request.quantity === undefined ? {} : { qty: request.quantity }),
    ...(request.limitPrice === undefined ? {} : { price: request.limitPrice }),
    ...(request.stopPrice === undefined ? {} : { triggerPrice: request.stopPrice }),
  };
}
