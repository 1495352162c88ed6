import { expect, test } from 'vitest';
import type { CandleBatch } from '../../src/api/market.ts';
import { isTorn, mergeColumns } from './curves.ts';

const rows = (time: number[], close: number[]) => ({ time, close });

test('later rows follow, the forming one is replaced, an older one finds its place', () => {
  const known = rows([1, 2, 4], [10, 20, 40]);
  mergeColumns(known, rows([4, 5], [41, 50]), ['time', 'close']);
  mergeColumns(known, rows([3], [30]), ['time', 'close']);
  mergeColumns(known, rows([1], [11]), ['time', 'close']);
  expect(known).toEqual(rows([1, 2, 3, 4, 5], [11, 20, 30, 41, 50]));
});

test('columns do not grow for ever', () => {
  const known = rows([], []);
  const many = Array.from({ length: 20_001 }, (_, index) => index);
  mergeColumns(known, rows(many, many), ['time', 'close']);
  expect(known.time).toHaveLength(18_000);
  expect(known.time.at(-1)).toBe(20_000);
  expect(known.close[0]).toBe(known.time[0]);
});

test('a candle that does not follow the last one tells of a hole or of something missed', () => {
  const minutes = (time: number[]) => ({ time, intervalMs: 60_000 }) as CandleBatch;
  const known = minutes([0, 60_000]);
  expect([minutes([60_000]), minutes([120_000]), minutes([]), minutes([180_000])].map((more) => isTorn(known, more))).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect(isTorn(minutes([]), minutes([60_000]))).toBe(false);
});
