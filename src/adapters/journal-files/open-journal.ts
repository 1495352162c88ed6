/** The durable journal of one account in a folder of files: its opening, and recovery of a torn tail. */

import { InputError } from '../../core/domain/result.ts';
import { EPOCH_KIND, JOURNAL_SCHEMA_VERSION } from '../../core/journal/entry.ts';
import type { CutTail } from './cut-tail.ts';
import { absentJournal, damagedSegment, hasCode, unreadableJournal, unwritableJournal } from './damage.ts';
import { cutOffLastSegment, occupyNextSegment } from './depose-writer.ts';
import { openDisk } from './disk-thread.ts';
import { type CommittingFileSystem, type FileSystem, TEMPORARY_ENDING, writeFileAtomically } from './file-system.ts';
import { genesisChain } from './format.ts';
import { type Inspection, inspectJournal, type TornTail } from './inspect.ts';
import { type FileJournal, OpenedJournal } from './opened-journal.ts';
import { createSegment } from './segments.ts';
import { type CommittedBatch, JournalWriter, type WriterOptions } from './writer.ts';

export type { CommittedBatch, FileJournal };

const MOST_TRIES = 3;
const ACCOUNT_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

export interface OpenJournalOptions {
  /** Lower-case letters, digits, dots, dashes and underscores, at most 64. */
  readonly account: string;
  /** Start a new journal where there is none. Without it an absent journal is refused. */
  readonly create?: boolean;
  /** What is checked before opening: everything (default), or what a recovery from the newest snapshot will read. */
  readonly check?: 'all' | 'since-snapshot';
  /** By how much the epoch rises at least; more than 1 for a journal that was restored, whose lost epochs must not come again. */
  readonly raiseEpochBy?: number;
  /** A segment is closed before it grows past this size. A start reads the one the newest snapshot lies in. */
  readonly segmentBytes?: number;
  /** What may wait for the disk; an append beyond it waits itself, and fails where the disk does not answer. */
  readonly maxQueuedBytes?: number;
  readonly keepSnapshots?: number;
  readonly fileSystem?: CommittingFileSystem;
  /** Wall clock in epoch milliseconds: for the epoch entry, `oldestPendingMs` and deadlines. */
  readonly now?: () => number;
  /** Runs a task at the end of the current loop turn. */
  readonly schedule?: (task: () => void) => void;
  readonly delay?: (task: () => void, delayMs: number) => void;
  /**
   * The writer before may still have the files open: it is cut off from them first, whatever it does later. Asked right before the files change hands,
   * whether they still may: false once somebody else has taken over meanwhile.
   */
  readonly takesOver?: () => boolean;
  /** Asked when a batch is on disk: it counts as durable once `done` is called, now or later. */
  readonly confirm?: WriterOptions['confirm'];
}

/** Where an account's journal lies under a data folder. Throws InputError for a name that is not one plain folder. */
export function journalFolder(dataFolder: string, account: string): string {
  checkAccountName(account);
  return `${dataFolder}/journal/${account}`;
}

function checkAccountName(account: string): void {
  if (ACCOUNT_NAME.test(account)) return;
  const message = `an account's name is 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit; got "${account}"`;
  throw new InputError('JOURNAL_ACCOUNT_NAME', message, 2);
}

/**
 * Opens an account's journal for writing: checks it, cuts a torn tail (kept beside it), raises the epoch and records that durably.
 * One writer at a time: the caller holds the lock of the data folder. Throws InputError (exit code 3) when the journal is absent and
 * `create` was not asked for, damaged, newer than this program, another account's, or the disk refuses.
 */
export async function openJournal(folder: string, options: OpenJournalOptions): Promise<FileJournal> {
  const settings = {
    create: false,
    check: 'all' as const,
    raiseEpochBy: 1,
    segmentBytes: 16 * 1024 * 1024,
    maxQueuedBytes: 16 * 1024 * 1024,
    keepSnapshots: 3,
    fileSystem: options.fileSystem ?? openDisk(),
    now: Date.now,
    schedule: (task: () => void) => void setImmediate(task),
    delay: (task: () => void, delayMs: number) => void setTimeout(task, delayMs).unref(),
    takesOver: undefined,
    confirm: undefined,
    ...options,
  };
  checkAccountName(settings.account);
  const { takesOver } = settings;
  const check = () => {
    if (takesOver?.() === false) throw new InputError('LEASE_LOST', `another trader took over account "${settings.account}" meanwhile`, 3);
  };
  for (let tries = 1; ; tries++) {
    if (takesOver) cutOffLastSegment(settings.fileSystem, folder, check);
    const found = inspectBeforeOpening(folder, settings);
    check();
    try {
      return prepare(folder, found, settings);
    } catch (error) {
      // The one being deposed has just begun a segment under the name that was to be ours: it is cut off from that one too.
      if (takesOver && hasCode(error, 'EEXIST') && tries < MOST_TRIES) continue;
      throw error instanceof InputError ? error : unwritableJournal(folder, error);
    }
  }
}

