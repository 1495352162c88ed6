/** Metrics against figures that others published, values worked by hand, and a second implementation written plainly. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricId } from '../../src/core/research/metrics/definitions.ts';
import { METRIC_DEFINITIONS } from '../../src/core/research/metrics/definitions.ts';
import { DAY_MS } from '../../src/core/research/metrics/equity-curve.ts';
import { computeMetrics, type Metrics } from '../../src/core/research/metrics/metrics.ts';
import type { BacktestRun } from '../../src/core/research/result.ts';
import { naiveMetrics } from './naive-metrics.ts';
import { bareRun, bareTrade, syntheticRun } from './synthetic-run.ts';

const figure = (metrics: Metrics, id: MetricId) => metrics.values[id].value as number;

/** A run whose daily returns, in per cent, are exactly these: one close at the end of each day. */
function dailyRun(percents: readonly number[], firstDay: string, everyDays = 1): BacktestRun {
  let value = 10_000;
  const equity = Float64Array.from(percents, (percent) => (value *= 1 + percent / 100));
  return bareRun({ equity, equityTime: Float64Array.from(percents, (_, i) => Date.parse(firstDay) + (i * everyDays + 1) * DAY_MS) });
}

describe('published figures', () => {
  // empyrical (Apache-2.0), empyrical/tests/test_stats.py: `mixed_returns`, `negative_returns`, `positive_returns`, daily, 252 days a year, required return 0.
  const mixed = [1, 10, -4, 2, 3, 2, 1, -10];
  const negative = [0, -6, -7, -1, -9, -2, -6, -8, -5];

  it('Sharpe, volatility and drawdown are those of empyrical', () => {
    const metrics = computeMetrics(dailyRun(mixed, '2000-01-31'), { daysPerYear: 252 });
    expect(figure(metrics, 'sharpe')).toBeCloseTo(1.7238613961706866, 8);
    expect(figure(metrics, 'volatilityRatio')).toBeCloseTo(0.9136465399704637, 8);
    expect(figure(metrics, 'maxDrawdownRatio')).toBeCloseTo(0.1, 8);
    const losing = computeMetrics(dailyRun(negative, '2000-01-30'), { daysPerYear: 252 });
    expect(figure(losing, 'sharpe')).toBeCloseTo(-24.406808633910085, 8);
    expect(figure(losing, 'maxDrawdownRatio')).toBeCloseTo(0.36590730349873601, 8);
    expect(figure(computeMetrics(dailyRun([1, 2, 1, 1, 1, 1, 1, 1, 1], '2000-01-30'), { daysPerYear: 252 }), 'sharpe')).toBeCloseTo(
      52.915026221291804,
      8,
    );
  });

  it('Sortino is that of empyrical, which divides the squares by n where we divide by n - 1', () => {
    for (const [returns, published] of [
      [mixed, 2.605531251673693],
      [negative, -13.532743075043401],
    ] as const) {
      const metrics = computeMetrics(dailyRun(returns, '2000-01-30'), { daysPerYear: 252 });
      const n = returns.length;
      expect(figure(metrics, 'sortino') * Math.sqrt(n / (n - 1))).toBeCloseTo(published, 8);
    }
  });

  it('weekly candles on an exchange are annualised by the weeks seen in a year', () => {
    // empyrical, `weekly_returns`: annual volatility 0.38851569394870583 with 52 weeks a year.
    const metrics = computeMetrics(dailyRun([0, 1, 10, -4, 2, 3, 2, 1, -10], '2000-01-30', 7), { daysPerYear: 252 });
    expect(metrics.daysPerYear).toBeCloseTo(365.25 / 7, 10);
    expect(figure(metrics, 'volatilityRatio') * Math.sqrt(52 / metrics.daysPerYear)).toBeCloseTo(0.38851569394870583, 8);
  });

  it('SQN is that of backtrader for its own eleven fills, which divides the squares by n where we divide by n - 1', () => {
    // backtrader, tests/test_strategy_unoptimized.py (fills) and test_analyzer-sqn.py (0.912550316439, 11 trades): 1 contract of 10, commission 2 a side.
    const bought = [3643.35, 3801.03, 3872.37, 3863.57, 3845.32, 3656.43, 3542.65, 3639.65, 3799.86, 3840.2, 4047.63];
    const sold = [3763.95, 3811.85, 3822.35, 3822.57, 3829.82, 3598.58, 3545.92, 3766.8, 3782.15, 3979.73, 4045.05];
    const trades = bought.map((price, i) => bareTrade(((sold[i] as number) - price) * 10 - 4));
    const metrics = computeMetrics(bareRun({ trades }), { daysPerYear: 252 });
    expect(figure(metrics, 'sqn') * Math.sqrt(11 / 10)).toBeCloseTo(0.912550316439, 7);
    expect(metrics.values.sqn.insufficient).toEqual({ of: 'trades', have: 11, need: 30 });
  });

  it('return and yearly return are those of backtesting.py', () => {
    // Its test suite, SmaCross(10, 30) on daily candles 2004-08-19 to 2013-03-01: 10,000 becomes 51422.98999999996, return 414.2298999999996 %, CAGR 21.160245705962623 %.
    const metrics = computeMetrics(
      bareRun({
        equityTime: Float64Array.of(Date.parse('2004-08-19'), Date.parse('2013-03-01')),
        equity: Float64Array.of(10_000, 51422.98999999996),
      }),
      { daysPerYear: 252 },
    );
    expect(figure(metrics, 'returnRatio')).toBeCloseTo(4.142298999999996, 12);
    expect(figure(metrics, 'cagrRatio')).toBeCloseTo(0.2116024570596262, 12);
  });
});

