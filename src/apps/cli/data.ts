/** `atalaya data import | list | check | export | download`: candles in and out of the market lake. */

import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { exportCandles } from '../../adapters/market-lake/export-candles.ts';
import { openLake } from '../../adapters/market-lake/lake.ts';
import type { CandleFormat } from '../../adapters/market-lake/read-candle-file.ts';
import { InputError } from '../../core/domain/result.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { isoText } from '../../core/market/zone.ts';
import { downloadHistory } from '../download-history.ts';
import { type FileReading, readingOf } from '../file-reading.ts';
import { type ImportOutcome, importCandleFile, importSymbolFile } from '../market-data.ts';
import { instant } from './arguments.ts';
import { describeCheck, describeImport, outcomeJson, plural, seriesJson, totals } from './data-report.ts';
import { note, print, printJson, table } from './output.ts';
import { addReadingOptions } from './reading-options.ts';

interface Common {
  readonly dataDir: string;
  readonly json?: boolean;
}

interface SeriesOptions extends Common {
  readonly symbol: string;
  readonly timeframe: string;
  readonly venue?: string;
  readonly from?: number;
  readonly to?: number;
}

interface ImportOptions extends Common, FileReading<CandleFormat | 'funding' | 'factors'> {
  readonly symbol: string;
  readonly timeframe?: string;
  readonly venue: string;
  readonly strict?: boolean;
}

/** Adds the `data` commands; data lives under `defaultDataDir` unless --data-dir says otherwise. */
export function registerDataCommands(program: Command, defaultDataDir = 'var'): Command {
  const data = program.command('data').description('candles in and out of the market lake');
  const add = (name: string, description: string) =>
    data
      .command(name)
      .description(description)
      .option('--data-dir <dir>', 'folder that holds the lake', defaultDataDir)
      .option('--json', 'one JSON document on standard output');
  const importing = add(
    'import <file...>',
    'read candle files (CSV, gzip, zip, Parquet, LEAN) into the lake; the same file twice changes nothing',
  )
    .requiredOption('--symbol <symbol>', 'for example BTCUSDT')
    .option('--timeframe <timeframe>', 'for example 1m, 1h, 1d; found from the file when absent')
    .option('--venue <venue>', 'where the prices come from', 'local');
  addReadingOptions(importing, ['funding', 'factors'])
    .option('--strict', 'refuse the file at its first bad row instead of leaving the row out')
    .action(importFiles);
  add('list', 'what the lake holds').action(list);
  add('check', 'read everything again: damage, gaps, jumps, splits nobody recorded; exit 1 when something is wrong')
    .option('--symbol <symbol>', 'only this symbol')
    .option('--venue <venue>', 'only this venue')
    .action(check);
  withSeries(add('export', 'write candles to a CSV or, by its name, a Parquet file'))
    .requiredOption('--out <file>', 'candles.csv or candles.parquet')
    .option('--adjusted', 'prices corrected for splits and dividends')
    .action(exportSeries);
  withSeries(add('download', 'fetch candles from an exchange; run it again to continue where it stopped'))
    .option('--base-url <url>', 'another address of the exchange, for example a simulator')
    .addOption(new Option('--market <market>', 'the kind of market').choices(['spot', 'perpetual']).default('spot'))
    .action(download);
  return data;
}

function withSeries(command: Command): Command {
  return command
    .requiredOption('--symbol <symbol>', 'for example BTCUSDT')
    .requiredOption('--timeframe <timeframe>', 'for example 1m, 1h, 1d')
    .option('--venue <venue>', 'needed when several venues hold the symbol')
    .option('--from <time>', 'first candle, for example 2024-01-01', instant)
    .option('--to <time>', 'candles before this time', instant);
}

async function importFiles(files: readonly string[], options: ImportOptions): Promise<void> {
  const startedAt = performance.now();
  const lake = openLake(resolve(options.dataDir));
  if (options.timeframe !== undefined) timeframeMs(options.timeframe);
  if (options.format === 'funding' || options.format === 'factors') {
    importSymbolFiles(files, { ...options, format: options.format });
    return;
  }
  const { venue, symbol, format } = options;
  const outcomes: ImportOutcome[] = [];
  const errors: { file: string; code: string; message: string; exitCode: number }[] = [];
  for (const [i, file] of files.entries()) {
    if (files.length > 1 && process.stderr.isTTY) note(`${i + 1} of ${files.length}: ${file}`);
    try {
      outcomes.push(
        await importCandleFile(lake, file, {
          venue,
          symbol,
          ...readingOf({ ...options, format }),
          ...(options.timeframe !== undefined && { timeframe: options.timeframe }),
          ...(options.calendar !== undefined && { calendar: options.calendar }),
          strict: options.strict ?? false,
        }),
      );
    } catch (error) {
      if (!(error instanceof InputError) || files.length === 1) throw error;
      note(`atalaya: ${error.message} [${error.code}]`);
      errors.push({ file, code: error.code, message: error.message, exitCode: error.exitCode });
    }
  }
  const durationMs = Math.round(performance.now() - startedAt);
  if (options.json)
    printJson({
      ...totals(outcomes),
      files: outcomes.map(outcomeJson),
      errors: errors.map(({ exitCode: _, ...error }) => error),
      durationMs,
    });
  else for (const outcome of outcomes) print(...describeImport(outcome));
  const rejected = outcomes.some(({ report }) => report.rejected > 0);
  if (rejected) note('atalaya: some rows are no candles and were left out; the report names them [CANDLES_REJECTED]');
  process.exitCode = Math.max(rejected ? 1 : 0, ...errors.map(({ exitCode }) => exitCode));
}

