/** `atalaya backtest STRATEGY`: one strategy over a file or a stored series, with its figures, files and warnings. */

import { readFileSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Command } from 'commander';
import { InputError } from '../../core/domain/result.ts';
import { timeframeText } from '../../core/market/timeframe.ts';
import { type AnyStrategy, type Backtest, backtest, type MarketInput, type SizeRule } from '../../core/research/backtest.ts';
import { computeMetrics, type Metrics } from '../../core/research/metrics/metrics.ts';
import { renderReport } from '../../core/research/report/render-report.ts';
import { reportHash } from '../../core/research/report/report-hash.ts';
import type { ReportData, ReportInput } from '../../core/research/report/report-input.ts';
import { type Study, type StudyOptions, study } from '../../core/research/study.ts';
import { tradesCsv } from '../../core/research/trades-csv.ts';
import { readRiskProfile } from '../../core/trading/risk/profile-reader.ts';
import { builtInProfile, type RiskProfile } from '../../core/trading/risk/profile.ts';
import { type LoadedMarket, loadMarket } from '../load-market.ts';
import { DEFAULT_DATA_FOLDER, loadStrategy } from '../strategy-registry.ts';
import { countTrial } from '../trials.ts';
import { note, print, printJson } from './output.ts';

const DEFAULT_FEE = 0.001;
const DEFAULT_SLIPPAGE = 0.0005;

interface Options {
  readonly candles?: string;
  readonly symbol?: string;
  readonly timeframe?: string;
  readonly venue?: string;
  readonly from?: string;
  readonly to?: string;
  readonly param: readonly string[];
  readonly cash: string;
  readonly currency?: string;
  readonly fee?: string;
  readonly slippage?: string;
  readonly risk: string;
  readonly size?: string;
  readonly lot?: string;
  readonly leverage?: string;
  readonly finalize: string;
  readonly seed: string;
  readonly latency: string;
  readonly touch?: boolean;
  readonly report?: string;
  readonly lang: string;
  readonly trades?: string;
  readonly selfChecks: boolean;
  readonly dataDir: string;
  readonly json?: boolean;
}

export function registerBacktestCommand(program: Command): void {
  program
    .command('backtest')
    .description('runs a strategy over candles and says what came of it, and what the result may be hiding')
    .argument('<strategy>', 'id (atalaya strategy list) or path of a strategy file')
    .option('--candles <file>', 'file of candles: time, open, high, low, close, volume (CSV, gzip, Parquet, LEAN zip)')
    .option('--symbol <symbol>', 'stored series instead of a file (atalaya data list), or the symbol to pick in the file')
    .option('--timeframe <timeframe>', 'for example 15m; detected in a file')
    .option('--venue <venue>', 'venue of the stored series')
    .option('--from <time>', 'first candle (ISO time)')
    .option('--to <time>', 'end (ISO time, exclusive)')
    .option('--param <name=value>', 'strategy parameter; repeat for more', (value: string, all: string[]) => [...all, value], [] as string[])
    .option('--cash <amount>', 'starting cash', '10000')
    .option('--currency <code>', "account currency, which sets its smallest unit (EUR, USD: 0.01; without: 10^-8)")
    .option('--fee <ratio>', `fee per fill, as a ratio of its value (default ${DEFAULT_FEE})`)
    .option('--slippage <ratio>', `slippage of market fills, as a ratio of the price (default ${DEFAULT_SLIPPAGE})`)
    .option('--risk <none|default|file>', 'risk profile applied to every order', 'none')
    .option('--size <ratio|Nu>', "1 all equity, 0.1 a tenth, 10u ten units (default: the strategy's own rule)")
    .option('--lot <size>', 'smallest quantity step (default: as fine as the decimals allow)')
    .option('--leverage <ratio>', 'leverage of the account', '1')
    .option('--finalize <none|open|close>', "leave a position open at the end, or close it at the last candle's open or close", 'none')
    .option('--latency <ms>', 'time an order takes to arrive', '0')
    .option('--touch', 'limit orders fill when touched, not only when passed')
    .option('--seed <number>', 'seed of bar.random()', '1')
    .option('--report <file.html>', 'writes a self-contained report')
    .option('--lang <en|es>', 'language of the report', 'en')
    .option('--trades <file.csv>', 'writes the closed trades')
    .option('--no-self-checks', 'skip the runs that look for look-ahead and short warm-ups')
    .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
    .option('--json', 'one JSON document')
    .action(run);
}

