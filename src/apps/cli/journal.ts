/** `atalaya journal`: looking after the durable journal from the command line. */

import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { journalFolder } from '../../adapters/journal-files/open-journal.ts';
import { type RetentionOrder, type RetentionReport, retain } from '../../adapters/journal-files/retention.ts';
import { type JournalStatus, statusOf } from '../../adapters/journal-files/status.ts';
import { type JournalReport, listJournalAccounts, verifyJournal } from '../../adapters/journal-files/verify.ts';
import { InputError } from '../../core/domain/result.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { replayJournals } from './journal-replay.ts';
import { print, printJson } from './output.ts';

const DAY_MS = 86_400_000;
const UNFINISHED_LOOKS = 3;
const UNFINISHED_PAUSE_MS = 200;

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
    .description('check every record of the journal; exit 0 sound, 1 damaged or cut short, 3 absent, unreadable or of a newer version')
    .option('--data-dir <dir>', 'folder that holds the journal', defaultDataDir)
    .option('--account <name>', 'only this account')
    .option('--json', 'one JSON document on standard output')
    .action(verify);
  journal
    .command('replay')
    .description(
      'decide everything again from what was consumed, with this version, and compare (at a venue: fold everything); exit 0 identical, 1 different',
    )
    .option('--data-dir <dir>', 'folder that holds the journal', defaultDataDir)
    .option('--account <name>', 'only this account')
    .option('--json', 'one JSON document on standard output')
    .action((options: VerifyOptions) => replayJournals(options.dataDir, accountsOf(options), options.json));
  journal
    .command('status')
    .description('size, growth, days until the disk is full, last snapshot; exit 0 whatever they are')
    .option('--data-dir <dir>', 'folder that holds the journal', defaultDataDir)
    .option('--account <name>', 'only this account')
    .option('--json', 'one JSON document on standard output')
    .action(status);
  journal
    .command('retain')
    .description('archive or remove old segments that the two newest good snapshots both cover; nothing is ever done by itself')
    .requiredOption('--older-than <days>', 'segments last written to more than this many days ago', readDays)
    .addOption(
      new Option('--action <action>', 'archive: compress, still read and verified; remove: delete for good')
        .choices(['archive', 'remove'])
        .default('archive'),
    )
    .option('--data-dir <dir>', 'folder that holds the journal', defaultDataDir)
    .option('--account <name>', 'only this account')
    .option('--json', 'one JSON document on standard output')
    .action(retainSegments);
}

function readDays(text: string): number {
  const days = Number(text);
  if (text.trim() !== '' && Number.isFinite(days) && days >= 0) return days;
  throw new InputError('DAYS_INVALID', `--older-than: expected a number of days such as 90, found "${text}"`, 2);
}

function status(options: VerifyOptions): void {
  const journals = accountsOf(options).map((account) => statusOf(journalFolder(options.dataDir, account), Date.now()));
  if (options.json) printJson({ journals });
  else print(...journals.map(describeStatus));
}

const LEVEL_WORDS = {
  ok: '',
  warning: ' WARNING: free some space, or archive old segments with "atalaya journal retain"',
  critical: ' CRITICAL: free some space now; a full disk stops new entries',
};

