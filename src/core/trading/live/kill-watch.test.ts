import { expect, test } from 'vitest';
import { KillWatch } from './kill-watch.ts';

test('what is still open five seconds after a kill is told once, and once more when it is closed', () => {
  const watch = new KillWatch();
  expect(watch.look(true, 1_000)).toBeNull();
  expect(watch.nextAt).toBe(6_000);
  expect(watch.look(true, 5_999)).toBeNull();
  expect(watch.look(true, 6_000)).toBe('KILL_NOT_FLAT');
  expect(watch.look(true, 60_000)).toBeNull();
  expect(watch.nextAt).toBe(Number.POSITIVE_INFINITY);
  expect(watch.look(false, 61_000)).toBe('KILL_FLAT');
  expect(watch.look(false, 62_000)).toBeNull();
});

test('what can not be closed is no reason to wait: the end is told with it, once', () => {
  const watch = new KillWatch();
  watch.look(true, 0);
  expect(watch.look(true, 5_000)).toBe('KILL_NOT_FLAT');
  expect(watch.look(false, 6_000, true)).toBe('KILL_FLAT');
  expect(watch.look(false, 7_000, true)).toBeNull();
  expect(watch.nextAt).toBe(Number.POSITIVE_INFINITY);
  // Also where it is all there ever was.
  const other = new KillWatch();
  expect([other.look(false, 0, true), other.look(false, 1, true), other.look(false, 2), other.look(false, 3, true)]).toEqual([
    'KILL_FLAT',
    null,
    null,
    'KILL_FLAT',
  ]);
});

test('what is closed in time is nothing to tell', () => {
  const watch = new KillWatch();
  expect([watch.look(true, 0), watch.look(false, 4_999), watch.look(true, 5_000), watch.look(true, 9_999)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('what a kill leaves alone is told at its beginning and when it is another, not at every look', () => {
  const watch = new KillWatch();
  expect(['', 'A', 'A', 'B', '', 'B'].map((words) => watch.leaves(words))).toEqual([false, true, false, true, false, true]);
});
