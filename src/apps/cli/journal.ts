/** `atalaya journal`: looking after the durable journal from the command line. */

import type { Command } from 'commander';
import { journalFolder } from '../../adapters/journal-files/open-journal.ts';
import { type JournalReport, listJournalAccounts, readJournal, verifyJournal } from '../../adapters/journal-files/verify.ts';
import { InputError } from '../../core/domain/result.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { type ReplayReport, replayJournal } from '../trader/replay-journal.ts';
import { print, printJson } from './output.ts';

interface VerifyOptions {
  readonly dataDir: string;
  readonly account?: string;
  readonly json?: boolean;
}

/** Adds `journal` with its subcommands. */
export function registerJournalCommands(program: Command, defaultDataDir = DEFAULT_DATA_FOLDER): void {
  const journal = program.command('journal').description('the durable record of what the trader consumed and decided');
  journal
    .command('verify')
    .description('check every record of the journal; exit 0 sound, 1 damaged, 3 absent, unreadable or of a newer version')
    .option('--data-dir <dir>', 'folder that holds the journal', defaultDataDir)
    .option('--account <name>', 'only this account')
    .option('--json', 'one JSON document on standard output')
    .action(verify);
  journal
    .command('replay')
    .description('decide everything again from what was consumed, with this version, and compare; exit 0 identical, 1 different')
    .option('--data-dir <dir>', 'folder that holds the journal', defaultDataDir)
    .option('--account <name>', 'only this account')
    .option('--json', 'one JSON document on standard output')
    .action(replay);
}

function accountsOf(options: VerifyOptions): string[] {
  const accounts = options.account === undefined ? listJournalAccounts(options.dataDir) : [options.account];
  if (accounts.length > 0) return accounts;
  throw new InputError('JOURNAL_ABSENT', `there is no journal under ${options.dataDir}: give the data folder with --data-dir`, 3);
}

async function replay(options: VerifyOptions): Promise<void> {
  const reports: ({ account: string } & ReplayReport)[] = [];
  for (const account of accountsOf(options))
    reports.push({ account, ...(await replayJournal(readJournal(journalFolder(options.dataDir, account)))) });
  const equal = reports.every((report) => report.equal);
  if (options.json) printJson({ equal, journals: reports });
  else for (const report of reports) print(describeReplay(report));
  if (!equal) process.exitCode = 1;
}

function describeReplay({ account, steps, difference }: { account: string } & ReplayReport): string {
  if (difference === null) return `${account}: ${steps} steps decided again, every outcome and state identical`;
  const { sequence, at, path, recorded, replayed } = difference;
  return `${account}: DIFFERENT at entry ${sequence} (${new Date(at).toISOString()}) in ${path}: recorded ${JSON.stringify(recorded)}, now ${JSON.stringify(replayed)}`;
}

function verify(options: VerifyOptions): void {
  const accounts = accountsOf(options);
  const reports = accounts.map((account) => verifyJournal(journalFolder(options.dataDir, account)));
  const ok = reports.every((report) => report.ok);
  process.stdout.write(options.json ? `${JSON.stringify({ ok, journals: reports })}\n` : reports.map(describe).join(''));
  process.exitCode = Math.max(...reports.map(exitCodeOf));
}

function exitCodeOf({ problem }: JournalReport): number {
  if (problem === null) return 0;
  return problem.code === 'JOURNAL_DAMAGED' || problem.code === 'JOURNAL_OTHER_ACCOUNT' ? 1 : 3;
}

function describe(report: JournalReport): string {
  if (report.problem !== null) return `${report.folder}: NOT SOUND\n  ${report.problem.message}\n`;
  const { account, entries, segments, bytes, unfinishedBytes, epoch, snapshot } = report;
  const size = `${entries} entries in ${segments} segment${segments === 1 ? '' : 's'}, ${bytes} bytes, epoch ${epoch}`;
  const recovery = snapshot === null ? 'no snapshot' : `snapshot of entry ${snapshot}`;
  const sound = unfinishedBytes === 0 ? 'sound' : `sound up to entry ${entries}, then cut short`;
  return [`${account}: ${sound} (${size}, ${recovery})`, ...report.warnings.map((warning) => `  warning: ${warning}`), ''].join('\n');
}
