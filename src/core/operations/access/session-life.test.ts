import { expect, test } from 'vitest';
import { type SessionTimes, sessionEndsAt, sessionLives, stepUpIsFresh } from './session-life.ts';

const MINUTE = 60_000;
const full: SessionTimes = { stage: 'full', createdAt: 0, lastSeenAt: 0, stepUpAt: 0 };

test('a session ends after 30 minutes of silence', () => {
  expect(sessionLives({ ...full, lastSeenAt: 10 * MINUTE }, 40 * MINUTE - 1)).toBe(true);
  expect(sessionLives({ ...full, lastSeenAt: 10 * MINUTE }, 40 * MINUTE)).toBe(false);
});

test('however busy, a session ends after 12 hours', () => {
  expect(sessionEndsAt({ ...full, lastSeenAt: 719 * MINUTE })).toBe(720 * MINUTE);
});

test('who has not given the second factor has 15 minutes in all', () => {
  expect(sessionEndsAt({ ...full, stage: 'second-factor', lastSeenAt: 14 * MINUTE })).toBe(15 * MINUTE);
});

test('a second factor is fresh for less than 5 minutes, and only in a full session', () => {
  expect([stepUpIsFresh(full, 5 * MINUTE - 1), stepUpIsFresh(full, 5 * MINUTE)]).toEqual([true, false]);
  expect(stepUpIsFresh({ ...full, stepUpAt: null }, 1)).toBe(false);
  expect(stepUpIsFresh({ ...full, stage: 'enrol' }, 1)).toBe(false);
});
