// The deepest fall is kept while marks come in, whichever way they do.
import { describe, expect, test } from 'vitest';
import { EquityColumn } from '../../src/core/trading/engine/equity-column.ts';

/** Falls from 120 to 90 (25 %), then from 130 to 104 (20 %). */
const MARKS = [100, 120, 90, 110, 130, 104, 125];

describe.each([
  ['kept', true],
  ['not kept', false],
])('marks that are %s', (_, keeps) => {
  const column = () => new EquityColumn(MARKS.length, keeps);

  test('one by one: the deepest fall after each', () => {
    const curve = column();
    const falls = MARKS.map((mark) => {
      curve.add(mark);
      return curve.maxDrawdownRatio;
    });
    expect(falls).toEqual([0, 0, 0.25, 0.25, 0.25, 0.25, 0.25]);
    expect(curve.length).toBe(MARKS.length);
  });

  test('in batches of which the extremes are known', () => {
    const curve = column();
    for (const batch of [[100], [120], [110], [130, 90], [104, 125]]) {
      curve.values.set(batch, curve.end);
      curve.takeWithin(Math.min(...batch), Math.max(...batch), batch.length);
    }
    // From 130 to 90.
    expect(curve.maxDrawdownRatio).toBe(40 / 130);
    expect(curve.length).toBe(7);
  });

  test('the same again and again is no fall', () => {
    const curve = column();
    curve.repeat(100, 3);
    expect(curve.maxDrawdownRatio).toBe(0);
    curve.repeat(80, 2);
    expect(curve.maxDrawdownRatio).toBe(0.2);
    expect(curve.length).toBe(5);
  });
});

test('a last mark that is taken back leaves no trace', () => {
  const curve = new EquityColumn(3);
  for (const mark of [100, 90, 10]) curve.add(mark);
  expect(curve.maxDrawdownRatio).toBe(0.9);
  curve.dropLast();
  expect(curve.maxDrawdownRatio).toBe(0.1);
  curve.add(95);
  expect(Array.from(curve.values)).toEqual([100, 90, 95]);
});
