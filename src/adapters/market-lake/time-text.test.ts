import { describe, expect, it } from 'vitest';
import { zoneNamed } from '../../core/market/zone.ts';
import { detectTimeFormat, TimeReader } from './time-text.ts';

const utc = (iso: string) => Date.parse(iso);

function read(text: string, zone = 'UTC', samples = [text]) {
  const bytes = Buffer.from(text);
  return new TimeReader(detectTimeFormat(samples, 'f.csv'), zoneNamed(zone)).read(bytes, 0, bytes.length);
}

describe('times', () => {
  it.each([
    ['1670889600', '2022-12-13T00:00:00Z'],
    ['1670889600.5', '2022-12-13T00:00:00.500Z'],
    ['1670889600000', '2022-12-13T00:00:00Z'],
    ['1670889600000000', '2022-12-13T00:00:00Z'],
    ['1670889600000000000', '2022-12-13T00:00:00Z'],
    ['2022-12-13', '2022-12-13T00:00:00Z'],
    ['20221213', '2022-12-13T00:00:00Z'],
    ['20221213 00:15', '2022-12-13T00:15:00Z'],
    ['20221213 001500', '2022-12-13T00:15:00Z'],
    ['20221213001500', '2022-12-13T00:15:00Z'],
    ['2022.12.13 06:49', '2022-12-13T06:49:00Z'],
    ['2022/12/13', '2022-12-13T00:00:00Z'],
    ['2022-12-13 13:30:05', '2022-12-13T13:30:05Z'],
    ['2022-12-13T13:30:05.123456Z', '2022-12-13T13:30:05.123Z'],
    ['2022-12-13T13:30:05+05:30', '2022-12-13T08:00:05Z'],
    ['2022-12-13 00:00:00-05:00', '2022-12-13T05:00:00Z'],
    ['2022-12-13 13:30:00 UTC', '2022-12-13T13:30:00Z'],
    ['1993-02-01 00:00:00+00:00', '1993-02-01T00:00:00Z'],
    ['12/13/2022', '2022-12-13T00:00:00Z'],
    ['13.12.2022 00:00:00.000', '2022-12-13T00:00:00Z'],
    ['1/31/2026 6:49', '2026-01-31T06:49:00Z'],
    ['1/31/2026 6:49 PM', '2026-01-31T18:49:00Z'],
    ['12/31/99', '1999-12-31T00:00:00Z'],
    ['Jan 1 2000', '2000-01-01T00:00:00Z'],
    ['13-Dec-2022', '2022-12-13T00:00:00Z'],
    ['Dec 13, 2022', '2022-12-13T00:00:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(read(text)).toBe(utc(iso));
  });

  it('settles day and month by later rows, and asks when nothing settles them', () => {
    expect(read('01/02/2022', 'UTC', ['01/02/2022', '13/02/2022'])).toBe(utc('2022-02-01'));
    expect(read('01/02/2022', 'UTC', ['01/02/2022', '02/28/2022'])).toBe(utc('2022-01-02'));
    expect(() => read('01/02/2022')).toThrowError(
      expect.objectContaining({ code: 'TIME_FORMAT_AMBIGUOUS', exitCode: 2, message: expect.stringContaining('--dates dmy') }),
    );
  });

  it('reads times without a zone in the zone given, and the repeated hour of autumn in order', () => {
    expect(read('2022-07-01 09:30:00', 'America/New_York')).toBe(utc('2022-07-01T13:30Z'));
    expect(read('2022-07-01T09:30:00Z', 'America/New_York')).toBe(utc('2022-07-01T09:30Z'));
    const texts = ['2022-11-06 00:30', '2022-11-06 01:00', '2022-11-06 01:30', '2022-11-06 01:00', '2022-11-06 01:30', '2022-11-06 02:00'];
    const reader = new TimeReader(detectTimeFormat(texts, 'f.csv'), zoneNamed('America/New_York'));
    const times = texts.map((text) => reader.read(Buffer.from(text), 0, text.length));
    expect(times.map((time) => new Date(time).toISOString().slice(11, 16))).toEqual(['04:30', '05:00', '05:30', '06:00', '06:30', '07:00']);
  });

  it('gives NaN for dates that do not exist and text that is no time', () => {
    for (const text of ['2022-02-30', '2022-13-01', '2022-12-13 25:00', '2022-12-13Tnoon', '', 'x'])
      expect([text, read(text, 'UTC', ['2022-12-13'])]).toEqual([text, Number.NaN]);
  });

  it.each(['hello', '3.5', 'row 1'])('does not take %j for a time', (text) => {
    expect(() => read(text)).toThrowError(expect.objectContaining({ code: 'TIME_FORMAT_UNKNOWN' }));
  });
});
