/** The disk's days left, against sums done by hand. */

import { expect, test } from 'vitest';
import { forecastDisk } from './disk-forecast.ts';

const DAY = 86_400_000;
const MB = 1_000_000;
const NOW = 100 * DAY;

test('the rate is that of the last seven days, growth between two known sizes taken as even', () => {
  // 93 days ago to 9 days ago: 840 MB. Then 180 MB in nine days, 20 MB a day, of which the last seven days had 140 MB.
  const history = [
    { at: NOW - 93 * DAY, bytes: 0 },
    { at: NOW - 9 * DAY, bytes: 840 * MB },
    { at: NOW, bytes: 1020 * MB },
  ];
  expect(forecastDisk(history, 1000 * MB, NOW)).toEqual({ bytesPerDay: 20 * MB, daysLeft: 50, level: 'ok' });
});

test('a younger journal is taken from its beginning', () => {
  // 60 MB in two days are 30 MB a day; 900 MB last 30 days.
  const history = [
    { at: NOW - 2 * DAY, bytes: 0 },
    { at: NOW - DAY, bytes: 50 * MB },
    { at: NOW, bytes: 60 * MB },
  ];
  expect(forecastDisk(history, 900 * MB, NOW)).toEqual({ bytesPerDay: 30 * MB, daysLeft: 30, level: 'ok' });
});

test('a journal that stood still has a rate below its last burst', () => {
  // Nothing for the last 3.5 of 7 days, 70 MB before: 10 MB a day.
  const history = [
    { at: NOW - 7 * DAY, bytes: 0 },
    { at: NOW - 3.5 * DAY, bytes: 70 * MB },
  ];
  expect(forecastDisk(history, 700 * MB, NOW)).toEqual({ bytesPerDay: 10 * MB, daysLeft: 70, level: 'ok' });
});

/** 100 MB a day. */
const STEADY = [
  { at: NOW - 10 * DAY, bytes: 0 },
  { at: NOW, bytes: 1000 * MB },
];

test.each([
  ['more than 14 days', 1401 * MB, 'ok'],
  ['exactly 14 days', 1400 * MB, 'warning'],
  ['more than 3 days, 500 MB', 500 * MB, 'warning'],
  ['one byte below 500 MB', 500 * MB - 1, 'critical'],
] as const)('%s: %s bytes free is %s', (_, freeBytes, level) => {
  expect(forecastDisk(STEADY, freeBytes, NOW).level).toBe(level);
});

test('three days left are critical however much is free', () => {
  const fast = STEADY.map(({ at, bytes }) => ({ at, bytes: bytes * 10 }));
  expect(forecastDisk(fast, 3000 * MB, NOW)).toMatchObject({ daysLeft: 3, level: 'critical' });
  expect(forecastDisk(fast, 3001 * MB, NOW).level).toBe('warning');
});

test('without history or growth there is no forecast, and little space is critical all the same', () => {
  const still = [
    { at: NOW - 10 * DAY, bytes: MB },
    { at: NOW - 9 * DAY, bytes: MB },
  ];
  expect(forecastDisk(still, 1000 * MB, NOW)).toEqual({ bytesPerDay: 0, daysLeft: null, level: 'ok' });
  expect(forecastDisk([], 1000 * MB, NOW)).toEqual({ bytesPerDay: null, daysLeft: null, level: 'ok' });
  expect(
    forecastDisk(
      [
        { at: NOW - 60_000, bytes: 0 },
        { at: NOW, bytes: MB },
      ],
      100 * MB,
      NOW,
    ),
  ).toEqual({
    bytesPerDay: null,
    daysLeft: null,
    level: 'critical',
  });
});
