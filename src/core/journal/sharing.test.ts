import { expect, test } from 'vitest';
import { shared, sharedEach, sharedList } from './sharing.ts';

test('what is the same is the same object, and one different member makes another', () => {
  const before = { lots: 3, price: null, inner: { a: 1 } };
  expect(shared(before, { ...before })).toBe(before);
  expect(shared(before, { ...before, inner: { a: 1 } })).toEqual(before);
  expect(shared(before, { ...before, inner: { a: 1 } })).not.toBe(before);
  expect(shared(null, before)).toBe(before);
});

test('a member that is no longer there is a difference', () => {
  const before: { kept: number; gone: string | undefined } = { kept: 1, gone: 'x' };
  const now = { kept: 1, gone: undefined };
  expect(shared(before, now)).toBe(now);
});

test('a list that goes on changing is copied where it differs', () => {
  const live = [1, 2, 3];
  const first = sharedList(null, live);
  expect(sharedList(first, live)).toBe(first);
  live[1] = 5;
  const second = sharedList(first, live);
  expect([first, second]).toEqual([
    [1, 2, 3],
    [1, 5, 3],
  ]);
  live.pop();
  expect(sharedList(second, live)).toEqual([1, 5]);
  live.push(3, 4);
  expect(sharedList(second, live)).toEqual([1, 5, 3, 4]);
  expect(sharedList([], [])).toEqual([]);
});

test('a snapshot of each shares those that are the same', () => {
  const sources = [{ n: 1 }, { n: 2 }, { n: 3 }];
  const copies = (before?: readonly { n: number }[]) => sharedEach(before, sources, ({ n }, former) => shared(former, { n }));
  const first = copies();
  expect(copies(first)).toBe(first);
  (sources[1] as { n: number }).n = 7;
  const second = copies(first);
  expect(second).toEqual([{ n: 1 }, { n: 7 }, { n: 3 }]);
  expect([second[0] === first[0], second[1] === first[1], second[2] === first[2]]).toEqual([true, false, true]);
  sources.shift();
  expect(copies(second)).toEqual([{ n: 7 }, { n: 3 }]);
});
