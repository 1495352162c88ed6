import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALWAYS_OPEN, calendarNamed, guessCalendar, isOpen } from './calendar.ts';
import { createCandles } from './candles.ts';

const DAY_MS = 86_400_000;
const at = (iso: string) => Date.parse(iso);
const EXPECTED = readFileSync(new URL('./fixtures/exchange-days.csv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(',') as [string, string, string, string?]);

describe('exchange calendars', () => {
  it.each([
    ['XNYS', '1993-01-01', 6.5],
    ['XMAD', '2007-01-01', 8.5],
  ])('%s has the closed days and short sessions of an independent library since %s', (id, since, hours) => {
    const calendar = calendarNamed(id);
    const special = new Map(EXPECTED.filter(([name]) => name === id).map(([, date, open, close]) => [date, { open, close }]));
    for (let day = at(since); day < at('2027-06-01'); day += DAY_MS) {
      const date = new Date(day).toISOString().slice(0, 10);
      const session = calendar.sessionFrom(day);
      const holds = session.open < day + DAY_MS;
      const expected = special.get(date);
      const weekend = [0, 6].includes(new Date(day).getUTCDay());
      expect([date, holds]).toEqual([date, !weekend && expected?.open !== 'closed']);
      if (!holds) continue;
      if (expected) {
        expect([date, new Date(session.open).toISOString().slice(11, 16), new Date(session.close).toISOString().slice(11, 16)]).toEqual([
          date,
          expected.open,
          expected.close,
        ]);
      } else expect([date, session.close - session.open]).toEqual([date, hours * 3_600_000]);
    }
  });

  it('opens New York at 14:30 UTC in winter and 13:30 in summer, in the weeks Europe has already or not yet changed too', () => {
    const calendar = calendarNamed('XNYS');
    // Sunday 2014-03-09 is the change in New York, 2014-03-30 in Europe; 2014-10-26 in Europe, 2014-11-02 in New York.
    for (const [day, open] of [
      ['2014-03-07', '14:30'],
      ['2014-03-10', '13:30'],
      ['2014-03-31', '13:30'],
      ['2014-10-27', '13:30'],
      ['2014-11-03', '14:30'],
    ]) {
      expect(calendar.sessionFrom(at(`${day}T00:00Z`)).open).toBe(at(`${day}T${open}Z`));
    }
  });

  it('opens Madrid at 08:00 UTC in winter and 07:00 in summer', () => {
    const calendar = calendarNamed('XMAD');
    expect(calendar.sessionFrom(at('2014-03-28T00:00Z'))).toEqual({ open: at('2014-03-28T08:00Z'), close: at('2014-03-28T16:30Z') });
    expect(calendar.sessionFrom(at('2014-03-31T00:00Z'))).toEqual({ open: at('2014-03-31T07:00Z'), close: at('2014-03-31T15:30Z') });
  });
});

describe('currency calendars', () => {
  it('end the week at 17:00 New York and begin it on Sunday at 17:00, in winter and summer time', () => {
    const calendar = calendarNamed('FX');
    const open = (iso: string) => isOpen(calendar, at(iso));
    expect([open('2014-01-10T21:59Z'), open('2014-01-10T22:00Z'), open('2014-01-12T21:59Z'), open('2014-01-12T22:00Z')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([open('2014-05-09T20:59Z'), open('2014-05-09T21:00Z'), open('2014-05-11T20:59Z'), open('2014-05-11T21:00Z')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    // Trade dates follow each other without a pause, except for Christmas and New Year.
    expect([open('2014-05-13T21:00Z'), open('2014-12-25T12:00Z'), open('2015-01-01T12:00Z')]).toEqual([true, false, false]);
  });

  it('gives metals their daily pause from 17:00 to 18:00 New York', () => {
    const calendar = calendarNamed('METALS');
    expect(
      ['2014-05-13T20:59Z', '2014-05-13T21:00Z', '2014-05-13T21:59Z', '2014-05-13T22:00Z'].map((iso) => isOpen(calendar, at(iso))),
    ).toEqual([true, false, false, true]);
  });

  it('never closes 24/7', () => {
    expect(isOpen(ALWAYS_OPEN, at('2014-05-10T12:00Z'))).toBe(true);
  });

  it('refuses unknown names and lists the known ones', () => {
    expect(() => calendarNamed('XLON')).toThrowError(/expected a calendar among 24\/7, WEEKDAYS, FX, METALS, XNYS, XMAD, found "XLON"/);
  });
});

describe('guessCalendar', () => {
  const days = (keep: (weekday: number) => boolean, hour: number) => {
    const candles = createCandles(60);
    for (let day = at('2014-02-18T00:00Z'); candles.length < 60; day += DAY_MS)
      if (keep(new Date(day).getUTCDay())) candles.time[candles.length++] = day + hour * 3_600_000;
    return candles;
  };
  it.each([
    ['24/7', () => true, 0],
    ['FX', (weekday: number) => weekday !== 6, 0],
    ['XNYS', (weekday: number) => weekday > 0 && weekday < 6, 0],
  ])('finds %s', (id, keep, hour) => {
    expect(guessCalendar(days(keep, hour), DAY_MS).id).toBe(id);
  });
  it('says nothing about less than two weeks', () => {
    const candles = days((weekday) => weekday > 0 && weekday < 6, 0);
    candles.length = 5;
    expect(guessCalendar(candles, DAY_MS).id).toBe('24/7');
  });
});
