/** Whether a session on a venue may begin a new journal: not where the account has had one in this data folder, unless that is asked for. */

import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { journalFolder } from '../../adapters/journal-files/open-journal.ts';
import { InputError } from '../../core/domain/result.ts';

/** InputError JOURNAL_GONE (exit 3) where the journal is missing and something of the account is left; NEW_ACCOUNT_EXISTS (exit 1) where it was to begin anew and there is one. */
export function expectBeginning(dataFolder: string, account: string, beginsAnew: boolean): void {
  const journal = journalFolder(dataFolder, account);
  const shown = (path: string) => relative(dataFolder, path);
  if (namesIn(journal).length > 0) {
    if (!beginsAnew) return;
    const words = `--new-account: expected no journal of account "${account}", found ${journal}; move it aside, or start without the option to go on with it`;
    throw new InputError('NEW_ACCOUNT_EXISTS', words, 1);
  }
  const [trace] = tracesOf(dataFolder, account);
  if (beginsAnew || trace === undefined) return;
  throw new InputError(
    'JOURNAL_GONE',
    `account "${account}" has had a session in ${dataFolder} (${shown(trace)} is there), but ${shown(journal)} is gone: put it back ` +
      `(npx atalaya backup restore FOLDER --data-dir ${dataFolder}), or begin a new session on purpose with --new-account`,
    3,
  );
}

/** What earlier sessions and backups of an account leave beside its journal. */
function tracesOf(dataFolder: string, account: string): string[] {
  const kept = [join(dataFolder, 'state', 'reconciliation', account), join(dataFolder, 'state', 'backups', `${account}.json`)];
  const backups = join(dataFolder, 'backups');
  const made = namesIn(backups).filter(
    (name) => name.startsWith(`${account}-`) && /^\d{4}-\d\d-\d\dT/.test(name.slice(account.length + 1)),
  );
  return [...kept.filter((path) => existsSync(path)), ...made.map((name) => join(backups, name))];
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
