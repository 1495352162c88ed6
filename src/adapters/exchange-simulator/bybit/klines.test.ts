/** Bounds of the venue's intervals, against the calendar. */

import { expect, test } from 'vitest';
import { intervalOf } from './klines.ts';

test.each([
  ['1', '2022-12-13T08:20:00Z', '2022-12-13T08:21:00Z'],
  ['15', '2022-12-13T08:15:00Z', '2022-12-13T08:30:00Z'],
  ['720', '2022-12-13T00:00:00Z', '2022-12-13T12:00:00Z'],
  ['D', '2022-12-13T00:00:00Z', '2022-12-14T00:00:00Z'],
  // 2022-12-12 was a Monday.
  ['W', '2022-12-12T00:00:00Z', '2022-12-19T00:00:00Z'],
  ['M', '2022-12-01T00:00:00Z', '2023-01-01T00:00:00Z'],
])('interval %s', (interval, start, end) => {
  expect(intervalOf(interval, Date.parse('2022-12-13T08:20:30Z'))).toEqual({ start: Date.parse(start), end: Date.parse(end) });
});

test.each(['7', '', '1m', 'w'])('%j is no interval', (interval) => {
  expect(intervalOf(interval, 0)).toBeNull();
});
