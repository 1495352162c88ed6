/** What `backtest` says at a terminal: the summary for a person, and what goes beside it. */

import { basename } from 'node:path';
import { shellWord } from '../../adapters/support/shell-word.ts';
import { inBoth } from '../../core/research/report/html.ts';
import type { BacktestRun, Finding, Warning } from '../../core/research/result.ts';
import { type BacktestJson, faultsOf } from '../backtest/result.ts';
import type { BacktestCommandOptions } from './backtest-settings.ts';
import { note, print } from './output.ts';

/** How to make this run again, without the folders of this machine. */
export function commandLine(): string {
  const words = process.argv.slice(2).map((word) => (/[/\\]/.test(word) ? basename(word) : word));
  return `atalaya ${words.map(shellWord).join(' ')}`;
}

const MARKS = { ok: 'ok     ', note: 'note   ', warning: 'WARNING', fault: 'FAULT  ' } as const;

export function printSummary(json: BacktestJson, { currency, refusals }: BacktestRun, options: BacktestCommandOptions): void {
  const percent = (ratio: number | null) => (ratio === null ? 'no data' : `${(ratio * 100).toFixed(2)} %`);
  const figure = (number: number | null) => (number === null ? 'no data' : number.toLocaleString('en-US', { maximumFractionDigits: 2 }));
  const few = (id: string) => (json.insufficient[id] ? ' *' : '');
  const evidence = [...new Set(Object.values(json.insufficient).map(({ have, need, of }) => `${have} of ${need} ${of}`))].join(', ');
  const refused = Object.entries(json.refusals).map(([code, count]) => `${code} ${count.toLocaleString('en-US')}`);
  print(
    `${json.strategy} on ${json.symbol} ${json.timeframe}: ${json.bars.toLocaleString('en-US')} candles, ${json.fills} fills, ${json.closedTrades} closed trades`,
    '',
    `  final equity    ${figure(json.finalEquity)}${currency ? ` ${currency}` : ''}  (${percent(json.returnRatio)}; holding: ${percent(json.buyAndHoldReturnRatio)})`,
    `  max drawdown    ${percent(json.maxDrawdownRatio)}`,
    `  win rate        ${percent(json.winRate)}${few('winRate')}`,
    `  profit factor   ${figure(json.profitFactor)}${few('profitFactor')}`,
    `  Sharpe          ${figure(json.sharpe)}${few('sharpe')}   Sortino ${figure(json.sortino)}${few('sortino')}   Calmar ${figure(json.calmar)}${few('calmar')}`,
    `  fees paid       ${figure(json.feesPaid)}`,
    `  exposure        ${percent(json.exposureRatio)} of the time`,
    `  speed           ${Math.round(json.barsPerSecond / 1000).toLocaleString('en-US')} thousand candles/s`,
    ...(refused.length === 0 ? [] : [`  refused         ${refused.join(', ')}; the first: ${refusals[0]?.message}`]),
    ...(evidence === '' ? [] : [`  * too little evidence to rely on: ${evidence}`]),
    '',
    'What this backtest may be hiding:',
    ...json.findings.map(({ severity, title, detail }) => `  ${MARKS[severity]} ${title}: ${detail}`),
    `  ${MARKS.note} Trials: ${json.trials ?? 'not counted'} so far of this strategy on these data`,
    '',
    `data ${json.dataFingerprint}   result ${json.reportHash.slice(0, 16)}`,
    ...(options.report === undefined ? [] : [`report ${options.report}`]),
    ...(options.trades === undefined ? [] : [`trades ${options.trades}`]),
  );
}

/** Everything about the result that goes beside it; a fault of a check also ends the command with 1, as a result that must not be believed. */
export function noteWarnings({
  warnings,
  findings,
  json,
}: {
  warnings: readonly Warning[];
  findings: readonly Finding[];
  json: boolean;
}): void {
  if (!json) for (const warning of warnings) note(`warning: ${inBoth(warning).en}`);
  for (const { id, title, detail } of faultsOf(findings)) {
    note(`atalaya: the ${title.toLowerCase()} check failed: ${detail} [${id.toUpperCase().replace('-', '_')}]`);
    process.exitCode = 1;
  }
}
