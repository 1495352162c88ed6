/** What a client of the private stream may ask for besides channels: orders placed, changed and cancelled over the socket. */

import type { KrakenAccount } from './account.ts';
import { amendOrder, editOrder } from './amendment.ts';
import { cancelAllAfter } from './cancel-after.ts';
import { invalidArgument, KrakenError } from './errors.ts';
import { type Fields, flagOf, integerOf, neededText, nestedOf, objectListOf, plainListOf, textOf } from './fields.ts';
import { BATCH, MOST_CANCELLED, nameOf } from './order-methods.ts';
import { addOrder, cancelAll, cancelOrder, charge, checkDeadline, openOrdersNamed, readOrderOf } from './trading.ts';
import type { KrakenVenue } from './venue.ts';

export interface StreamCall {
  readonly venue: KrakenVenue;
  readonly account: KrakenAccount;
  readonly params: Fields;
  readonly receivedAt: number;
}

/** One answer for each; most have one. */
type StreamMethod = (call: StreamCall) => object[];

export const STREAM_METHODS: Readonly<Record<string, StreamMethod>> = {
  add_order: (call) => [{ result: add(call) }],
  amend_order: (call) => [{ result: amend(call) }],
  edit_order: (call) => [{ result: edit(call) }],
  cancel_order: cancelNamed,
  cancel_all: ({ venue, account }) => [{ result: { count: cancelAll(venue, account) } }],
  cancel_all_orders_after: ({ venue, account, params }) => [{ result: cancelAllAfter(venue, account, integerOf(params, 'timeout')) }],
  batch_add: (call) => [{ result: addBatch(call) }],
  batch_cancel: (call) => [{ orders_cancelled: cancelBatch(call) }],
};

function add(call: StreamCall): object {
  const { venue, account, params, receivedAt } = call;
  const pair = venue.pairOf(neededText(params, 'symbol'));
  const request = readOrderOf(venue, formFieldsOf(params), pair);
  checkDeadline(params, receivedAt, venue.wallNow());
  if (flagOf(params, 'validate')) return named('', request.clientId, request.userref);
  return named(addOrder(venue, account, request).venueId, request.clientId, request.userref);
}

function named(orderId: string, clientId: string, userref: number | null): object {
  return {
    ...(orderId !== '' && { order_id: orderId }),
    ...(clientId !== '' && { cl_ord_id: clientId }),
    ...(userref !== null && { order_userref: userref }),
  };
}

/** An order of the stream in the words of the REST interface, so that both are read by the same rules. */
function formFieldsOf(params: Fields): Fields {
  const triggers = nestedOf(params, 'triggers') ?? {};
  const conditional = nestedOf(params, 'conditional');
  if (flagOf(params, 'margin')) throw invalidArgument('leverage');
  const kind = neededText(params, 'order_type');
  const limit = textOf(params, 'limit_price');
  const trigger = relative(textOf(triggers, 'price'), textOf(triggers, 'price_type'), kind);
  const cash = textOf(params, 'cash_order_qty');
  if (cash !== undefined && textOf(params, 'order_qty') !== undefined) throw invalidArgument('order_qty');
  const flags = [
    flagOf(params, 'post_only') && 'post',
    textOf(params, 'fee_preference') === 'base' && 'fcib',
    cash !== undefined && 'viqc',
  ].filter(Boolean);
  const effective = textOf(params, 'effective_time');
  if (effective !== undefined) throw invalidArgument('effective_time');
  return {
    ordertype: kind,
    type: textOf(params, 'side'),
    volume: cash ?? textOf(params, 'order_qty'),
    price: trigger ?? limit,
    price2: trigger === undefined ? undefined : limit,
    trigger: textOf(triggers, 'reference'),
    timeinforce: textOf(params, 'time_in_force'),
    expiretm: secondsText(textOf(params, 'expire_time')),
    oflags: flags.join(','),
    reduce_only: textOf(params, 'reduce_only'),
    displayvol: textOf(params, 'display_qty'),
    cl_ord_id: textOf(params, 'cl_ord_id'),
    userref: textOf(params, 'order_userref'),
    ...(conditional && {
      close: {
        ordertype: textOf(conditional, 'order_type'),
        price: textOf(conditional, 'trigger_price') ?? textOf(conditional, 'limit_price'),
        price2: textOf(conditional, 'trigger_price') === undefined ? undefined : textOf(conditional, 'limit_price'),
      },
    }),
  };
}

/** `static` is a price, `quote` a distance, `pct` a distance in percent. A trailing stop's is always a distance. */
function relative(price: string | undefined, type: string | undefined, kind: string): string | undefined {
  if (price === undefined || (kind !== 'trailing-stop' && (type === undefined || type === 'static'))) return price;
  const signed = /^[+-]/.test(price) ? price : `+${price}`;
  const distance = kind === 'trailing-stop' ? signed.replace('-', '+') : signed;
  return type === 'pct' ? `${distance}%` : distance;
}

