/** Changes written down and applied give the state they were taken from, whatever the two states are. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changed, changesBetween } from './changes.ts';

const json = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));

test.each([
  ['nothing', { a: 1, b: [1, 2] }, { a: 1, b: [1, 2] }, null],
  ['one number deep inside', { a: { b: { c: 1, d: 2 } } }, { a: { b: { c: 1, d: 3 } } }, { a: { b: { d: [3] } } }],
  ['a member gone, one come', { a: 1, b: 2 }, { b: 2, c: null }, { c: [null], a: [] }],
  ['an element of an array', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, { a: { 1: { b: [3] } } }],
  ['most elements of an array', [1, 2, 3], [1, 5, 6], [[1, 5, 6]]],
  ['an array that grew', [1, 2], [1, 2, 3], [2, 0, 3]],
  ['one element gone from the middle', [1, { b: 2 }, 3], [1, 3], [1, 1]],
  ['other elements at the end', [1, 2, 3, 4], [1, 5], [1, 3, 5]],
  ['nothing left', [1], [], [[]]],
  ['an array for an object', { a: {} }, { a: [] }, { a: [[]] }],
] as const)('%s', (_, before, after, expected) => {
  const changes = changesBetween(before, after);
  expect(changes).toEqual(expected);
  if (changes !== null) expect(changed(before, changes)).toEqual(after);
});

/** No member of a state has this name, which JavaScript keeps for itself. */
const states = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__'));

test('through the journal and back, any two states', () => {
  fc.assert(
    fc.property(states, states, (first, second) => {
      const [before, after] = [json(first), json(second)];
      const changes = json(changesBetween(before, after));
      const again = changes === null ? before : changed(before, changes);
      expect(again).toEqual(after);
    }),
  );
});

test('what did not change is shared, and the state before stays as it was', () => {
  const before = { same: { deep: 1 }, other: { value: 1 } };
  const changes = changesBetween(before, { same: { deep: 1 }, other: { value: 2 } });
  const after = changed(before, changes!) as typeof before;
  expect(after.same).toBe(before.same);
  expect(before.other.value).toBe(1);
});
