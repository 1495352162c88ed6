/** The private REST methods that act: orders are placed, changed and cancelled. */

import { formatLots } from '../../../core/domain/instrument.ts';
import type { Call } from './account-methods.ts';
import { amendOrder, editOrder } from './amendment.ts';
import { cancelAllAfter } from './cancel-after.ts';
import { invalidArgument, KrakenError } from './errors.ts';
import { type Fields, flagOf, integerOf, listOf, neededText, objectListOf, textOf } from './fields.ts';
import type { OrderRequest } from './order-request.ts';
import { descriptionOf } from './order-texts.ts';
import { addOrder, cancelAll, cancelOrder, charge, checkDeadline, openOrdersNamed, readOrderOf } from './trading.ts';

/** Orders of one batch. */
export const BATCH = { least: 2, most: 15 } as const;
/** Cancellations of one batch. */
export const MOST_CANCELLED = 50;

export function placeOrder({ venue, account, fields, receivedAt }: Call): unknown {
  const request = readOrderOf(venue, fields, venue.pairOf(neededText(fields, 'pair')));
  checkDeadline(fields, receivedAt, venue.wallNow());
  const descr = descriptionOf(request);
  if (flagOf(fields, 'validate')) return { descr };
  return { descr, txid: [addOrder(venue, account, request).venueId] };
}

/** All orders are read before the first is placed: one that can't be read refuses the batch; one that the venue refuses is told apart. */
export function placeBatch({ venue, account, fields, receivedAt }: Call): unknown {
  const pair = venue.pairOf(neededText(fields, 'pair'));
  const orders = objectListOf(fields, 'orders');
  if (orders.length < BATCH.least || orders.length > BATCH.most) throw invalidArgument('orders');
  const requests = orders.map((order) => readOrderOf(venue, order, pair));
  checkDeadline(fields, receivedAt, venue.wallNow());
  if (flagOf(fields, 'validate')) return { orders: requests.map((request) => ({ descr: descriptionOf(request) })) };
  charge(venue, account, pair, requests.length / 2);
  return { orders: requests.map((request) => placeOne({ venue, account }, request)) };
}

function placeOne({ venue, account }: Pick<Call, 'venue' | 'account'>, request: OrderRequest): object {
  const descr = descriptionOf(request);
  try {
    return { descr, txid: addOrder(venue, account, request, 0).venueId };
  } catch (error) {
    if (error instanceof KrakenError) return { descr, error: error.message };
    throw error;
  }
}

export function amend({ venue, account, fields, receivedAt }: Call): unknown {
  checkDeadline(fields, receivedAt, venue.wallNow());
  const [order] = openOrdersNamed(account, oneName(fields));
  return { amend_id: amendOrder(venue, account, order, fields) };
}

export function edit({ venue, account, fields, receivedAt }: Call): unknown {
  checkDeadline(fields, receivedAt, venue.wallNow());
  const { pair, txid, ...changes } = fields;
  venue.pairOf(neededText({ pair }, 'pair'));
  const [order] = openOrdersNamed(account, nameOf(neededText({ txid }, 'txid')));
  const before = account.termsOf(order).request;
  const edited = editOrder(venue, account, order, changes);
  const { request } = account.termsOf(edited);
  return {
    status: 'ok',
    txid: edited.venueId,
    originaltxid: order.venueId,
    descr: descriptionOf(request),
    volume: formatLots(request.pair.instrument, edited.lots),
    orders_cancelled: 1,
    olduserref: before.userref,
    newuserref: request.userref,
  };
}

/** One order by its id or client id. */
function oneName(fields: Fields): { id?: string; clientId?: string } {
  const [id, clientId] = [textOf(fields, 'txid'), textOf(fields, 'cl_ord_id')];
  if (id !== undefined) return { id };
  if (clientId !== undefined) return { clientId };
  throw invalidArgument('txid');
}

/** An order id, or a user reference, which is a number. */
export function nameOf(text: string): { id?: string; userref?: number } {
  return /^[+-]?\d+$/.test(text) ? { userref: Number(text) } : { id: text };
}

export function cancelNamed({ venue, account, fields }: Call): unknown {
  const id = textOf(fields, 'txid');
  const orders = openOrdersNamed(account, id === undefined ? oneName(fields) : nameOf(id));
  for (const order of orders) cancelOrder(venue, account, order);
  return { count: orders.length };
}

export function cancelBatch({ venue, account, fields }: Call): unknown {
  const names = [
    ...(listOf(fields, 'orders') ?? []).map((entry) => nameOf(textOfEntry(entry))),
    ...(listOf(fields, 'cl_ord_ids') ?? []).map((entry) => ({ clientId: textOfEntry(entry) })),
  ];
  if (names.length === 0 || names.length > MOST_CANCELLED) throw invalidArgument('orders');
  let count = 0;
  let failure: KrakenError | null = null;
  for (const name of names) {
    try {
      const orders = openOrdersNamed(account, name);
      for (const order of orders) cancelOrder(venue, account, order);
      count += orders.length;
    } catch (error) {
      if (!(error instanceof KrakenError)) throw error;
      failure = error;
    }
  }
  if (count === 0 && failure !== null) throw failure;
  return { count };
}

/** An entry of a batch is a text, or an object with one name. */
function textOfEntry(entry: unknown): string {
  if (typeof entry === 'object' && entry !== null) {
    const fields = entry as Fields;
    return textOf(fields, 'txid') ?? textOf(fields, 'cl_ord_id') ?? neededText(fields, 'userref');
  }
  return neededText({ orders: entry }, 'orders');
}

export function cancelEverything({ venue, account }: Call): unknown {
  return { count: cancelAll(venue, account) };
}

export function cancelEverythingAfter({ venue, account, fields }: Call): unknown {
  return cancelAllAfter(venue, account, integerOf(fields, 'timeout'));
}
