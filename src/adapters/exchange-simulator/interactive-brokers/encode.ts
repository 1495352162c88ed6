/** The simulator's messages to a client, but for orders: each function gives one message's tokens in the protocol's order. */

import { formatScaled } from '../../../core/domain/decimal.ts';
import { formatLots, formatTicks, ticksToPrice } from '../../../core/domain/instrument.ts';
import type { Zone } from '../../../core/market/zone.ts';
import type { Bar } from './bars.ts';
import { type Code, wordsOf } from './codes.ts';
import type { Security } from './contracts.ts';
import type { Token } from './frames.ts';
import { NEWS } from './message-numbers.ts';
import type { TwsExecution, TwsOrder } from './tws-order.ts';
import { zonedTime } from './wire-time.ts';

const ORDER_TYPES = 'LMT,MIT,MKT,STP,STP LMT,TRAIL';
/** Id of a message that is about no request. */
const NO_REQUEST = -1;

export function message(code: Code, detail = '', request = NO_REQUEST): Token[] {
  return [NEWS.error, 2, request, code, wordsOf(code, detail), ''];
}

/** A price that is not a whole number of ticks, such as an average, without the noise of doubles. */
export function averageText({ instrument }: Security, ticks: number): string {
  return String(Number(ticksToPrice(instrument, ticks).toPrecision(12)));
}

export function orderStatus(order: TwsOrder): Token[] {
  const { security, terms, status } = order;
  const left = status === 'Filled' ? 0 : terms.lots - order.filledLots;
  return [
    NEWS.orderStatus,
    order.orderId,
    status,
    formatLots(security.instrument, order.filledLots),
    formatLots(security.instrument, left),
    averageText(security, order.averageTicks),
    order.permId,
    terms.parentId,
    formatTicks(security.instrument, order.lastTicks),
    order.clientId,
    order.working?.status === 'untriggered' ? 'trigger' : '',
    0,
  ];
}

/** `request` is -1 where nobody asked. Times are of the second, on the gateway's clock. */
export function execution(told: TwsExecution, request: number, zone: Zone): Token[] {
  const { order, security, execution: fill } = told;
  return [
    NEWS.execution,
    request,
    order?.orderId ?? 0,
    ...[security.conId, security.symbol, security.secType, '', 0, '', ''],
    ...[security.exchange, security.currency, security.localSymbol, security.tradingClass],
    told.execId,
    zonedTime(zone, fill.at),
    told.account,
    security.exchange,
    fill.side > 0 ? 'BOT' : 'SLD',
    formatLots(security.instrument, fill.lots),
    formatTicks(security.instrument, fill.ticks),
    order?.permId ?? 0,
    order?.clientId ?? 0,
    fill.kind === 'liquidation' ? 1 : 0,
    formatLots(security.instrument, told.cumulativeLots),
    averageText(security, told.averageTicks),
    order?.terms.orderRef ?? '',
    ...['', '', ''], // economic value rule and multiplier, model
    fill.liquidity === 'maker' ? 1 : 2,
  ];
}

/** `realised` is the greatest double where the fill closed nothing. */
export function commission(told: TwsExecution, currency: string, quantumDecimals: number): Token[] {
  const { execution: fill } = told;
  const money = (quanta: number) => formatScaled(quanta, quantumDecimals);
  return [
    NEWS.commission,
    1,
    told.execId,
    money(fill.fee),
    currency,
    fill.kind === 'open' ? Number.MAX_VALUE : money(fill.realised),
    '',
    '',
  ];
}

export function contractDetails(security: Security, request: number): Token[] {
  const { instrument } = security;
  const step = formatLots(instrument, 1);
  return [
    NEWS.contractDetails,
    request,
    ...[security.symbol, security.secType, '', 0, '', security.exchange, security.currency, security.localSymbol],
    security.tradingClass, // market name
    security.tradingClass,
    security.conId,
    formatTicks(instrument, 1),
    '', // multiplier
    ORDER_TYPES,
    [security.exchange, security.primaryExchange].filter((name) => name !== '').join(','),
    ...[1, 0], // price magnifier, underlying
    security.instrument.specification.id, // long name
    security.primaryExchange,
    ...['', '', '', '', 'UTC', '', ''], // contract month, industry, category, subcategory, zone, trading and liquid hours
    ...['', '', 0], // economic value rule and multiplier, other ids
    ...[1, '', '', '26', ''], // group, underlying and its type, market rule, expiry
    security.secType === 'STK' ? 'COMMON' : '',
    ...[step, step, step],
  ];
}

export function position(account: string, security: Security, lots: number, averageTicks: number): Token[] {
  const { conId, symbol, secType, currency, localSymbol, tradingClass } = security;
  return [
    ...[NEWS.position, 3, account, conId, symbol, secType, '', 0, '', '', ''],
    ...[currency, localSymbol, tradingClass, formatLots(security.instrument, lots), averageText(security, averageTicks)],
  ];
}

/** Zero-based times of bars are seconds of UTC; `date` is the bar's start in the form the client asked for. */
export function historicalBar(bar: Bar, date: string): Token[] {
  return [date, bar.open, bar.high, bar.low, bar.close, bar.volume, averageOf(bar), 1];
}

export function historicalDataUpdate(request: number, bar: Bar, date: string): Token[] {
  return [NEWS.historicalDataUpdate, request, 1, date, bar.open, bar.close, bar.high, bar.low, averageOf(bar), bar.volume];
}

export function realTimeBar(request: number, bar: Bar): Token[] {
  return [NEWS.realTimeBar, 3, request, bar.time / 1000, bar.open, bar.high, bar.low, bar.close, bar.volume, averageOf(bar), 1];
}

function averageOf({ open, high, low, close }: Bar): number {
  return Number(((open + high + low + close) / 4).toPrecision(12));
}
