/** `atalaya journal replay`: a session on samples is decided again; one at a venue is folded, for what happened outside can't be decided again. */

import { journalFolder } from '../../adapters/journal-files/open-journal.ts';
import { foldableFrom, readJournal, readNewestSnapshot } from '../../adapters/journal-files/verify.ts';
import { SESSION_KIND } from '../../core/trading/engine/steps.ts';
import { type FoldReport, foldJournal, type KeptJournal } from '../trader/fold-journal.ts';
import type { Setup } from '../trader/live-setup.ts';
import { type ReplayReport, replayJournal } from '../trader/replay-journal.ts';
import { readSaved } from '../trader/saved-session.ts';
import { print, printJson } from './output.ts';

type Report = { readonly account: string } & (FoldReport | ReplayReport);

export async function replayJournals(dataFolder: string, accounts: readonly string[], json: boolean | undefined): Promise<void> {
  const reports: Report[] = [];
  for (const account of accounts) reports.push({ account, ...(await replayed(journalFolder(dataFolder, account), account)) });
  const equal = reports.every((report) => report.equal);
  if (json) printJson({ equal, journals: reports });
  else for (const report of reports) print(...describe(report));
  if (!equal) process.exitCode = 1;
}

function replayed(folder: string, account: string): Promise<FoldReport | ReplayReport> {
  const newest = readNewestSnapshot(folder, ({ bytes }) => {
    const read = readSaved(bytes);
    return typeof read === 'string' ? read : null;
  });
  const { snapshot: before } = foldableFrom(folder, account);
  const kept: KeptJournal = { before, newest, read: () => foldableFrom(folder, account).entries };
  const setup = setupOf(kept);
  return setup === null ? replayJournal(readJournal(folder)) : foldJournal(setup, kept);
}

/** What a session at a venue was begun with; null for any other. */
function setupOf({ before, read }: KeptJournal): Setup | null {
  const saved = before && readSaved(before.bytes);
  const asSetup = (setup: unknown) => (typeof setup === 'object' && setup !== null && 'beganAt' in setup ? (setup as Setup) : null);
  if (saved !== null && typeof saved !== 'string') return asSetup(saved.session.setup);
  for (const { kind, body } of read()) if (kind === SESSION_KIND) return asSetup(body);
  return null;
}

function describe(report: Report): readonly string[] {
  const { account, steps, difference } = report;
  if (difference !== null) {
    const { sequence, at, path, recorded, replayed: now } = difference;
    return [
      `${account}: DIFFERENT at entry ${sequence} (${new Date(at).toISOString()}) in ${path}: recorded ${JSON.stringify(recorded)}, now ${JSON.stringify(now)}`,
    ];
  }
  return 'wallet' in report ? describeFold(report) : [`${account}: ${steps} steps decided again, every outcome and state identical`];
}

function describeFold({
  account,
  steps,
  firstAt,
  lastAt,
  positions,
  wallet,
  currency,
  snapshot,
}: FoldReport & { account: string }): string[] {
  const utc = (at: number | null) => (at === null ? 'never' : new Date(at).toISOString());
  const held = Object.entries(positions).map(([instrument, quantity]) => `${quantity} ${instrument}`);
  return [
    `${account}: ${steps} steps of a session at a venue folded, ${utc(firstAt)} to ${utc(lastAt)}: every equity and the last state are as recorded`,
    snapshot === null ? '  snapshot: none' : `  snapshot: of entry ${snapshot}, leads to the same`,
    `  positions: ${held.join(', ')}; wallet: ${wallet ?? 'not known'} ${currency}`,
    '  What happened at the venue can not be decided again: no decision was repeated.',
  ];
}
