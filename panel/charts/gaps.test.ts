import { expect, test } from 'vitest';
import { brokenAtGaps, gapsOf } from './gaps.ts';

const MINUTE = 60_000;

test('candles in a row have no gap', () => {
  expect(gapsOf([0, MINUTE, 2 * MINUTE], MINUTE)).toEqual([]);
});

test('a hole of three candles is three empty places and three minutes', () => {
  // Candles at minutes 0, 1 and 5: minutes 2, 3 and 4 are missing.
  expect(gapsOf([0, MINUTE, 5 * MINUTE], MINUTE)).toEqual([
    { after: MINUTE, before: 5 * MINUTE, missingMs: 3 * MINUTE, places: [2 * MINUTE, 3 * MINUTE, 4 * MINUTE] },
  ]);
});

test('a weekend is drawn short and told in full', () => {
  const [gap] = gapsOf([0, 2 * 86_400_000], MINUTE);
  expect(gap?.places).toHaveLength(12);
  expect(gap?.missingMs).toBe(2 * 86_400_000 - MINUTE);
});

test('a curve is broken where nothing was marked for long, and nowhere else', () => {
  // Marks every minute, none between minutes 2 and 20.
  const times = [0, 1, 2, 20, 21].map((minute) => minute * MINUTE);
  expect(brokenAtGaps(times, [[5, 6, 7, 8, 9]])).toEqual({
    x: [0, 1, 2, 11, 20, 21].map((minute) => minute * MINUTE),
    columns: [[5, 6, 7, null, 8, 9]],
  });
  expect(brokenAtGaps([0, MINUTE, 3 * MINUTE], [[1, 2, 3]]).columns).toEqual([[1, 2, 3]]);
});
