/** Results other people published, on the data they published them on: taken from their packages at bench time, never kept here. */

import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCandleFile } from '../../src/adapters/market-lake/read-candle-file.ts';
import { type BacktestOptions, backtest } from '../../src/core/research/backtest.ts';
import { runOf } from '../../src/core/research/run-of.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { smaCross } from '../market.ts';
import { scratch } from '../measure.ts';
import { agree, type Outcome, type Row } from '../row.ts';
import { environmentOf } from './peers.ts';

interface Published {
  readonly source: string;
  readonly finalEquity: number;
  readonly peakEquity?: number;
  /** In percent, as published. */
  readonly maxDrawdownPercent?: number;
  readonly trades?: number;
}

/** backtesting.py's own test suite: SmaCross(10, 30), no commission, the last trade closed at the last open. Relative tolerance 1e-8 there. */
const GOOG: Published = {
  source: 'backtesting.py, GOOG, SmaCross 10/30',
  finalEquity: 51422.98999999996,
  peakEquity: 75787.44,
  maxDrawdownPercent: -47.98012705007589,
  trades: 66,
};
/** backtrader's own test suite: close against its average of 15, long only, one unit, 2006. */
const BACKTRADER: Published = { source: 'backtrader, 2006 index, SMA 15', finalEquity: 10284.1 };
/** backtrader keeps this file in its repository, not in its package: put here by hand it is used. */
const BACKTRADER_DATA = '2006-day-001.txt';

async function play(
  path: string,
  more: Partial<BacktestOptions> & { parameters: Record<string, unknown>; cash: number },
): Promise<Published & { trades: number }> {
  const { candles, timeframeMs } = await readCandleFile(path);
  const { parameters, ...options } = more;
  const result = backtest({
    markets: [
      {
        instrument: { id: 'X', venue: 'file', kind: 'cfd', base: 'X', quote: '', tickSize: 0.01, lotSize: 1, shorting: true },
        series: [{ timeframeMs, candles }],
      },
    ],
    strategies: [{ definition: await smaCross(), instrumentId: 'X', parameters }],
    quantumDecimals: 8,
    slippage: { kind: 'none' },
    risk: builtInProfile('none'),
    ...options,
  });
  const run = runOf(result, { startingCash: more.cash, currency: '', quantumDecimals: 8, warnings: [] });
  return {
    source: path,
    finalEquity: result.finalEquity,
    peakEquity: run.equity.reduce((most, value) => Math.max(most, value), 0),
    maxDrawdownPercent: -100 * result.maxDrawdownRatio,
    trades: run.trades.length,
  };
}

function check(expected: Published, found: Published): void {
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value !== 'number') continue;
    const own = found[name as keyof Published] as number;
    agree(
      `${expected.source}: ${name}, published ${value}, found ${own}; within 1e-8`,
      true,
      Math.abs(own - value) <= 1e-8 * Math.abs(value),
    );
  }
}

async function measure(): Promise<Outcome> {
  const python = await environmentOf('backtesting');
  const libraries = join(dirname(python), '../lib');
  const goog = join(libraries, readdirSync(libraries)[0] as string, 'site-packages/backtesting/test/GOOG.csv');
  check(
    GOOG,
    await play(goog, {
      parameters: { fast: 10, slow: 30, direction: 'long-short' },
      cash: 10_000,
      size: { kind: 'share', share: 1 },
      finalize: 'open',
    }),
  );
  const lines = [{ label: GOOG.source, value: 'as published', note: 'final equity 51,422.99, drawdown -47.980127 %, 66 trades' }];
  const data = scratch(BACKTRADER_DATA);
  if (!existsSync(data))
    return {
      figures: { 'published.goog': 1 },
      lines,
      missing: { 'published.backtrader': `its data is not in its package: put ${BACKTRADER_DATA} of its repository into var/bench` },
    };
  check(BACKTRADER, await play(data, { parameters: { fast: 1, slow: 15 }, cash: 10_000, size: { kind: 'units', units: 1 } }));
  lines.push({ label: BACKTRADER.source, value: 'as published', note: 'final equity 10,284.10' });
  return { figures: { 'published.goog': 1, 'published.backtrader': 1 }, lines };
}

export const publishedRow: Row = { name: 'published', figures: ['published.goog', 'published.backtrader'], measure };
