/** A request's failure on its way up, in the words of the venue port. */

import type { VenueFailure, VenueFailureCode } from '../../core/trading/broker/venue-link.ts';

const LONGEST_MESSAGE = 300;

export class VenueError extends Error {
  readonly failure: VenueFailure;

  constructor(
    outcome: VenueFailure['outcome'],
    code: VenueFailureCode,
    message: string,
    details: { readonly venueCode?: string; readonly retryAfterMs?: number } = {},
  ) {
    super(message);
    this.name = 'VenueError';
    this.failure = {
      ok: false,
      outcome,
      code,
      venueCode: details.venueCode ?? '',
      message: message.slice(0, LONGEST_MESSAGE),
      ...(details.retryAfterMs === undefined ? {} : { retryAfterMs: details.retryAfterMs }),
    };
  }
}

/** Refused here, before anything was sent: the venue has no such order. */
export function notSupported(message: string): VenueError {
  return new VenueError('not-sent', 'NOT_SUPPORTED', message);
}

/** An answer that does not say what its description promises: it may have been done. */
export function badAnswer(message: string): VenueError {
  return new VenueError('unknown', 'BAD_ANSWER', message);
}
