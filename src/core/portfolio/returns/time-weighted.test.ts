import { describe, expect, test } from 'vitest';
import { timeWeighted } from './time-weighted.ts';

const daily = (rows: readonly (readonly [value: number, inflow?: number, outflow?: number])[], before = 0) => ({
  before,
  values: Float64Array.from(rows, ([value]) => value),
  inflows: Float64Array.from(rows, ([, inflow = 0]) => inflow),
  outflows: Float64Array.from(rows, ([, , outflow = 0]) => outflow),
});

describe("Portfolio Performance's ClientIndexTest", () => {
  // Deposit 10000; interest 230; deposit 200 and interest 200; withdrawal 400 and fees 234.41; interest 293.99 twice; deposit 5400 and
  // interest 195.99; withdrawal 3697.04 and fees 882.52; fees 1003.85.
  const rows = [
    [10_000, 10_000],
    [10_230],
    [10_630, 200],
    [9_995.59, 0, 400],
    [10_289.58],
    [10_583.57],
    [16_179.56, 5_400],
    [11_600, 0, 3_697.04],
    [10_596.15],
  ] as const;

  test('the accumulated return of each year', () => {
    const answer = timeWeighted(daily(rows));
    const published = [0, 0.023, 0.042616491, 0.019624983, 0.049614163, 0.079603343, 0.092841403, 0.03323197, -0.056182678];
    expect(answer.kind).toBe('rate');
    if (answer.kind === 'rate') for (const [i, figure] of published.entries()) expect(answer.accumulated[i]).toBeCloseTo(figure, 8);
  });
});

describe('by hand', () => {
  test('a deposit and a withdrawal change nothing: 100 to 110, 1000 more, then 1110 to 1221, 1000 out', () => {
    const answer = timeWeighted(daily([[110], [1_221, 1_000], [221, 0, 1_000]], 100));
    expect(answer).toMatchObject({ kind: 'rate', rate: expect.closeTo(1.1 * 1.1 - 1, 12) });
  });

  test('days before the first inflow, and after all was taken out, have no part', () => {
    const answer = timeWeighted(daily([[0], [0], [105, 100], [0, 0, 105], [0], [212, 200], [212]]));
    expect(answer).toMatchObject({ kind: 'rate', rate: expect.closeTo(1.05 * 1.06 - 1, 12) });
  });

  test('all lost is -100 %, and never less; more than all lost, or something from nothing, is no return', () => {
    expect(timeWeighted(daily([[0]], 100))).toMatchObject({ kind: 'rate', rate: -1 });
    expect(timeWeighted(daily([[101], [-5]], 100))).toEqual({ kind: 'none', why: 'below-nothing', at: 1 });
    expect(timeWeighted(daily([[7]]))).toEqual({ kind: 'none', why: 'nothing-there', at: 0 });
    expect(timeWeighted(daily([[50]], -20))).toEqual({ kind: 'none', why: 'nothing-there', at: 0 });
  });
});
