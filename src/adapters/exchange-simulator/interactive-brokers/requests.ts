/** What each request of a client does, by message number. Requests that are not here are not answered, as TWS does not answer what it can't read. */

import { formatScaled } from '../../../core/domain/decimal.ts';
import { formatLots, formatTicks } from '../../../core/domain/instrument.ts';
import { holdingsOf, LEDGER_TAGS, valuesOf } from './account-values.ts';
import { matching, type Security } from './contracts.ts';
import { averageText, commission, contractDetails, execution, message, position } from './encode.ts';
import { completedOrder } from './encode-order.ts';
import type { Gateway } from './gateway.ts';
import { NEWS, REQUEST } from './message-numbers.ts';
import { type ContractRequest, readContract, readOrder } from './order-request.ts';
import type { Rejection } from './order-terms.ts';
import type { Session } from './session.ts';
import type { TokenReader } from './token-reader.ts';
import { instantOf, wallTime } from './wire-time.ts';

type Request = (session: Session, reader: TokenReader) => void;

const DAY_MS = 86_400_000;

/** The one security a request is about, or null when the client has been told why not. */
function securityOf(session: Session, request: number, asked: ContractRequest): Security | null {
  const [found, ...others] = matching(session.gateway.securities, asked);
  if (found !== undefined && others.length === 0) return found;
  session.send(message(200, '', request));
  return null;
}

function placeOrder(session: Session, reader: TokenReader): void {
  const { gateway, clientId } = session;
  const orderId = reader.integer();
  const order = readOrder(reader);
  const refusal = gateway.faults?.refusal?.(clientId, orderId) ?? null;
  if (refusal !== null) {
    session.send([NEWS.error, 2, orderId, refusal.code, refusal.message, '']);
    return;
  }
  const rejection = gateway.desk.place(clientId, orderId, order);
  if (rejection !== null) session.send(message(rejection.code, rejection.detail, orderId));
}

function cancelOrder(session: Session, reader: TokenReader): void {
  reader.skip(1);
  const orderId = reader.integer();
  const rejection = session.gateway.desk.cancel(session.clientId, orderId);
  if (rejection !== null) session.send(message(rejection.code, rejection.detail, orderId));
}

function openOrders(session: Session, ofAll: boolean): void {
  for (const order of session.gateway.desk.openOrders()) if (ofAll || order.clientId === session.clientId) session.tellOrder(order);
  session.send([NEWS.openOrderEnd, 1]);
}

/** The gateway has what happened since midnight on its clock, and nothing older. */
function midnightOf({ exchange: { now }, zone }: Gateway): number {
  return Math.floor((now + zone.offsetAt(now)) / DAY_MS) * DAY_MS - zone.offsetAt(now);
}

function executions(session: Session, reader: TokenReader): void {
  const { gateway } = session;
  reader.skip(1);
  const request = reader.integer();
  const clientId = reader.number();
  const [account, time, symbol, secType, , side] = Array.from({ length: 6 }, () => reader.text());
  const midnight = midnightOf(gateway);
  const since = time === '' ? midnight : instantOf(time as string, gateway.zone);
  if (since === null) {
    session.send(message(321, "'time' : cause - The date or time is invalid", request));
    return;
  }
  for (const told of gateway.knownExecutions()) {
    const { order, security, execution: fill } = told;
    const wanted =
      fill.at >= Math.max(midnight, since) &&
      (clientId === null || clientId === 0 || order?.clientId === clientId) &&
      (account === '' || account === told.account) &&
      (symbol === '' || symbol === security.symbol) &&
      (secType === '' || secType === security.secType) &&
      (side === '' || side === (fill.side > 0 ? 'BUY' : 'SELL'));
    if (!wanted) continue;
    session.send(execution(told, request, gateway.zone));
    session.send(commission(told, gateway.currency, gateway.quantumDecimals));
  }
  session.send([NEWS.executionEnd, 1, request]);
}

function details(session: Session, reader: TokenReader): void {
  reader.skip(1);
  const request = reader.integer();
  const conId = reader.integer();
  const symbol = reader.text();
  const secType = reader.text();
  reader.skip(4); // expiry, strike, right, multiplier
  const exchange = reader.text();
  reader.skip(1); // primary exchange
  const found = matching(session.gateway.securities, {
    conId,
    symbol,
    secType,
    exchange,
    currency: reader.text(),
    localSymbol: reader.text(),
  });
  if (found.length === 0) {
    session.send(message(200, '', request));
    return;
  }
  for (const security of found) session.send(contractDetails(security, request));
  session.send([NEWS.contractDetailsEnd, 1, request]);
}

