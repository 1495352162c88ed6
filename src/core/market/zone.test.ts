import { describe, expect, it } from 'vitest';
import { civilOf, daysFromCivil, weekday, zoneNamed } from './zone.ts';

const HOUR_MS = 3_600_000;

/** The platform's time-zone database, as an independent witness. */
function platformOffset(name: string): (utcMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (utcMs) => {
    const part = Object.fromEntries(format.formatToParts(utcMs).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!) - utcMs;
  };
}

describe('zoneNamed', () => {
  // 1967-1986 is left out for the years 1974 and 1975, in which the United States changed early.
  it.each([
    ['America/New_York', 1976],
    ['America/Chicago', 1976],
    ['Europe/London', 1996],
    ['Europe/Madrid', 1996],
    ['Europe/Athens', 1996],
    ['Asia/Kolkata', 1976],
  ])('%s has the offsets of the platform database around every change since %i', (name, since) => {
    const zone = zoneNamed(name);
    const witness = platformOffset(name);
    for (let year = since; year <= 2037; year++) {
      for (const month of [3, 4, 10, 11]) {
        for (let day = 1; day <= 31; day += 10) {
          const noon = Date.UTC(year, month - 1, day, 12);
          expect(zone.offsetAt(noon)).toBe(witness(noon));
        }
      }
      let previous = zone.offsetAt(Date.UTC(year, 0, 1));
      for (let hour = Date.UTC(year, 1, 15); hour < Date.UTC(year, 11, 1); hour += HOUR_MS) {
        const offset = zone.offsetAt(hour);
        if (offset === previous) continue;
        expect([witness(hour - 1 * HOUR_MS), witness(hour)]).toEqual([previous, offset]);
        previous = offset;
      }
    }
  });

  it('reads New York wall times on both sides of the change of 2014-03-09 and 2013-11-03', () => {
    const zone = zoneNamed('America/New_York');
    expect(zone.toUtc(Date.UTC(2014, 2, 7, 9, 30))).toBe(Date.UTC(2014, 2, 7, 14, 30));
    expect(zone.toUtc(Date.UTC(2014, 2, 10, 9, 30))).toBe(Date.UTC(2014, 2, 10, 13, 30));
    // 02:30 does not exist on 2014-03-09: one hour forward, 03:30 EDT.
    expect(zone.toUtc(Date.UTC(2014, 2, 9, 2, 30))).toBe(Date.UTC(2014, 2, 9, 7, 30));
    // 01:30 happens twice on 2013-11-03: 05:30 UTC in summer time, 06:30 UTC in winter time.
    expect(zone.toUtc(Date.UTC(2013, 10, 3, 1, 30))).toBe(Date.UTC(2013, 10, 3, 5, 30));
    expect(zone.toUtc(Date.UTC(2013, 10, 3, 1, 30), true)).toBe(Date.UTC(2013, 10, 3, 6, 30));
  });

  it('reads Madrid wall times on both sides of the change of 2018-03-25 and 2018-10-28', () => {
    const zone = zoneNamed('Europe/Madrid');
    expect(zone.toUtc(Date.UTC(2018, 2, 24, 9))).toBe(Date.UTC(2018, 2, 24, 8));
    expect(zone.toUtc(Date.UTC(2018, 2, 26, 9))).toBe(Date.UTC(2018, 2, 26, 7));
    expect(zone.toUtc(Date.UTC(2018, 9, 28, 2, 30))).toBe(Date.UTC(2018, 9, 28, 0, 30));
    expect(zone.toUtc(Date.UTC(2018, 9, 28, 2, 30), true)).toBe(Date.UTC(2018, 9, 28, 1, 30));
  });

  it('takes fixed offsets and refuses names it has no rule for', () => {
    expect(zoneNamed('+05:30').offsetAt(0)).toBe(5.5 * HOUR_MS);
    expect(zoneNamed('-0330').offsetAt(0)).toBe(-3.5 * HOUR_MS);
    expect(() => zoneNamed('Mars/Olympus')).toThrowError(/expected a zone among UTC/);
  });
});

describe('civil dates', () => {
  it('agree with the platform over 400 years', () => {
    for (let days = -70_000; days < 80_000; days += 37) {
      const date = new Date(days * 86_400_000);
      expect(civilOf(days)).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
      expect(daysFromCivil(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(days);
      expect(weekday(days)).toBe(date.getUTCDay());
    }
  });
});
