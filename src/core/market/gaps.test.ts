import { describe, expect, it } from 'vitest';
import { ALWAYS_OPEN, calendarNamed } from './calendar.ts';
import { createCandles } from './candles.ts';
import { findGaps } from './gaps.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const at = (iso: string) => Date.parse(iso);

function series(times: readonly number[]) {
  const candles = createCandles(times.length);
  candles.length = times.length;
  candles.time.set(times);
  return candles;
}

function range(from: string, to: string, stepMs: number): number[] {
  return Array.from({ length: (at(to) - at(from)) / stepMs }, (_, i) => at(from) + i * stepMs);
}

describe('findGaps', () => {
  it('shows a removed hour of minutes as one gap', () => {
    const times = range('2022-12-13T00:00Z', '2022-12-14T00:00Z', MINUTE_MS).filter(
      (time) => time < at('2022-12-13T13:00Z') || time >= at('2022-12-13T14:00Z'),
    );
    expect(findGaps(series(times), MINUTE_MS)).toEqual({
      count: 1,
      missing: 60,
      longest: 60,
      rows: [{ from: at('2022-12-13T13:00Z'), to: at('2022-12-13T14:00Z'), missing: 60, cause: 'no-data' }],
    });
  });

  it('finds nothing in a complete series, and counts beyond its list', () => {
    expect(findGaps(series(range('2022-12-13T00:00Z', '2022-12-14T00:00Z', HOUR_MS)), HOUR_MS, ALWAYS_OPEN).count).toBe(0);
    const every2nd = range('2022-12-13T00:00Z', '2022-12-14T00:00Z', 2 * HOUR_MS);
    const gaps = findGaps(series(every2nd), HOUR_MS, ALWAYS_OPEN, 3);
    expect([gaps.count, gaps.missing, gaps.rows.length]).toEqual([11, 11, 3]);
  });

  it('knows the weekend of currencies, and a gap before it', () => {
    const calendar = calendarNamed('FX');
    // Friday 2014-05-09 20:00 UTC is the last hour of the week (17:00 New York is 21:00 UTC), Sunday 21:00 the first.
    expect(findGaps(series([at('2014-05-09T20:00Z'), at('2014-05-11T21:00Z')]), HOUR_MS, calendar).count).toBe(0);
    expect(findGaps(series([at('2014-05-09T17:00Z'), at('2014-05-11T22:00Z')]), HOUR_MS, calendar).rows).toEqual([
      { from: at('2014-05-09T18:00Z'), to: at('2014-05-09T21:00Z'), missing: 3, cause: 'no-data' },
      { from: at('2014-05-11T21:00Z'), to: at('2014-05-11T22:00Z'), missing: 1, cause: 'no-data' },
    ]);
    // UTC days: Saturday has no session, Sunday has three hours of one.
    expect(findGaps(series([at('2014-05-09'), at('2014-05-11')]), DAY_MS, calendar).count).toBe(0);
    expect(findGaps(series([at('2014-05-09'), at('2014-05-12')]), DAY_MS, calendar).missing).toBe(1);
  });

  it('counts sessions of an exchange: nights and holidays are none, a lost day is one', () => {
    const calendar = calendarNamed('XNYS');
    const open = (day: string) => at(`${day}T13:30Z`);
    // Friday 2014-07-04 is a holiday: Thursday, then Monday.
    expect(findGaps(series([open('2014-07-03'), open('2014-07-07')]), DAY_MS, calendar).count).toBe(0);
    expect(findGaps(series([open('2014-07-07'), open('2014-07-09')]), DAY_MS, calendar).rows).toEqual([
      { from: open('2014-07-08'), to: open('2014-07-08') + DAY_MS, missing: 1, cause: 'session-missing' },
    ]);
    // Minutes: 15:59 is the last of a day, 12:59 of the half day before the holiday.
    expect(findGaps(series([at('2014-07-02T19:59Z'), at('2014-07-03T13:30Z')]), MINUTE_MS, calendar).count).toBe(0);
    expect(findGaps(series([at('2014-07-03T16:59Z'), at('2014-07-07T13:30Z')]), MINUTE_MS, calendar).count).toBe(0);
    expect(findGaps(series([at('2014-07-01T19:59Z'), at('2014-07-03T13:30Z')]), MINUTE_MS, calendar).rows).toEqual([
      { from: at('2014-07-02T13:30Z'), to: at('2014-07-02T20:00Z'), missing: 390, cause: 'session-missing' },
    ]);
    // Hours start on the wall clock: 09:00 holds 09:30 to 10:00.
    expect(findGaps(series([at('2014-07-01T19:00Z'), at('2014-07-02T14:00Z')]), HOUR_MS, calendar).rows).toMatchObject([
      { from: at('2014-07-02T13:00Z'), missing: 1 },
    ]);
  });
});