describe('by hand', () => {
  const trades = [50, -20, -30, -10, 110, 20, -20].map((net) => bareTrade(net));
  const metrics = computeMetrics(
    bareRun({
      trades,
      equityTime: Float64Array.of(1, 2, 3).map((day) => day * DAY_MS),
      equity: Float64Array.of(10_500, 9_450, 10_100),
      fills: [
        {
          at: 0,
          strategyId: 's',
          instrumentId: 'i',
          orderId: 1,
          side: 1,
          quantity: 2,
          price: 100,
          fee: 1,
          liquidity: 'taker',
          kind: 'open',
          realised: 0,
          reason: '',
        },
        {
          at: 1,
          strategyId: 's',
          instrumentId: 'i',
          orderId: 2,
          side: -1,
          quantity: 2,
          price: 150,
          fee: 1,
          liquidity: 'taker',
          kind: 'close',
          realised: 100,
          reason: '',
        },
      ],
      feesPaid: 40,
      fundingPaid: -15,
      exposureRatio: 0.5,
    }),
    { daysPerYear: 365, startedAt: 0 },
  );

  it.each<[MetricId, number]>([
    ['finalEquity', 10_100],
    ['netProfit', 100],
    ['returnRatio', 0.01],
    ['maxDrawdownRatio', 1050 / 10_500], // 10,500 -> 9,450
    ['maxDrawdownMoney', 1050],
    ['maxDrawdownMs', 2 * DAY_MS], // peak at the end of day 1, not recovered by the end of day 3
    ['longestDrawdownMs', 2 * DAY_MS],
    ['bestDayRatio', 650 / 9_450],
    ['worstDayRatio', -0.1],
    ['positiveMonthsRatio', 1],
    ['recoveryFactor', 100 / 1050],
    ['closedTrades', 7],
    ['winRate', 3 / 7],
    ['profitFactor', 180 / 80],
    ['expectancy', 100 / 7],
    ['averageTradeRatio', 1 / 7],
    ['averageWin', 60],
    ['averageLoss', -20],
    ['payoffRatio', 3],
    ['bestTradeRatio', 1.1],
    ['worstTradeRatio', -0.3],
    ['kellyRatio', 3 / 7 - 4 / 7 / 3],
    ['longestLosingStreak', 3],
    ['bestTradesShare', (110 + 50 + 20 - 10 - 20) / 100],
    ['averageHoldingMs', 60_000],
    ['costShareRatio', 25 / 125],
    ['turnoverRatio', 500 / ((10_500 + 9_450 + 10_100) / 3)],
    ['exposureRatio', 0.5],
  ])('%s', (id, expected) => {
    expect(figure(metrics, id)).toBeCloseTo(expected, 12);
  });

  it('marks what rests on too little, with the count needed, and leaves plain facts alone', () => {
    expect(metrics.values.winRate.insufficient).toEqual({ of: 'trades', have: 7, need: 30 });
    expect(metrics.values.cagrRatio.insufficient).toEqual({ of: 'days', have: 3, need: 365 });
    expect(metrics.values.returnRatio).toEqual({ value: 0.01 });
    expect(metrics.values.maxDrawdownRatio.insufficient).toBeUndefined();
  });

  it('says why a figure is missing instead of showing zero or infinity', () => {
    const none = computeMetrics(bareRun({}), { daysPerYear: 365 }).values;
    expect(none.winRate).toEqual({ value: null, absent: 'no-trades' });
    expect(none.sharpe).toEqual({ value: null, absent: 'too-short' });
    expect(none.maxDrawdownRatio).toEqual({ value: 0 });
    const winners = computeMetrics(bareRun({ trades: [bareTrade(10), bareTrade(10)] }), { daysPerYear: 365 }).values;
    expect(winners.profitFactor).toEqual({ value: null, absent: 'no-losses' });
    expect(winners.kellyRatio).toEqual({ value: null, absent: 'no-losses' });
    expect(winners.sqn).toEqual({ value: null, absent: 'no-variation' });
    const losers = computeMetrics(bareRun({ trades: [bareTrade(-10)] }), { daysPerYear: 365 }).values;
    expect(losers.bestTradesShare).toEqual({ value: null, absent: 'no-profit' });
    expect(losers.payoffRatio).toEqual({ value: null, absent: 'no-wins' });
    const rising = computeMetrics(dailyRun([1, 1, 1, 1], '2024-01-01'), { daysPerYear: 365 }).values;
    expect(rising.sharpe).toEqual({ value: null, absent: 'no-variation' });
    expect(rising.sortino).toEqual({ value: null, absent: 'no-losses' });
    expect(rising.calmar).toEqual({ value: null, absent: 'no-drawdown' });
  });

  it('survives an account that lost everything', () => {
    const ruined = computeMetrics(dailyRun([-50, -100, 0], '2024-01-01'), { daysPerYear: 365 });
    expect(figure(ruined, 'maxDrawdownRatio')).toBe(1);
    expect(figure(ruined, 'cagrRatio')).toBe(-1);
    expect(ruined.dailyReturns[2]).toBe(0);
  });

  it('gives every defined figure and no other', () => {
    expect(Object.keys(metrics.values).sort()).toEqual(METRIC_DEFINITIONS.map(({ id }) => id).sort());
  });
});

