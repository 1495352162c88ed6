import { expect, it } from 'vitest';
import { createCandles } from '../candles.ts';
import { computeIndicator } from './batch.ts';
import { ema } from './ema.ts';

function averageOf(period: number, values: number[]): number[] {
  const source = Float64Array.from(values);
  const candles = createCandles(source.length);
  candles.length = source.length;
  return [...computeIndicator(ema, { period }, candles, { source }).value];
}

it('is seeded by the mean of the first values (the test of ta-lib-python 0.7.1)', () => {
  expect(averageOf(3, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([Number.NaN, Number.NaN, 1, 2, 3, 4, 5, 6, 7, 8]);
});

it('weighs the newest value 2 / (period + 1)', () => {
  // (2 + 4 + 9) / 3 = 5; 5 + (9 - 5) / 2 = 7; 7 + (1 - 7) / 2 = 4
  expect(averageOf(3, [2, 4, 9, 9, 1])).toEqual([Number.NaN, Number.NaN, 5, 7, 4]);
});

it('does not count values that are not defined, and takes period 1 for the value itself', () => {
  expect(averageOf(2, [Number.NaN, 2, 4, Number.NaN, 6])).toEqual([Number.NaN, Number.NaN, 3, Number.NaN, 5]);
  expect(averageOf(1, [7, 8])).toEqual([7, 8]);
});