async function run(strategyName: string, options: Options): Promise<void> {
  const definition = await loadStrategy(strategyName);
  const warnings: string[] = [];
  const settings = await readSettings(options, definition, warnings);
  backtestOnce(settings.study);
  const started = performance.now();
  const done = backtest(settings.study);
  const durationMs = performance.now() - started;
  const studied = study({ ...settings.study, warnings }, done);
  const output = assemble(options, definition, settings, studied, durationMs);
  if (options.report) writeOutput(options.report, renderReport(output.report));
  if (options.trades) writeOutput(options.trades, tradesCsv(studied.run));
  if (options.json) printJson(output.json);
  else printSummary(output.json, studied, options);
}

/** The first run in a process compiles the code: the timed one is the second, as the JSON's barsPerSecond says warm speed. */
function backtestOnce(options: StudyOptions): void {
  if (options.markets[0] && options.markets[0].series[0] && options.markets[0].series[0].candles.length > 0) backtest(options);
}

interface Settings {
  readonly study: StudyOptions;
  readonly market: LoadedMarket;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly feeRatio: number;
  readonly slippageRatio: number;
}

async function readSettings(options: Options, definition: AnyStrategy, warnings: string[]): Promise<Settings> {
  if ((options.candles === undefined) === (options.symbol === undefined) && options.candles === undefined) {
    throw new InputError('USAGE', 'expected --candles FILE or --symbol S --timeframe T', 2);
  }
  const feeRatio = ratio(options.fee, '--fee', DEFAULT_FEE, warnings);
  const slippageRatio = ratio(options.slippage, '--slippage', DEFAULT_SLIPPAGE, warnings);
  const quantumDecimals = quantumDecimalsOf(options.currency);
  const market = await loadMarket({ ...options, feeRatio, lot: options.lot === undefined ? undefined : number(options.lot, '--lot'), leverage: number(options.leverage, '--leverage') });
  warnings.push(...market.warnings);
  const risk = riskProfile(options.risk);
  if (risk.name === 'none') warnings.push('no risk limits applied (--risk default shows what the live limits would have done)');
  const size = sizeRule(options.size);
  const parameters = parametersOf(options.param);
  const study: StudyOptions = {
    markets: [market.input],
    strategies: [{ definition, instrumentId: market.input.instrument.id, parameters, ...(options.candles === undefined && options.timeframe ? { timeframe: options.timeframe } : {}) }],
    cash: number(options.cash, '--cash'),
    quantumDecimals,
    currency: options.currency ?? '',
    slippage: slippageRatio === 0 ? { kind: 'none' } : { kind: 'fixed', ratio: slippageRatio },
    risk,
    latencyMs: number(options.latency, '--latency'),
    touch: options.touch ?? false,
    ...(size ? { size } : {}),
    seed: number(options.seed, '--seed'),
    finalize: oneOf(options.finalize, ['none', 'open', 'close'] as const, '--finalize'),
    warnings,
  };
  return { study, market, parameters, feeRatio, slippageRatio };
}

function number(text: string, name: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new InputError('USAGE', `${name}: expected a number of 0 or more, found ${JSON.stringify(text)}`, 2);
  return value;
}

function ratio(text: string | undefined, name: string, fallback: number, warnings: string[]): number {
  if (text === undefined) {
    warnings.push(`${name} was not given: ${fallback} assumed`);
    return fallback;
  }
  const value = number(text, name);
  if (value >= 1) throw new InputError('USAGE', `${name}: expected a ratio below 1 such as 0.001 (0.1 %), found ${text}`, 2);
  return value;
}

