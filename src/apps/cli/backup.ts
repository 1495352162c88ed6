/** `atalaya backup`: makes a verified backup of an account, checks one again, puts one back. */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { restoreBackup, type VerifiedBackup, verifyBackup } from '../backup.ts';
import { backUpNow } from '../backup-now.ts';
import { takeInstanceLock } from '../instance-lock.ts';
import { prepareRuntimeFolders } from '../runtime-folders.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { show } from './control.ts';

interface Options {
  readonly dataDir: string;
  readonly account?: string;
  readonly to?: string;
  readonly json?: boolean;
}

export function registerBackupCommands(program: Command): void {
  const common = (command: Command) =>
    command.option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER).option('--json', 'one JSON document on standard output');
  const backup = common(program.command('backup'))
    .description("copies an account's journal, reads the copy back and folds it; may run beside the trader. Arming needs one of today")
    .option('--account <name>', 'the account, where there are several')
    .option('--to <folder>', 'folder to put it in; another disk is better (default: backups in the data folder)')
    .action(make);
  common(backup.command('verify'))
    .description(
      'checks a backup again: checksums, the chain of its journal, and that it folds to the recorded state; exit 1 when it is no good',
    )
    .argument('<folder>')
    .action((folder: string, _: unknown, sub: Command) => tell(sub.optsWithGlobals(), verifyBackup(resolve(folder)), 'is sound'));
  common(backup.command('restore'))
    .description('puts a backup into a data folder without a journal of its account; nothing may run there')
    .argument('<folder>')
    .action((folder: string, _: unknown, sub: Command) => restore(folder, sub.optsWithGlobals()));
}

function make(options: Options): void {
  const made = backUpNow({ dataFolder: options.dataDir, account: options.account, place: options.to });
  tell(options, made, 'was made, read back and is sound');
}

async function restore(folder: string, options: Options): Promise<void> {
  const dataFolder = resolve(options.dataDir);
  prepareRuntimeFolders(dataFolder);
  const lock = await takeInstanceLock(dataFolder, 0);
  try {
    tell(options, await restoreBackup(resolve(folder), dataFolder), `is restored into ${dataFolder}`);
  } finally {
    lock.release();
  }
}

function tell({ json }: Options, backup: VerifiedBackup, words: string): void {
  const { folder, account, madeAt, entries, files, bytes } = backup;
  show(json, { ...backup, verified: true }, [
    `${folder}: the backup of account ${account} of ${madeAt} ${words} (${entries} entries, ${files} files, ${(bytes / 1e6).toFixed(1)} MB).`,
  ]);
}
