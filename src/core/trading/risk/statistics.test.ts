import { describe, expect, it } from 'vitest';
import { DailyStatistics, SHORTFALL_Z, VAR_Z } from './statistics.ts';

/** Closes of a series of returns from 100. */
function feed(statistics: DailyStatistics, instrument: number, returns: readonly number[], firstDay = 0): void {
  let close = 100;
  statistics.dailyClose(instrument, close, firstDay);
  returns.forEach((value, i) => {
    close *= 1 + value;
    statistics.dailyClose(instrument, close, firstDay + 1 + i);
  });
}
const wave = (count: number, size = 0.01, flips = 0) =>
  Array.from({ length: count }, (_, i) => ((i % 2 === 0) === i >= flips * 2 ? size : -size));

/** Written again, plainly: sample covariance and correlation. */
function plain(a: readonly number[], b: readonly number[]): { covariance: number; correlation: number } {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const over = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + (value - mean(x)) * ((y[i] ?? 0) - mean(y)), 0) / (x.length - 1);
  return { covariance: over(a, b), correlation: over(a, b) / Math.sqrt(over(a, a) * over(b, b)) };
}

describe('daily statistics', () => {
  it('measures by hand-checked numbers', () => {
    const statistics = new DailyStatistics(2, 4);
    // Returns ±1 % four times: mean 0, variance 4 × 0.0001 / 3. The second agrees in two of four and differs in two: correlation 0.
    feed(statistics, 0, [0.01, -0.01, 0.01, -0.01]);
    feed(statistics, 1, [0.01, -0.01, -0.01, 0.01]);
    expect(statistics.covariance(0, 0)).toBeCloseTo(0.0004 / 3, 15);
    expect(statistics.correlation(0, 1)).toBe(0);
    expect(statistics.correlation(1, 1)).toBe(1);
  });

  it('takes the last 60 common days for correlation and 252 for covariance', () => {
    const statistics = new DailyStatistics(2, 30);
    let seed = 7;
    const next = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return (seed / 2147483648 - 0.5) / 10;
    };
    const a = Array.from({ length: 400 }, next);
    const b = a.map((value) => value * 0.5 + next());
    feed(statistics, 0, a);
    feed(statistics, 1, b);
    expect(statistics.correlation(0, 1)).toBeCloseTo(plain(a.slice(-60), b.slice(-60)).correlation, 10);
    expect(statistics.correlation(1, 0)).toBe(statistics.correlation(0, 1));
    expect(statistics.covariance(0, 1)).toBeCloseTo(plain(a.slice(-252), b.slice(-252)).covariance, 12);
    const copy = new DailyStatistics(2, 30);
    copy.restore(JSON.parse(JSON.stringify(statistics.snapshot())));
    for (const each of [statistics, copy]) {
      each.dailyClose(0, 50, 401);
      each.dailyClose(1, 60, 401);
    }
    expect(copy.covariance(0, 1)).toBe(statistics.covariance(0, 1));
    expect(copy.correlation(0, 1)).toBe(statistics.correlation(0, 1));
  });

  it('pairs by day: what only one has is left out', () => {
    const statistics = new DailyStatistics(2, 5);
    feed(statistics, 0, wave(20));
    // The second begins later and has the same waves on the days both have.
    feed(statistics, 1, wave(20).slice(10), 10);
    expect(statistics.correlation(0, 1)).toBe(1);
    expect(statistics.meanPairCorrelation(10, 20)).toBe(1);
    expect(statistics.meanPairCorrelation(11, 20)).toBeNaN();
    expect(statistics.meanPairCorrelation(9, 19)).toBe(1);
  });

  it('does not know with too little history, without movement, or with a close that is none', () => {
    const statistics = new DailyStatistics(3, 30);
    feed(statistics, 0, wave(29));
    expect(statistics.covariance(0, 0)).toBe(Number.POSITIVE_INFINITY);
    feed(statistics, 1, wave(40));
    feed(statistics, 2, new Array<number>(40).fill(0));
    expect(statistics.correlation(1, 2)).toBe(Number.POSITIVE_INFINITY);
    const before = statistics.covariance(1, 1);
    statistics.dailyClose(1, Number.NaN, 99);
    statistics.dailyClose(1, 0, 99);
    expect(statistics.covariance(1, 1)).toBe(before);
  });

  it('uses the published 95 % constants', () => {
    // Normal quantile 1.644853627 and density 0.103135640 there, over 5 %.
    expect(VAR_Z).toBeCloseTo(1.644853627, 9);
    expect(SHORTFALL_Z).toBeCloseTo(0.10313564037537 / 0.05, 9);
  });
});