function completedOrders(session: Session): void {
  const { gateway } = session;
  const midnight = midnightOf(gateway);
  for (const order of gateway.desk.orders) if (!order.isOpen && order.endedAt >= midnight) session.send(completedOrder(order));
  session.send([NEWS.completedOrdersEnd]);
}

function positions(session: Session): void {
  const { gateway } = session;
  session.wantsPositions = true;
  for (const account of gateway.accounts) {
    for (const { security, lots, averageTicks } of holdingsOf(gateway.exchange, gateway.exchange.account(account), gateway.securities))
      session.send(position(account, security, lots, averageTicks));
  }
  session.send([NEWS.positionEnd, 1]);
}

function accountSummary(session: Session, reader: TokenReader): void {
  const { gateway } = session;
  reader.skip(1);
  const request = reader.integer();
  reader.skip(1); // group: all accounts
  const asked = reader
    .text()
    .split(',')
    .map((tag) => tag.trim());
  const ledger = asked.some((tag) => tag.startsWith('$LEDGER'));
  for (const account of gateway.accounts) {
    const values = valuesOf(gateway.exchange, gateway.exchange.account(account), gateway.currency, gateway.quantumDecimals);
    for (const { tag, value, currency } of values) {
      if (asked.includes(tag)) session.send([NEWS.accountSummary, 1, request, account, tag, value, currency]);
      if (!ledger || !LEDGER_TAGS.includes(tag)) continue;
      for (const held of [gateway.currency, 'BASE']) session.send([NEWS.accountSummary, 1, request, account, tag, value, held]);
    }
  }
  session.send([NEWS.accountSummaryEnd, 1, request]);
}

/** The account a client names, the first where it names none; null when it has been told that there is no such account. */
function accountOf(session: Session, request: number, code: string): string | null {
  const { accounts } = session.gateway;
  const account = code === '' ? (accounts[0] as string) : code;
  if (accounts.includes(account)) return account;
  session.send(message(321, "'account' : cause - The account code is not known.", request));
  return null;
}

/** Values and portfolio of one account, then their changes, until the client no longer wants them. */
function accountUpdates(session: Session, reader: TokenReader): void {
  reader.skip(1);
  const wanted = reader.flag();
  const account = accountOf(session, -1, reader.text());
  session.updatesOf = wanted && account !== null ? account : '';
  if (session.updatesOf === '') return;
  tellAccount(session);
  session.send([NEWS.accountDownloadEnd, 1, session.updatesOf]);
}

/** Values of one account, as they are now. */
function accountUpdatesMulti(session: Session, reader: TokenReader): void {
  const { gateway } = session;
  reader.skip(1);
  const request = reader.integer();
  const account = accountOf(session, request, reader.text());
  if (account === null) return;
  for (const { tag, value, currency } of valuesOf(
    gateway.exchange,
    gateway.exchange.account(account),
    gateway.currency,
    gateway.quantumDecimals,
  ))
    session.send([NEWS.accountUpdateMulti, 1, request, account, '', tag, value, currency]);
  session.send([NEWS.accountUpdateMultiEnd, 1, request]);
}

export function tellAccount(session: Session): void {
  const { gateway, updatesOf } = session;
  const account = gateway.exchange.account(updatesOf);
  const money = (quanta: number) => formatScaled(Math.round(quanta), gateway.quantumDecimals);
  for (const { tag, value, currency } of valuesOf(gateway.exchange, account, gateway.currency, gateway.quantumDecimals))
    session.send([NEWS.accountValue, 2, tag, value, currency, updatesOf]);
  for (const { security, lots, averageTicks, marketValue, unrealised } of holdingsOf(gateway.exchange, account, gateway.securities)) {
    const { conId, symbol, secType, primaryExchange, currency, localSymbol, tradingClass, instrument } = security;
    const price = formatTicks(instrument, (gateway.exchange.markets[security.market] as { lastTicks: number }).lastTicks);
    session.send([
      ...[NEWS.portfolioValue, 8, conId, symbol, secType, '', 0, '', '', primaryExchange, currency, localSymbol, tradingClass],
      ...[formatLots(instrument, lots), price, money(marketValue), averageText(security, averageTicks), money(unrealised), 0, updatesOf],
    ]);
  }
  session.send([NEWS.accountTime, 1, wallTime(gateway.zone, gateway.exchange.now).slice(9, 14)]);
}

