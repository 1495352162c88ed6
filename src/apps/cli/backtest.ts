/** `atalaya backtest STRATEGY`: one strategy over a file or a stored series, with its figures, files and what it may be hiding. */

import type { Command } from 'commander';
import { InputError } from '../../core/domain/result.ts';
import { renderReport } from '../../core/research/report/render-report.ts';
import { tradesCsv } from '../../core/research/trades-csv.ts';
import { runBacktest } from '../backtest/run.ts';
import { commandLine, noteWarnings, printSummary } from './backtest-result.ts';
import { addBacktestOptions, type BacktestCommandOptions } from './backtest-settings.ts';
import { expectWritable, printJson, writeOutput } from './output.ts';

const HELP = `
Examples:
  atalaya backtest sma-cross --candles prices.csv --param fast=10 --param slow=30
  atalaya backtest my-first --symbol BTCUSDT --timeframe 1h --risk default --report report.html --lang es
  atalaya backtest my-first --candles prices.csv --json --trades trades.csv > result.json

Exit codes: 0 done; 1 refused, or a check found that the result must not be believed (look-ahead, a warm-up that is too short; the result and the
files are written all the same); 2 wrong usage; 3 a file or folder that can't be read or written.
Guide: docs/guides/backtesting.md`;

export function registerBacktestCommand(program: Command): void {
  const command = program
    .command('backtest')
    .description('runs a strategy over candles and says what came of it, and what the result may be hiding')
    .argument('<strategy>', 'id (atalaya strategy list) or path of a strategy file');
  addBacktestOptions(command).addHelpText('after', HELP).action(run);
}

async function run(strategyName: string, options: BacktestCommandOptions): Promise<void> {
  for (const file of [options.report, options.trades]) if (file !== undefined) expectWritable(file);
  if (options.candles === undefined && (options.symbol === undefined || options.timeframe === undefined))
    throw new InputError('USAGE', 'expected --candles FILE, or --symbol S with --timeframe T for a stored series (atalaya data list)', 2);
  const { studied, json, report } = await runBacktest(strategyName, options, commandLine());
  if (options.report !== undefined) writeOutput(options.report, renderReport(report));
  if (options.trades !== undefined) writeOutput(options.trades, tradesCsv(studied.run));
  if (options.json) printJson(json);
  else printSummary(json, studied.run, options);
  noteWarnings({ warnings: studied.run.warnings, findings: studied.findings, json: options.json === true });
}
