/** The questions of a start, which change nothing: asked again where their error is of a class that passes. */

import { InputError } from '../../core/domain/result.ts';
import type { ErrorClass } from '../../core/domain/retries.ts';
import { ERROR_CLASSES } from '../../core/trading/broker/error-classes.ts';
import { patiently } from '../support/patiently.ts';
import type { LinkSession } from './dialect.ts';
import { failureOf } from './generic/failures.ts';
import { VenueError } from './venue-error.ts';

export function askingAgain(options: { readonly random?: () => number }, notice: LinkSession['notice']) {
  return <T>(work: () => Promise<T>): Promise<T> =>
    patiently(work, {
      classOf,
      onRetry: (error, pauseMs) => notice('VENUE_ASKED_AGAIN', `in ${Math.round(pauseMs)} ms: ${(error as Error).message}`),
      ...(options.random && { random: options.random }),
    });
}

function classOf(error: unknown): ErrorClass {
  if (error instanceof InputError) return 'configuration';
  return ERROR_CLASSES[(error instanceof VenueError ? error.failure : failureOf(error)).code];
}
