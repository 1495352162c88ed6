/** Failures of an exchange that ccxt alone knows: read by the class of ccxt's error, never by its words. */

import type { VenueFailure, VenueFailureCode } from '../../../core/trading/broker/venue-link.ts';

/** By class name, the most special first along the chain of classes; a bare ExchangeError may be anything and stays in doubt. */
const CLASSES: Readonly<Record<string, readonly [VenueFailure['outcome'], VenueFailureCode]>> = {
  NotSupported: ['not-sent', 'NOT_SUPPORTED'],
  ArgumentsRequired: ['not-sent', 'NOT_SUPPORTED'],
  InsufficientFunds: ['refused', 'INSUFFICIENT_FUNDS'],
  OrderNotFound: ['refused', 'ORDER_UNKNOWN'],
  DuplicateOrderId: ['refused', 'DUPLICATE_CLIENT_ID'],
  OrderImmediatelyFillable: ['refused', 'POST_ONLY_WOULD_TAKE'],
  OrderNotFillable: ['refused', 'REFUSED'],
  InvalidOrder: ['refused', 'REFUSED'],
  BadSymbol: ['refused', 'INSTRUMENT_UNKNOWN'],
  MarketClosed: ['refused', 'INSTRUMENT_HALTED'],
  OperationRejected: ['refused', 'REFUSED'],
  BadRequest: ['refused', 'REFUSED'],
  PermissionDenied: ['refused', 'KEY_REFUSED'],
  AuthenticationError: ['refused', 'KEY_REFUSED'],
  InvalidNonce: ['refused', 'BAD_NONCE'],
  RateLimitExceeded: ['refused', 'RATE_LIMITED'],
  DDoSProtection: ['refused', 'RATE_LIMITED'],
  OnMaintenance: ['unknown', 'MAINTENANCE'],
  RequestTimeout: ['unknown', 'TIMEOUT'],
  ExchangeNotAvailable: ['unknown', 'SERVER_ERROR'],
  NetworkError: ['unknown', 'CONNECTION_LOST'],
  BadResponse: ['unknown', 'BAD_ANSWER'],
  ExchangeError: ['unknown', 'SERVER_ERROR'],
};
const LONGEST_MESSAGE = 300;

/** Never throws: what is of no known class, a fault of our own reading among them, is in doubt. */
export function failureOf(error: unknown): VenueFailure {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_MESSAGE);
  for (let at: unknown = error; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    const name = at.constructor?.name ?? '';
    const known = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
    if (known) return { ok: false, outcome: known[0], code: known[1], venueCode: name, message };
  }
  return { ok: false, outcome: 'unknown', code: 'BAD_ANSWER', venueCode: '', message };
}