function oneOf<const T extends string>(text: string, allowed: readonly T[], name: string): T {
  if ((allowed as readonly string[]).includes(text)) return text as T;
  throw new InputError('USAGE', `${name}: expected ${allowed.join(', ')}, found ${JSON.stringify(text)}`, 2);
}

/** Decimals of the smallest unit: 2 for currencies with cents, 0 for those without, 8 for everything else. */
function quantumDecimalsOf(currency: string | undefined): number {
  if (currency === undefined) return 8;
  if (!/^[A-Z0-9]{2,10}$/.test(currency)) throw new InputError('USAGE', `--currency: expected a code such as EUR or USDT, found ${JSON.stringify(currency)}`, 2);
  if (['EUR', 'USD', 'GBP', 'CHF', 'CAD', 'AUD', 'NZD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'MXN', 'HKD', 'SGD'].includes(currency)) return 2;
  return ['JPY', 'KRW', 'CLP'].includes(currency) ? 0 : 8;
}

function sizeRule(text: string | undefined): SizeRule | null {
  if (text === undefined) return null;
  const units = text.endsWith('u');
  const value = number(units ? text.slice(0, -1) : text, '--size');
  if (value === 0) throw new InputError('USAGE', '--size: expected more than 0', 2);
  return units ? { kind: 'units', units: value } : { kind: 'share', share: value };
}

function parametersOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at <= 0) throw new InputError('USAGE', `--param: expected name=value, found ${JSON.stringify(pair)}`, 2);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function riskProfile(name: string): RiskProfile {
  if (!/[./\\]/.test(name)) return builtInProfile(name);
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch {
    throw new InputError('FILE_MISSING', `--risk: no profile at ${name}; expected none, default or a readable JSON file`, 3);
  }
  try {
    return readRiskProfile(JSON.parse(text));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError('RISK_PROFILE_INVALID', `${name}: expected JSON, found ${(error as Error).message}`);
  }
}

function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError('FILE_NOT_WRITTEN', `${resolve(file)} can't be written: ${(error as Error).message}; choose another place`, 3);
  }
}

function value(metrics: Metrics, id: keyof Metrics['values']): number | null {
  return metrics.values[id].value;
}

function assemble(options: Options, definition: AnyStrategy, settings: Settings, studied: Study, durationMs: number) {
  const { run } = studied;
  const { market } = settings;
  const { candles } = market;
  const metrics = computeMetrics(run, { daysPerYear: market.daysPerYear, ...(candles.length > 0 ? { startedAt: candles.time[0] as number } : {}) });
  const barsPerSecond = Math.round(studied.done.bars / (durationMs / 1000));
  const data: ReportData = {
    instrumentId: market.input.instrument.id,
    timeframe: timeframeText(market.timeframeMs),
    source: market.source,
    fingerprint: market.fingerprint,
    from: candles.time[0] ?? 0,
    to: (candles.time[candles.length - 1] ?? 0) + market.timeframeMs,
    bars: candles.length,
    gaps: market.gaps,
  };
  const report: ReportInput = {
    lang: oneOf(options.lang, ['en', 'es'] as const, '--lang'),
    strategy: { id: definition.id, version: definition.version, title: definition.title, description: definition.description },
    parameters: studied.done.session.slots[0]?.parameters as Record<string, unknown>,
    parameterTable: definition.parameters,
    run,
    metrics,
    findings: studied.findings,
    candles: [{ instrumentId: market.input.instrument.id, timeframe: timeframeText(market.timeframeMs), candles }],
    buyAndHold: { time: run.equityTime, equity: studied.buyAndHold },
    data: [data],
    settings: {
      feeRatio: settings.feeRatio,
      slippage: settings.study.slippage,
      size: options.size ?? 'strategy',
      finalize: settings.study.finalize ?? 'none',
      seed: settings.study.seed ?? 1,
      instruments: [market.input.instrument],
      risk: settings.study.risk,
    },
    trials: null,
    versions: { node: process.version, strategy: definition.version },
    command: commandLine(),
    timing: { durationMs, barsPerSecond },
  };
  const hash = reportHash(report);
  const trials = countTrial(options.dataDir, { strategy: definition.id, data: market.fingerprint, result: hash });
  const json = {
    strategy: definition.id,
    symbol: market.input.instrument.id,
    timeframe: timeframeText(market.timeframeMs),
    parameters: report.parameters,
    bars: run.bars,
    fills: run.fills.length,
    closedTrades: run.trades.length,
    startingCash: run.startingCash,
    finalEquity: studied.done.finalEquity,
    returnRatio: studied.done.finalEquity / run.startingCash - 1,
    buyAndHoldReturnRatio: studied.buyAndHoldReturnRatio,
    maxDrawdownRatio: studied.done.maxDrawdownRatio,
    winRate: value(metrics, 'winRate'),
    profitFactor: value(metrics, 'profitFactor'),
    sharpe: value(metrics, 'sharpe'),
    sortino: value(metrics, 'sortino'),
    calmar: value(metrics, 'calmar'),
    feesPaid: run.feesPaid,
    fundingPaid: run.fundingPaid,
    exposureRatio: run.exposureRatio,
    openPositions: run.openPositions,
    refusals: run.refusalCounts,
    trials,
    dataFingerprint: market.fingerprint,
    reportHash: hash,
    findings: studied.findings,
    barsPerSecond,
    durationMs,
    warnings: run.warnings,
  };
  return { json, report: { ...report, trials } };
}

