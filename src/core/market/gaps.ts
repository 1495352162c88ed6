/** Gaps: which candles a market that was open should have and the series does not. Nothing is ever filled in here. */

import { ALWAYS_OPEN, type TradingCalendar } from './calendar.ts';
import type { Candles } from './candles.ts';

const DAY_MS = 86_400_000;

/** `no-data`: candles missing while the market was open; `session-missing`: at least one whole session is absent (a holiday not in the calendar, or a lost day). */
export type GapCause = 'no-data' | 'session-missing';

/** A run of missing candles: [from, to) in epoch milliseconds, both on candle starts, and how many candles it should hold. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly missing: number;
  readonly cause: GapCause;
}

export interface GapSummary {
  readonly count: number;
  readonly missing: number;
  /** Candles missing in the longest gap. */
  readonly longest: number;
  /** The first gaps, at most `limit`. */
  readonly rows: readonly Gap[];
}

/**
 * The gaps between the candles of a series, oldest first. Times the calendar says the market was closed are no gap.
 * Candles of a day or less follow the calendar; longer ones are compared by their plain length.
 */
export function findGaps(candles: Candles, timeframeMs: number, calendar: TradingCalendar = ALWAYS_OPEN, limit = 1000): GapSummary {
  const between = calendar.continuous || timeframeMs > DAY_MS ? missingPlain : timeframeMs === DAY_MS ? missingDays : missingIntraday;
  const rows: Gap[] = [];
  let count = 0;
  let missing = 0;
  let longest = 0;
  const { time, length } = candles;
  for (let i = 1; i < length; i++) {
    const previous = time[i - 1] as number;
    const next = time[i] as number;
    if (next - previous === timeframeMs) continue;
    for (const gap of between(previous, next, timeframeMs, calendar)) {
      count++;
      missing += gap.missing;
      if (gap.missing > longest) longest = gap.missing;
      if (rows.length < limit) rows.push(gap);
    }
  }
  return { count, missing, longest, rows };
}

function missingPlain(previous: number, next: number, timeframeMs: number): Gap[] {
  const missing = Math.floor((next - previous) / timeframeMs) - 1;
  return missing > 0 ? [{ from: previous + timeframeMs, to: previous + timeframeMs * (missing + 1), missing, cause: 'no-data' }] : [];
}

/** Days: one candle per session on an exchange, one per UTC day that touches a session elsewhere. */
function missingDays(previous: number, next: number, _timeframeMs: number, calendar: TradingCalendar): Gap[] {
  const absent: number[] = [];
  if (calendar.alignment === 'session') {
    const until = calendar.sessionFrom(next).open;
    let session = calendar.sessionFrom(calendar.sessionFrom(previous).close);
    for (; session.open < until; session = calendar.sessionFrom(session.close)) absent.push(session.open);
  } else {
    for (let day = previous + DAY_MS; day < next; day += DAY_MS) if (calendar.sessionFrom(day).open < day + DAY_MS) absent.push(day);
  }
  if (absent.length === 0) return [];
  return [{ from: absent[0] as number, to: (absent.at(-1) as number) + DAY_MS, missing: absent.length, cause: 'session-missing' }];
}

/** Inside the day: the candles that overlap each session between two candles, joined where sessions follow each other without a pause. */
function missingIntraday(previous: number, next: number, timeframeMs: number, calendar: TradingCalendar): Gap[] {
  const gaps: Gap[] = [];
  let counted = previous + timeframeMs;
  for (let session = calendar.sessionFrom(counted); session.open < next; session = calendar.sessionFrom(session.close)) {
    const wall = session.open + calendar.offsetAt(session.open);
    const from = Math.max(counted, Math.floor(wall / timeframeMs) * timeframeMs - (wall - session.open));
    const missing = Math.ceil((Math.min(next, session.close) - from) / timeframeMs);
    if (missing <= 0) continue;
    const to = from + missing * timeframeMs;
    const cause: GapCause = from <= session.open && to >= session.close ? 'session-missing' : 'no-data';
    const last = gaps.at(-1);
    if (last?.to === from)
      gaps[gaps.length - 1] = {
        from: last.from,
        to,
        missing: last.missing + missing,
        cause: last.cause === cause ? cause : 'session-missing',
      };
    else gaps.push({ from, to, missing, cause });
    counted = to;
  }
  return gaps;
}
