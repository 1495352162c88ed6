/** `atalaya parity`: whether a session did what the backtest says it should have, trade by trade. */

import type { Command } from 'commander';
import { journalFolder } from '../../adapters/journal-files/open-journal.ts';
import { listJournalAccounts, readJournal } from '../../adapters/journal-files/verify.ts';
import { InputError } from '../../core/domain/result.ts';
import type { ParityReport } from '../../core/research/parity/parity.ts';
import { parityCsv } from '../../core/research/parity/parity-csv.ts';
import { renderParity } from '../../core/research/parity/parity-page.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { sessionParity } from '../trader/session-parity.ts';
import { instant } from './arguments.ts';
import { expectWritable, note, print, printJson, writeOutput } from './output.ts';
import { parityText } from './parity-text.ts';

interface Options {
  readonly dataDir: string;
  readonly account?: string;
  readonly from?: number;
  readonly to?: number;
  readonly report?: string;
  readonly csv?: string;
  readonly lang: string;
  readonly json?: boolean;
}

const HELP = `
Examples:
  atalaya parity
  atalaya parity --from 2022-12-13T08:00Z --report parity.html
  atalaya parity --account paper --json > parity.json

It only reads: the session may be running. Exit codes: 0 the session did what the backtest says, or every difference is explained; 1 more than 5 % of the
trades are unexplained, or daily returns are correlated by less than 0.7; 2 wrong usage; 3 there is no journal, or it can't be read.
Guide: docs/guides/parity.md`;

export function registerParityCommand(program: Command, defaultDataDir = DEFAULT_DATA_FOLDER): void {
  program
    .command('parity')
    .description('replays a session through the backtest and says, trade by trade, what differs and why')
    .option('--data-dir <dir>', 'folder that holds the journal', defaultDataDir)
    .option('--account <name>', 'only this account')
    .option('--from <time>', 'only what was decided from then on', instant)
    .option('--to <time>', 'only what was decided until then', instant)
    .option('--report <file>', 'writes the report as one HTML page')
    .option('--csv <file>', 'writes the differences as CSV')
    .option('--lang <language>', 'language of the page: en or es', 'en')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', HELP)
    .action(parity);
}

async function parity(options: Options): Promise<void> {
  const { report: page, csv, lang } = options;
  for (const file of [page, csv]) if (file !== undefined) expectWritable(file);
  if (lang !== 'en' && lang !== 'es') throw new InputError('USAGE', `--lang: expected en or es, found ${lang}`, 2);
  if (options.from !== undefined && options.to !== undefined && options.from > options.to)
    throw new InputError('USAGE', `--from ${isoOf(options.from)} is later than --to ${isoOf(options.to)}`, 2);
  const accounts = accountsOf(options);
  if (accounts.length > 1 && (page !== undefined || csv !== undefined))
    throw new InputError('USAGE', `a file holds one account: choose with --account among ${accounts.join(', ')}`, 2);
  const period = { ...(options.from !== undefined && { from: options.from }), ...(options.to !== undefined && { to: options.to }) };
  const reports: { account: string; report: ParityReport }[] = [];
  for (const account of accounts) {
    const folder = journalFolder(options.dataDir, account);
    reports.push({ account, report: await sessionParity(() => readJournal(folder), period) });
  }
  expectInPeriod(reports);
  const [only] = reports;
  if (page !== undefined && only) writeOutput(page, renderParity(only.account, only.report, lang));
  if (csv !== undefined && only) writeOutput(csv, parityCsv(only.report));
  const ok = reports.every(({ report }) => report.alerts.length === 0);
  if (options.json) printJson({ ok, accounts: reports.map(({ account, report }) => ({ account, ...documentOf(report) })) });
  else for (const { account, report } of reports) print(...parityText(account, report));
  if (!ok) process.exitCode = 1;
}

/** Of nothing at all every trade would be as the backtest has it: a period that lies outside of every session is wrong usage, of some a note. */
function expectInPeriod(reports: readonly { readonly account: string; readonly report: ParityReport }[]): void {
  // A session that has only begun has no end.
  const outside = reports.filter(({ report: { from, to } }) => Number.isFinite(to) && from > to);
  const words = outside.map(({ account, report: { from, to } }) => `${account} has nothing from ${isoOf(from)} to ${isoOf(to)}`);
  if (outside.length > 0 && outside.length === reports.length) throw new InputError('USAGE', `--from, --to: ${words.join('; ')}`, 2);
  for (const line of words) note(line);
}

const isoOf = (at: number) => new Date(at).toISOString();

/** Sets become lists and times ISO text. */
function documentOf(report: ParityReport): object {
  return JSON.parse(
    JSON.stringify(report, (name, value) =>
      value instanceof Set ? [...value] : TIMES.has(name) && Number.isFinite(value) ? new Date(value).toISOString() : value,
    ),
  );
}

const TIMES: ReadonlySet<string> = new Set(['at', 'from', 'to', 'decidedAt', 'openedAt']);

function accountsOf({ dataDir, account }: Options): string[] {
  const accounts = account === undefined ? listJournalAccounts(dataDir) : [account];
  if (accounts.length > 0) return accounts;
  throw new InputError('JOURNAL_ABSENT', `there is no journal under ${dataDir}: give the data folder with --data-dir`, 3);
}
