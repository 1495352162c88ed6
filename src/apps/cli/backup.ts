/** `atalaya backup`: makes a verified backup of an account and of what the platform can't be brought back without, checks one again, puts one back. */

import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadTables } from '../../adapters/postgres/dump.ts';
import { restoreBackup, type VerifiedBackup, verifyBackup } from '../backup.ts';
import { missingKeys, type PutBack } from '../backup-files.ts';
import { backUpNow, placeOf } from '../backup-now.ts';
import { removeTables, tablesFolder, writeTables } from '../backup-tables.ts';
import { takeInstanceLock } from '../instance-lock.ts';
import { prepareRuntimeFolders } from '../runtime-folders.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { hasHostDatabase, withHostDatabase, withHostDatabaseAsItIs } from '../web/host-database.ts';
import { show } from './control.ts';

interface Options {
  readonly dataDir: string;
  readonly account?: string;
  readonly to?: string;
  readonly withKeys?: boolean;
  /** False with --no-database. */
  readonly database?: boolean;
  readonly withoutJournal?: boolean;
  readonly json?: boolean;
}

export function registerBackupCommands(program: Command): void {
  const common = (command: Command) =>
    command.option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER).option('--json', 'one JSON document on standard output');
  const backup = common(program.command('backup'))
    .description(
      "copies an account's journal, the settings, sealed secrets, research, and the database's accounts, audit and runs; reads the copy back and folds it; may run beside the trader. Arming needs one of today",
    )
    .option('--account <name>', 'the account, where there are several')
    .option('--to <folder>', 'folder to put it in; another disk is better (default: backups in the data folder)')
    .option('--with-keys', 'also what opens the sealed secrets and second factors, and the PIN: keep such a backup as secret as they are')
    .option('--no-database', 'without the database, where that is away')
    .action(make);
  common(backup.command('verify'))
    .description(
      'checks a backup again: checksums, the chains of its journal and its audit, and that it folds to the recorded state; exit 1 when it is no good',
    )
    .argument('<folder>')
    .action((folder: string, _: unknown, sub: Command) => tell(sub.optsWithGlobals(), verifyBackup(resolve(folder)), 'is sound'));
  common(backup.command('restore'))
    .description(
      'puts a backup into a data folder without a journal of its account, and of the rest what is not there; nothing may run there',
    )
    .argument('<folder>')
    .option('--without-journal', 'leaves the journal as it is, and puts back only what else is not there')
    .action((folder: string, _: unknown, sub: Command) => restore(folder, sub.optsWithGlobals()));
}

async function make(options: Options): Promise<void> {
  const wish = { dataFolder: options.dataDir, account: options.account, place: options.to, withKeys: options.withKeys };
  const place = placeOf(wish);
  const id = randomUUID();
  try {
    const isWanted = options.database !== false && hasHostDatabase(options.dataDir);
    if (isWanted) await withHostDatabase(options.dataDir, (database) => writeTables(database, place, id));
    tell(options, backUpNow({ ...wish, tables: isWanted ? tablesFolder(place, id) : undefined }), 'was made, read back and is sound');
  } finally {
    removeTables(place, id);
  }
}

async function restore(folder: string, options: Options): Promise<void> {
  const dataFolder = resolve(options.dataDir);
  // Before anything is made: of a backup that is no good nothing is left behind.
  const backup = verifyBackup(resolve(folder));
  prepareRuntimeFolders(dataFolder);
  const lock = await takeInstanceLock(dataFolder, 0);
  try {
    const { parts } = await restoreBackup({
      ...{ folder: resolve(folder), verified: backup, dataFolder, withoutJournal: options.withoutJournal },
      loadTables: (tables) => withHostDatabaseAsItIs(dataFolder, (database) => loadTables(database, tables)),
    });
    const missing = missingKeys(dataFolder, backup.holds.database);
    tell(options, backup, `is restored into ${dataFolder}`, { parts, missingKeys: missing }, [
      ...parts.map(toldPart),
      ...missing.map((name) => `  ${name} is not there: put it back before the start, from where you keep it (docs/guides/backup.md)`),
    ]);
  } finally {
    lock.release();
  }
}

const toldPart = ({ part, isRestored }: PutBack) => `  ${part}: ${isRestored ? 'restored' : 'there already, left as it is'}`;

function tell({ json }: Options, backup: VerifiedBackup, words: string, more: object = {}, lines: readonly string[] = []): void {
  const { folder, account, madeAt, entries, files, bytes, holds } = backup;
  show(json, { ...backup, verified: true, ...more }, [
    `${folder}: the backup of account ${account} of ${madeAt} ${words} (${entries} entries, ${files} files, ${(bytes / 1e6).toFixed(1)} MB).`,
    `  database: ${holds.database ? 'in it' : 'not in it'}; keys: ${holds.keys ? 'in it, keep it as secret as they are' : 'not in it'}`,
    ...lines,
  ]);
}
