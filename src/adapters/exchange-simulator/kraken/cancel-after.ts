/** The dead man's switch: all orders are cancelled unless their owner keeps asking for it not to happen. */

import type { KrakenAccount } from './account.ts';
import { invalidArgument } from './errors.ts';
import { cancelAll } from './trading.ts';
import type { KrakenVenue } from './venue.ts';

/** Winds the dead man's switch up anew, or turns it off with 0. */
export function cancelAllAfter(
  venue: KrakenVenue,
  account: KrakenAccount,
  seconds: number | undefined,
): { readonly currentTime: string; readonly triggerTime: string } {
  if (seconds === undefined || seconds < 0 || seconds > 86_400) throw invalidArgument('timeout');
  const now = venue.wallNow();
  account.cancelAllAt = seconds === 0 ? Number.POSITIVE_INFINITY : now + seconds * 1000;
  return { currentTime: secondText(now), triggerTime: seconds === 0 ? '0' : secondText(account.cancelAllAt) };
}

/** Lets switches go off whose time has come: every order of the account is cancelled, protective stops as well, as the venue does it. */
export function runSwitches(venue: KrakenVenue): void {
  if (venue.status === 'maintenance') return;
  const now = venue.wallNow();
  for (const account of venue.accounts.values()) {
    if (account.cancelAllAt > now) continue;
    account.cancelAllAt = Number.POSITIVE_INFINITY;
    cancelAll(venue, account);
  }
}

function secondText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
