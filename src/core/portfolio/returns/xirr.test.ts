import { describe, expect, test } from 'vitest';
import { type Flow, xirr } from './xirr.ts';

const flows = (...rows: readonly (readonly [date: string, amount: number])[]): Flow[] =>
  rows.map(([date, amount]) => ({ day: Date.parse(date) / 86_400_000, amount }));
const rateOf = (list: readonly Flow[]) => {
  const answer = xirr(list);
  return answer.kind === 'rate' ? answer.rate : answer;
};

describe('published cases', () => {
  test("Microsoft's example of XIRR", () => {
    const rate = rateOf(
      flows(['2008-01-01', -10_000], ['2008-03-01', 2_750], ['2008-10-30', 4_250], ['2009-02-15', 3_250], ['2009-04-01', 2_750]),
    );
    expect(Math.abs((rate as number) - 0.373362535)).toBeLessThan(1e-8);
  });

  test.each([
    ['IRRTest, a year less a day', flows(['2010-01-01', -200], ['2010-12-31', 210]), 0.050140747, 1e-8],
    ['IRRTest, almost everything lost', flows(['2019-05-24', -1560.94], ['2020-01-13', -1160], ['2020-06-29', 42.8]), -0.999251643, 1e-8],
    [
      'IRRTest, ten years',
      flows(
        ['2002-11-30', -4398],
        ['2007-06-11', 200],
        ['2008-05-11', 270],
        ['2009-05-01', 280],
        ['2010-06-01', 280],
        ['2011-05-02', 300],
        ['2012-04-30', 330],
        ['2012-12-06', 14_508],
      ),
      0.1444629967,
      1e-4,
    ],
    ['IRRCalculationTest', flows(['2015-12-31', -1000], ['2016-06-01', 150], ['2016-12-31', 1230]), 0.412128788, 1e-8],
  ])('Portfolio Performance: %s', (_name, list, expected, tolerance) => {
    expect(Math.abs((rateOf(list) as number) - expected)).toBeLessThan(tolerance);
  });
});

describe('by hand', () => {
  test('a year of 365 days: what came back over what was put in', () => {
    expect(rateOf(flows(['2021-01-01', -100], ['2022-01-01', 107.5]))).toBeCloseTo(0.075, 14);
  });

  test('two rates: -100 + 230/(1+r) - 132/(1+r)² = 0 has 1+r = 1.1 and 1.2', () => {
    const answer = xirr(flows(['2021-01-01', -100], ['2022-01-01', 230], ['2023-01-01', -132]));
    expect(answer.kind).toBe('several');
    if (answer.kind === 'several') {
      expect(answer.rates[0]).toBeCloseTo(0.1, 10);
      expect(answer.rates[1]).toBeCloseTo(0.2, 10);
      expect(answer.rates.length).toBe(2);
    }
  });

  test('changes of sign without a rate: -100 + 100/(1+r) - 100/(1+r)² is never 0 (its discriminant is -3)', () => {
    expect(xirr(flows(['2021-01-01', -100], ['2022-01-01', 100], ['2023-01-01', -100]))).toEqual({ kind: 'none', why: 'beyond' });
  });

  test('the order of the flows is nothing, and flows of one day are one', () => {
    const list = flows(['2022-01-01', 60], ['2021-01-01', -100], ['2022-01-01', 47.5]);
    expect(rateOf(list)).toBeCloseTo(0.075, 14);
  });

  test('what has no rate says why', () => {
    expect(xirr([])).toEqual({ kind: 'none', why: 'one-sign' });
    expect(xirr(flows(['2021-01-01', -100]))).toEqual({ kind: 'none', why: 'one-sign' });
    expect(xirr(flows(['2021-01-01', -100], ['2022-01-01', -100]))).toEqual({ kind: 'none', why: 'one-sign' });
    expect(xirr(flows(['2021-01-01', -100], ['2021-01-01', 110]))).toEqual({ kind: 'none', why: 'one-day' });
    // Ten times as much a day later is 10^365 a year.
    expect(xirr(flows(['2021-01-01', -100], ['2021-01-02', 1000]))).toEqual({ kind: 'none', why: 'beyond' });
  });

  test('the rate makes the discounted sum nothing, whatever the flows', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (let round = 0; round < 200; round++) {
      const count = 2 + Math.floor(random() * 40);
      const list = Array.from({ length: count }, (_, i) => ({ day: 10_000 + Math.floor(random() * 7_000), amount: -100 * random() - i }));
      const most = Math.max(...list.map(({ day }) => day)) + 365;
      const paid = list.reduce((sum, { amount }) => sum - amount, 0);
      const left = paid * (0.2 + random() * 3);
      const rate = rateOf([...list, { day: most, amount: left }]) as number;
      const atTheEnd = list.reduce((sum, { amount, day }) => sum + amount * (1 + rate) ** ((most - day) / 365), 0);
      expect(atTheEnd / -left).toBeCloseTo(1, 9);
    }
  });
});
