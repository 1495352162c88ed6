import { expect, test } from 'vitest';
import { RequestBudget } from './request-budget.ts';

/** Ten at once, two more each second; three of the ten are kept for what protects and closes. */
const LIMITS = { burst: 10, perSecond: 2, reservedShare: 0.3 };
const takenAt = (budget: RequestBudget, urgent: boolean, at: number) => {
  let taken = 0;
  while (taken < 100 && budget.take(urgent, at)) taken++;
  return taken;
};

test('what is not urgent leaves the reserved share to what is', () => {
  const budget = new RequestBudget(LIMITS);
  expect(takenAt(budget, false, 0)).toBe(7);
  expect(takenAt(budget, true, 0)).toBe(3);
  expect(budget.take(true, 0)).toBe(false);
});

test('it fills as time passes, up to the burst, and says when there is room again', () => {
  const budget = new RequestBudget(LIMITS);
  takenAt(budget, true, 1_000);
  // One request takes half a second; four of them (one, and the three that are kept) two seconds.
  expect(budget.availableAt(true, 1_000)).toBe(1_500);
  expect(budget.availableAt(false, 1_000)).toBe(3_000);
  expect(budget.take(true, 1_499)).toBe(false);
  expect(budget.take(true, 1_500)).toBe(true);
  expect(takenAt(budget, true, 60_000)).toBe(10);
});

test('a refusal for the rate empties it and closes it as long as the venue says, for exits too', () => {
  const budget = new RequestBudget(LIMITS);
  budget.exhausted(0, 5_000);
  expect(budget.availableAt(true, 0)).toBe(5_000);
  expect(budget.take(true, 4_999)).toBe(false);
  expect(takenAt(budget, true, 5_000)).toBe(10);
  // A shorter word does not shorten the one before it.
  budget.exhausted(5_000, 4_000);
  budget.exhausted(5_000, 1_000);
  expect(budget.availableAt(true, 5_000)).toBe(9_000);
});

test('a clock that goes back gives nothing', () => {
  const budget = new RequestBudget(LIMITS);
  takenAt(budget, true, 10_000);
  expect(budget.take(true, 5_000)).toBe(false);
  expect(budget.availableAt(true, 10_000)).toBe(10_500);
});
