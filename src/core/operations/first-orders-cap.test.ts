import { expect, test } from 'vitest';
import { firstOrdersCap } from './first-orders-cap.ts';

// By hand: 1 % of 5,000.00 EUR is 50.00, of 25,000.00 it is 250.00 and 100.00 is less.
test.each([
  ['1 % of equity where that is less than 100', 0, 500_000, 2, 5_000],
  ['100 where 1 % is more', 0, 2_500_000, 2, 10_000],
  ['exactly 100 at 10,000', 9, 1_000_000, 2, 10_000],
  ['rounded down to the quantum', 0, 199, 2, 1],
  ['8 decimals: 100 USDT', 0, 20_000 * 1e8, 8, 100 * 1e8],
  ['nothing without equity', 0, 0, 2, 0],
  ['nothing with unknown equity', 0, Number.NaN, 2, 0],
])('%s', (_, sentBefore, equity, decimals, cap) => {
  expect(firstOrdersCap(sentBefore, equity, decimals)).toBe(cap);
});

test('the tenth order is capped, the eleventh is not', () => {
  expect(firstOrdersCap(9, 1_000_000, 2)).toBe(10_000);
  expect(firstOrdersCap(10, 1_000_000, 2)).toBeNull();
});
