/** The figures that backtesting.py publishes for its SmaCross(10, 30), on its own data: not shipped here (its licence is AGPL), so the file's place is given by hand. */

import { expect, it } from 'vitest';
import { play } from '../../bench/rows/published.ts';
import type { MetricId } from '../../src/core/research/metrics/definitions.ts';
import { computeMetrics } from '../../src/core/research/metrics/metrics.ts';

const file = process.env.ATALAYA_GOOG_CSV;
if (!file) console.log('skipped: set ATALAYA_GOOG_CSV to backtesting/test/GOOG.csv of the Python package backtesting');

// backtesting/test/_test.py, test_compute_stats.
const PUBLISHED: Partial<Record<MetricId, number>> = {
  finalEquity: 51422.98999999996,
  returnRatio: 4.142298999999996,
  cagrRatio: 0.2116024570596262,
  maxDrawdownRatio: 0.4798012705007589,
  closedTrades: 66,
  winRate: 0.4696969696969697,
  bestTradeRatio: 0.5359595229490424,
  worstTradeRatio: -0.1839887353835481,
  sqn: 1.0766187356697705,
  kellyRatio: 0.1518705127029717,
};

it.skipIf(!file)('are ours where the conventions are the same', async () => {
  // Stop and reverse at the next open, whole units, no costs, the last trade closed at the last open.
  const run = await play(file as string, {
    parameters: { fast: 10, slow: 30, direction: 'long-short' },
    size: { kind: 'share', share: 1 },
    finalize: 'open',
  });
  const { values } = computeMetrics(run, { daysPerYear: 252 });
  for (const [id, published] of Object.entries(PUBLISHED)) {
    expect(Math.abs((values[id as MetricId].value as number) - published), id).toBeLessThanOrEqual(1e-8 * Math.abs(published));
  }
});