/** How to make this run again, without the folders of this machine. */
function commandLine(): string {
  return `atalaya ${process.argv.slice(2).map((word) => (/[/\\]/.test(word) ? basename(word) : word)).join(' ')}`;
}

type Summary = ReturnType<typeof assemble>['json'];

function printSummary(json: Summary, studied: Study, options: Options): void {
  const percent = (ratio: number | null) => (ratio === null ? 'no data' : `${(ratio * 100).toFixed(2)} %`);
  const figure = (number: number | null) => (number === null ? 'no data' : number.toLocaleString('en-US', { maximumFractionDigits: 2 }));
  const { currency } = studied.run;
  print(
    `${json.strategy} on ${json.symbol} ${json.timeframe}: ${json.bars.toLocaleString('en-US')} candles, ${json.fills} fills, ${json.closedTrades} closed trades`,
    '',
    `  final equity    ${figure(json.finalEquity)}${currency ? ` ${currency}` : ''}  (${percent(json.returnRatio)}; holding: ${percent(json.buyAndHoldReturnRatio)})`,
    `  max drawdown    ${percent(json.maxDrawdownRatio)}`,
    `  win rate        ${percent(json.winRate)}`,
    `  profit factor   ${figure(json.profitFactor)}`,
    `  Sharpe          ${figure(json.sharpe)}   Sortino ${figure(json.sortino)}   Calmar ${figure(json.calmar)}`,
    `  fees paid       ${figure(json.feesPaid)}`,
    `  exposure        ${percent(json.exposureRatio)} of the time`,
    `  speed           ${Math.round(json.barsPerSecond / 1000).toLocaleString('en-US')} thousand candles/s`,
    '',
    'What this backtest may be hiding:',
    ...studied.findings.map(({ severity, title, detail }) => `  ${severity === 'ok' ? 'ok     ' : severity === 'note' ? 'note   ' : severity === 'warning' ? 'WARNING' : 'FAULT  '} ${title}: ${detail}`),
    `  note    Trials: ${json.trials ?? 'not counted'} so far of this strategy on these data`,
    '',
    `data ${json.dataFingerprint}   result ${json.reportHash.slice(0, 16)}`,
    ...(options.report ? [`report ${options.report}`] : []),
  );
  for (const warning of json.warnings) note(`warning: ${warning}`);
}
