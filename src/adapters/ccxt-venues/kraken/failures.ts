/** Kraken's answers read by its error codes (category and text are one code there, such as `EOrder:Unknown order`). */

import type { VenueFailureCode } from '../../../core/trading/broker/venue-link.ts';
import { isPayload, type Payload, parseExact } from '../payload.ts';
import type { HttpAnswer } from '../send-once.ts';
import { badAnswer, VenueError } from '../venue-error.ts';

/** Codes after which the order may be there: Kraken's front has lost touch with what is behind it. */
const IN_DOUBT: Readonly<Record<string, VenueFailureCode>> = {
  'EService:Unavailable': 'MAINTENANCE',
  'EService:Busy': 'SERVER_ERROR',
  'EService:Timeout': 'TIMEOUT',
  'EService:Deadline elapsed': 'TIMEOUT',
  'EGeneral:Internal error': 'SERVER_ERROR',
  'EGeneral:Unknown error': 'SERVER_ERROR',
};

const REFUSED: Readonly<Record<string, VenueFailureCode>> = {
  'EOrder:Unknown order': 'ORDER_UNKNOWN',
  'EOrder:Invalid order': 'ORDER_UNKNOWN',
  'EQuery:Unknown order': 'ORDER_UNKNOWN',
  'EOrder:Order not editable': 'ORDER_FINAL',
  'EOrder:Duplicate order': 'DUPLICATE_CLIENT_ID',
  'EOrder:cl_ord_id not unique': 'DUPLICATE_CLIENT_ID',
  'EGeneral:Invalid arguments:cl_ord_id not unique': 'DUPLICATE_CLIENT_ID',
  'EOrder:Insufficient funds': 'INSUFFICIENT_FUNDS',
  'EOrder:Insufficient initial margin': 'INSUFFICIENT_FUNDS',
  'EOrder:Insufficient margin': 'INSUFFICIENT_FUNDS',
  'EOrder:Margin allowance exceeded': 'INSUFFICIENT_FUNDS',
  'EOrder:Invalid price': 'PRICE_BAND',
  'EOrder:Invalid price:Invalid price argument': 'PRICE_STEP',
  'EGeneral:Invalid arguments:price': 'PRICE_STEP',
  'EOrder:Tick size check failed': 'PRICE_STEP',
  'EGeneral:Invalid arguments:volume': 'QUANTITY_STEP',
  'EGeneral:Invalid arguments:volume minimum not met': 'BELOW_MINIMUM',
  'EOrder:Order minimum not met': 'BELOW_MINIMUM',
  'EOrder:Cost minimum not met': 'BELOW_MINIMUM',
  'EOrder:Positions limit exceeded': 'ABOVE_MAXIMUM',
  'EOrder:Post only order': 'POST_ONLY_WOULD_TAKE',
  'EOrder:Reduce only:No position exists': 'NOTHING_TO_REDUCE',
  'EOrder:Reduce only:Position is closed': 'NOTHING_TO_REDUCE',
  'EOrder:Self trade': 'SELF_TRADE',
  'EOrder:Orders limit exceeded': 'ORDER_LIMIT',
  'EQuery:Unknown asset pair': 'INSTRUMENT_UNKNOWN',
  'EQuery:Invalid asset pair': 'INSTRUMENT_UNKNOWN',
  'EQuery:Unknown asset': 'INSTRUMENT_UNKNOWN',
  'EService:Market in cancel_only mode': 'INSTRUMENT_HALTED',
  'EService:Market in post_only mode': 'INSTRUMENT_HALTED',
  'EService:Market in limit_only mode': 'INSTRUMENT_HALTED',
  'EGeneral:Unknown method': 'NOT_SUPPORTED',
  'EAPI:Feature disabled': 'NOT_SUPPORTED',
  'EAPI:Rate limit exceeded': 'RATE_LIMITED',
  'EOrder:Rate limit exceeded': 'RATE_LIMITED',
  'EGeneral:Too many requests': 'RATE_LIMITED',
  'EService:Throttled': 'RATE_LIMITED',
  'EAuth:Rate limit exceeded': 'RATE_LIMITED',
  'EAuth:Too many requests': 'RATE_LIMITED',
  'EGeneral:Temporary lockout': 'RATE_LIMITED',
  'EAPI:Invalid nonce': 'BAD_NONCE',
  'EAPI:Invalid key': 'KEY_REFUSED',
  'EAPI:Invalid signature': 'KEY_REFUSED',
  'EGeneral:Permission denied': 'KEY_REFUSED',
  'EAuth:Account temporary disabled': 'KEY_REFUSED',
  'EAuth:Account unconfirmed': 'KEY_REFUSED',
  'EOrder:Trading agreement required': 'KEY_REFUSED',
  'EAccount:Invalid permissions': 'KEY_REFUSED',
  'ETrade:User Locked': 'KEY_REFUSED',
};

/** The longest known beginning, cut at colons: Kraken adds details after the code. */
function lookUp(table: Readonly<Record<string, VenueFailureCode>>, error: string): VenueFailureCode | undefined {
  for (let cut = error; cut !== ''; cut = cut.slice(0, Math.max(0, cut.lastIndexOf(':')))) if (Object.hasOwn(table, cut)) return table[cut];
  return undefined;
}

/** `EService:Throttled: <epoch s>` says when to come back. */
function retryAfter(error: string, nowMs: number): { retryAfterMs?: number } {
  const at = /^EService:Throttled:\s*(\d{9,11})$/.exec(error)?.[1];
  return at === undefined ? {} : { retryAfterMs: Math.max(0, Number(at) * 1000 - nowMs) };
}

/** A VenueError for the first error of a list. An error of an unknown service (EService, EGeneral of another kind) stays in doubt. */
export function krakenFailure(error: string, nowMs: number): VenueError {
  const details = { venueCode: error.slice(0, 120), ...retryAfter(error, nowMs) };
  // The price's own error names the pair and the decimals before it can be told from others.
  const refused = /^EOrder:Invalid price:.*\bup to \d+ decimals\b/.test(error) ? 'PRICE_STEP' : lookUp(REFUSED, error);
  if (refused) return new VenueError('refused', refused, `Kraken ${error}`, details);
  const doubt = lookUp(IN_DOUBT, error) ?? (error.startsWith('EService:') ? 'SERVER_ERROR' : undefined);
  if (doubt) return new VenueError('unknown', doubt, `Kraken ${error}`, details);
  return new VenueError('refused', 'REFUSED', `Kraken ${error}`, details);
}

/** The `result` of a good answer; a VenueError otherwise. Warnings (W...) refuse nothing. */
export function readKraken(now: () => number): (answer: HttpAnswer) => Payload {
  return (answer) => {
    const envelope = parseExact(answer.text);
    const status = { venueCode: `HTTP ${answer.status}` };
    if (answer.status >= 500 || answer.status === 408) throw new VenueError('unknown', 'SERVER_ERROR', `HTTP ${answer.status}`, status);
    if (isPayload(envelope) && Array.isArray(envelope.error)) {
      const error = envelope.error.find((one) => typeof one === 'string' && one.startsWith('E')) as string | undefined;
      if (error !== undefined) throw krakenFailure(error, now());
      if (answer.status < 300 && isPayload(envelope.result)) return envelope.result;
    }
    if (answer.status === 429) throw new VenueError('refused', 'RATE_LIMITED', 'HTTP 429', status);
    if (answer.status >= 400) throw new VenueError('refused', 'REFUSED', `HTTP ${answer.status}`, status);
    throw badAnswer(`Kraken: expected an answer with error and result, found HTTP ${answer.status} with ${answer.text.length} characters`);
  };
}
