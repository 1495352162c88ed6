/** Orders and trades as Kraken's REST interface writes them. */

import { valueOf } from '../../../core/trading/ledger/position-book.ts';
import type { ExchangeOrder, Execution } from '../exchange/orders.ts';
import type { KrakenAccount } from './account.ts';
import { ledgerIdOf, positionIdOf, tradeIdOf } from './identifiers.ts';
import type { CloseTerms, OrderRequest } from './order-request.ts';
import { averageText, moneyText, type Pair, padded, priceText, quantityText } from './pairs.ts';

/** Seconds, with what is left of a millisecond behind the point. */
export const secondsOf = (at: number): number => at / 1000;

export const sideText = (side: 1 | -1): 'buy' | 'sell' => (side > 0 ? 'buy' : 'sell');

/** Why an order ended, where the venue says it. */
const REASONS: Readonly<Record<string, string>> = {
  CANCELLED: 'User requested',
  INSUFFICIENT_FUNDS: 'Insufficient funds',
  POST_ONLY_WOULD_TAKE: 'Post only order',
  IOC: 'Immediate or cancel',
  GTD: 'Order expired',
};

export function reasonOf({ code }: ExchangeOrder): string | null {
  return code === '' ? null : (REASONS[code] ?? code);
}

const STATUSES = { filled: 'closed', cancelled: 'canceled', rejected: 'canceled', expired: 'expired' } as const;

function statusOf({ status }: ExchangeOrder): string {
  return status in STATUSES ? STATUSES[status as keyof typeof STATUSES] : 'open';
}

type PriceTerms = Pick<OrderRequest, 'kind' | 'limit' | 'trigger' | 'trail'>;

/** Such as `stop loss 2677.00 -> limit 2577.00`. */
function termsText(pair: Pair, { kind, limit, trigger, trail }: PriceTerms): string {
  if (kind === 'market') return 'market';
  if (kind === 'trailing-stop') return `trailing stop ${trail}`;
  const behind = Number.isNaN(limit) ? '' : `limit ${priceText(pair, limit)}`;
  if (Number.isNaN(trigger)) return behind;
  const first = `${kind.startsWith('stop-loss') ? 'stop loss' : 'take profit'} ${priceText(pair, trigger)}`;
  return behind === '' ? first : `${first} -> ${behind}`;
}

const CLOSE_WORDS: Readonly<Record<string, string>> = { limit: 'limit', 'trailing-stop': 'trailing stop' };

/** The order that an execution opens, in the prices its owner wrote. */
function closeText(close: CloseTerms | null): string {
  if (close === null) return '';
  const { kind, price, price2 } = close;
  const words = CLOSE_WORDS[kind] ?? (kind.startsWith('stop-loss') ? 'stop loss' : 'take profit');
  return `close position @ ${words} ${price}${price2 === '' ? '' : ` -> limit ${price2}`}`;
}

/** What the answer to a new order says of it. */
export function descriptionOf(request: OrderRequest, lots = request.lots): { readonly order: string; readonly close?: string } {
  const { pair, side, close, cash } = request;
  const order = `${sideText(side)} ${cash || quantityText(pair, lots)} ${pair.altname} @ ${termsText(pair, request)}`;
  return close === null ? { order } : { order, close: closeText(close) };
}

function pricesText({ pair, limit, trigger, trail }: OrderRequest): { readonly price: string; readonly price2: string } {
  const [price = trail || '0', price2 = '0'] = [trigger, limit]
    .filter((ticks) => !Number.isNaN(ticks))
    .map((ticks) => priceText(pair, ticks));
  return { price, price2 };
}

/** An order as OpenOrders, ClosedOrders and QueryOrders give it. */
export function orderObject(account: KrakenAccount, order: ExchangeOrder, withTrades: boolean): object {
  const { request, parent } = account.termsOf(order);
  const { pair, side, kind, cash, clientId, userref, expiretm, oflags, close, trigger, trail } = request;
  const open = statusOf(order) === 'open';
  const zero = padded('0', 5);
  return {
    refid: parent,
    userref,
    ...(clientId !== '' && { cl_ord_id: clientId }),
    status: statusOf(order),
    ...(!open && { reason: reasonOf(order), closetm: secondsOf(order.updatedAt) }),
    opentm: secondsOf(order.createdAt),
    starttm: 0,
    expiretm,
    descr: {
      pair: pair.altname,
      type: sideText(side),
      ordertype: kind,
      ...pricesText(request),
      leverage: 'none',
      order: descriptionOf(request, order.lots).order,
      close: closeText(close),
    },
    // In the quote currency where the order said so; what was executed is in the base currency.
    vol: cash || quantityText(pair, order.lots),
    vol_exec: quantityText(pair, order.filledLots),
    cost: moneyText(pair, order.filledValue),
    fee: moneyText(pair, order.fees),
    price: averageText(pair, order.filledValue, order.filledLots),
    stopprice: Number.isNaN(trigger) ? zero : padded(priceText(pair, trigger), 5),
    limitprice: zero,
    misc: '',
    oflags,
    ...((!Number.isNaN(trigger) || trail !== '') && { trigger: 'last' }),
    ...(withTrades && order.filledLots > 0 && { trades: tradesOf(account, order).map(({ number }) => tradeIdOf(number)) }),
  };
}

export function tradesOf({ account }: KrakenAccount, order: ExchangeOrder): Execution[] {
  return account.executions.filter((execution) => execution.order === order);
}

/** A trade as TradesHistory and QueryTrades give it. */
export function tradeObject(account: KrakenAccount, execution: Execution, withLedgers: boolean): object {
  const { number, order, side, lots, ticks, fee, liquidity, at } = execution;
  const { pair, kind } = account.termsOf(order as ExchangeOrder).request;
  return {
    ordertxid: order?.venueId ?? '',
    postxid: positionIdOf(order?.number ?? 0),
    pair: pair.id,
    time: secondsOf(at),
    type: sideText(side),
    ordertype: kind,
    price: padded(priceText(pair, ticks), 5),
    cost: moneyText(pair, valueOf(pair.instrument, ticks, lots)),
    fee: moneyText(pair, fee),
    vol: quantityText(pair, lots),
    margin: padded('0', 5),
    misc: '',
    trade_id: number,
    maker: liquidity === 'maker',
    ...(withLedgers && { ledgers: account.ledger.filter(({ trade }) => trade === number).map((entry) => ledgerIdOf(entry.number)) }),
  };
}
