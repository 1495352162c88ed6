import { expect, test } from 'vitest';
import { DiskWatch } from './disk-watch.ts';

/** A journal of so many entries, of which so many are on disk. */
function watched(isUnconfirmed?: () => boolean) {
  const journal = { epoch: 1, last: 0, durable: 0, append: () => 0 };
  return { journal, watch: new DiskWatch(journal, isUnconfirmed) };
}

test('a disk stands still once an entry has been on its way for two seconds, and goes on when it has arrived', () => {
  const { journal, watch } = watched();
  watch.written(1_000);
  expect(watch.nextAt).toBe(Number.POSITIVE_INFINITY);
  journal.last = 1;
  watch.written(2_000);
  // A later entry does not begin the time anew.
  journal.last = 2;
  watch.written(3_000);
  expect(watch.nextAt).toBe(4_000);
  expect([watch.look(3_999), watch.stalled]).toEqual([false, false]);
  expect([watch.look(4_000), watch.stalled]).toEqual([true, true]);
  expect(watch.nextAt).toBe(Number.POSITIVE_INFINITY);
  expect([watch.look(9_000), watch.stalled]).toEqual([false, true]);
  journal.durable = 2;
  expect([watch.look(9_001), watch.stalled]).toEqual([true, false]);
});

test('what is on disk and waits to be confirmed elsewhere is no fault of the disk', () => {
  let unconfirmed = true;
  const { journal, watch } = watched(() => unconfirmed);
  journal.last = 1;
  watch.written(0);
  expect(watch.look(5_000)).toBe(false);
  unconfirmed = false;
  // Its time begins with the confirmation.
  expect(watch.look(6_000)).toBe(false);
  expect(watch.nextAt).toBe(8_000);
  expect(watch.look(8_000)).toBe(true);
});
