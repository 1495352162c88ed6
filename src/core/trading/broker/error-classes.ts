/** The class of every failure a venue may tell, by its code: what may be tried again goes by it (trading rules 7.7). */

import type { ErrorClass } from '../../domain/retries.ts';
import type { VenueFailureCode } from './venue-link.ts';

export const ERROR_CLASSES: Readonly<Record<VenueFailureCode, ErrorClass>> = {
  CONNECTION_LOST: 'network',
  TIMEOUT: 'network',
  RATE_LIMITED: 'api',
  CLOCK_SKEW: 'api',
  BAD_NONCE: 'api',
  MAINTENANCE: 'api',
  SERVER_ERROR: 'api',
  BAD_ANSWER: 'data',
  ORDER_UNKNOWN: 'trading',
  ORDER_FINAL: 'trading',
  DUPLICATE_CLIENT_ID: 'trading',
  INSUFFICIENT_FUNDS: 'trading',
  PRICE_BAND: 'trading',
  PRICE_STEP: 'trading',
  QUANTITY_STEP: 'trading',
  BELOW_MINIMUM: 'trading',
  ABOVE_MAXIMUM: 'trading',
  POST_ONLY_WOULD_TAKE: 'trading',
  NOTHING_TO_REDUCE: 'trading',
  SELF_TRADE: 'trading',
  ORDER_LIMIT: 'trading',
  INSTRUMENT_HALTED: 'trading',
  REFUSED: 'trading',
  INSTRUMENT_UNKNOWN: 'configuration',
  NOT_SUPPORTED: 'configuration',
  KEY_REFUSED: 'configuration',
};
