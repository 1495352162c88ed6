/** Kraken's REST rows as reports of the venue port. */

import type { ExecutionReport, OrderReport } from '../../../core/trading/broker/venue-link.ts';
import type { InstrumentBook } from '../instrument-book.ts';
import { decimal, oneOf, optionalDecimal, optionalText, type Payload, payload, text } from '../payload.ts';
import { badAnswer } from '../venue-error.ts';

export const SIDES = { buy: 'buy', sell: 'sell' } as const;

const STATUSES: Readonly<Record<string, OrderReport['status']>> = {
  pending: 'working',
  open: 'working',
  closed: 'filled',
  canceled: 'cancelled',
  expired: 'expired',
};

/** Which of the two prices is the limit and which the trigger. */
const PRICES: Readonly<Record<string, { limit?: 'price' | 'price2'; stop?: 'price' }>> = {
  market: {},
  limit: { limit: 'price' },
  'stop-loss': { stop: 'price' },
  'take-profit': { stop: 'price' },
  'stop-loss-limit': { stop: 'price', limit: 'price2' },
  'take-profit-limit': { stop: 'price', limit: 'price2' },
};

/** Kraken gives no code for the end of an order, only words: the report's code stays empty. */
export function orderReport(id: string, row: Payload, book: InstrumentBook): OrderReport {
  const description = payload(row.descr, 'descr');
  const prices = PRICES[text(description, 'ordertype')] ?? {};
  return {
    clientOrderId: optionalText(row, 'cl_ord_id'),
    venueOrderId: id,
    instrument: book.nameOf('spot', text(description, 'pair')),
    side: oneOf(description, 'type', SIDES),
    status: oneOf(row, 'status', STATUSES),
    quantity: decimal(row, 'vol'),
    filled: decimal(row, 'vol_exec'),
    limitPrice: prices.limit ? optionalDecimal(description, prices.limit) : null,
    stopPrice: prices.stop ? optionalDecimal(description, prices.stop) : null,
    reduceOnly: row.reduce_only === true,
    code: '',
    at: seconds(row, optionalDecimal(row, 'closetm') === null ? 'opentm' : 'closetm'),
  };
}

/** The client id and the currency of the fee come from the order: a trade names neither. */
export function executionReport(id: string, row: Payload, order: OrderFacts | undefined, book: InstrumentBook): ExecutionReport {
  const pair = text(row, 'pair');
  const market = book.marketOf('spot', pair);
  const feeCurrency = order?.feeInBase ? market?.base : market?.quote;
  if (feeCurrency === undefined) throw badAnswer(`Kraken: expected a pair that it lists, found ${pair}`);
  return {
    executionId: id,
    clientOrderId: order?.clientOrderId ?? '',
    venueOrderId: text(row, 'ordertxid'),
    instrument: book.nameOf('spot', pair),
    side: oneOf(row, 'type', SIDES),
    quantity: decimal(row, 'vol'),
    price: decimal(row, 'price'),
    fee: decimal(row, 'fee'),
    feeCurrency,
    liquidity: row.maker === true ? 'maker' : 'taker',
    kind: 'trade',
    at: seconds(row, 'time'),
  };
}

/** What a trade does not say and its order does. */
export interface OrderFacts {
  readonly clientOrderId: string;
  readonly feeInBase: boolean;
}

export function orderFacts(row: Payload): OrderFacts {
  return { clientOrderId: optionalText(row, 'cl_ord_id'), feeInBase: optionalText(row, 'oflags').split(',').includes('fcib') };
}

/** Seconds with a fraction, as text, to whole ms. */
export function seconds(from: Payload, name: string): number {
  const value = Number(text(from, name));
  if (value > 0) return Math.floor(Math.round(value * 1e6) / 1e3);
  throw badAnswer(`expected a time in seconds in ${name}, found "${text(from, name).slice(0, 40)}"`);
}
