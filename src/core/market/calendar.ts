/** Trading calendars: when a market is open, from weekly hours, holiday rules and the few days no rule explains. */

import { InputError } from '../domain/result.ts';
import { MARKETS, type MarketHours } from './calendar-table.ts';
import type { Candles } from './candles.ts';
import { weekday, zoneNamed } from './zone.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** One span of trading, instants in epoch milliseconds UTC: open <= t < close. */
export interface Session {
  readonly open: number;
  readonly close: number;
}

export interface TradingCalendar {
  readonly id: string;
  /** Where larger candles begin: at UTC multiples of their length, or at the exchange's own clock and session. */
  readonly alignment: 'utc' | 'session';
  /** True for a market that never closes. */
  readonly continuous: boolean;
  /** Wall-clock offset of the exchange, milliseconds to add to UTC. */
  offsetAt(utcMs: number): number;
  /** The session that holds the instant or, while the market is closed, the next one. Sessions may follow each other without a pause. */
  sessionFrom(utcMs: number): Session;
}

export const ALWAYS_OPEN: TradingCalendar = {
  id: '24/7',
  alignment: 'utc',
  continuous: true,
  offsetAt: () => 0,
  sessionFrom: () => ({ open: Number.NEGATIVE_INFINITY, close: Number.POSITIVE_INFINITY }),
};

export const CALENDAR_IDS: readonly string[] = [ALWAYS_OPEN.id, ...Object.keys(MARKETS)];

/** The calendar `24/7`, `WEEKDAYS`, `FX`, `METALS`, `XNYS` or `XMAD`. InputError CALENDAR_UNKNOWN for any other name. */
export function calendarNamed(id: string): TradingCalendar {
  if (id === ALWAYS_OPEN.id) return ALWAYS_OPEN;
  const hours = MARKETS[id];
  if (!hours)
    throw new InputError('CALENDAR_UNKNOWN', `expected a calendar among ${CALENDAR_IDS.join(', ')}, found ${JSON.stringify(id)}`, 2);
  return calendarOf(id, hours);
}

export function isOpen(calendar: TradingCalendar, utcMs: number): boolean {
  return calendar.sessionFrom(utcMs).open <= utcMs;
}

/**
 * The calendar that fits the hours of a series: 24/7 with candles on Saturdays, FX with candles on Sundays only, XNYS when nearly all of them
 * lie in its sessions, else WEEKDAYS. Under two weeks of data say nothing: 24/7.
 */
export function guessCalendar(candles: Candles, timeframeMs: number): TradingCalendar {
  const { time, length } = candles;
  if (length < 2 || timeframeMs > DAY_MS || (time[length - 1] as number) - (time[0] as number) < 14 * DAY_MS) return ALWAYS_OPEN;
  let saturdays = 0;
  let sundays = 0;
  let inSession = 0;
  const newYork = calendarNamed('XNYS');
  for (let i = 0; i < length; i++) {
    const start = time[i] as number;
    const day = weekday(Math.floor(start / DAY_MS));
    if (day === 6) saturdays++;
    else if (day === 0) sundays++;
    if (newYork.sessionFrom(start).open < start + timeframeMs) inSession++;
  }
  if (saturdays > length * 0.01) return ALWAYS_OPEN;
  if (sundays > length * 0.01) return calendarNamed('FX');
  if (inSession > length * 0.98) return newYork;
  return calendarNamed('WEEKDAYS');
}

function calendarOf(id: string, hours: MarketHours): TradingCalendar {
  const zone = zoneNamed(hours.zone);
  const sessions = new Map<number, Session | undefined>();
  /** The session belonging to a local day (days since 1970-01-01), or undefined on a day without one. */
  const sessionOf = (day: number): Session | undefined => {
    if (sessions.has(day)) return sessions.get(day);
    const span = hours.minutes(day);
    const at = (minutes: number) => zone.toUtc(day * DAY_MS + minutes * MINUTE_MS);
    const session = span && { open: at(span[0]), close: at(span[1]) };
    sessions.set(day, session);
    return session;
  };
  let last: Session = { open: 0, close: 0 };
  const sessionFrom = (utcMs: number): Session => {
    if (utcMs >= last.open && utcMs < last.close) return last;
    let day = Math.floor((utcMs + zone.offsetAt(utcMs)) / DAY_MS) - 1;
    for (let looked = 0; looked < 30; looked++, day++) {
      const session = sessionOf(day);
      if (session && session.close > utcMs) {
        last = session;
        return session;
      }
    }
    throw new RangeError(`calendar ${id} has no session within 30 days of ${utcMs}`);
  };
  return { id, alignment: hours.alignment, continuous: false, offsetAt: zone.offsetAt, sessionFrom };
}
