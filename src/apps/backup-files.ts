/** What a backup takes of the data folder beside an account's journal, and how each part of it is put back: only where there is none. */

import { chmodSync, copyFileSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { lockOf } from '../adapters/secret-files/key-ring.ts';
import { secretStore, secretsFolder } from '../adapters/secret-files/secret-store.ts';
import { makeFolder } from '../adapters/support/make-folder.ts';
import { openSettings } from './settings/settings-files.ts';

const SETTINGS = 'config';
const SECRETS = 'state/secrets';
const RESEARCH = 'research';
/** Sealed values and the pair of keys, whose private one is locked with the master key. */
const SEALED = ['keys.json', 'store.json'].map((name) => `${SECRETS}/${name}`);
/** Written whole by those who own them. Not among them: sessions, what has been armed, and what is measured anew. */
const STATE = ['state/notices.json', 'state/outbox.json', 'state/signals.json', 'state/owner-exists'];
const MASTER_KEY = `${SECRETS}/master.key`;
const SECOND_FACTORS_KEY = 'state/second-factors.key';
/** What opens something, or lets somebody in. */
const KEYS = [MASTER_KEY, SECOND_FACTORS_KEY, 'state/webhook-secret', 'state/trading-pin.json'];

export const isKey = (name: string) => KEYS.includes(name);

/** Copies them while they may be written. */
export function copyPlatform(dataFolder: string, folder: string, account: string, withKeys: boolean): void {
  const demands = `state/unrecorded-demands/${account}.json`;
  // The state before the versions: what it names is there then.
  copyThere(dataFolder, folder, [
    `${SETTINGS}/state.json`,
    ...(hasSecrets(dataFolder) ? SEALED : []),
    ...STATE,
    demands,
    ...(withKeys ? KEYS : []),
  ]);
  for (const part of [`${SETTINGS}/versions`, RESEARCH]) {
    const from = join(dataFolder, part);
    if (existsSync(from)) copyThere(from, join(folder, part), filesIn(from).filter(isWhole));
  }
}

/** A store with nothing in it is made anew at the next start; put back, it would only ask for its key. */
function hasSecrets(dataFolder: string): boolean {
  const state = join(dataFolder, 'state');
  if (!existsSync(secretsFolder(state))) return false;
  return secretStore(state)
    .list()
    .some(({ active, candidate }) => active !== null || candidate !== null);
}

/** Not what is being written just now. */
const isWhole = (name: string) => !/\.(new|part)(\/|$)|(^|\/)aside-/.test(name);

/** Reads settings and secrets as those do whom they are for. InputError SETTINGS_DAMAGED, SECRETS_DAMAGED, SECRETS_KEYS_DAMAGED. */
export function readPlatform(folder: string): void {
  if (existsSync(join(folder, SETTINGS))) {
    const settings = openSettings(folder);
    const { active, trial } = settings.state();
    for (const version of [...settings.versions(), active, trial?.version ?? 0]) if (version > 0) settings.read(version);
  }
  const state = join(folder, 'state');
  if (!existsSync(secretsFolder(state))) return;
  secretStore(state).list();
  lockOf(secretsFolder(state));
}

export interface PutBack {
  readonly part: 'journal' | 'settings' | 'secrets' | 'state' | 'research' | 'database';
  /** False where there was one already, which is left as it is. */
  readonly isRestored: boolean;
}

/** Settings and secrets as a whole, the rest file by file. */
export function restorePlatform(folder: string, dataFolder: string): PutBack[] {
  const names = filesIn(folder);
  const done: PutBack[] = [];
  const put = (part: PutBack['part'], own: readonly string[], isThere: boolean) => {
    if (own.length === 0) return;
    if (!isThere) copyThere(folder, dataFolder, own);
    done.push({ part, isRestored: !isThere });
  };
  put('settings', below(names, SETTINGS), existsSync(join(dataFolder, SETTINGS)) && filesIn(join(dataFolder, SETTINGS)).length > 0);
  // The master key may have been put back before.
  put('secrets', below(names, SECRETS), existsSync(join(dataFolder, SECRETS, 'keys.json')));
  const missing = (own: readonly string[]) => own.filter((name) => !existsSync(join(dataFolder, name)));
  const rest = (part: 'state' | 'research', own: readonly string[]) =>
    put(part, missing(own).length > 0 ? missing(own) : own, missing(own).length === 0);
  rest(
    'state',
    below(names, 'state').filter((name) => !name.startsWith(`${SECRETS}/`)),
  );
  rest('research', below(names, RESEARCH));
  return done;
}

/** Files that the restored data folder needs and has not, with what each opens. */
export function missingKeys(dataFolder: string, hasAccounts: boolean): string[] {
  const isLocked = existsSync(join(dataFolder, SECRETS, 'keys.json')) && lockOf(join(dataFolder, SECRETS)) === 'key-file';
  const needed = [...(isLocked ? [MASTER_KEY] : []), ...(hasAccounts ? [SECOND_FACTORS_KEY] : [])];
  return needed.filter((name) => !existsSync(join(dataFolder, name)));
}

const below = (names: readonly string[], part: string) => names.filter((name) => name.startsWith(`${part}/`));

/** Those of the files that there are, with folders that only their owner may enter. */
function copyThere(from: string, to: string, names: readonly string[]): void {
  for (const name of names) if (existsSync(join(from, name))) copyPrivate(join(from, name), join(to, name));
}

export function copyPrivate(from: string, to: string): void {
  makeFolder(dirname(to));
  copyFileSync(from, to);
  chmodSync(to, 0o600);
}

/** Names of all files below a folder, sorted. */
export function filesIn(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const root = resolve(folder);
  return found.map((entry) => join(resolve(entry.parentPath), entry.name).slice(root.length + 1)).sort();
}
