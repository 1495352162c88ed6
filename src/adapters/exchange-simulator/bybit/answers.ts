/** Bybit's envelope, its codes for what it refuses, and how parameters are read. */

import { amountRangeFailure } from '../../../core/domain/decimal.ts';
import type { ExchangeRefusal } from '../exchange/orders.ts';
import type { Category } from './symbols.ts';

/** Thrown where a request is refused; becomes retCode and retMsg. */
export class Refused extends Error {
  readonly retCode: number;

  constructor(retCode: number, message: string) {
    super(message);
    this.retCode = retCode;
  }
}

/** The refusal that was thrown, also where an amount is beyond what can be counted. Anything else is a bug and is thrown on. */
export function refusalIn(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (amountRangeFailure(error) !== null) return new Refused(10001, 'Qty invalid');
  throw error;
}

export type Parameters = Readonly<Record<string, unknown>>;

/** Text, numbers and booleans as they are written; anything else is nothing. */
export function plainText(value: unknown): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

/** A parameter as text. Empty where it is absent. */
export function textOf(parameters: Parameters, name: string): string {
  return plainText(parameters[name]);
}

/** A number of 0 or more, or NaN where the parameter is absent. Refused 10001 where it is none. */
export function numberOf(parameters: Parameters, name: string): number {
  const text = textOf(parameters, name);
  if (text === '') return Number.NaN;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Refused(10001, `params error: ${name} invalid`);
  return value;
}

/** A page's size, between 1 and `most`. */
export function limitOf(parameters: Parameters, usual: number, most: number): number {
  const limit = numberOf(parameters, 'limit');
  if (Number.isNaN(limit)) return usual;
  if (limit < 1) throw new Refused(10001, 'params error: limit invalid');
  return Math.min(limit, most);
}

export function envelope(retCode: number, retMsg: string, result: unknown, time: number, retExtInfo: unknown = {}): string {
  return JSON.stringify({ retCode, retMsg, result, retExtInfo, time });
}

/** How the venue says what a fault makes it say. */
export const REFUSED_BY_FAULT = {
  'rate-limit': { retCode: 10006, retMsg: 'Too many visits. Exceeded the API Rate Limit.' },
  'bad-nonce': { retCode: 10002, retMsg: 'invalid request, please check your server timestamp or recv_window param.' },
  maintenance: { retCode: 10016, retMsg: 'Internal System Error.' },
} as const;

type Codes = readonly [code: number, message: string];

/** By category: contracts first, spot second. From the venue's list of error codes. */
const REFUSALS: Readonly<Record<ExchangeRefusal, readonly [linear: Codes, spot: Codes]>> = {
  DUPLICATE_CLIENT_ID: [
    [110072, 'OrderLinkedID is duplicate'],
    [170141, 'Duplicate clientOrderId.'],
  ],
  INSUFFICIENT_FUNDS: [
    [110007, 'ab not enough for new order'],
    [170131, 'Insufficient balance.'],
  ],
  BELOW_MINIMUM: [
    [110094, 'Order does not meet minimum order value'],
    [170140, 'Order value exceeded lower limit.'],
  ],
  PRICE_BAND: [
    [110003, 'Order price exceeds the allowable range.'],
    [170193, 'Order price is beyond the limit price.'],
  ],
  POST_ONLY_WOULD_TAKE: [
    [170218, 'The LIMIT-MAKER order is rejected due to invalid price.'],
    [170218, 'The LIMIT-MAKER order is rejected due to invalid price.'],
  ],
  SELF_TRADE: [
    [170210, 'New order rejected.'],
    [170210, 'New order rejected.'],
  ],
  NOTHING_TO_REDUCE: [
    [110017, 'current position is zero, cannot fix reduce-only order qty'],
    [170131, 'Insufficient balance.'],
  ],
  SHORT_NOT_ALLOWED: [
    [110007, 'ab not enough for new order'],
    [170131, 'Insufficient balance.'],
  ],
  INSTRUMENT_HALTED: [
    [110066, 'Trading is currently not allowed.'],
    [170210, 'New order rejected.'],
  ],
  ORDER_LIMIT: [
    [110020, 'Not allowed to have more than 500 active orders'],
    [170810, 'Cannot exceed maximum of 500 conditional, TP/SL and active orders.'],
  ],
  ORDER_UNKNOWN: [
    [110001, 'order not exists or too late to cancel'],
    [170213, 'Order does not exist.'],
  ],
  ORDER_FINAL: [
    [110001, 'order not exists or too late to cancel'],
    [170213, 'Order does not exist.'],
  ],
  QUANTITY_INVALID: [
    [10001, 'Qty invalid'],
    [170136, 'Order quantity exceeded lower limit.'],
  ],
};

export function refusedAs(code: ExchangeRefusal, category: Category): Refused {
  const [linear, spot] = REFUSALS[code];
  return new Refused(...(category === 'spot' ? spot : linear));
}
