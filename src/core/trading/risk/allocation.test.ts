/** Proposed shares against hand calculations: each method, the bounds, what is left out, and when to share out anew. */

import { describe, expect, it } from 'vitest';
import { ALLOCATION_RULES, boundedShares, driftOf, proposeShares, type RunResults } from './allocation.ts';

const run = (daily: readonly number[], trades = 10): RunResults => ({ trades, daily });
/** Up and down by the same: its deviation is `by` × √(4/3) over four days. */
const swings = (by: number) => run([by, -by, by, -by]);
const shares = (runs: readonly RunResults[], method: Parameters<typeof proposeShares>[1]) =>
  proposeShares(runs, method).runs.map(({ share }) => share);
const close = (found: readonly (number | null)[], expected: readonly (number | null)[]) => {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    if (value === null) expect(found[i]).toBeNull();
    else expect(found[i]).toBeCloseTo(value, 12);
  }
};

describe('shares by the inverse of volatility', () => {
  it('are in its proportion where no bound is met', () => {
    // 1/0.02, 1/0.03, 1/0.04, 1/0.06 as 6 : 4 : 3 : 2 of 15.
    close(shares([swings(0.02), swings(0.03), swings(0.04), swings(0.06)], 'inverse-volatility'), [6 / 15, 4 / 15, 3 / 15, 2 / 15]);
  });

  it('are cut to 40 %, and what is cut off goes to the others in proportion', () => {
    // 8 : 2 : 1 : 1. The first is cut to 0.4; 0.6 are shared 2 : 1 : 1.
    close(shares([swings(0.01), swings(0.04), swings(0.08), swings(0.08)], 'inverse-volatility'), [0.4, 0.3, 0.15, 0.15]);
  });

  it('are lifted to 5 %, at the cost of the others', () => {
    // 12 : 12 : 12 : 1 would be 0.027 for the last: it gets 0.05, and 0.95 are shared among three.
    close(shares([swings(0.01), swings(0.01), swings(0.01), swings(0.12)], 'inverse-volatility'), [0.95 / 3, 0.95 / 3, 0.95 / 3, 0.05]);
  });

  it('become weights of which the largest is 1: no size is raised', () => {
    const { runs } = proposeShares([swings(0.01), swings(0.04), swings(0.08), swings(0.08)], 'inverse-volatility');
    close(
      runs.map(({ weight }) => weight),
      [1, 0.75, 0.375, 0.375],
    );
    // √(4/3) × 0.01
    expect(runs[0]?.measured).toBeCloseTo(0.011_547_005_383_792_516, 15);
  });
});

describe('shares by the inverse of the deepest fall', () => {
  it('measure it from the peak of what the days make together', () => {
    // 1.1, then 0.99 (a fall of 10 %), then 1.0098: 10 %. The others 20 %, 25 %, 50 %: 1/f as 10 : 5 : 4 : 2 of 21; the first meets 40 %, the rest is 5 : 4 : 2 of 0.6.
    const runs = [run([0.1, -0.1, 0.02]), run([-0.2, 0.3]), run([-0.25]), run([0, -0.5])];
    close(shares(runs, 'inverse-drawdown'), [0.4, 3 / 11, 2.4 / 11, 1.2 / 11]);
    close(
      proposeShares(runs, 'inverse-drawdown').runs.map(({ measured }) => measured),
      [0.1, 0.2, 0.25, 0.5],
    );
  });

  it('leave out what has never fallen: nothing is known of how deep it falls', () => {
    const { runs, reason } = proposeShares([run([0.1]), run([-0.1]), run([-0.1]), run([-0.1])], 'inverse-drawdown');
    expect(runs.map(({ reason: own }) => own)).toEqual(['NOTHING_TO_MEASURE', null, null, null]);
    expect(reason).toBeNull();
    close(
      runs.map(({ share }) => share),
      [null, 1 / 3, 1 / 3, 1 / 3],
    );
  });
});

