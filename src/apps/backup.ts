/** A backup: the journal of one account with what belongs to it, and what the platform could not be brought back without. Copied, read back, folded; restored beside nothing. */

import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { nodeFileSystem } from '../adapters/journal-files/file-system.ts';
import { inspectJournal } from '../adapters/journal-files/inspect.ts';
import { journalFolder, openJournal } from '../adapters/journal-files/open-journal.ts';
import { foldableFrom } from '../adapters/journal-files/verify.ts';
import { dumpFault } from '../adapters/postgres/dump-check.ts';
import { makeFolder } from '../adapters/support/make-folder.ts';
import { writePrivateFile } from '../adapters/support/private-file.ts';
import { InputError } from '../core/domain/result.ts';
import { STEP_KIND, type Step, type StepState, stateAfter } from '../core/trading/engine/steps.ts';
import { MANIFEST } from './backup-evidence.ts';
import { copyPlatform, copyPrivate, filesIn, isKey, type PutBack, readPlatform, restorePlatform } from './backup-files.ts';
import { paperFile } from './trader/paper-file.ts';
import { readSaved } from './trader/saved-session.ts';

const JOURNAL = 'journal';
const COMPARISONS = 'reconciliation';
const PAPER = 'paper.json';
const DATABASE = 'database';
/** A restored journal goes on in an epoch that no start since the backup can have reached: no id is made twice. */
const RESTORED_EPOCHS = 1_000;

