/** The figures that backtesting.py publishes for its SmaCross(10, 30), on its own data: not shipped here (its licence is AGPL), so the file's place is given by hand. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { MetricId } from '../../src/core/research/metrics/definitions.ts';
import { computeMetrics } from '../../src/core/research/metrics/metrics.ts';
import type { TradeRow } from '../../src/core/research/result.ts';
import { bareRun, bareTrade } from './synthetic-run.ts';

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

it.skipIf(!file)('are ours where the conventions are the same', () => {
  const rows = readFileSync(file as string, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const time = rows.map(([date]) => Date.parse(date as string));
  const open = rows.map((row) => Number(row[1]));
  const close = rows.map((row) => Number(row[4]));
  const average = (count: number, end: number) => close.slice(end - count + 1, end + 1).reduce((sum, value) => sum + value, 0) / count;
  const trades: TradeRow[] = [];
  const equity: number[] = [];
  let [cash, units, entry, wish] = [10_000, 0, 0, 0];
  const leave = (price: number) => {
    if (units === 0) return;
    cash += units * (price - entry);
    trades.push(bareTrade(units * (price - entry), { returnRatio: (price / entry - 1) * Math.sign(units) }));
    units = 0;
  };
  // Stop and reverse at the next open, whole units, no costs, the last trade closed at the last open.
  for (let i = 0; i < close.length; i++) {
    const price = open[i] as number;
    if (wish !== 0) {
      leave(price);
      units = wish * Math.floor(cash / price);
      entry = price;
      wish = 0;
    }
    if (i === close.length - 1) leave(price);
    equity.push(cash + units * ((close[i] as number) - entry));
    if (i < 30) continue;
    const [before, after] = [average(10, i - 1) - average(30, i - 1), average(10, i) - average(30, i)];
    if (before < 0 && after > 0) wish = 1;
    else if (before > 0 && after < 0) wish = -1;
  }
  const { values } = computeMetrics(bareRun({ trades, equity: Float64Array.from(equity), equityTime: Float64Array.from(time) }), {
    daysPerYear: 252,
  });
  for (const [id, published] of Object.entries(PUBLISHED)) {
    expect(Math.abs((values[id as MetricId].value as number) - published), id).toBeLessThanOrEqual(1e-8 * Math.abs(published));
  }
});
