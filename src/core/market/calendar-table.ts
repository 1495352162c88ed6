/** The table behind the calendars: weekly hours, holiday rules, half days and single closures of each market. */

import { civilOf, daysFromCivil, weekday } from './zone.ts';

export interface MarketHours {
  readonly zone: string;
  readonly alignment: 'utc' | 'session';
  /** Local opening and closing minute of a day (days since 1970-01-01), counted from its midnight; undefined on a day without a session. */
  minutes(day: number): readonly [number, number] | undefined;
}

const at = (hour: number, minute = 0) => hour * 60 + minute;
const [SUNDAY, MONDAY, THURSDAY, SATURDAY] = [0, 1, 4, 6];
const isWeekend = (day: number) => weekday(day) === SUNDAY || weekday(day) === SATURDAY;

/** The n-th given weekday of a month; n = -1 is the last. */
function nthWeekday(year: number, month: number, which: number, n: number): number {
  if (n < 0) {
    const last = daysFromCivil(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - 1;
    return last - ((weekday(last) - which + 7) % 7);
  }
  const first = daysFromCivil(year, month, 1);
  return first + ((which - weekday(first) + 7) % 7) + 7 * (n - 1);
}

/** Easter Sunday of a Gregorian year. Source: the anonymous algorithm of Nature (1876), as given by Meeus, Astronomical Algorithms, ch. 8. */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return daysFromCivil(year, month, ((h + l - 7 * m + 114) % 31) + 1);
}

/** A fixed date moved off the weekend as United States markets do: Saturday to Friday, Sunday to Monday. */
function observed(year: number, month: number, dayOfMonth: number): number {
  const day = daysFromCivil(year, month, dayOfMonth);
  return weekday(day) === SATURDAY ? day - 1 : weekday(day) === SUNDAY ? day + 1 : day;
}

/** Source: NYSE rule 7.2 and the exchange's published holiday lists; a New Year on Saturday is not moved back into December. */
function newYorkHolidays(year: number): number[] {
  const newYear = daysFromCivil(year, 1, 1);
  const days = [
    weekday(newYear) === SUNDAY ? newYear + 1 : newYear,
    nthWeekday(year, 2, MONDAY, 3),
    easterSunday(year) - 2,
    nthWeekday(year, 5, MONDAY, -1),
    observed(year, 7, 4),
    nthWeekday(year, 9, MONDAY, 1),
    nthWeekday(year, 11, THURSDAY, 4),
    observed(year, 12, 25),
  ];
  if (year >= 1998) days.push(nthWeekday(year, 1, MONDAY, 3));
  if (year >= 2022) days.push(observed(year, 6, 19));
  return days;
}

/** Days the exchange closed for a funeral, an attack or a storm. */
const NEW_YORK_CLOSED = dates(
  '1994-04-27 2001-09-11 2001-09-12 2001-09-13 2001-09-14 2004-06-11 2007-01-02 2012-10-29 2012-10-30 2018-12-05 2025-01-09',
);
/** 13:00 closes that no rule below gives, and days on which the rule did not hold (Independence Day on a Thursday: the Friday was short). */
const NEW_YORK_SHORT = dates('1996-07-05 1997-12-26 1999-12-31 2002-07-05 2003-12-26');
const NEW_YORK_NOT_SHORT = dates('1996-07-03 2002-07-03');

/** Close at 13:00: the day after Thanksgiving, Christmas Eve and the eve of Independence Day (since 1993). */
function isNewYorkHalfDay(day: number): boolean {
  const { year, month, day: dayOfMonth } = civilOf(day);
  if (NEW_YORK_SHORT.has(day)) return true;
  if (month === 11) return day === nthWeekday(year, 11, THURSDAY, 4) + 1;
  return ((month === 12 && dayOfMonth === 24) || (month === 7 && dayOfMonth === 3)) && !NEW_YORK_NOT_SHORT.has(day);
}

/** Source: the operating calendars of BME; since 2007 Madrid keeps the common European closing days. Christmas and New Year's Eve vary. */
function madridHolidays(year: number): number[] {
  const easter = easterSunday(year);
  const days = [
    daysFromCivil(year, 1, 1),
    easter - 2,
    easter + 1,
    daysFromCivil(year, 5, 1),
    daysFromCivil(year, 12, 25),
    daysFromCivil(year, 12, 26),
  ];
  if (year <= 2010 || year === 2021) days.push(daysFromCivil(year, 12, 24), daysFromCivil(year, 12, 31));
  return days;
}

function isMadridHalfDay(day: number): boolean {
  const { month, day: dayOfMonth } = civilOf(day);
  return month === 12 && (dayOfMonth === 24 || dayOfMonth === 31);
}

function dates(text: string): ReadonlySet<number> {
  return new Set(text.split(' ').map((date) => Date.parse(date) / 86_400_000));
}

/** Whether a day is a holiday of a yearly rule, remembering each year's answer. */
function holidayRule(rule: (year: number) => number[]): (day: number) => boolean {
  const years = new Map<number, ReadonlySet<number>>();
  return (day) => {
    const { year } = civilOf(day);
    let days = years.get(year);
    if (!days) {
      days = new Set(rule(year));
      years.set(year, days);
    }
    return days.has(day);
  };
}

const isNewYorkHoliday = holidayRule(newYorkHolidays);
const isMadridHoliday = holidayRule(madridHolidays);

/** Currency trade dates run from 17:00 New York of the day before; none on Christmas and New Year's Day. */
function isCurrencyDay(day: number): boolean {
  const { month, day: dayOfMonth } = civilOf(day);
  return !isWeekend(day) && !(month === 12 && dayOfMonth === 25) && !(month === 1 && dayOfMonth === 1);
}

export const MARKETS: Readonly<Record<string, MarketHours>> = {
  WEEKDAYS: { zone: 'UTC', alignment: 'utc', minutes: (day) => (isWeekend(day) ? undefined : [at(0), at(24)]) },
  FX: { zone: 'America/New_York', alignment: 'utc', minutes: (day) => (isCurrencyDay(day) ? [at(-7), at(17)] : undefined) },
  METALS: { zone: 'America/New_York', alignment: 'utc', minutes: (day) => (isCurrencyDay(day) ? [at(-6), at(17)] : undefined) },
  XNYS: {
    zone: 'America/New_York',
    alignment: 'session',
    minutes: (day) => {
      if (isWeekend(day) || isNewYorkHoliday(day) || NEW_YORK_CLOSED.has(day)) return undefined;
      return [at(9, 30), isNewYorkHalfDay(day) ? at(13) : at(16)];
    },
  },
  XMAD: {
    zone: 'Europe/Madrid',
    alignment: 'session',
    minutes: (day) => (isWeekend(day) || isMadridHoliday(day) ? undefined : [at(9), isMadridHalfDay(day) ? at(14) : at(17, 30)]),
  },
};
