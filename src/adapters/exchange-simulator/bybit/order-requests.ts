/** Requests about orders and executions: entering, changing and ending them, one by one or in batches, and what became of them. */

import type { ExchangeAccount } from '../exchange/account.ts';
import { type ExchangeOrder, isOpen } from '../exchange/orders.ts';
import { limitOf, numberOf, type Parameters, REFUSED_BY_FAULT, Refused, refusalIn, textOf } from './answers.ts';
import { amendOrder, cancelAll, cancelOrder, createOrder, isOfFilter, type Named } from './order-entry.ts';
import { executionText, fundingText, orderText } from './order-text.ts';
import { type Call, type Endpoint, type Reply, reply } from './requests.ts';
import { categoryOf } from './symbols.ts';
import { type BybitVenue, isWithin } from './venue.ts';

type Entry = (venue: BybitVenue, account: ExchangeAccount, parameters: Parameters) => Named;

const MOST_IN_BATCH = 20;
const tooMany = REFUSED_BY_FAULT['rate-limit'];

const single =
  (enter: Entry) =>
  ({ venue, account, parameters }: Call): Reply =>
    reply(enter(venue, account, parameters));

/** A batch does each of its orders on its own; what goes wrong with one stands beside it. Those beyond the rate limit fail. */
const batch =
  (enter: Entry) =>
  ({ venue, account, parameters, granted }: Call): Reply => {
    const category = categoryOf(parameters);
    const wanted = batchOf(parameters);
    if (wanted.length === 0 || wanted.length > MOST_IN_BATCH)
      throw new Refused(10001, `params error: expected 1 to ${MOST_IN_BATCH} orders`);
    const outcomes = wanted.map((order, index) => {
      try {
        if (index >= granted) throw new Refused(tooMany.retCode, tooMany.retMsg);
        return { code: 0, msg: 'OK', ...enter(venue, account, { ...order, category }), symbol: textOf(order, 'symbol') };
      } catch (error) {
        const { retCode, message } = refusalIn(error);
        return { code: retCode, msg: message, orderId: '', orderLinkId: textOf(order, 'orderLinkId'), symbol: textOf(order, 'symbol') };
      }
    });
    const createAt = String(venue.exchange.now);
    return {
      result: {
        list: outcomes.map(({ code, orderId, orderLinkId, symbol }) => ({
          category,
          symbol,
          orderId,
          orderLinkId,
          ...(enter === createOrder && { createAt: code === 0 ? createAt : '' }),
        })),
      },
      extra: { list: outcomes.map(({ code, msg }) => ({ code, msg })) },
    };
  };

export function batchOf(parameters: Parameters): Parameters[] {
  const { request } = parameters;
  return Array.isArray(request) ? request.filter((order): order is Parameters => typeof order === 'object' && order !== null) : [];
}

function endAll({ venue, account, parameters }: Call): Reply {
  return reply({ list: cancelAll(venue, account, parameters), success: '1' });
}

/** Open orders; with an id any of the latest; with openOnly=1 the latest that are over. */
function realtime(call: Call): Reply {
  const { venue, account, parameters } = call;
  const named = textOf(parameters, 'orderId') !== '' || textOf(parameters, 'orderLinkId') !== '';
  if (
    categoryOf(parameters) === 'linear' &&
    !named &&
    !['symbol', 'baseCoin', 'settleCoin'].some((name) => textOf(parameters, name) !== '')
  )
    throw new Refused(10001, 'params error: symbol, baseCoin or settleCoin is required');
  const wantsOver = textOf(parameters, 'openOnly') === '1';
  return page(
    call,
    [...account.orders.values()],
    (order) => named || isOpen(order) !== wantsOver,
    (order) => orderText(venue, order),
  );
}

/** Orders that are over. */
function history(call: Call): Reply {
  const { venue, account } = call;
  return page(
    call,
    [...account.orders.values()],
    (order) => !isOpen(order),
    (order) => orderText(venue, order),
  );
}

