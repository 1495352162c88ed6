/** What the venue has of an account beyond what a session holds and ordered, in words: a kill leaves it, so it has to be named. */

import { formatScaled, parseScaled } from '../../domain/decimal.ts';
import type { Difference } from './reconciliation.ts';

const DECIMALS = 8;

/** Positions by what is not ours of them, orders by what they are and their id at the venue. */
export function notOurs(differences: readonly Difference[]): string[] {
  return differences.flatMap(({ kind, subject, here, venue }) => {
    if (kind === 'order') return [`order ${venue} (${subject})`];
    return kind === 'position' ? [`position ${subject} ${beyond(venue, here)}`] : [];
  });
}

function beyond(venue: string, here: string): string {
  const [there, ours] = [parseScaled(venue, DECIMALS), parseScaled(here, DECIMALS)];
  return there === null || ours === null ? `${venue} (${here} of it ours)` : formatScaled(there - ours, DECIMALS);
}
