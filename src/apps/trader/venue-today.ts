/** Whether a venue is at today: at one that replays the past, what was done since today is asked for and never found, so a trader would lose its orders from sight. */

import { InputError } from '../../core/domain/result.ts';
import { kindOfHost } from '../../core/operations/venue-hosts.ts';
import type { OpenedVenue, TraderLink } from './venue-openers.ts';

const MOST_BEHIND_MS = 3_600_000;
const MOST_AHEAD_MS = 86_400_000;

interface Venue extends Pick<OpenedVenue, 'newestCandle'> {
  readonly link: Pick<TraderLink, 'serverTimeOffsetMs'>;
}

/**
 * A local exchange signs by today's clock whatever day it replays: its prices tell the day. It may be ahead, for it may replay faster than time passes.
 * InputError VENUE_OTHER_TIME.
 */
export async function requireToday({ link, newestCandle }: Venue, addresses: readonly string[], now: number): Promise<void> {
  const isLocal = addresses.every((address) => kindOfHost(address) === 'simulator');
  const clock = now + link.serverTimeOffsetMs;
  const at = Math.min(clock, (isLocal && (await newestCandle?.())) || clock);
  if (now - at <= MOST_BEHIND_MS && (isLocal || at - now <= MOST_AHEAD_MS)) return;
  const remedy = isLocal ? 'start the local exchange with --align-now' : "set the machine's clock";
  throw new InputError(
    'VENUE_OTHER_TIME',
    `expected a venue at the time of this machine, ${utc(now)}, found it at ${utc(at)}: what is traded there would not be found again; ${remedy}`,
    3,
  );
}

const utc = (at: number) => new Date(at).toISOString();
