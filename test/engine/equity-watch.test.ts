// The deepest fall is kept while marks come in, whichever way they do.
import { describe, expect, test } from 'vitest';
import { EquityWatch } from '../../src/core/trading/engine/equity-watch.ts';

/** Falls from 120 to 90 (25 %), then from 130 to 104 (20 %). */
const MARKS = [100, 120, 90, 110, 130, 104, 125];

describe('marks', () => {
  const begun = () => new EquityWatch(MARKS.length);

  test('one by one: the deepest fall after each', () => {
    const watch = begun();
    const falls = MARKS.map((mark) => {
      watch.add(mark);
      return watch.maxDrawdownRatio;
    });
    expect(falls).toEqual([0, 0, 0.25, 0.25, 0.25, 0.25, 0.25]);
    expect(watch.length).toBe(MARKS.length);
  });

  test('in batches, those without a new peak by their lowest', () => {
    const watch = begun();
    for (const batch of [[100], [120], [110], [90, 95], [130, 104], [125]]) {
      watch.values.set(batch);
      if (Math.max(...batch) <= watch.unnoticedUpTo) watch.takeAbove(Math.min(...batch), batch.length);
      else watch.take(batch.length);
    }
    // From 120 to 90; then from 130 to 104.
    expect(watch.maxDrawdownRatio).toBe(0.25);
    expect(watch.length).toBe(8);
  });

  test('the same again and again is no fall', () => {
    const watch = begun();
    watch.repeat(100, 3);
    expect(watch.maxDrawdownRatio).toBe(0);
    watch.repeat(80, 2);
    expect(watch.maxDrawdownRatio).toBe(0.2);
    expect(watch.length).toBe(5);
  });
});

test('a watch that begins again knows nothing of what it has seen', () => {
  const watch = new EquityWatch(3);
  for (const mark of [100, 90, 10]) watch.add(mark);
  expect(watch.maxDrawdownRatio).toBe(0.9);
  watch.restart(Float64Array.of(100, 90, 10), 2);
  expect(watch.maxDrawdownRatio).toBe(0.1);
  watch.add(95);
  expect([watch.length, watch.maxDrawdownRatio]).toEqual([3, 0.1]);
});