function describeStatus(status: JournalStatus): string {
  const { account, entries, epoch, segments, archivedSegments, bytes, freeBytes, bytesPerDay, daysLeft, snapshot, level } = status;
  const growth = bytesPerDay === null ? 'growth not known yet' : `${megabytes(bytesPerDay)} a day`;
  const left = daysLeft === null ? '' : `, ${daysLeft < 1000 ? daysLeft.toFixed(1) : 'over 1000'} days left`;
  return [
    `${account}: ${entries} entries, epoch ${epoch}`,
    `  files: ${megabytes(bytes)} in ${segments} segment${segments === 1 ? '' : 's'}, ${archivedSegments} of them archived`,
    `  snapshot: ${snapshot === null ? 'none' : `of entry ${snapshot.sequence}, ${new Date(snapshot.writtenAt).toISOString()}`}`,
    `  disk: ${megabytes(freeBytes)} free, ${growth}${left}${LEVEL_WORDS[level]}`,
  ].join('\n');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 3 : 0)} MB`;
}

interface RetainOptions extends VerifyOptions {
  readonly olderThan: number;
  readonly action: RetentionOrder['action'];
}

function retainSegments(options: RetainOptions): void {
  const order = { action: options.action, before: Date.now() - options.olderThan * DAY_MS };
  const journals = accountsOf(options).map((account) => retain(journalFolder(options.dataDir, account), order));
  if (options.json) printJson({ journals });
  else print(...journals.map(describeRetention));
}

function describeRetention({ folder, action, segments, firstEntry, coveredThrough }: RetentionReport): string {
  const done = { archive: 'archived', remove: 'removed' }[action];
  const covered = coveredThrough === 0 ? 'there are not two good snapshots' : `two snapshots cover entries up to ${coveredThrough}`;
  return `${folder}: ${segments.length} segments ${done}, kept from entry ${firstEntry} on (${covered})`;
}

function accountsOf(options: VerifyOptions): string[] {
  const accounts = options.account === undefined ? listJournalAccounts(options.dataDir) : [options.account];
  if (accounts.length > 0) return accounts;
  throw new InputError('JOURNAL_ABSENT', `there is no journal under ${options.dataDir}: give the data folder with --data-dir`, 3);
}

async function verify(options: VerifyOptions): Promise<void> {
  const reports: JournalReport[] = [];
  for (const account of accountsOf(options)) reports.push(await verifyAtRest(journalFolder(options.dataDir, account)));
  const ok = reports.every((report) => report.ok);
  process.stdout.write(options.json ? `${JSON.stringify({ ok, journals: reports })}\n` : reports.map(describe).join(''));
  process.exitCode = Math.max(...reports.map(exitCodeOf));
}

/** A trader may be in the middle of a write: an end that is still cut short after a while is. */
async function verifyAtRest(folder: string): Promise<JournalReport> {
  let report = verifyJournal(folder);
  for (let looks = 1; report.unfinishedBytes > 0 && looks < UNFINISHED_LOOKS; looks++) {
    await pause(UNFINISHED_PAUSE_MS);
    report = verifyJournal(folder);
  }
  return report;
}

const REFUSED = ['JOURNAL_DAMAGED', 'JOURNAL_OTHER_ACCOUNT', 'JOURNAL_CUT_SHORT'];

function exitCodeOf({ problem }: JournalReport): number {
  if (problem === null) return 0;
  return REFUSED.includes(problem.code) ? 1 : 3;
}

function describe(report: JournalReport): string {
  if (report.problem !== null && report.entries === 0) return `${report.folder}: NOT SOUND\n  ${report.problem.message}\n`;
  const { account, entries, firstEntry, segments, archivedSegments, bytes, unfinishedBytes, epoch, snapshot } = report;
  const archived = archivedSegments > 0 ? `, ${archivedSegments} archived` : '';
  const kept = firstEntry > 1 ? `, kept from entry ${firstEntry} on` : '';
  const size = `${entries} entries in ${segments} segment${segments === 1 ? '' : 's'}${archived}${kept}, ${bytes} bytes, epoch ${epoch}`;
  const recovery = snapshot === null ? 'no snapshot' : `snapshot of entry ${snapshot}`;
  const sound = unfinishedBytes === 0 ? 'sound' : `CUT SHORT, sound up to entry ${entries}`;
  const problem = report.problem === null ? [] : [`  ${report.problem.message}`];
  return [`${account}: ${sound} (${size}, ${recovery})`, ...problem, ...report.warnings.map((warning) => `  warning: ${warning}`), ''].join(
    '\n',
  );
}
