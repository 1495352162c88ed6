/** Wall clocks: the offset of a named zone at an instant, by the daylight-saving rules themselves, without the platform's calendar. */

import { InputError } from '../domain/result.ts';
import { IMPORT_FAULTS } from './import-words.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

type SavingRule = 'none' | 'us' | 'eu';

/**
 * Zones a market here is kept in: winter offset in hours, and whose summer-time law it follows.
 * `us`: Energy Policy Act 2005 from 2007 (second Sunday of March to first of November, 02:00 local), before that first Sunday of April
 * (1987-2006; last Sunday of April 1967-1986) to last Sunday of October. `eu`: Directive 2000/84/EC, last Sunday of March to last Sunday of
 * October, 01:00 UTC (in force since 1996; earlier years ended in September and are not modelled).
 */
const ZONES: Readonly<Record<string, { readonly hours: number; readonly rule: SavingRule }>> = {
  UTC: { hours: 0, rule: 'none' },
  'America/New_York': { hours: -5, rule: 'us' },
  'America/Chicago': { hours: -6, rule: 'us' },
  'Europe/London': { hours: 0, rule: 'eu' },
  'Europe/Madrid': { hours: 1, rule: 'eu' },
  'Europe/Berlin': { hours: 1, rule: 'eu' },
  'Europe/Athens': { hours: 2, rule: 'eu' },
  'Asia/Tokyo': { hours: 9, rule: 'none' },
  'Asia/Kolkata': { hours: 5.5, rule: 'none' },
};

/** A zone ready for questions; instants are epoch milliseconds, wall times the same count read off a local clock. */
export interface Zone {
  readonly name: string;
  /** Milliseconds to add to UTC to get wall time. */
  offsetAt(utcMs: number): number;
  /**
   * The instant a wall clock shows `wallMs`. In the hour that autumn repeats, the first occurrence, or the second with `later`;
   * a time that spring skips moves forward by the skipped hour.
   */
  toUtc(wallMs: number, later?: boolean): number;
}

/** The zone of a name in the table, or of a fixed offset such as `+05:30`. InputError ZONE_UNKNOWN otherwise. */
export function zoneNamed(name: string): Zone {
  const fixed = /^([+-])(\d{2}):?(\d{2})$/.exec(name);
  const hours = fixed ? (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) + Number(fixed[3]) / 60) : ZONES[name]?.hours;
  if (hours === undefined) {
    throw new InputError(
      'ZONE_UNKNOWN',
      `expected a zone among ${Object.keys(ZONES).join(', ')} or an offset such as +05:30, found ${name}`,
      2,
      { said: IMPORT_FAULTS.zoneUnknown(Object.keys(ZONES).join(', '), name) },
    );
  }
  const standardMs = hours * HOUR_MS;
  const rule = fixed ? 'none' : (ZONES[name] as { rule: SavingRule }).rule;
  const years = new Map<number, readonly [number, number]>();
  const summerOf = (utcMs: number) => {
    const year = civilOf(Math.floor(utcMs / DAY_MS)).year;
    let span = years.get(year);
    if (!span) {
      span = summerTime(rule, year, standardMs);
      years.set(year, span);
    }
    return span;
  };
  const offsetAt = (utcMs: number): number => {
    if (rule === 'none') return standardMs;
    const [from, to] = summerOf(utcMs);
    return utcMs >= from && utcMs < to ? standardMs + HOUR_MS : standardMs;
  };
  const toUtc = (wallMs: number, later = false): number => {
    if (rule === 'none') return wallMs - standardMs;
    const summer = wallMs - standardMs - HOUR_MS;
    const winter = wallMs - standardMs;
    const summerHolds = offsetAt(summer) !== standardMs;
    const winterHolds = offsetAt(winter) === standardMs;
    if (summerHolds && winterHolds) return later ? winter : summer;
    return summerHolds ? summer : winter;
  };
  return { name, offsetAt, toUtc };
}

/** First and last instant of summer time in a year, UTC milliseconds. */
function summerTime(rule: SavingRule, year: number, standardMs: number): readonly [number, number] {
  if (rule === 'eu') return [lastSunday(year, 3) + HOUR_MS, lastSunday(year, 10) + HOUR_MS];
  const start = year >= 2007 ? nthSunday(year, 3, 2) : year >= 1987 ? nthSunday(year, 4, 1) : lastSunday(year, 4);
  const end = year >= 2007 ? nthSunday(year, 11, 1) : lastSunday(year, 10);
  return [start + 2 * HOUR_MS - standardMs, end + HOUR_MS - standardMs];
}

/** 00:00 of the n-th Sunday of a month (1 = January), as milliseconds of a wall clock. */
function nthSunday(year: number, month: number, n: number): number {
  const first = daysFromCivil(year, month, 1);
  return (first + ((7 - weekday(first)) % 7) + 7 * (n - 1)) * DAY_MS;
}

function lastSunday(year: number, month: number): number {
  const last = (month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)) - 1;
  return (last - weekday(last)) * DAY_MS;
}

/** Day of the week of a day count since 1970-01-01: 0 Sunday to 6 Saturday. */
export function weekday(days: number): number {
  return (((days + 4) % 7) + 7) % 7;
}

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar, month 1 to 12.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** The date of a day count since 1970-01-01; the inverse of {@link daysFromCivil}. */
export function civilOf(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

/** `2022-12-13T13:30:00Z` of an instant, with milliseconds only where there are any. */
export function isoText(utcMs: number): string {
  return new Date(utcMs).toISOString().replace('.000Z', 'Z');
}
