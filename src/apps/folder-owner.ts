/** Refuses to write as root into somebody else's data folder: what root leaves there its owner may not read, and the next start as that owner fails. */

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { nameOfUser } from '../adapters/support/file-owner.ts';
import { shellWord } from '../adapters/support/shell-word.ts';
import { InputError } from '../core/domain/result.ts';

/** They ask the trader, or only read: root may always look, pause and kill. */
const LEAVE_NOTHING: ReadonlySet<string> = new Set([
  ...['status', 'positions', 'orders', 'mode', 'pause', 'resume', 'kill', 'approve', 'reject', 'top', 'risk', 'reconcile'],
  ...['parity', 'journal verify', 'journal replay', 'backup verify', 'pin status', 'data list', 'data check'],
]);

/** For the command that is about to run. InputError DATA_FOLDER_FOREIGN, exit code 3. */
export function requireOwnFolder(command: Command): void {
  const names: string[] = [];
  for (let each: Command | null = command; each?.parent; each = each.parent) names.unshift(each.name());
  const { dataDir } = command.optsWithGlobals<{ dataDir?: string }>();
  if (dataDir !== undefined && !LEAVE_NOTHING.has(names.join(' '))) requireOwner(dataDir);
}

/** `uid`: who runs this. */
export function requireOwner(dataFolder: string, uid: number | undefined = process.getuid?.()): void {
  const folder = resolve(dataFolder);
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
  if (uid !== 0 || owner === undefined || owner === 0) return;
  const name = nameOfUser(owner);
  const user = name.startsWith('uid ') ? `'#${owner}'` : name;
  throw new InputError(
    'DATA_FOLDER_FOREIGN',
    `${folder} belongs to ${name}, and this is root: what root writes there ${name} could not read, and nothing was done; run it as its owner (sudo -u ${user} npx atalaya ...), or make it root's for good (chown -R root ${shellWord(folder)})`,
    3,
  );
}
