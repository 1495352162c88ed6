/** Drawing fewer points must not hide what happened. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCandles } from '../../market/candles.ts';
import { aggregateForDrawing, pickPoints } from './downsample.ts';

describe('pickPoints', () => {
  it('keeps order, ends and extremes, within about the number asked for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 8, max: 100 }),
        (list, target) => {
          const values = Float64Array.from(list);
          const kept = pickPoints([values], target);
          const seen = Array.from(kept, (index) => values[index] as number);
          expect(kept[0]).toBe(0);
          expect(kept[kept.length - 1]).toBe(list.length - 1);
          expect([...kept]).toEqual([...new Set(kept)].sort((a, b) => a - b));
          expect(Math.max(...seen)).toBe(Math.max(...list));
          expect(Math.min(...seen)).toBe(Math.min(...list));
          expect(kept.length).toBeLessThanOrEqual(Math.max(target + 4, 4));
        },
      ),
    );
  });
});

describe('aggregateForDrawing', () => {
  const candlesOf = (times: readonly number[]) => {
    const candles = createCandles(times.length);
    times.forEach((time, i) => {
      candles.time[i] = time;
      candles.open[i] = 10 + i;
      candles.high[i] = 12 + i;
      candles.low[i] = 9 + i;
      candles.close[i] = 11 + i;
    });
    candles.length = times.length;
    return candles;
  };

  it('leaves few candles alone', () => {
    const candles = candlesOf([0, 60_000]);
    expect(aggregateForDrawing(candles, '1m', 2)).toEqual({ timeframe: '1m', candles });
  });

  it('takes the smallest round timeframe that fits', () => {
    const { timeframe, candles } = aggregateForDrawing(candlesOf(Array.from({ length: 60 }, (_, i) => i * 60_000)), '1m', 13);
    expect(timeframe).toBe('5m');
    expect(candles.length).toBe(12);
    // The second: candles 5 to 9.
    expect([candles.time[1], candles.open[1], candles.high[1], candles.low[1], candles.close[1]]).toEqual([300_000, 15, 21, 14, 20]);
  });

  it('keeps the unfinished last one, and grows further where candles stand far apart', () => {
    const sparse = Array.from({ length: 40 }, (_, i) => i * 7_200_000);
    const { timeframe, candles } = aggregateForDrawing(candlesOf(sparse), '1m', 10);
    expect(timeframe).toBe('8h');
    expect(candles.length).toBe(10);
    expect(candles.close[9]).toBe(50);
  });
});