function secondsText(time: string | undefined): string | undefined {
  if (time === undefined) return undefined;
  const at = Date.parse(time);
  if (Number.isNaN(at)) throw invalidArgument('expire_time');
  return String(Math.floor(at / 1000));
}

/** An order by its id or client id. */
function nameIn(params: Fields): { id?: string; clientId?: string } {
  const [id, clientId] = [textOf(params, 'order_id'), textOf(params, 'cl_ord_id')];
  if (id !== undefined) return { id };
  if (clientId !== undefined) return { clientId };
  throw invalidArgument('order_id');
}

function amend({ venue, account, params, receivedAt }: StreamCall): object {
  checkDeadline(params, receivedAt, venue.wallNow());
  const [order] = openOrdersNamed(account, nameIn(params));
  const amendId = amendOrder(venue, account, order, params);
  return { amend_id: amendId, order_id: order.venueId, ...(order.clientId !== '' && { cl_ord_id: order.clientId }) };
}

const EDITED: Readonly<Record<string, string>> = { order_qty: 'volume', order_userref: 'userref' };

function edit({ venue, account, params, receivedAt }: StreamCall): object {
  checkDeadline(params, receivedAt, venue.wallNow());
  const [order] = openOrdersNamed(account, { id: neededText(params, 'order_id') });
  const triggers = nestedOf(params, 'triggers') ?? {};
  const [trigger, limit] = [textOf(triggers, 'price'), textOf(params, 'limit_price')];
  const hasTrigger = account.termsOf(order).request.kind !== 'limit';
  const changes = {
    ...Object.fromEntries(
      Object.entries(EDITED).flatMap(([from, to]) => (textOf(params, from) === undefined ? [] : [[to, textOf(params, from)]])),
    ),
    ...(hasTrigger && trigger !== undefined && { price: trigger }),
    ...(limit !== undefined && { [hasTrigger ? 'price2' : 'price']: limit }),
    ...(flagOf(params, 'post_only') && { oflags: 'post' }),
  };
  const edited = editOrder(venue, account, order, changes);
  return { order_id: edited.venueId, original_order_id: order.venueId };
}

/** One answer for each order, found or not. */
function cancelNamed({ venue, account, params }: StreamCall): object[] {
  const all = [
    ...plainListOf(params, 'order_id').map((id) => ({ id })),
    ...plainListOf(params, 'cl_ord_id').map((clientId) => ({ clientId })),
    ...plainListOf(params, 'order_userref').map((userref) => ({ userref: Number(userref) })),
  ];
  if (all.length === 0) throw invalidArgument('order_id');
  return all.flatMap((name): object[] => {
    try {
      return openOrdersNamed(account, name).map((order) => {
        cancelOrder(venue, account, order);
        return { result: { order_id: order.venueId, ...(order.clientId !== '' && { cl_ord_id: order.clientId }) } };
      });
    } catch (error) {
      if (error instanceof KrakenError) return [{ error: error.message }];
      throw error;
    }
  });
}

function addBatch({ venue, account, params, receivedAt }: StreamCall): object[] {
  const pair = venue.pairOf(neededText(params, 'symbol'));
  const orders = objectListOf(params, 'orders');
  if (orders.length < BATCH.least || orders.length > BATCH.most) throw invalidArgument('orders');
  const requests = orders.map((order) => readOrderOf(venue, formFieldsOf(order), pair));
  checkDeadline(params, receivedAt, venue.wallNow());
  if (flagOf(params, 'validate')) return requests.map(({ clientId, userref }) => named('', clientId, userref));
  charge(venue, account, pair, requests.length / 2);
  return requests.map((request) => {
    try {
      return named(addOrder(venue, account, request, 0).venueId, request.clientId, request.userref);
    } catch (error) {
      if (error instanceof KrakenError) return { ...named('', request.clientId, request.userref), error: error.message };
      throw error;
    }
  });
}

/** `orders` are ids and user references, `cl_ord_id` client ids. Returns how many were cancelled. */
function cancelBatch({ venue, account, params }: StreamCall): number {
  const names = [...plainListOf(params, 'orders').map(nameOf), ...plainListOf(params, 'cl_ord_id').map((clientId) => ({ clientId }))];
  if (names.length < BATCH.least || names.length > MOST_CANCELLED) throw invalidArgument('orders');
  let count = 0;
  for (const name of names) {
    for (const order of openOrdersNamed(account, name)) {
      cancelOrder(venue, account, order);
      count++;
    }
  }
  return count;
}
