import { describe, expect, test } from 'vitest';
import { barStart, slotsOf, spanBetween } from './bars.ts';

const utc = (text: string) => Date.parse(`${text}Z`);

describe('the bars over time', () => {
  test('spans without anything are bars of nothing, so that a distance is a time', () => {
    const bars = [utc('2026-01-31T00:00'), utc('2026-02-03T00:00')].map((at) => ({ at, count: 2, refused: 1 }));
    const slots = slotsOf({ span: 'day', bars });
    expect(slots.map(({ at }) => new Date(at).getUTCDate())).toEqual([31, 1, 2, 3]);
    expect(slots.map(({ count }) => count)).toEqual([2, 0, 0, 2]);
    expect(slotsOf({ span: 'day', bars: [] })).toEqual([]);
  });

  test('months are as long as they are', () => {
    expect(barStart('month', utc('2026-01-31T23:00'), 1)).toBe(utc('2026-02-01T00:00'));
    expect(barStart('month', utc('2025-12-05T00:00'), 2)).toBe(utc('2026-02-01T00:00'));
    expect(barStart('hour', utc('2026-01-31T23:40'), 1)).toBe(utc('2026-02-01T00:00'));
  });

  test('a choice goes to the end of its last bar, and never beyond what was asked for before', () => {
    const [first, last] = [utc('2026-01-30T00:00'), utc('2026-02-01T00:00')];
    expect(spanBetween('day', last, first, {})).toEqual({ from: first, to: utc('2026-02-02T00:00') });
    expect(spanBetween('day', first, last, { from: utc('2026-01-30T08:00'), to: utc('2026-02-01T09:00') })).toEqual({
      from: utc('2026-01-30T08:00'),
      to: utc('2026-02-01T09:00'),
    });
  });
});
