/** The counters, with the numbers of Kraken's pages "REST rate limits" and "Spot trading limits". */

import { expect, test } from 'vitest';
import { AMEND_AGES, CANCEL_AGES, Counter, EDIT_AGES, limitsOf, weightOfAge } from './limits.ts';

test('the counter of a starter takes fifteen calls at once and one more in about three seconds', () => {
  const calls = new Counter(limitsOf('starter').calls);
  for (let call = 0; call < 15; call++) expect(calls.take(1, 0)).toBe(true);
  expect(calls.take(1, 0)).toBe(false);
  // 0.33 a second: one is free after 3.03 seconds.
  expect(calls.take(1, 3_000)).toBe(false);
  expect(calls.take(1, 3_040)).toBe(true);
});

test.each([
  ['starter', 60, 1, 60],
  ['intermediate', 125, 2.34, 80],
  ['pro', 180, 3.75, 225],
] as const)('order entry of %s: %d at once, %d back each second, %d orders open in a pair', (tier, maximum, decay, openOrders) => {
  expect(limitsOf(tier)).toMatchObject({ trading: { maximum, decay }, openOrders });
});

test('young orders are dear to change and dearer to cancel', () => {
  const at = (seconds: number) => [AMEND_AGES, EDIT_AGES, CANCEL_AGES].map((ages) => weightOfAge(ages, seconds * 1000));
  expect(at(4.9)).toEqual([3, 6, 8]);
  expect(at(5)).toEqual([2, 5, 6]);
  expect(at(10)).toEqual([1, 4, 5]);
  expect(at(15)).toEqual([0, 2, 4]);
  expect(at(45)).toEqual([0, 1, 2]);
  expect(at(90)).toEqual([0, 0, 1]);
  expect(at(300)).toEqual([0, 0, 0]);
});
