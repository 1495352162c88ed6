import { describe, expect, test } from 'vitest';
import { concentration, restoring, weigh } from './allocation.ts';

const slice = (key: string, value: number, price: number | null = null) => ({ key, value, price });

describe('60 of shares and 40 of bonds are wanted', () => {
  const wanted = { weights: { shares: 0.6, bonds: 0.4 }, band: 0.05 };

  test('750 and 250: drift 15 points, outside; 150 of the one for the other restores it', () => {
    const weighed = weigh([slice('shares', 750, 50), slice('bonds', 250)], wanted);
    expect(weighed.map(({ key, drift, isOutside }) => [key, drift, isOutside])).toEqual([
      ['shares', expect.closeTo(0.15, 12), true],
      ['bonds', expect.closeTo(-0.15, 12), true],
    ]);
    expect(restoring(weighed, 0)).toEqual([
      { key: 'shares', side: 'sell', amount: expect.closeTo(150, 9), quantity: expect.closeTo(3, 9) },
      { key: 'bonds', side: 'buy', amount: expect.closeTo(150, 9), quantity: null },
    ]);
  });

  test('250 of fresh money restore 750 and 250 without a sale', () => {
    expect(restoring(weigh([slice('shares', 750), slice('bonds', 250)], wanted), 250)).toEqual([
      { key: 'bonds', side: 'buy', amount: expect.closeTo(250, 9), quantity: null },
    ]);
  });

  test('exactly at the edge of the band is inside', () => {
    expect(weigh([slice('shares', 650), slice('bonds', 350)], wanted).map(({ isOutside }) => isOutside)).toEqual([false, false]);
  });
});

test('what has no target keeps what the targets leave, in its own proportions; what is wanted and not held is bought', () => {
  const weighed = weigh([slice('a', 300), slice('b', 100)], { weights: { gold: 0.2 }, band: 0.05 });
  // 400 in all: 80 of gold, 320 left for a and b as 3 to 1.
  expect(restoring(weighed, 0).map(({ key, side, amount }) => [key, side, Math.round(amount * 1e6) / 1e6])).toEqual([
    ['a', 'sell', 60],
    ['b', 'sell', 20],
    ['gold', 'buy', 80],
  ]);
});

test('concentration: a half and two quarters are 0.375', () => {
  expect(concentration(weigh([slice('a', 2), slice('b', 1), slice('c', 1)], null))).toBeCloseTo(0.375, 12);
  expect(concentration([])).toBeNull();
});