type Settings = Required<Omit<OpenJournalOptions, 'confirm' | 'takesOver'>> &
  Pick<OpenJournalOptions, 'takesOver'> &
  Pick<WriterOptions, 'confirm'>;

function inspectBeforeOpening(folder: string, { fileSystem, account, check, create }: Settings): Inspection | null {
  try {
    const found = inspectJournal(fileSystem, folder, { account, extent: check });
    if (found === null && !create) throw absentJournal(folder);
    return found;
  } catch (error) {
    throw error instanceof InputError ? error : unreadableJournal(folder, error);
  }
}

function prepare(folder: string, found: Inspection | null, settings: Settings): FileJournal {
  const inspection = found ?? createJournal(folder, settings);
  removeTemporaryFiles(settings.fileSystem, folder);
  const cut = inspection.torn === null ? null : cutTail(settings.fileSystem, folder, inspection, inspection.torn);
  upgradeSegment(folder, inspection, settings);
  if (settings.takesOver) occupyNextSegment(settings.fileSystem, folder, inspection);
  // Two up after a cut: whatever the lost bytes were, no id made from their epoch can be made again.
  const epoch = inspection.epoch + Math.max(settings.raiseEpochBy, cut === null ? 1 : 2);
  const writer = new JournalWriter(inspection, epoch, { ...settings, folder });
  writer.append(EPOCH_KIND, settings.now(), { cut });
  writer.flush();
  if (writer.failure !== null) {
    writer.close(0);
    throw writer.failure.cause ?? writer.failure;
  }
  const opened = { created: found === null, checkedEntries: inspection.checkedEntries, cut };
  return new OpenedJournal(writer, { ...settings, folder, opened, checked: inspection.atSnapshot });
}

/** A new journal, only where nothing at all is left of an old one. */
function createJournal(folder: string, { fileSystem, account }: Settings): Inspection {
  fileSystem.makeFolder(folder);
  const remains = fileSystem.list(folder).filter((name) => /\.(snapshot|cut|json)$/.test(name));
  if (remains.length > 0) {
    throw damagedSegment(folder, 'of the first entry', 0, `it is missing, but ${remains.sort()[0]} is there, so this is not a new account`);
  }
  const chain = genesisChain(account);
  const segment = createSegment(fileSystem, folder, {
    schemaVersion: JOURNAL_SCHEMA_VERSION,
    account,
    firstSequence: 1,
    previousChain: chain,
  });
  return { account, segments: [segment], sequence: 0, epoch: 0, chain, checkedEntries: 0, torn: null, atSnapshot: null, cuts: [] };
}

function removeTemporaryFiles(fileSystem: FileSystem, folder: string): void {
  for (const name of fileSystem.list(folder)) if (name.endsWith(TEMPORARY_ENDING)) fileSystem.remove(`${folder}/${name}`);
}

/** Keeps the bytes beside the segment, durably, before they are cut from it. */
function cutTail(fileSystem: FileSystem, folder: string, { segments }: Inspection, torn: TornTail): CutTail {
  const names = fileSystem.list(folder);
  let file = `${torn.segment}.${torn.offset}.cut`;
  for (let count = 2; names.includes(file); count++) file = `${torn.segment}.${torn.offset}.${count}.cut`;
  writeFileAtomically(fileSystem, folder, file, torn.bytes);
  const handle = fileSystem.open(`${folder}/${torn.segment}`, 'write');
  try {
    fileSystem.truncate(handle, torn.offset);
    fileSystem.sync(handle);
  } finally {
    fileSystem.close(handle);
  }
  segments.at(-1)!.bytes = torn.offset;
  return { segment: torn.segment, offset: torn.offset, bytes: torn.bytes.length, file };
}

/** Entries of a newer schema go to a segment that says so, for an older program to refuse. */
function upgradeSegment(folder: string, { segments, account, sequence, chain }: Inspection, { fileSystem }: Settings): void {
  const last = segments.at(-1)!;
  if (last.header.schemaVersion === JOURNAL_SCHEMA_VERSION) return;
  if (sequence < last.header.firstSequence) segments.pop(); // Empty: the new one takes its name and place.
  const header = { schemaVersion: JOURNAL_SCHEMA_VERSION, account, firstSequence: sequence + 1, previousChain: chain };
  segments.push(createSegment(fileSystem, folder, header));
}
