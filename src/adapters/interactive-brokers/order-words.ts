/** Orders in the words of Interactive Brokers and back: what is sent, and what is reported of what the gateway tells. */

import { type Contract, OrderType as IbOrderType, type TimeInForce as IbTimeInForce, type Order, OrderAction } from '@stoqey/ib';
import type { OrderType, TimeInForce } from '../../core/domain/order.ts';
import type { ExecutionReport, OrderReport, PlaceOrder, VenueFailure } from '../../core/trading/broker/venue-link.ts';
import { notSent } from './failures.ts';
import { utcText } from './wire-time.ts';

/** Types that are sent, with the prices they take. A trailing stop is not among them: the port has no distance. */
const TYPES: Readonly<Partial<Record<OrderType, { readonly name: IbOrderType; readonly limit: boolean; readonly stop: boolean }>>> = {
  market: { name: IbOrderType.MKT, limit: false, stop: false },
  limit: { name: IbOrderType.LMT, limit: true, stop: false },
  stop: { name: IbOrderType.STP, limit: false, stop: true },
  'stop-limit': { name: IbOrderType.STP_LMT, limit: true, stop: true },
  'take-profit': { name: IbOrderType.MIT, limit: false, stop: true },
};

export const ORDER_TYPES = Object.keys(TYPES) as OrderType[];
export const TIMES_IN_FORCE: readonly TimeInForce[] = ['GTC', 'IOC', 'FOK', 'GTD'];

/** What is known of an order at the venue. Prices and quantities are the numbers the library read. */
export interface KnownOrder {
  readonly permId: number;
  readonly orderId: number;
  readonly clientId: number;
  readonly instrument: string;
  readonly contract: Contract;
  readonly order: Order;
  status: string;
  filled: number;
  /** Why it was rejected; empty where no error has said so. */
  code: string;
  /** In which refresh of the connection it was last seen open. */
  seenIn: number;
  /** In which list of open orders, or after which, it was last told. */
  listedIn: number;
}

/** The order to send, or why it is not one for this venue. */
export function orderOf(wanted: PlaceOrder, account: string): Order | VenueFailure {
  const type = TYPES[wanted.type];
  if (type === undefined) return notSent('NOT_SUPPORTED', `expected an order type among ${ORDER_TYPES.join(', ')}, found ${wanted.type}`);
  if (wanted.postOnly) return notSent('NOT_SUPPORTED', 'expected an order without post-only, which Interactive Brokers has not got');
  if (wanted.reduceOnly) return notSent('NOT_SUPPORTED', 'expected an order without reduce-only, which Interactive Brokers has not got');
  if (type.limit && wanted.limitPrice === null) return notSent('REFUSED', `expected a limit price for a ${wanted.type} order, found none`);
  if (type.stop && wanted.stopPrice === null) return notSent('REFUSED', `expected a stop price for a ${wanted.type} order, found none`);
  if (wanted.timeInForce === 'GTD' && wanted.expireAt === null) return notSent('REFUSED', 'expected an end for a GTD order, found none');
  return {
    action: wanted.side === 'buy' ? OrderAction.BUY : OrderAction.SELL,
    totalQuantity: Number(wanted.quantity),
    orderType: type.name,
    ...(type.limit ? { lmtPrice: Number(wanted.limitPrice) } : {}),
    ...(type.stop ? { auxPrice: Number(wanted.stopPrice) } : {}),
    tif: wanted.timeInForce as IbTimeInForce,
    ...(wanted.expireAt === null ? {} : { goodTillDate: utcText(wanted.expireAt) }),
    account,
    orderRef: wanted.clientOrderId,
    transmit: true,
  };
}

/** A working order with new terms: made anew of what it is, since what the gateway tells of an order is not what it takes. */
export function amended(
  { order }: KnownOrder,
  change: { readonly quantity?: string; readonly limitPrice?: string; readonly stopPrice?: string },
): Order {
  const { action, orderType, tif, goodTillDate, account, orderRef, outsideRth, ocaGroup, ocaType, parentId } = order;
  const [hasLimit, hasStop] = pricesOf(order);
  return {
    action,
    orderType,
    tif,
    account,
    orderRef,
    outsideRth,
    ocaGroup,
    ocaType,
    parentId,
    totalQuantity: change.quantity === undefined ? order.totalQuantity : Number(change.quantity),
    ...(hasLimit ? { lmtPrice: change.limitPrice === undefined ? order.lmtPrice : Number(change.limitPrice) } : {}),
    ...(hasStop ? { auxPrice: change.stopPrice === undefined ? order.auxPrice : Number(change.stopPrice) } : {}),
    ...(goodTillDate ? { goodTillDate } : {}),
    transmit: true,
  } as Order;
}

/** Whether an order the gateway tells has the terms that were sent. */
export function hasTerms(told: Order, sent: Order): boolean {
  const [hasLimit, hasStop] = pricesOf(sent);
  return (
    told.totalQuantity === sent.totalQuantity &&
    (!hasLimit || told.lmtPrice === sent.lmtPrice) &&
    (!hasStop || told.auxPrice === sent.auxPrice)
  );
}

/** Whether a type has a limit price and a stop price: the gateway tells 0 for those it has not got. */
function pricesOf({ orderType }: Order): [limit: boolean, stop: boolean] {
  const type = Object.values(TYPES).find(({ name }) => name === orderType);
  return type === undefined ? [orderType === 'LMT', false] : [type.limit, type.stop];
}

const STATUS: Readonly<Record<string, OrderReport['status']>> = {
  Filled: 'filled',
  Cancelled: 'cancelled',
  ApiCancelled: 'cancelled',
};

/**
 * Everything that is not over is working: waiting to be sent, held for its trigger, being cancelled. `Inactive` is a rejection where an error has said so;
 * without one it may come back to life.
 */
export function statusOf({ status, code }: Pick<KnownOrder, 'status' | 'code'>): OrderReport['status'] {
  if (status === 'Inactive' && code !== '') return 'rejected';
  return STATUS[status] ?? 'working';
}

export function reportOf(known: KnownOrder, at: number): OrderReport {
  const { order } = known;
  const status = statusOf(known);
  const [hasLimit, hasStop] = pricesOf(order);
  return {
    clientOrderId: order.orderRef ?? '',
    venueOrderId: String(known.permId),
    instrument: known.instrument,
    side: order.action === OrderAction.BUY ? 'buy' : 'sell',
    status,
    // A completed order may come with its filled quantity alone.
    quantity: numberText(order.totalQuantity || known.filled),
    filled: numberText(known.filled),
    limitPrice: hasLimit ? numberText(order.lmtPrice ?? 0) : null,
    stopPrice: hasStop ? numberText(order.auxPrice ?? 0) : null,
    reduceOnly: false,
    code: status === 'rejected' ? known.code : '',
    at,
  };
}

/** Decimal text without an exponent, of a double that was read from decimal text. */
export function numberText(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

/** Where a fill comes from: the third kind, deleveraging, is not one of this broker's. */
export function executionKind(liquidation: number | undefined): ExecutionReport['kind'] {
  return liquidation === 1 ? 'liquidation' : 'trade';
}