/** The security of a request for market data, or null when the client has been told why there is none. */
function subscribed(session: Session, request: number, asked: ContractRequest, rejection: Rejection): Security | null {
  const security = securityOf(session, request, asked);
  if (security === null || !session.gateway.unsubscribed.includes(security.symbol)) return security;
  session.send(message(rejection.code, rejection.detail, request));
  return null;
}

function marketData(session: Session, reader: TokenReader): void {
  reader.skip(1);
  const request = reader.integer();
  const security = subscribed(session, request, readContract(reader), { code: 354, detail: '' });
  if (reader.flag()) reader.skip(3); // delta-neutral contract
  reader.skip(1); // generic ticks
  if (security !== null) session.marketData.subscribeQuotes(request, security, reader.flag());
}

function realTimeBars(session: Session, reader: TokenReader): void {
  reader.skip(1);
  const request = reader.integer();
  const security = subscribed(session, request, readContract(reader), { code: 420, detail: 'No market data permissions' });
  if (security !== null) session.marketData.subscribeBars(request, security);
}

function historicalData(session: Session, reader: TokenReader): void {
  const request = reader.integer();
  const security = subscribed(session, request, readContract(reader), { code: 162, detail: 'No market data permissions' });
  reader.skip(1); // expired ones too
  const [endDateTime, barSize, duration] = [reader.text(), reader.text(), reader.text()];
  reader.skip(1); // regular hours only
  const [whatToShow, dateForm, keepUpToDate] = [reader.text(), reader.integer(), reader.flag()];
  if (security !== null)
    session.marketData.history(request, security, { endDateTime, barSize, duration, whatToShow, dateForm, keepUpToDate });
}

function cancelOf(cancel: (session: Session, request: number) => void): Request {
  return (session, reader) => {
    reader.skip(1);
    cancel(session, reader.integer());
  };
}

export const REQUESTS: Readonly<Record<number, Request>> = {
  [REQUEST.placeOrder]: placeOrder,
  [REQUEST.cancelOrder]: cancelOrder,
  [REQUEST.globalCancel]: ({ gateway }) => gateway.desk.cancelAll(),
  [REQUEST.openOrders]: (session) => openOrders(session, false),
  [REQUEST.allOpenOrders]: (session) => openOrders(session, true),
  [REQUEST.autoOpenOrders]: (session) => {
    if (session.clientId !== 0) session.send(message(321, "'autoOpenOrders' : cause - Only client id 0 may bind orders"));
  },
  [REQUEST.completedOrders]: completedOrders,
  [REQUEST.executions]: executions,
  [REQUEST.ids]: (session) => session.send([NEWS.nextValidId, 1, session.gateway.desk.nextOrderId(session.clientId)]),
  [REQUEST.managedAccounts]: (session) => session.send([NEWS.managedAccounts, 1, session.gateway.accounts.join(',')]),
  [REQUEST.currentTime]: (session) => session.send([NEWS.currentTime, 1, Math.floor(session.gateway.exchange.now / 1000)]),
  [REQUEST.contractDetails]: details,
  [REQUEST.positions]: positions,
  [REQUEST.cancelPositions]: (session) => {
    session.wantsPositions = false;
  },
  [REQUEST.accountSummary]: accountSummary,
  [REQUEST.accountUpdates]: accountUpdates,
  [REQUEST.accountUpdatesMulti]: accountUpdatesMulti,
  [REQUEST.marketData]: marketData,
  [REQUEST.cancelMarketData]: cancelOf(({ marketData: feed }, request) => feed.cancelQuotes(request)),
  [REQUEST.realTimeBars]: realTimeBars,
  [REQUEST.cancelRealTimeBars]: cancelOf(({ marketData: feed }, request) => feed.cancelBars(request)),
  [REQUEST.historicalData]: historicalData,
  [REQUEST.cancelHistoricalData]: cancelOf(({ marketData: feed }, request) => feed.cancelHistory(request)),
};