function page(
  call: Call,
  orders: readonly ExchangeOrder[],
  takes: (order: ExchangeOrder) => boolean,
  write: (order: ExchangeOrder) => unknown,
): Reply {
  const { parameters } = call;
  const [id, link, filter] = ['orderId', 'orderLinkId', 'orderFilter'].map((name) => textOf(parameters, name)) as [string, string, string];
  const wanted = within(call, orders, ({ updatedAt }) => updatedAt).filter(
    (order) => (id === '' || order.venueId === id) && (link === '' || order.clientId === link) && isOfFilter(order, filter) && takes(order),
  );
  return paged(call, wanted, write, 20, 50);
}

function executions(call: Call): Reply {
  const { venue, account, parameters } = call;
  const [id, link, type] = ['orderId', 'orderLinkId', 'execType'].map((name) => textOf(parameters, name)) as [string, string, string];
  const records = [...account.executions, ...account.payments].sort((a, b) => a.number - b.number);
  const wanted = within(call, records, ({ at }) => at).filter((record) => {
    if ('amount' in record) return (type === '' || type === 'Funding') && id === '' && link === '';
    const { order, kind } = record;
    const isType = type === '' || type === (kind === 'liquidation' ? 'BustTrade' : 'Trade');
    return isType && (id === '' || order?.venueId === id) && (link === '' || order?.clientId === link);
  });
  const write = (record: (typeof records)[number]) =>
    'amount' in record ? fundingText(venue, record) : executionText(venue, account, record);
  return paged(call, wanted, write, 50, 100);
}

/** Records of the instruments and the time that a request names. */
export function within<T extends { readonly market: number }>(
  { venue, parameters }: Call,
  records: readonly T[],
  timeOf: (record: T) => number,
): T[] {
  const markets = venue.symbols.askedFor(parameters).map(({ market }) => market.index);
  const [from, to] = [numberOf(parameters, 'startTime'), numberOf(parameters, 'endTime')];
  return records.filter((record) => markets.includes(record.market) && isWithin(venue, record, timeOf(record), from, to));
}

/** A page of records, newest first. A cursor names the last one told, so that what is new in between repeats nothing. */
export function paged<T extends { readonly number: number }>(
  { parameters }: Call,
  records: readonly T[],
  write: (record: T) => unknown,
  usual: number,
  most: number,
): Reply {
  const limit = limitOf(parameters, usual, most);
  const cursor = textOf(parameters, 'cursor');
  const before = cursor === '' ? Number.POSITIVE_INFINITY : Number(/\d+/.exec(cursor)?.[0] ?? Number.NaN);
  if (Number.isNaN(before)) throw new Refused(10001, 'params error: cursor invalid');
  const rest = records.filter(({ number }) => number < before);
  const shown = rest.slice(-limit).reverse();
  const last = shown.at(-1);
  return reply({
    nextPageCursor: last !== undefined && rest.length > shown.length ? `before:${last.number}` : '',
    category: categoryOf(parameters),
    list: shown.map(write),
  });
}

/** Cancels everything when the account's private streams have been gone for so long. */
function deadMan({ venue, account, parameters }: Call): Reply {
  const seconds = numberOf(parameters, 'timeWindow');
  if (!(seconds >= 3 && seconds <= 300)) throw new Refused(10001, 'params error: timeWindow invalid');
  venue.deadMan.set(account, seconds * 1000);
  return reply({});
}

export const ORDER_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'POST /v5/order/create': { answer: single(createOrder) },
  'POST /v5/order/amend': { answer: single(amendOrder) },
  'POST /v5/order/cancel': { answer: single(cancelOrder) },
  'POST /v5/order/create-batch': { answer: batch(createOrder) },
  'POST /v5/order/amend-batch': { answer: batch(amendOrder) },
  'POST /v5/order/cancel-batch': { answer: batch(cancelOrder) },
  'POST /v5/order/cancel-all': { answer: endAll },
  'POST /v5/order/disconnected-cancel-all': { answer: deadMan },
  'GET /v5/order/realtime': { answer: realtime },
  'GET /v5/order/history': { answer: history },
  'GET /v5/execution/list': { answer: executions },
};
