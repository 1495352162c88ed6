/** The private channels of the stream: executions (orders and trades) and balances of one account. */

import { valueOf } from '../../../core/trading/ledger/position-book.ts';
import type { ExchangeOrder, Execution } from '../exchange/orders.ts';
import type { KrakenAccount, LedgerEntry } from './account.ts';
import { ledgerIdOf, tradeIdOf } from './identifiers.ts';
import { reasonOf, sideText } from './order-texts.ts';
import { averageText, moneyText, type Pair, priceText, quantityText } from './pairs.ts';
import { decimal, timeText } from './stream-message.ts';
import type { AccountNews } from './venue.ts';

const SNAPSHOT_TRADES = 50;

/** What the account's owner is told of an order, as rows of the executions channel, one message each. */
export function executionRows(account: KrakenAccount, news: AccountNews): object[] {
  if (news.kind === 'trade') return news.execution.order === null ? [] : [tradeRow(account, news.execution, news.execution.order)];
  const { order, change } = news;
  if (change === 'amended') return [{ ...orderRow(account, order, 'amended', openStatus(order)), amended: true }];
  // An order is acknowledged before it is live.
  if (change === 'placed') return [orderRow(account, order, 'pending_new', 'pending_new'), statusRow(account, order, 'new', 'new')];
  return [endRow(account, order)];
}

/** Open orders, and the last trades where they are asked for. */
export function executionSnapshot(account: KrakenAccount, { orders, trades }: { orders: boolean; trades: boolean }): object[] {
  return [
    ...(orders ? account.openOrders().map((order) => orderRow(account, order, 'new', openStatus(order))) : []),
    ...(trades
      ? account
          .trades()
          .slice(-SNAPSHOT_TRADES)
          .reverse()
          .map((trade) => tradeRow(account, trade, trade.order as ExchangeOrder))
      : []),
  ];
}

function openStatus({ filledLots }: ExchangeOrder): string {
  return filledLots > 0 ? 'partially_filled' : 'new';
}

function names(account: KrakenAccount, order: ExchangeOrder): object {
  const { userref } = account.termsOf(order).request;
  return { order_id: order.venueId, order_userref: userref ?? 0, ...(order.clientId !== '' && { cl_ord_id: order.clientId }) };
}

function fills(account: KrakenAccount, order: ExchangeOrder): object {
  const { pair } = account.termsOf(order).request;
  return {
    cum_qty: decimal(quantityText(pair, order.filledLots)),
    cum_cost: decimal(moneyText(pair, order.filledValue)),
    avg_price: decimal(averageText(pair, order.filledValue, order.filledLots)),
    fee_usd_equiv: decimal(moneyText(pair, order.fees)),
  };
}

/** All of an order. */
function orderRow(account: KrakenAccount, order: ExchangeOrder, execType: string, status: string): object {
  const { pair, kind, side, cash, limit, trigger, trail, expiretm } = account.termsOf(order).request;
  return {
    ...names(account, order),
    symbol: pair.symbol,
    side: sideText(side),
    order_type: kind,
    order_qty: decimal(quantityText(pair, order.lots)),
    ...(cash !== '' && { cash_order_qty: decimal(cash) }),
    ...(!Number.isNaN(limit) && { limit_price: decimal(priceText(pair, limit)), limit_price_type: 'static' }),
    ...((!Number.isNaN(trigger) || trail !== '') && { triggers: triggersOf(pair, order, trigger, trail) }),
    ...(!Number.isNaN(trigger) && { stop_price: decimal(priceText(pair, trigger)) }),
    time_in_force: order.timeInForce,
    ...(expiretm > 0 && { expire_time: timeText(expiretm * 1000) }),
    post_only: order.postOnly,
    reduce_only: false,
    margin: false,
    fee_ccy_pref: 'fciq',
    exec_type: execType,
    order_status: status,
    ...fills(account, order),
    timestamp: timeText(order.updatedAt),
  };
}

function triggersOf(pair: Pair, order: ExchangeOrder, trigger: number, trail: string): object {
  const relative = trail.replace(/[+%]/g, '');
  return {
    reference: 'last',
    price: decimal(trail === '' ? priceText(pair, trigger) : relative),
    price_type: trail === '' ? 'static' : trail.endsWith('%') ? 'pct' : 'quote',
    last_price: decimal(priceText(pair, pair.market.lastTicks)),
    status: order.status === 'untriggered' ? 'untriggered' : 'triggered',
  };
}

/** What has become of an order that was told before: its names, its state, what it has filled. */
function statusRow(account: KrakenAccount, order: ExchangeOrder, execType: string, status: string): object {
  const row = { ...names(account, order), exec_type: execType, order_status: status };
  return { ...row, ...fills(account, order), timestamp: timeText(order.updatedAt) };
}

const ENDS: Readonly<Record<string, string>> = { filled: 'filled', expired: 'expired' };

function endRow(account: KrakenAccount, order: ExchangeOrder): object {
  const end = ENDS[order.status] ?? 'canceled';
  const reason = reasonOf(order);
  return {
    ...statusRow(account, order, end, end),
    ...(end === 'canceled' && reason !== null && { cancel_reason: reason, reason }),
  };
}

/** A trade tells partially_filled even where it fills the order: the completion is told by itself. */
function tradeRow(account: KrakenAccount, { number, side, lots, ticks, fee, liquidity, at }: Execution, order: ExchangeOrder): object {
  const { pair, kind } = account.termsOf(order).request;
  const money = decimal(moneyText(pair, fee));
  return {
    ...names(account, order),
    exec_id: tradeIdOf(number),
    exec_type: 'trade',
    trade_id: number,
    symbol: pair.symbol,
    side: sideText(side),
    last_qty: decimal(quantityText(pair, lots)),
    last_price: decimal(priceText(pair, ticks)),
    liquidity_ind: liquidity === 'maker' ? 'm' : 't',
    cost: decimal(moneyText(pair, valueOf(pair.instrument, ticks, lots))),
    order_status: 'partially_filled',
    order_type: kind,
    fee_usd_equiv: money,
    fees: [{ asset: pair.quote.symbol, qty: money }],
    timestamp: timeText(at),
  };
}

export function balanceSnapshot(account: KrakenAccount): object[] {
  return account.balances().map(({ asset, balance }) => ({
    asset: asset.symbol,
    asset_class: 'currency',
    balance: decimal(balance),
    wallets: [{ type: 'spot', id: 'main', balance: decimal(balance) }],
  }));
}

export function balanceRow({ number, trade, at, type, asset, amount, fee, balance }: LedgerEntry): object {
  return {
    ledger_id: ledgerIdOf(number),
    ref_id: tradeIdOf(trade),
    timestamp: timeText(at),
    type,
    subtype: '',
    asset: asset.symbol,
    asset_class: 'currency',
    category: type,
    wallet_type: 'spot',
    wallet_id: 'main',
    amount: decimal(amount),
    fee: decimal(fee),
    balance: decimal(balance),
  };
}
