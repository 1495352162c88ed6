/** A backup of an account made where backups go, and written down as evidence: what the command line and the panel's job do. */

import { join, resolve } from 'node:path';
import { listJournalAccounts } from '../adapters/journal-files/verify.ts';
import { InputError } from '../core/domain/result.ts';
import { makeBackup, type VerifiedBackup } from './backup.ts';
import { noteBackup } from './backup-evidence.ts';
import { RELEASE } from './strategy-registry.ts';

export interface BackupWish {
  readonly dataFolder: string;
  /** The only one where absent. */
  readonly account?: string | undefined;
  /** Where its folder is made; backups in the data folder where absent. */
  readonly place?: string | undefined;
  /** A folder with the tables of the database, on the disk of the place: it is moved. */
  readonly tables?: string | undefined;
  readonly withKeys?: boolean | undefined;
}

export const placeOf = ({ dataFolder, place }: Pick<BackupWish, 'dataFolder' | 'place'>) => resolve(place ?? join(dataFolder, 'backups'));

/** May run beside the trader. InputError JOURNAL_ABSENT, ACCOUNT_NEEDED, and those of makeBackup. */
export function backUpNow(wish: BackupWish): VerifiedBackup {
  const dataFolder = resolve(wish.dataFolder);
  const account = accountOf(wish);
  const now = Date.now();
  const folder = `${placeOf(wish)}/${account}-${new Date(now).toISOString().replaceAll(':', '-')}`;
  const note = (verified: boolean, sequence: number) => noteBackup(dataFolder, { account, at: Date.now(), verified, folder, sequence });
  try {
    const made = makeBackup({ dataFolder, account, folder, release: RELEASE, now, tables: wish.tables, withKeys: wish.withKeys });
    note(true, made.entries);
    return made;
  } catch (error) {
    // A backup that failed speaks against the one before it: something is wrong with the journal or with a disk.
    note(false, 0);
    throw error;
  }
}

function accountOf({ account, dataFolder }: BackupWish): string {
  const accounts = account === undefined ? listJournalAccounts(dataFolder) : [account];
  const [only] = accounts;
  if (only !== undefined && accounts.length === 1) return only;
  if (only === undefined)
    throw new InputError('JOURNAL_ABSENT', `there is no journal under ${dataFolder}: give the data folder with --data-dir`, 3);
  throw new InputError('ACCOUNT_NEEDED', `expected --account with one of ${accounts.join(', ')}`, 2);
}
