/** The message codes of TWS: which are about the connection, which only inform, and what an error means for the request it answers. Never by its words. */

import type { VenueFailure, VenueFailureCode } from '../../core/trading/broker/venue-link.ts';

/** Servers lost; back with new subscriptions needed; back with the old ones. */
export const SERVERS = { lost: 1100, backEmpty: 1101, back: 1102 } as const;

/** The client id is taken by another connection. */
export const CLIENT_ID_IN_USE = 326;

const ORDER_CANCELLED = 202;
export const ORDER_REJECTED = 201;

/** Codes that say nothing went wrong with the request whose id they carry. */
const NOTES = new Set([
  ORDER_CANCELLED,
  399, // order message, such as: it will not be placed before the market opens
  404, // shares are being located for a short sale
  10167, // delayed data instead of live
  10185,
]);

/** 2100 to 2199 are warnings. */
export function isNote(code: number): boolean {
  return NOTES.has(code) || (code >= 2100 && code < 2200);
}

const CODES: Readonly<Record<number, VenueFailureCode>> = {
  100: 'RATE_LIMITED',
  103: 'REFUSED', // the numeric id, which is ours to count; not the order reference
  104: 'ORDER_FINAL',
  105: 'REFUSED',
  109: 'PRICE_BAND',
  110: 'PRICE_STEP',
  111: 'NOT_SUPPORTED',
  135: 'ORDER_UNKNOWN',
  136: 'ORDER_FINAL',
  161: 'ORDER_FINAL',
  163: 'PRICE_BAND',
  200: 'INSTRUMENT_UNKNOWN',
  201: 'REFUSED', // every reason, funds included: the code doesn't say which
  203: 'INSTRUMENT_UNKNOWN', // not for this account
  355: 'QUANTITY_STEP',
  382: 'BELOW_MINIMUM',
  383: 'ABOVE_MAXIMUM',
  387: 'NOT_SUPPORTED',
  388: 'BELOW_MINIMUM',
  434: 'QUANTITY_STEP',
  460: 'KEY_REFUSED', // no trading permissions
  461: 'QUANTITY_STEP',
  504: 'CONNECTION_LOST',
  10147: 'ORDER_UNKNOWN',
  10148: 'ORDER_FINAL',
  10243: 'QUANTITY_STEP',
};

/** Codes of errors that answer a cancel, not the order it names. */
export const CANCEL_CODES = new Set([136, 161, 10147, 10148]);

/** The gateway has answered with an error about a request. */
export function refusedBy(code: number, message: string): VenueFailure {
  return { ok: false, outcome: 'refused', code: CODES[code] ?? 'REFUSED', venueCode: String(code), message };
}

export function notSent(code: VenueFailureCode, message: string): VenueFailure {
  return { ok: false, outcome: 'not-sent', code, venueCode: '', message };
}

/** Also while the gateway is without the broker's servers: it would answer from memory. */
export function notConnected(): VenueFailure {
  return notSent('CONNECTION_LOST', 'expected a connection to the broker, found none');
}

/** The request has left, and whether it was done is not known. */
export function unknown(code: VenueFailureCode, message: string, venueCode = ''): VenueFailure {
  return { ok: false, outcome: 'unknown', code, venueCode, message };
}
