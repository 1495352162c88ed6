/** Results other people published, on the data they published them on: theirs, so read from where it is at bench time and never kept here. */

import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCandleFile } from '../../src/adapters/market-lake/read-candle-file.ts';
import type { InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import { type BacktestOptions, backtest } from '../../src/core/research/backtest.ts';
import type { BacktestRun } from '../../src/core/research/result.ts';
import { runOf } from '../../src/core/research/run-of.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { smaCross } from '../market.ts';
import { agree, type Row } from '../row.ts';
import { eachByItself, environmentOf, type Taken } from './peers.ts';

const CASH = 10_000;
/** Relative, as in the test suite of backtesting.py. */
const TOLERANCE = 1e-8;

interface PublishedSettings {
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly instrument?: Partial<InstrumentSpecification>;
  readonly size: NonNullable<BacktestOptions['size']>;
  readonly finalize?: 'open';
}

interface Published {
  readonly figure: string;
  readonly source: string;
  readonly settings: PublishedSettings;
  readonly expected: Readonly<Record<string, number>>;
  readonly note: string;
  /** The file of candles; an error that says how to have it where it is not there. */
  file(): Promise<string>;
}

/** tests/test_strategy_unoptimized.py of backtrader: the close against its average of 15, long only, one unit. */
const BACKTRADER = { parameters: { fast: 1, slow: 15 }, size: { kind: 'units', units: 1 } } as const;
/** Fixed margin is not modelled: any leverage at which the cash carries one contract gives the same result. */
export const FUTURE = { contractMultiplier: 10, leverage: 10 };
/** A fixed commission is not modelled either: the run has none, and 2.00 for each of the 23 fills is put back here. */
const FUTURE_COMMISSIONS = 23 * 2;

const PUBLISHED: readonly Published[] = [
  {
    figure: 'published.goog',
    source: 'backtesting.py, GOOG, SmaCross 10/30',
    // backtesting/test/_test.py, test_compute_stats: no commission, the last trade closed at the last open.
    settings: { parameters: { fast: 10, slow: 30, direction: 'long-short' }, size: { kind: 'share', share: 1 }, finalize: 'open' },
    expected: { finalEquity: 51422.98999999996, peakEquity: 75787.44, maxDrawdownPercent: -47.98012705007589, trades: 66 },
    note: 'final equity 51,422.99, peak 75,787.44, drawdown 47.980127 %, 66 trades',
    file: googFile,
  },
  {
    figure: 'published.backtrader',
    source: 'backtrader, index of 2006, SMA 15, as a stock',
    settings: BACKTRADER,
    expected: { finalEquity: 10284.1, cash: 6164.16, fills: 23 },
    note: 'final value 10,284.10, cash 6,164.16, 23 fills',
    file: backtraderFile,
  },
  {
    figure: 'published.backtraderFuture',
    source: 'backtrader, index of 2006, SMA 15, as a future',
    settings: { ...BACKTRADER, instrument: FUTURE },
    expected: { finalEquity: 12795 + FUTURE_COMMISSIONS, fills: 23 },
    note: 'final value 12,795.00 with its commissions of 2.00 a fill put back: an instrument has no fixed ones here',
    file: backtraderFile,
  },
];

async function googFile(): Promise<string> {
  const libraries = join(dirname(await environmentOf('backtesting')), '../lib');
  return join(libraries, readdirSync(libraries)[0] as string, 'site-packages/backtesting/test/GOOG.csv');
}

async function backtraderFile(): Promise<string> {
  const file = process.env.ATALAYA_BACKTRADER_CSV;
  if (!file) throw new Error('its package has no data: set ATALAYA_BACKTRADER_CSV to datas/2006-day-001.txt of its repository');
  if (!existsSync(file)) throw new Error(`ATALAYA_BACKTRADER_CSV: expected a file, found none at ${file}`);
  return file;
}

/** `sma-cross` on a file of daily candles without costs, in whole units and cents, from a cash of 10,000. */
export async function play(file: string, { parameters, instrument, ...options }: PublishedSettings): Promise<BacktestRun> {
  const { candles, timeframeMs } = await readCandleFile(file);
  const specification = { id: 'X', venue: 'file', kind: 'cfd', base: 'X', quote: '', tickSize: 0.01, lotSize: 1, ...instrument } as const;
  const done = backtest({
    markets: [{ instrument: specification, series: [{ timeframeMs, candles }] }],
    strategies: [{ definition: await smaCross(), instrumentId: 'X', parameters }],
    cash: CASH,
    quantumDecimals: 8,
    slippage: { kind: 'none' },
    risk: builtInProfile('none'),
    ...options,
  });
  return runOf(done, { startingCash: CASH, currency: '', quantumDecimals: 8, warnings: [] });
}

/** The figures others publish, made plainly from equity, fills and trades. */
function figuresOf({ equity, fills, trades }: BacktestRun): Record<string, number> {
  let [peak, fall] = [0, 0];
  for (const value of equity) {
    peak = Math.max(peak, value);
    fall = Math.max(fall, 1 - value / peak);
  }
  return {
    finalEquity: equity.at(-1) as number,
    peakEquity: peak,
    maxDrawdownPercent: -100 * fall,
    trades: trades.length,
    fills: fills.length,
    cash: fills.reduce((cash, { side, quantity, price }) => cash - side * quantity * price, CASH),
  };
}

function check({ source, expected }: Published, found: Record<string, number>): void {
  for (const [name, value] of Object.entries(expected)) {
    const own = found[name] as number;
    agree(
      `${source}: ${name}: published ${value}, found ${own}: equal to 1e-8`,
      true,
      Math.abs(own - value) <= TOLERANCE * Math.abs(value),
    );
  }
}

async function take(one: Published): Promise<Taken> {
  check(one, figuresOf(await play(await one.file(), one.settings)));
  return { figure: 1, line: { label: one.source, value: 'as published', note: one.note } };
}

export const publishedRow: Row = {
  name: 'published',
  figures: PUBLISHED.map(({ figure }) => figure),
  measure: () => eachByItself(PUBLISHED, ({ figure }) => figure, take),
};