describe('a second implementation', () => {
  const agree = (run: BacktestRun, daysPerYear: 365 | 252) => {
    const startedAt = (run.equityTime[0] ?? 0) - 3_600_000;
    const { values } = computeMetrics(run, { daysPerYear, startedAt });
    for (const [id, expected] of Object.entries(naiveMetrics(run, daysPerYear, startedAt))) {
      const { value } = values[id as MetricId];
      if (expected === null) expect(value, id).toBeNull();
      else
        expect(Math.abs((value as number) - expected), `${id}: ${value} against ${expected}`).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(expected)),
        );
    }
  };

  it('agrees on random curves with gaps and random trades', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: -40, max: 45 })), { minLength: 1, maxLength: 150 });
    const results = fc.array(fc.integer({ min: -500, max: 600 }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, results, fc.constantFrom(365 as const, 252 as const), (moves, nets, daysPerYear) => {
        let at = Date.UTC(2022, 4, 17, 5);
        let value = 1000;
        const equityTime = Float64Array.from(moves, ([hours]) => (at += hours * 3_600_000));
        const equity = Float64Array.from(moves, ([, change]) => (value *= 1 + change / 1000));
        agree(bareRun({ startingCash: 1000, equityTime, equity, trades: nets.map((net) => bareTrade(net)) }), daysPerYear);
      }),
      { numRuns: 200 },
    );
  });

  it('agrees on a year of hourly trading', () => {
    agree(syntheticRun({ bars: 9000, seed: 3 }), 365);
    agree(syntheticRun({ bars: 9000, seed: 4 }), 252);
  });
});
