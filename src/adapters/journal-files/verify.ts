/** Checks an account's journal and snapshots without changing them, as a report. */

import { readdirSync } from 'node:fs';
import { InputError } from '../../core/domain/result.ts';
import type { StoredSnapshot } from '../../core/journal/durable-journal.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import { describeCut } from './cut-tail.ts';
import { absentJournal, hasCode, removedEntries, unreadableJournal } from './damage.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { type Inspection, inspectJournal, type TornTail } from './inspect.ts';
import { chainOf, JournalReader } from './reader.ts';
import { newestSnapshot, readSnapshot, trustedSnapshots } from './snapshots.ts';

export interface JournalReport {
  readonly folder: string;
  readonly ok: boolean;
  /** Why the journal would be refused, or `JOURNAL_CUT_SHORT` for an end that the next start sets aside: a stable code and a sentence. */
  readonly problem: { readonly code: string; readonly message: string } | null;
  /** What the next start will do by itself, what it passes over, and what earlier ones cut off. */
  readonly warnings: readonly string[];
  readonly account: string | null;
  readonly segments: number;
  /** Of them, how many are in the archive. */
  readonly archivedSegments: number;
  /** First entry that is kept: 1 unless older ones were removed by order. */
  readonly firstEntry: number;
  readonly entries: number;
  readonly epoch: number;
  readonly bytes: number;
  /** Bytes after the last whole entry. */
  readonly unfinishedBytes: number;
  /** Newest snapshot that recovery would use; null when it would start from the first entry. */
  readonly snapshot: number | null;
}

/** Reads everything; the bodies' meaning is not checked (that is `journal replay`). May run beside the trader. */
export function verifyJournal(folder: string, fileSystem: FileSystem = nodeFileSystem): JournalReport {
  const nothing = {
    folder,
    warnings: [],
    account: null,
    segments: 0,
    archivedSegments: 0,
    firstEntry: 1,
    entries: 0,
    epoch: 0,
    bytes: 0,
    unfinishedBytes: 0,
    snapshot: null,
  };
  try {
    const inspection = inspectJournal(fileSystem, folder, { bodies: true });
    if (inspection === null) throw absentJournal(folder);
    return report(fileSystem, folder, inspection);
  } catch (error) {
    const { code, message } = error instanceof InputError ? error : unreadableJournal(folder, error);
    return { ...nothing, ok: false, problem: { code, message } };
  }
}

function report(fileSystem: FileSystem, folder: string, inspection: Inspection): JournalReport {
  const { account, segments, torn, cuts, epoch, sequence } = inspection;
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  if (torn !== null) segments.at(-1)!.bytes = torn.offset;
  const found = newestSnapshot(fileSystem, folder, (snapshot) => chainOf(fileSystem, folder, segments, snapshot));
  const warnings = [...found.warnings, ...cuts.map(({ cut, sequence: at }) => describeCut(cut, at))];
  const snapshot = found.snapshot?.sequence ?? null;
  const names = fileSystem.list(folder);
  const figures = {
    account,
    segments: segments.length,
    archivedSegments: segments.filter(({ name }) => !names.includes(name)).length,
    firstEntry: segments[0]!.header.firstSequence,
    entries: sequence,
    epoch,
    bytes,
    unfinishedBytes: torn?.bytes.length ?? 0,
    snapshot,
  };
  return { folder, ok: torn === null, problem: torn === null ? null : cutShort(torn, sequence), warnings, ...figures };
}

function cutShort({ segment, bytes, offset }: TornTail, last: number): { code: string; message: string } {
  const message = `segment ${segment} ends in ${bytes.length} bytes of an unfinished write at offset ${offset}, where entry ${last + 1} would be: entries up to ${last} are sound, whatever followed is lost. The next start sets the bytes aside; restore a backup if entries after ${last} were acknowledged`;
  return { code: 'JOURNAL_CUT_SHORT', message };
}

/** The sound entries of a journal from the first on, without changing it. Throws InputError at damage, as opening would; an unfinished end is left out. */
export function* readJournal(folder: string, fileSystem: FileSystem = nodeFileSystem): Generator<JournalEntry> {
  const inspection = inspectJournal(fileSystem, folder, { bodies: true });
  if (inspection === null) throw absentJournal(folder);
  const { segments, torn } = inspection;
  if (torn !== null) segments.at(-1)!.bytes = torn.offset;
  yield* entriesAfter(new JournalReader(fileSystem, folder, segments, 0));
}

/** The newest snapshot that can be trusted and is of use, without changing anything; null where there is none. */
export function readNewestSnapshot(
  folder: string,
  unusable: (snapshot: StoredSnapshot) => string | null,
  fileSystem: FileSystem = nodeFileSystem,
): StoredSnapshot | null {
  const inspection = inspectJournal(fileSystem, folder, {});
  if (inspection === null) throw absentJournal(folder);
  const { segments } = inspection;
  return newestSnapshot(fileSystem, folder, (sequence) => chainOf(fileSystem, folder, segments, sequence), unusable).snapshot;
}

/** Where a fold can begin: at the first entry, or, where the first ones were removed by order, after the oldest snapshot that can be trusted; and what follows. */
export function foldableFrom(
  folder: string,
  account: string,
  fileSystem: FileSystem = nodeFileSystem,
): { readonly snapshot: StoredSnapshot | null; readonly entries: Iterable<JournalEntry> } {
  const inspection = inspectJournal(fileSystem, folder, { account });
  if (inspection === null) throw absentJournal(folder);
  const { segments, torn } = inspection;
  if (torn !== null) segments.at(-1)!.bytes = torn.offset;
  const first = segments[0]!.header.firstSequence;
  const trusted = first === 1 ? [] : trustedSnapshots(fileSystem, folder, (sequence) => chainOf(fileSystem, folder, segments, sequence));
  const oldest = trusted.at(-1);
  const read = oldest === undefined ? null : readSnapshot(fileSystem, folder, oldest);
  if (first > 1 && read?.kind !== 'snapshot') throw removedEntries(folder, 1, first);
  const snapshot = read?.kind === 'snapshot' ? { sequence: read.file.sequence, bytes: read.file.bytes } : null;
  return { snapshot, entries: entriesAfter(new JournalReader(fileSystem, folder, segments, snapshot?.sequence ?? 0)) };
}

function* entriesAfter(reader: JournalReader): Generator<JournalEntry> {
  try {
    for (let entry = reader.next(); entry !== null; entry = reader.next()) yield entry;
  } finally {
    reader.close();
  }
}

/** Accounts that have a journal folder under a data folder, sorted; empty when there is none. */
export function listJournalAccounts(dataFolder: string): string[] {
  try {
    const entries = readdirSync(`${dataFolder}/journal`, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw unreadableJournal(`${dataFolder}/journal`, error);
  }
}
