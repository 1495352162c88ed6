/** Expected values by numpy 2.4 and scipy 1.17 from the same two series; the script's lines stand beside them. */

import { describe, expect, it } from 'vitest';
import { historicalLoss, simulatedLoss } from './loss-estimates.ts';
import { DailyStatistics, SHORTFALL_Z, VAR_Z } from './statistics.ts';

const DAYS = 60;
// a = [((i*37+11) % 101 - 50)/1000 for i in range(60)]; b = [((i*53+7) % 97 - 48)/1200 for i in range(60)]
const A = Array.from({ length: DAYS }, (_, i) => (((i * 37 + 11) % 101) - 50) / 1000);
const B = Array.from({ length: DAYS }, (_, i) => (((i * 53 + 7) % 97) - 48) / 1200);
// x = [600000, -250000]; loss = -(x[0]*a + x[1]*b)
const EXPOSURES = Float64Array.of(600_000, -250_000, 0);

function statisticsOf(...series: readonly (readonly number[])[]): DailyStatistics {
  const statistics = new DailyStatistics(3, 30);
  const state = series.map((returns) => ({ lastClose: 1, days: returns.map((_, i) => i + 1), returns }));
  statistics.restore(state);
  return statistics;
}

describe('what a bad day could cost', () => {
  it('by history: the 95 % quantile, linear between days, and the mean of the days at or beyond it', () => {
    const found = historicalLoss(statisticsOf(A, B), EXPOSURES, 30);
    // np.quantile(loss, 0.95) = 26904.583333333314; loss[loss >= q].mean() = 35075.0
    expect(found.valueAtRisk).toBeCloseTo(26_904.583333333314, 6);
    expect(found.shortfall).toBeCloseTo(35_075, 6);
    expect(found.days).toBe(60);
  });

  it('by 10,000 draws: within three sampling errors of the distribution they are drawn from', () => {
    const found = simulatedLoss(statisticsOf(A, B), EXPOSURES, 30, 7);
    // s = sqrt(3/5) * sqrt(x @ np.cov(a, b) @ x); t = stats.t.ppf(.95, 5): t*s = 28796.745;
    // (5 + t*t)/4 * stats.t.pdf(t, 5)/.05 * s = 41302.387; sampling error of the quantile: sqrt(.05*.95/10000) / (pdf/s) = 488
    expect(Math.abs(found.valueAtRisk - 28_796.745)).toBeLessThan(3 * 488);
    expect(Math.abs(found.shortfall / 41_302.387 - 1)).toBeLessThan(0.08);
    expect(simulatedLoss(statisticsOf(A, B), EXPOSURES, 30, 7)).toEqual(found);
    expect(simulatedLoss(statisticsOf(A, B), EXPOSURES, 30, 8)).not.toEqual(found);
  });

  it('draws two that move as one as one', () => {
    const hedged = simulatedLoss(statisticsOf(A, A), Float64Array.of(100_000, -100_000, 0), 30, 7);
    expect(hedged.valueAtRisk).toBeCloseTo(0, 3);
    const doubled = simulatedLoss(statisticsOf(A, A), Float64Array.of(50_000, 50_000, 0), 30, 7);
    const alone = simulatedLoss(statisticsOf(A, A), Float64Array.of(100_000, 0, 0), 30, 7);
    expect(doubled.valueAtRisk / alone.valueAtRisk).toBeCloseTo(1, 1);
  });

  it('counts only the days that all instruments held have, and knows nothing before there are enough', () => {
    const short = statisticsOf(A, B.slice(0, 29));
    expect(historicalLoss(short, EXPOSURES, 30)).toEqual({ valueAtRisk: Number.NaN, shortfall: Number.NaN, days: 29 });
    expect(simulatedLoss(short, EXPOSURES, 30, 7)).toEqual({ valueAtRisk: Number.NaN, shortfall: Number.NaN, days: 29 });
    expect(historicalLoss(short, Float64Array.of(600_000, 0, 0), 30).days).toBe(60);
    expect(historicalLoss(short, new Float64Array(3), 30)).toEqual({ valueAtRisk: 0, shortfall: 0, days: 0 });
  });

  it('measures the same days that correlations and covariances are measured on', () => {
    const statistics = statisticsOf(A, B);
    // np.corrcoef(a, b)[0, 1] = 0.022602333553737076; sqrt(x @ np.cov(a, b) @ x) * norm.ppf(.95) = 30346.56651481571
    expect(statistics.correlation(0, 1)).toBeCloseTo(0.022602333553737076, 12);
    expect(statistics.daysTogether(0, 1)).toBe(60);
    const [x, y] = [600_000, -250_000];
    const variance = x * x * statistics.covariance(0, 0) + 2 * x * y * statistics.covariance(0, 1) + y * y * statistics.covariance(1, 1);
    expect(VAR_Z * Math.sqrt(variance)).toBeCloseTo(30_346.56651481571, 6);
    expect(SHORTFALL_Z * Math.sqrt(variance)).toBeCloseTo(38_055.81869919977, 6);
  });
});