const manifest = z.strictObject({
  /** The first had a journal alone. */
  version: z.union([z.literal(1), z.literal(2)]),
  account: z.string(),
  /** ISO time, UTC. */
  madeAt: z.string(),
  release: z.string(),
  entries: z.number().int(),
  /** SHA-256 of the state that the journal folds to, as JSON. */
  state: z.string(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
});
type Manifest = z.infer<typeof manifest>;

export interface VerifiedBackup {
  readonly folder: string;
  readonly account: string;
  readonly madeAt: string;
  readonly entries: number;
  readonly files: number;
  readonly bytes: number;
  readonly holds: {
    /** Accounts, audit, jobs and runs. */
    readonly database: boolean;
    /** What opens sealed secrets and second factors: whoever has it has them. */
    readonly keys: boolean;
  };
}

export interface BackupOrder {
  readonly dataFolder: string;
  readonly account: string;
  /** A folder that is made for it. */
  readonly folder: string;
  readonly release: string;
  readonly now: number;
  /** A folder with the tables of the database, which is moved into it; none where absent. */
  readonly tables?: string | undefined;
  readonly withKeys?: boolean | undefined;
}

/** Copies, then reads everything back. May run beside the trader. InputError (exit 1 or 3) when the copy is not what the journal is. */
export function makeBackup({ dataFolder, account, folder, release, now, tables, withKeys = false }: BackupOrder): VerifiedBackup {
  const source = journalFolder(dataFolder, account);
  if (!existsSync(source))
    throw new InputError('JOURNAL_ABSENT', `there is no journal in ${source}: give the account and its data folder`, 3);
  if (existsSync(folder)) throw new InputError('BACKUP_EXISTS', `${folder}: expected a folder that is still to be made, found one`, 1);
  makeFolder(folder);
  try {
    copyJournal(source, join(folder, JOURNAL));
    const comparisons = join(dataFolder, 'state', 'reconciliation', account);
    if (existsSync(comparisons)) copyAll(comparisons, join(folder, COMPARISONS), readdirSync(comparisons));
    // After the journal: what it knows of the account of a paper session that one knows too.
    const paper = paperFile(dataFolder, account);
    if (existsSync(paper)) copyPrivate(paper, join(folder, PAPER));
    copyPlatform(dataFolder, folder, account, withKeys);
    if (tables !== undefined) renameSync(tables, join(folder, DATABASE));
    const copied = foldJournal(join(folder, JOURNAL), account);
    if (foldJournal(source, account, copied.entries).state !== copied.state)
      throw new InputError('BACKUP_DIFFERS', `the copy in ${folder} folds to another state than the journal: look at the disks`, 1);
    const files = filesIn(folder).map((name) => ({ name, ...fingerprint(join(folder, name)) }));
    const made: Manifest = { version: 2, account, madeAt: new Date(now).toISOString(), release, ...copied, files };
    writePrivateFile(join(folder, MANIFEST), `${JSON.stringify(made, null, 2)}\n`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return verifyBackup(folder);
}

/** Checks every file against its checksum, the journal's chain, and that it folds to the recorded state. InputError BACKUP_DAMAGED (exit 1) otherwise. */
export function verifyBackup(folder: string): VerifiedBackup {
  const found = readManifest(folder);
  const damaged = (words: string) => new InputError('BACKUP_DAMAGED', `the backup in ${folder} is no good: ${words}. Make another one`, 1);
  const expected = new Set(found.files.map(({ name }) => name));
  for (const name of filesIn(folder)) if (name !== MANIFEST && !expected.has(name)) throw damaged(`${name} is none of its files`);
  for (const { name, bytes, sha256 } of found.files) {
    const file = join(folder, name);
    if (!existsSync(file)) throw damaged(`${name} is missing`);
    const now = fingerprint(file);
    if (now.bytes !== bytes || now.sha256 !== sha256) throw damaged(`${name} fails its checksum`);
  }
  const { entries, state } = foldJournal(join(folder, JOURNAL), found.account);
  if (entries !== found.entries || state !== found.state) throw damaged('its journal folds to another state than was recorded');
  readPlatform(folder);
  const database = existsSync(join(folder, DATABASE));
  const fault = database ? dumpFault(join(folder, DATABASE)) : null;
  if (fault !== null) throw damaged(fault);
  const { account, madeAt, files } = found;
  const holds = { database, keys: files.some(({ name }) => isKey(name)) };
  return { folder, account, madeAt, entries, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), holds };
}

/** What its manifest says, nothing checked; null where there is none that can be read. */
export function describeBackup(
  folder: string,
): (Pick<VerifiedBackup, 'account' | 'madeAt' | 'entries' | 'files' | 'bytes'> & { readonly release: string }) | null {
  try {
    const { account, madeAt, entries, files, release } = readManifest(folder);
    return { account, madeAt, entries, release, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
  } catch {
    return null;
  }
}

export interface RestoreOrder {
  readonly folder: string;
  /** What a verification of that folder has just given; it is verified here where absent. */
  readonly verified?: VerifiedBackup;
  readonly dataFolder: string;
  /** The journal is left as it is, and only the rest is put back. */
  readonly withoutJournal?: boolean | undefined;
  /** Fills a database with the tables of that folder; false where there is something in it. They are not put back where absent. */
  readonly loadTables?: ((folder: string) => Promise<boolean>) | undefined;
}

/**
 * Puts a verified backup into a data folder that has no journal of this account. It is disarmed, and asks the venue for what it lacks at its start. Of the
 * rest only what is not there is put back. The journal comes last: what fails before it can be tried again.
 */
export async function restoreBackup(order: RestoreOrder): Promise<{ readonly backup: VerifiedBackup; readonly parts: readonly PutBack[] }> {
  const { folder, dataFolder, withoutJournal = false, loadTables } = order;
  const backup = order.verified ?? verifyBackup(folder);
  const target = journalFolder(dataFolder, backup.account);
  if (!withoutJournal && existsSync(target)) {
    const words = `${target}: expected no journal of account "${backup.account}", found one; move it aside (it may know more than the backup), or restore the rest with --without-journal`;
    throw new InputError('RESTORE_EXISTS', words, 1);
  }
  const parts = restorePlatform(folder, dataFolder);
  if (backup.holds.database && loadTables !== undefined)
    parts.push({ part: 'database', isRestored: await loadTables(join(folder, DATABASE)) });
  if (withoutJournal) return { backup, parts };
  await restoreJournal(backup, dataFolder, target);
  return { backup, parts: [{ part: 'journal', isRestored: true }, ...parts] };
}

async function restoreJournal({ folder, account }: VerifiedBackup, dataFolder: string, target: string): Promise<void> {
  makeFolder(dirname(target));
  copyTree(join(folder, JOURNAL), target);
  const comparisons = join(folder, COMPARISONS);
  if (existsSync(comparisons)) copyTree(comparisons, join(dataFolder, 'state', 'reconciliation', account));
  const paper = join(folder, PAPER);
  if (existsSync(paper)) {
    makeFolder(dirname(paperFile(dataFolder, account)));
    writePrivateFile(paperFile(dataFolder, account), readFileSync(paper, 'utf8'));
  }
  const journal = await openJournal(target, { account, raiseEpochBy: RESTORED_EPOCHS });
  journal.close();
}

/** Snapshots first: each is of entries that are on disk, so the segments copied after them have those. A write under way is left out. */
function copyJournal(source: string, target: string): void {
  const names = readdirSync(source).filter((name) => !name.endsWith('.tmp') && name !== 'archive');
  const order = (name: string) => (name.endsWith('.snapshot') ? 0 : 1);
  copyAll(
    source,
    target,
    names.sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1)),
  );
  const archive = join(source, 'archive');
  if (existsSync(archive)) copyTree(archive, join(target, 'archive'));
  const torn = inspectJournal(nodeFileSystem, target)?.torn;
  if (torn) truncateSync(join(target, torn.segment), torn.offset);
}

function copyAll(from: string, to: string, names: readonly string[]): void {
  makeFolder(to);
  for (const name of names) copyPrivate(join(from, name), join(to, name));
}

const copyTree = (from: string, to: string) => copyAll(from, to, filesIn(from));

function fingerprint(file: string): { bytes: number; sha256: string } {
  return { bytes: statSync(file).size, sha256: hash('sha256', readFileSync(file), 'hex') };
}

/** What a recovery from every entry that is kept comes to, up to an entry. The whole journal is checked on the way. */
function foldJournal(folder: string, account: string, through = Number.POSITIVE_INFINITY): { entries: number; state: string } {
  const { snapshot, entries: rest } = foldableFrom(folder, account);
  const saved = snapshot === null ? null : readSaved(snapshot.bytes);
  if (typeof saved === 'string')
    throw new InputError('JOURNAL_REMOVED', `the journal in ${folder} begins at a snapshot that is no good: ${saved}`, 3);
  let state: StepState | null = saved?.session.state ?? null;
  let entries = snapshot?.sequence ?? 0;
  for (const { sequence, kind, body } of rest) {
    if (sequence > through) break;
    if (kind === STEP_KIND) state = stateAfter(state, body as Step);
    entries = sequence;
  }
  return { entries, state: hash('sha256', JSON.stringify(state), 'hex') };
}

function readManifest(folder: string): Manifest {
  try {
    return manifest.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')));
  } catch {
    throw new InputError('BACKUP_ABSENT', `expected a backup in ${folder}, found no manifest that can be read`, 3);
  }
}
