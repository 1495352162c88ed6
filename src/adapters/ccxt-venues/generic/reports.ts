/** ccxt's unified structures as reports of the venue port. The exchange is opened with figures as text, so no digit is lost on the way. */

import type {
  BalanceReport,
  ExecutionReport,
  FundingReport,
  OrderReport,
  PositionReport,
} from '../../../core/trading/broker/venue-link.ts';
import type { InstrumentBook } from '../instrument-book.ts';
import {
  decimal,
  isPayload,
  milliseconds,
  negated,
  oneOf,
  optionalDecimal,
  optionalText,
  type Payload,
  payload,
  text,
} from '../payload.ts';

const SIDES = { buy: 'buy', sell: 'sell' } as const;
const STATUSES: Readonly<Record<string, OrderReport['status']>> = {
  open: 'working',
  closed: 'filled',
  canceled: 'cancelled',
  canceling: 'working',
  expired: 'expired',
  rejected: 'rejected',
};
const LIQUIDITY = { maker: 'maker', taker: 'taker' } as const;

export function orderReport(order: Payload, book: InstrumentBook): OrderReport {
  return {
    clientOrderId: optionalText(order, 'clientOrderId'),
    venueOrderId: text(order, 'id'),
    instrument: instrumentOf(order, book),
    side: oneOf(order, 'side', SIDES),
    status: oneOf(order, 'status', STATUSES),
    quantity: decimal(order, 'amount'),
    filled: optionalDecimal(order, 'filled') ?? '0',
    limitPrice: optionalText(order, 'type') === 'market' ? null : optionalDecimal(order, 'price'),
    stopPrice:
      optionalDecimal(order, 'triggerPrice') ?? optionalDecimal(order, 'stopLossPrice') ?? optionalDecimal(order, 'takeProfitPrice'),
    reduceOnly: order.reduceOnly === true,
    code: '',
    at: milliseconds(order, optionalText(order, 'lastUpdateTimestamp') === '' ? 'timestamp' : 'lastUpdateTimestamp'),
  };
}

/** The fee has to be told: an absent one is not a fee of zero. */
export function executionReport(trade: Payload, clientOrderId: string, book: InstrumentBook): ExecutionReport {
  const fee = payload(trade.fee, 'fee');
  return {
    executionId: text(trade, 'id'),
    clientOrderId,
    venueOrderId: text(trade, 'order'),
    instrument: instrumentOf(trade, book),
    side: oneOf(trade, 'side', SIDES),
    quantity: decimal(trade, 'amount'),
    price: decimal(trade, 'price'),
    fee: decimal(fee, 'cost'),
    feeCurrency: text(fee, 'currency'),
    liquidity: optionalText(trade, 'takerOrMaker') === '' ? 'taker' : oneOf(trade, 'takerOrMaker', LIQUIDITY),
    kind: 'trade',
    at: milliseconds(trade, 'timestamp'),
  };
}

export function positionReport(position: Payload, book: InstrumentBook): PositionReport {
  const size = optionalDecimal(position, 'contracts') ?? '0';
  return {
    instrument: instrumentOf(position, book),
    quantity: oneOf({ side: optionalText(position, 'side') || 'long' }, 'side', { long: size, short: negated(size) }),
    averagePrice: size === '0' ? null : optionalDecimal(position, 'entryPrice'),
  };
}

export function balanceReports(balance: Payload): BalanceReport[] {
  const totals = isPayload(balance.total) ? balance.total : {};
  return Object.keys(totals)
    .filter((currency) => optionalText(totals, currency) !== '')
    .map((currency) => ({ currency, total: decimal(totals, currency) }));
}

/** ccxt: positive where the account receives. */
export function fundingReport(payment: Payload, book: InstrumentBook): FundingReport {
  return {
    fundingId: text(payment, 'id'),
    instrument: instrumentOf(payment, book),
    amount: negated(decimal(payment, 'amount')),
    currency: text(payment, 'code'),
    at: milliseconds(payment, 'timestamp'),
  };
}

function instrumentOf(row: Payload, book: InstrumentBook): string {
  const symbol = text(row, 'symbol');
  return book.nameOf(symbol.includes(':') ? 'linear' : 'spot', symbol);
}
