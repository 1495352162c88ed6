/** `atalaya reconcile`: our books against the venue's, or against a statement; the plan to make them agree, and what the owner accepts of it. */

import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { journalFolder } from '../../adapters/journal-files/open-journal.ts';
import { listJournalAccounts, readJournal } from '../../adapters/journal-files/verify.ts';
import {
  CONTROL_PATHS,
  type ControlCommand,
  controlPositions,
  correction,
  type Reconciliation,
  reconciliation,
} from '../../api/control.ts';
import { InputError } from '../../core/domain/result.ts';
import { addQuantities, readStatement, type StatementDifference, statementDifferences } from '../../core/operations/statement.ts';
import { STEP_KIND, type Step } from '../../core/trading/engine/steps.ts';
import { confirm } from './ask.ts';
import { askHere, isRestarting } from './ask-here.ts';
import { act, type ControlOptions, controlled, pinFor, show, signature } from './control.ts';
import { planLines, reconciliationLines, statementLines } from './control-text.ts';
import { note } from './output.ts';

/** Longer than the trader itself waits for its venue. */
const RECONCILE_PATIENCE_MS = 100_000;
const PATIENCE_MS = 5_000;

type CorrectCommand = Extract<ControlCommand, { kind: 'correct' }>;

interface ReconcileOptions extends ControlOptions {
  readonly plan?: boolean;
  readonly accept?: string;
  readonly as?: CorrectCommand['as'];
  readonly compareAgain?: string;
  readonly statement?: string;
  readonly position: readonly string[];
  readonly account?: string;
}

export function registerReconcileCommand(program: Command): void {
  controlled(program.command('reconcile'), "compares our books with the venue's, now; exit 1 when they differ")
    .option('--plan', 'each difference with what it may come from and the correction proposed')
    .option('--accept <kind:subject>', 'accepts the correction of a difference, such as position:BTCUSDT-PERP. Asks for the PIN')
    .addOption(new Option('--as <correction>', 'another correction than the proposed one').choices(correction.options))
    .option('--compare-again <kind:subject>', 'takes a difference off the list of those that are ignored. Asks for the PIN')
    .option('--statement <file>', "a statement of positions (CSV, as TWS exports it; - for standard input) instead of the venue's answer")
    .option('--position <symbol=quantity>', 'a position of a statement, typed; again for more', (text, all: string[]) => [...all, text], [])
    .option('--account <name>', 'of the journal a statement is compared with, where no trader runs')
    .option('--reason <words>', 'why, for the journal')
    .option('--yes', 'asks no confirmation')
    .option('--pin-stdin', 'reads the PIN from the first line of standard input')
    .action(reconcile);
}

async function reconcile(options: ReconcileOptions): Promise<void> {
  if (options.statement !== undefined || options.position.length > 0) return compareStatement(options);
  if (options.compareAgain !== undefined) return correct(options, options.compareAgain, 'compare-again', undefined);
  const report = await askHere({
    dataFolder: options.dataDir,
    method: 'POST',
    path: CONTROL_PATHS.reconcile,
    body: { recent: options.plan === true || options.accept !== undefined },
    answer: reconciliation,
    timeoutMs: RECONCILE_PATIENCE_MS,
  });
  if (options.accept !== undefined) return accept(options, options.accept, report);
  show(options.json, report, options.plan ? planLines(report) : reconciliationLines(report));
  if (!report.clean) process.exitCode = 1;
}

async function accept(options: ReconcileOptions, name: string, { differences }: Reconciliation): Promise<void> {
  const found = differences.find(({ kind, subject }) => `${kind}:${subject}` === name);
  if (found === undefined) {
    const known = differences.map(({ kind, subject }) => `${kind}:${subject}`).join(', ');
    throw new InputError('CORRECTION_NONE', `expected a difference that there is (${known || 'there is none'}), found ${name}`, 1);
  }
  const as = options.as ?? found.corrections[0];
  if (as === undefined) throw new InputError('CORRECTION_UNFIT', `${name}: ${found.proposal}`, 1);
  const seen = found.ours === null || found.venue === null ? undefined : { ours: found.ours, venue: found.venue };
  return correct(options, name, as, seen);
}

async function correct(options: ReconcileOptions, name: string, as: CorrectCommand['as'], seen: CorrectCommand['seen']): Promise<void> {
  const [kind, ...rest] = name.split(':');
  const difference = { kind: kind as CorrectCommand['difference']['kind'], subject: rest.join(':') };
  if (!options.yes) {
    const figures = seen === undefined ? '' : ` (${seen.ours} here, ${seen.venue} at the venue)`;
    await confirm(`${name}${figures}: ${as}. It is written to the journal.`);
  }
  const pin = await pinFor(options, true);
  const asked = { kind: 'correct', confirmed: true, difference, as, ...(seen && { seen }), ...(pin !== undefined && { pin }) } as const;
  await act(options, { ...asked, ...signature(options) });
}

async function compareStatement(options: ReconcileOptions): Promise<void> {
  const { statement, position, json } = options;
  const typed = position.map((text) => text.replace('=', ',')).join('\n');
  const file = statement === undefined ? '' : readText(statement);
  const stated = [...(file === '' ? [] : readStatement(file)), ...(typed === '' ? [] : readStatement(typed))];
  const ours = await positionsHere(options);
  const differences = statementDifferences(ours, stated);
  const report = { clean: differences.length === 0, positions: Object.fromEntries(ours), differences };
  show(json, report, statementLines(differences satisfies StatementDifference[]));
  if (!report.clean) process.exitCode = 1;
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new InputError('STATEMENT_MISSING', `${file}: the statement can't be read (${(error as Error).message})`, 3);
  }
}

/** Net by instrument: of the trader that runs, otherwise of the journal, as the sum of its fills; that is whole also while a trader is started again. */
async function positionsHere({ dataDir, account }: ReconcileOptions): Promise<Map<string, string>> {
  const net = new Map<string, string>();
  const add = (instrument: string, isLong: boolean, quantity: string) =>
    net.set(instrument, addQuantities(net.get(instrument) ?? '0', isLong ? quantity : `-${quantity}`));
  try {
    const { rows } = await askHere({
      dataFolder: dataDir,
      method: 'GET',
      path: CONTROL_PATHS.positions,
      answer: controlPositions,
      timeoutMs: PATIENCE_MS,
    });
    for (const { instrumentId, side, quantity } of rows) add(instrumentId, side === 'long', quantity);
    return net;
  } catch (error) {
    if (!(error instanceof InputError && (error.code === 'TRADER_NOT_RUNNING' || isRestarting(error)))) throw error;
    if (isRestarting(error)) note(`${error.message}. Compared with its journal instead.`);
  }
  const accounts = listJournalAccounts(dataDir);
  const name = account ?? (accounts.length === 1 ? accounts[0] : undefined);
  if (name === undefined) {
    const message = `expected --account with one of ${accounts.join(', ') || 'no account'}: no trader runs in ${dataDir}`;
    throw new InputError('ACCOUNT_NEEDED', message, 2);
  }
  for (const { kind, body } of readJournal(journalFolder(dataDir, name)))
    if (kind === STEP_KIND)
      for (const { instrumentId, side, quantity } of (body as Step).fills ?? []) add(instrumentId, side === 'buy', quantity);
  return net;
}
