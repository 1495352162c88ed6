/** `atalaya backtest STRATEGY`: one strategy over a file or a stored series, with its figures, files and what it may be hiding. */

import { performance } from 'node:perf_hooks';
import type { Command } from 'commander';
import { InputError } from '../../core/domain/result.ts';
import { type AnyStrategy, type Backtest, backtest } from '../../core/research/backtest.ts';
import { repeatedRunFault } from '../../core/research/kept-state.ts';
import { renderReport } from '../../core/research/report/render-report.ts';
import { lookAheadCheck } from '../../core/research/self-checks.ts';
import { type StudyOptions, study } from '../../core/research/study.ts';
import { tradesCsv } from '../../core/research/trades-csv.ts';
import { guarded } from '../check-strategy.ts';
import { loadStrategy } from '../strategy-registry.ts';
import { assembleResult, noteWarnings, printSummary } from './backtest-result.ts';
import { addBacktestOptions, type BacktestCommandOptions, readSettings } from './backtest-settings.ts';
import { expectWritable, printJson, writeOutput } from './output.ts';

/** At most so many timed runs, and none begins after this time. */
const TIMED_RUNS = 5;
const TIMED_MS = 300;

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
  const definition = await loadStrategy(strategyName);
  const settings = await readSettings(options, definition);
  const { done, durationMs } = runTimed(definition, settings.study);
  const studied = guarded(definition, () => study(settings.study, done));
  const result = assembleResult({ options, definition, settings, studied, durationMs });
  if (options.report !== undefined) writeOutput(options.report, renderReport(result.report));
  if (options.trades !== undefined) writeOutput(options.trades, tradesCsv(studied.run));
  if (options.json) printJson(result.json);
  else printSummary(result.json, studied.run, options);
  noteWarnings({ warnings: studied.run.warnings, findings: studied.findings, json: options.json === true });
}

/** Runs again and again, since the first runs of a process compile the code; the median of the others is the time. All must come to the same. */
function runTimed(definition: AnyStrategy, options: StudyOptions): { done: Backtest; durationMs: number } {
  try {
    return guarded(definition, () => {
      const first = backtest(options);
      const durations: number[] = [];
      let done = first;
      for (let spent = 0; durations.length < 1 || (durations.length < TIMED_RUNS && spent < TIMED_MS); ) {
        const started = performance.now();
        done = backtest(options);
        durations.push(performance.now() - started);
        spent += durations[durations.length - 1] as number;
      }
      const fault = repeatedRunFault(options, first, done);
      if (fault !== null) throw new InputError('STRATEGY_STATE', fault);
      return { done, durationMs: durations.sort((a, b) => a - b)[durations.length >> 1] as number };
    });
  } catch (error) {
    throw error instanceof InputError && error.code === 'AMOUNT_RANGE' ? foresight(options, error) : error;
  }
}

/** Nobody honest earns more than can be counted: the check is made with the smallest size, which does not compound. */
function foresight(options: StudyOptions, error: InputError): InputError {
  const units = options.markets[0]?.instrument.lotSize ?? 1;
  try {
    const { severity, detail } = lookAheadCheck({ ...options, size: { kind: 'units', units } });
    return severity === 'fault' ? new InputError('LOOK_AHEAD', `look-ahead: ${detail}`) : error;
  } catch {
    return error; // Even the smallest size can't be counted.
  }
}
