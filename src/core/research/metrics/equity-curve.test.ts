/** Equity curve arithmetic against values worked by hand. */

import { describe, expect, it } from 'vitest';
import { DAY_MS, dailyEquity, drawdownSeries, drawdowns, type EquityCurve, monthlyReturns, returnsOf } from './equity-curve.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

function curveOf(points: readonly (readonly [time: number, equity: number])[], startingCash = 100): EquityCurve {
  return {
    time: Float64Array.from(points, ([time]) => time),
    equity: Float64Array.from(points, ([, equity]) => equity),
    startingCash,
    startedAt: (points[0]?.[0] ?? 0) - HOUR,
  };
}

describe('dailyEquity', () => {
  const curve = curveOf([
    [at('2024-03-01T12:00Z'), 101],
    [at('2024-03-02T00:00Z'), 102], // midnight ends the 1st
    [at('2024-03-02T00:01Z'), 103], // first close of the 2nd
    [at('2024-03-05T09:00Z'), 99],
  ]);
  const first = Math.floor(at('2024-03-01') / DAY_MS);

  it('gives a close at 00:00 to the day that ends, and carries equity over days without a close', () => {
    const daily = dailyEquity(curve, true);
    expect([...daily.day].map((day) => day - first)).toEqual([0, 1, 2, 3, 4]);
    expect([...daily.equity]).toEqual([102, 103, 103, 103, 99]);
  });

  it('lists only days with a close for exchanges', () => {
    const daily = dailyEquity(curve, false);
    expect([...daily.day].map((day) => day - first)).toEqual([0, 1, 4]);
    expect([...daily.equity]).toEqual([102, 103, 99]);
  });

  it('is empty without closes', () => {
    expect(dailyEquity(curveOf([]), true).equity).toHaveLength(0);
  });
});

describe('returnsOf', () => {
  it('starts from the starting cash, and is 0 after ruin', () => {
    // 100 -> 110: +0.1; 110 -> 99: -0.1; 99 -> 0: -1; 0 -> 0: nothing left to return on
    const returns = returnsOf(Float64Array.of(110, 99, 0, 0), 100);
    expect(returns[0]).toBeCloseTo(0.1, 15);
    expect(returns[1]).toBeCloseTo(-0.1, 15);
    expect([...returns.subarray(2)]).toEqual([-1, 0]);
  });
});

describe('drawdowns', () => {
  it('measures each fall from its peak to its recovery', () => {
    // 120 -> 90 (-25 %, 30) recovered at 120 after 3 h; 200 -> 160 (-20 %, 40 money) never recovered.
    const curve = curveOf([100, 120, 96, 90, 120, 200, 170, 160, 190].map((equity, hour) => [hour * HOUR, equity]));
    const falls = drawdowns(curve);
    expect(falls.deepest).toEqual([
      { ratio: 0.25, money: 30, peakAt: HOUR, troughAt: 3 * HOUR, recoveredAt: 4 * HOUR, durationMs: 3 * HOUR },
      { ratio: 0.2, money: 40, peakAt: 5 * HOUR, troughAt: 7 * HOUR, recoveredAt: null, durationMs: 3 * HOUR },
    ]);
    expect(falls.maxMoney).toBe(40);
    expect(falls.longestMs).toBe(3 * HOUR);
  });

  it('counts the starting cash as a peak, at the start', () => {
    const curve = curveOf([
      [HOUR, 80],
      [2 * HOUR, 90],
    ]);
    expect(drawdowns(curve).deepest[0]).toEqual({
      ratio: 0.2,
      money: 20,
      peakAt: 0,
      troughAt: HOUR,
      recoveredAt: null,
      durationMs: 2 * HOUR,
    });
  });

  it('starts a fall at the last close that stood at the peak', () => {
    const curve = curveOf([100, 100, 100, 90, 100].map((equity, hour) => [hour * HOUR, equity]));
    expect(drawdowns(curve).deepest[0]).toMatchObject({ peakAt: 2 * HOUR, durationMs: 2 * HOUR });
  });

  it('keeps the deepest in order', () => {
    const curve = curveOf([99, 100, 95, 100, 97, 100, 90, 100].map((equity, hour) => [hour * HOUR, equity]));
    expect(drawdowns(curve, 2).deepest.map((fall) => fall.ratio)).toEqual([0.1, 0.05]);
  });

  it('finds none in a curve that only rises', () => {
    expect(drawdowns(curveOf([101, 102, 102].map((equity, hour) => [hour * HOUR, equity])))).toEqual({
      deepest: [],
      maxMoney: 0,
      longestMs: 0,
    });
  });
});

describe('drawdownSeries', () => {
  it('is the distance to the running peak', () => {
    expect([...drawdownSeries(Float64Array.of(80, 100, 125, 100), 100)]).toEqual([0.2, 0, 0, 0.2]);
  });
});

describe('monthlyReturns', () => {
  it('compares month ends, the first month with the starting cash, a month without closes left out', () => {
    const curve = curveOf([
      [at('2023-12-30T10:00Z'), 110],
      [at('2024-01-01T00:00Z'), 105], // belongs to 31 December: December is +5 %
      [at('2024-01-31T23:00Z'), 126], // 126 / 105 = +20 %
      [at('2024-03-10T23:00Z'), 63], // no close in February: March carries -50 %
    ]);
    const months = monthlyReturns(dailyEquity(curve, false), 100);
    expect(months.map(({ year, month, equity }) => [year, month, equity])).toEqual([
      [2023, 12, 105],
      [2024, 1, 126],
      [2024, 3, 63],
    ]);
    expect(months[0]?.ratio).toBeCloseTo(0.05, 15);
    expect(months[1]?.ratio).toBeCloseTo(0.2, 15);
    expect(months[2]?.ratio).toBeCloseTo(-0.5, 15);
  });
});

describe('speed', () => {
  it('takes a million closes for drawdowns and daily returns in a few milliseconds', () => {
    const count = 1_000_000;
    const time = Float64Array.from({ length: count }, (_, i) => 1_600_000_000_000 + i * 60_000);
    const equity = Float64Array.from({ length: count }, (_, i) => 10_000 + 500 * Math.sin(i / 7000) + 40 * Math.sin(i / 11) + i / 300);
    const curve = { time, equity, startingCash: 10_000, startedAt: 1_600_000_000_000 - 60_000 };
    const work = () => {
      drawdowns(curve);
      returnsOf(dailyEquity(curve, true).equity, 10_000);
    };
    for (let i = 0; i < 5; i++) work();
    const took = Array.from({ length: 7 }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    }).sort((a, b) => a - b);
    // The budget is 4 ms on a quiet core; the fastest of seven is the figure least touched by other work on the machine.
    expect(took[0]).toBeLessThan(10);
    if (process.env.ATALAYA_PRINT) console.log(`1M closes: ${took.map((ms) => ms.toFixed(2)).join(' ')} ms`);
  });
});
