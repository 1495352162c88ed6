/** Kraken's own words for what it does not do. */

import { amountRangeFailure } from '../../../core/domain/decimal.ts';
import type { ExchangeRefusal } from '../exchange/orders.ts';

/** Answered as `{"error": [text]}` over REST, as `{"success": false, "error": text}` on the stream. */
export class KrakenError extends Error {}

export function invalidArgument(name: string): KrakenError {
  return new KrakenError(`EGeneral:Invalid arguments:${name}`);
}

export const UNKNOWN_ORDER = 'EOrder:Unknown order';
export const INSUFFICIENT_FUNDS = 'EOrder:Insufficient funds';
export const INVALID_SESSION = 'ESession:Invalid session';

/** What the matching refuses. Kraken verifies client ids over open orders only, and says so in these words. */
const REFUSALS: Readonly<Record<ExchangeRefusal, string>> = {
  DUPLICATE_CLIENT_ID: 'EGeneral:Invalid arguments:cl_ord_id not unique',
  INSUFFICIENT_FUNDS,
  BELOW_MINIMUM: 'EOrder:Cost minimum not met',
  PRICE_BAND: 'EOrder:Invalid price',
  POST_ONLY_WOULD_TAKE: 'EOrder:Post only order',
  NOTHING_TO_REDUCE: 'EOrder:Reduce only:No position exists',
  SHORT_NOT_ALLOWED: INSUFFICIENT_FUNDS,
  INSTRUMENT_HALTED: 'EService:Market in cancel_only mode',
  ORDER_LIMIT: 'EOrder:Orders limit exceeded',
  ORDER_UNKNOWN: UNKNOWN_ORDER,
  ORDER_FINAL: UNKNOWN_ORDER,
  // What Kraken says of it is not documented: it cancels one of the two orders itself.
  SELF_TRADE: 'EOrder:Invalid order',
  QUANTITY_INVALID: 'EGeneral:Invalid arguments:volume',
};

/** The refusal that was thrown, also where an amount is beyond what can be counted; null for a bug. */
export function krakenErrorIn(error: unknown): KrakenError | null {
  if (error instanceof KrakenError) return error;
  return amountRangeFailure(error) === null ? null : invalidArgument('volume');
}

export function refusalError(code: ExchangeRefusal): KrakenError {
  return new KrakenError(REFUSALS[code]);
}
