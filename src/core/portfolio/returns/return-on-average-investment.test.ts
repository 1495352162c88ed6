/** Figures of Ghostfolio's specifications; the gains are worked out beside each. */

import { expect, test } from 'vitest';
import { averageInvestment, returnOnAverageInvestment } from './return-on-average-investment.ts';

const day = (date: string) => Date.parse(date) / 86_400_000;

test('two buys: 2 at 142.9 and 2 at 136.6, fees 1.55 and 1.65, 148.9 at the end', () => {
  const changes = [
    { day: day('2021-11-22'), invested: 2 * 142.9 },
    { day: day('2021-11-30'), invested: 2 * 142.9 + 2 * 136.6 },
  ];
  const until = day('2021-12-18');
  const gross = 4 * 148.9 - 559;
  expect(averageInvestment(changes, until)).toBeCloseTo(474.9384615384615, 10);
  expect(returnOnAverageInvestment(gross, changes, until)).toBeCloseTo(0.07706261539956594, 12);
  expect(returnOnAverageInvestment(gross - 3.2, changes, until)).toBeCloseTo(0.0703249003919536, 12);
});

test('one sold of two: bought at 75.80, sold at 85.73, 87.80 at the end, fees 4.25', () => {
  const changes = [
    { day: day('2022-03-07'), invested: 151.6 },
    { day: day('2022-04-08'), invested: 75.8 },
  ];
  const net = 85.73 - 75.8 + (87.8 - 75.8) - 4.25;
  expect(net).toBeCloseTo(17.68, 10);
  expect(returnOnAverageInvestment(net, changes, day('2022-04-11'))).toBeCloseTo(0.12184460284330327, 12);
});

test('in another currency: what was paid at the rate of its day, what is there at that of the end', () => {
  const gain = 116.45 * 0.8854 - 89.12 * 0.9238 - 1 * 0.9238;
  expect(gain).toBeCloseTo(19.851974, 6);
  const changes = [{ day: day('2023-01-03'), invested: 89.12 * 0.9238 }];
  expect(returnOnAverageInvestment(gain, changes, day('2023-07-10'))).toBeCloseTo(0.24112962014285697, 12);
});

test('cash of another currency: 1000 at 0.85 and a year later 1000 at 0.90, 0.91 a day after', () => {
  const changes = [
    { day: day('2023-12-31'), invested: 850 },
    { day: day('2024-12-31'), invested: 1750 },
  ];
  expect(returnOnAverageInvestment(2000 * 0.91 - 1750, changes, day('2025-01-01'))).toBeCloseTo(0.08211603004634808, 10);
});

test('days on which nothing is invested do not count, and without any there is no return', () => {
  const changes = [
    { day: 0, invested: 100 },
    { day: 10, invested: 0 },
    { day: 110, invested: 300 },
  ];
  expect(averageInvestment(changes, 120)).toBe(200);
  expect(returnOnAverageInvestment(5, [], 120)).toBeNull();
  expect(returnOnAverageInvestment(5, [{ day: 120, invested: 100 }], 120)).toBeNull();
});
