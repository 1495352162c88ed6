import { expect, test } from 'vitest';
import { priceSeries } from './price-series.ts';

const day = (price: number, at: number, adjustedOn: number | null = 100) => ({ day: at, price, adjustedOn });

test('a price that a provider has counted back for a split is what it was on its day again', () => {
  // 4:1 on day 10: 100 before is told as 25 afterwards, 26 after it is 26.
  const { days, values } = priceSeries([day(25, 9), day(26, 10)], [], [{ day: 10, ratio: 4 }]);
  expect([[...days], [...values]]).toEqual([
    [9, 10],
    [100, 26],
  ]);
});

test('told before the split it was not counted back; a provider that counts nothing back is taken at its word', () => {
  expect([...priceSeries([day(100, 9, 9), day(100, 8, null)], [], [{ day: 10, ratio: 4 }]).values]).toEqual([100, 100]);
});

test('the price of a trade stands where there is no close, and only there', () => {
  const { days, values } = priceSeries(
    [day(11, 2)],
    [
      { day: 1, price: 10 },
      { day: 2, price: 12 },
    ],
    [],
  );
  expect([[...days], [...values]]).toEqual([
    [1, 2],
    [10, 11],
  ]);
});
