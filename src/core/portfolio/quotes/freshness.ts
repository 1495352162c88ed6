/** Whether a quote is old: by the clock for what is traded always, by sessions for what is not. */

import type { QuoteRules } from './quote-rules.ts';

const DAY_MS = 86_400_000;
/** The last of the exchanges in question (New York) has closed by then, in summer and winter, and told its close. UTC. */
const CLOSED_BY_MS = 22 * 3_600_000;

/** Both epoch milliseconds UTC. Sessions are those of Monday to Friday: a holiday of an exchange makes a price look older than it is, never newer. */
export function isStale({ stale }: QuoteRules, at: number, now: number): boolean {
  if ('afterMs' in stale) return now - at > stale.afterMs;
  return sessionsSince(at, now) >= stale.afterSessions;
}

/** Closes of a session between two instants, that of the quote's own day left out: what was told on a day is that day's price. */
function sessionsSince(at: number, now: number): number {
  let count = 0;
  for (let day = Math.floor(at / DAY_MS) + 1; day * DAY_MS + CLOSED_BY_MS < now; day++) if (isWorkingDay(day)) count++;
  return count;
}

/** 1970-01-01 was a Thursday. */
const isWorkingDay = (day: number): boolean => (day + 4) % 7 !== 0 && (day + 4) % 7 !== 6;
