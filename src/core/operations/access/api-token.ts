/** What a token of the interface may be asked for: how long it lives, how two are good at once while one replaces the other, how often it may ask. */

import type { Result } from '../../domain/result.ts';
import { accepted, refused } from '../../domain/result.ts';

const DAY_MS = 86_400_000;
export const LONGEST_TOKEN_LIFE_MS = 366 * DAY_MS;
export const LONGEST_OVERLAP_MS = 7 * DAY_MS;
/** A minute's requests of one token. */
export const TOKEN_LIMITS = { read: 120, control: 60 } as const;

export interface TokenTimes {
  readonly expiresAt: number;
  /** It has been replaced by a newer one and ends soon. */
  readonly isReplaced: boolean;
}

/** Refusal TOKEN_EXPIRY. */
export function readExpiry(expiresAt: number, now: number): Result<number> {
  if (expiresAt > now && expiresAt - now <= LONGEST_TOKEN_LIFE_MS) return accepted(expiresAt);
  const days = Math.round((expiresAt - now) / DAY_MS);
  return refused('TOKEN_EXPIRY', `expected an end within the next 366 days, found ${days} days from now; choose another`, days, 366);
}

/** When the old one ends once a new one is made: after the overlap, never later than it would have. Refusal TOKEN_OVERLAP, TOKEN_REPLACED, TOKEN_EXPIRED. */
export function endOfReplaced({ expiresAt, isReplaced }: TokenTimes, overlapMs: number, now: number): Result<number> {
  if (expiresAt <= now) return refused('TOKEN_EXPIRED', 'expected a token that is still good, found one that has ended; make a new one');
  if (isReplaced)
    return refused(
      'TOKEN_REPLACED',
      'expected the newest of two, found the one that ends already; rotate the newer one, or revoke this first',
    );
  if (overlapMs < 0 || overlapMs > LONGEST_OVERLAP_MS)
    return refused(
      'TOKEN_OVERLAP',
      `expected both to be good for at most 7 days, found ${overlapMs / DAY_MS}; choose less`,
      overlapMs / DAY_MS,
      7,
    );
  return accepted(Math.min(expiresAt, now + overlapMs));
}