function importSymbolFiles(files: readonly string[], options: ImportOptions & { format: 'funding' | 'factors' }): void {
  const lake = openLake(resolve(options.dataDir));
  const done = files.map((file) => ({ file, rows: importSymbolFile(lake, file, options) }));
  if (options.json) printJson({ format: options.format, venue: options.venue, symbol: options.symbol, files: done });
  else print(...done.map(({ file, rows }) => `${file}: ${rows} ${options.format} rows for ${options.venue} ${options.symbol}`));
}

function list(options: Common): void {
  const lake = openLake(resolve(options.dataDir));
  const series = lake.list();
  const damaged = lake.damaged();
  for (const { error } of damaged) {
    note(`atalaya: ${error.message} [${error.code}]`);
    process.exitCode = error.exitCode;
  }
  if (options.json) {
    printJson([
      ...series.map(seriesJson),
      ...damaged.map(({ error, ...key }) => ({ ...key, count: 0, code: error.code, damaged: error.message })),
    ]);
    return;
  }
  if (series.length + damaged.length === 0) {
    print(`no candles in ${options.dataDir} yet: atalaya data import FILE --symbol BTCUSDT --timeframe 1m`);
    return;
  }
  const rows = series.map((one) => [
    one.venue,
    one.symbol,
    one.timeframe,
    one.kind,
    String(one.count),
    isoText(one.from),
    isoText(one.to),
    String(one.gaps.missing),
    one.checksum.slice(0, 12),
  ]);
  const lost = damaged.map(({ error, ...one }) => {
    const state = error.code === 'LAKE_DENIED' ? 'NOT READABLE' : 'DAMAGED';
    return [one.venue, one.symbol, one.timeframe, one.kind, '', state, '', '', ''];
  });
  print(...table([['venue', 'symbol', 'timeframe', 'kind', 'candles', 'first', 'last', 'missing', 'checksum'], ...rows, ...lost]));
}

async function check(options: Common & { symbol?: string; venue?: string }): Promise<void> {
  const { symbol, venue } = options;
  const checks = await openLake(resolve(options.dataDir)).check({
    ...(symbol !== undefined && { symbol }),
    ...(venue !== undefined && { venue }),
  });
  if (checks.length === 0 && (symbol ?? venue) !== undefined)
    throw new InputError('SYMBOL_UNKNOWN', `the lake holds nothing of ${[venue, symbol].filter(Boolean).join(' ')}; see atalaya data list`);
  const sound = checks.every((one) => one.problems.length === 0 && one.suspectedSplits.length === 0);
  if (options.json)
    printJson({ ok: sound, series: checks.map((one) => ({ ...one, series: { ...seriesJson(one.series), gaps: one.series.gaps } })) });
  else for (const one of checks) print(...describeCheck(one));
  if (!sound) process.exitCode = 1;
}

async function exportSeries(options: SeriesOptions & { out: string; adjusted?: boolean }): Promise<void> {
  const { symbol, timeframe, venue, from, to } = options;
  const { candles, series, aggregatedFrom } = await openLake(resolve(options.dataDir)).openCandles({
    symbol,
    timeframe,
    ...(venue !== undefined && { venue }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    adjusted: options.adjusted ?? false,
  });
  await exportCandles(candles, options.out);
  const first = isoText(candles.time[0] as number);
  const last = isoText(candles.time[candles.length - 1] as number);
  if (options.json)
    printJson({
      file: options.out,
      candles: candles.length,
      from: first,
      to: last,
      series: seriesJson(series),
      aggregatedFrom: aggregatedFrom ?? null,
    });
  else
    print(
      `${options.out}: ${plural(candles.length, 'candle')} of ${series.venue} ${series.symbol} ${timeframe}, ${first} to ${last}${aggregatedFrom ? ` (built from ${aggregatedFrom})` : ''}`,
    );
}

async function download(options: SeriesOptions & { baseUrl?: string; market: 'spot' | 'perpetual' }): Promise<void> {
  const { symbol, timeframe, from, to, venue = 'bybit', market, baseUrl } = options;
  const result = await downloadHistory(openLake(resolve(options.dataDir)), {
    venue,
    symbol,
    timeframe,
    market,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(baseUrl !== undefined && { baseUrl }),
    onProgress: ({ candles, at, until }) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${candles} candles, ${isoText(at)} of ${isoText(until)} `);
    },
  });
  if (process.stderr.isTTY) note('');
  if (options.json) printJson({ ...result, series: result.series && seriesJson(result.series) });
  else
    print(
      `${venue} ${symbol} ${timeframe}: ${result.added} added, ${result.changed} changed in ${plural(result.pages, 'page')}${result.series ? `; the lake holds ${result.series.count} candles` : ''}`,
    );
}