describe('shares by the Sharpe ratio and the fall that is left', () => {
  it('are the ratio of three months times 1 - fall / 20 %', () => {
    // Days of a and -b: mean (a-b)/2, deviation (a+b)/√2; the ratio is (a-b)/(a+b) ÷ √2, the fall b.
    // 0.03, -0.01: 0.5/√2, 0.95 left; 0.04, -0.02: (1/3)/√2, 0.9 left; 0.06, -0.04: 0.2/√2, 0.8 left: 0.475 : 0.3 : 0.16 of 0.935.
    const runs = [run([0.03, -0.01]), run([0.04, -0.02]), run([0.06, -0.04])];
    // The first would be 0.508: 0.4, and 0.6 in 0.3 : 0.16 would be 0.391 and 0.209.
    close(shares(runs, 'sharpe'), [0.4, (0.6 * 0.3) / 0.46, (0.6 * 0.16) / 0.46]);
    // Of a year: × √365.
    expect(proposeShares(runs, 'sharpe').runs[0]?.measured).toBeCloseTo((0.5 / Math.SQRT2) * Math.sqrt(365), 12);
  });

  it('are the least there is for what loses, or has fallen as far as is tolerated', () => {
    const good = run([0.03, -0.01]);
    close(shares([good, good, good, run([0.01, -0.03]), run([0.9, -0.2])], 'sharpe'), [0.3, 0.3, 0.3, 0.05, 0.05]);
  });

  it('look at three months alone, and at a year for the fall', () => {
    const old = Array.from({ length: 90 }, (_, i) => (i % 2 === 0 ? 0.03 : -0.01));
    const measured = (daily: readonly number[]) => proposeShares([run(daily)], 'sharpe').runs[0]?.measured as number;
    expect(measured([-0.9, ...old])).toBeCloseTo(measured(old), 12);
    const fallen = [run([-0.15, ...old]), run(old), run(old), run(old)];
    const [first = 0, second = 1] = shares(fallen, 'sharpe') as number[];
    // The fall of 15 % is in the year: a quarter of it is left, against nearly all. Outside it is forgotten.
    expect(first / second).toBeLessThan(0.3);
    const long = Array.from({ length: 275 }, () => 0);
    const [again = 0, other = 1] = shares([run([-0.15, ...long, ...old]), run(old), run(old), run(old)], 'sharpe') as number[];
    expect(again / other).toBeCloseTo(1, 12);
  });
});

describe('what is not proposed', () => {
  it('is anything for a run of fewer than ten trades, which is left out', () => {
    const { runs, reason } = proposeShares([run([0.1, -0.1], 9), swings(0.01), swings(0.01), swings(0.01)], 'inverse-volatility');
    expect([reason, runs.map(({ reason: own }) => own)]).toEqual([null, ['TOO_FEW_TRADES', null, null, null]]);
    expect(runs[0]).toMatchObject({ share: null, weight: null });
  });

  it('is anything at all for so few that 40 % each are not 1, so many that 5 % each are more, or none that gains', () => {
    const of = (count: number) =>
      proposeShares(
        Array.from({ length: count }, () => swings(0.01)),
        'inverse-volatility',
      ).reason;
    expect([0, 1, 2, 3, 20, 21].map(of)).toEqual(['TOO_FEW_RUNS', 'TOO_FEW_RUNS', 'TOO_FEW_RUNS', null, null, 'TOO_MANY_RUNS']);
    const bad = run([0.01, -0.03]);
    expect(proposeShares([bad, bad, bad], 'sharpe').reason).toBe('NO_GAINS');
    // 0.4 + 0.05 + 0.05
    expect(proposeShares([run([0.03, -0.01]), bad, bad], 'sharpe').reason).toBe('NO_GAINS');
  });
});

describe('bounded shares', () => {
  it('are 1 together and within their bounds, whatever the scores', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (let i = 0; i < 500; i++) {
      const scores = Array.from({ length: 3 + Math.floor(random() * 18) }, () => random() ** 4 * 1000 + 1e-9);
      const found = boundedShares(scores, 0.05, 0.4);
      expect(found.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(Math.min(...found)).toBeGreaterThanOrEqual(0.05);
      expect(Math.max(...found)).toBeLessThanOrEqual(0.4);
      // Those that meet no bound are in proportion.
      const free = found.flatMap((share, k) => (share > 0.05 && share < 0.4 ? [share / (scores[k] as number)] : []));
      for (const factor of free) expect(factor / (free[0] as number)).toBeCloseTo(1, 9);
    }
  });
});

describe('the drift', () => {
  it('is that of the run which is farthest from its share', () => {
    const proposal = proposeShares([swings(0.01), swings(0.04), swings(0.08), swings(0.08)], 'inverse-volatility');
    // As proposed: none. All alike are 0.25 each, against 0.4, 0.3, 0.15: (0.25 - 0.15) / 0.15.
    expect(driftOf([1, 0.75, 0.375, 0.375], proposal)).toBeCloseTo(0, 12);
    expect(driftOf([1, 1, 1, 1], proposal)).toBeCloseTo(0.1 / 0.15, 12);
    expect(driftOf([0, 0, 0, 0], proposal)).toBe(1);
    expect(driftOf([1], proposeShares([swings(0.01)], 'sharpe'))).toBeNull();
    expect(ALLOCATION_RULES).toMatchObject({ minimum: 0.05, maximum: 0.4, minimumTrades: 10, driftRatio: 0.2, rebalanceMs: 604_800_000 });
  });
});
