import { expect, test } from 'vitest';
import { ALWAYS_OPEN, calendarNamed } from '../../core/market/calendar.ts';
import { afterTheClose } from './after-the-close.ts';

const newYork = afterTheClose([calendarNamed('XNYS')]).fullComparisonAfter as (at: number) => number;
const after = (at: string) => new Date(newYork(Date.parse(at))).toISOString();

test('New York closes at 16:00: 20:00 UTC in summer, 21:00 in winter, and not at week-ends', () => {
  expect(after('2026-07-15T12:00:00Z')).toBe('2026-07-15T20:30:00.000Z');
  expect(after('2026-07-15T20:10:00Z')).toBe('2026-07-15T20:30:00.000Z');
  expect(after('2026-07-15T20:30:00Z')).toBe('2026-07-16T20:30:00.000Z');
  // A Friday in January, and the Monday after it.
  expect(after('2026-01-09T20:59:00Z')).toBe('2026-01-09T21:30:00.000Z');
  expect(after('2026-01-09T21:30:00Z')).toBe('2026-01-12T21:30:00.000Z');
});

test('of several markets each close counts, and one that never closes none', () => {
  const both = afterTheClose([calendarNamed('XNYS'), calendarNamed('XMAD'), ALWAYS_OPEN]).fullComparisonAfter as (at: number) => number;
  // Madrid closes at 17:35 (15:35 UTC in summer) or 17:30; New York at 20:00 UTC.
  expect(both(Date.parse('2026-07-15T12:00:00Z'))).toBeLessThan(Date.parse('2026-07-15T17:00:00Z'));
  expect(afterTheClose([ALWAYS_OPEN])).toEqual({});
});
