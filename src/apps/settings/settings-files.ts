/**
 * The owner's settings in DATA/config: every version a file of its own that is never written again, and one small file that says which of them is in force
 * and which is being tried. Each write is whole or not at all, so that a process that is killed anywhere leaves a state that the next start can use.
 */

import { createHash } from 'node:crypto';
import { chmodSync, existsSync, linkSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { explainDisk } from '../../adapters/support/explain-disk.ts';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import { readPrivateJson, writePrivateFile } from '../../adapters/support/private-file.ts';
import { words } from '../../api/values.ts';
import type { Words } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';
import type { Difference } from '../../core/operations/settings/differences.ts';

const sessionContent = z.record(z.string(), z.unknown());
const changes = z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() }).partial({ before: true, after: true }));
const settingsVersion = z.object({
  version: z.number().int().positive(),
  at: z.number(),
  by: z.string(),
  why: z.string(),
  /** The version it was restored from. */
  restored: z.number().int().positive().nullable(),
  /** Against the version before. */
  differences: changes,
  /** Against what was in force when it was saved, where that was not the version before. */
  overInForce: z.object({ version: z.number().int().nonnegative(), differences: changes }).nullable().default(null),
  session: sessionContent,
  /** Of everything above, as it was written. */
  checksum: z.string(),
});
const outcome = z.object({
  at: z.number(),
  by: z.string(),
  state: z.enum(['in-force', 'refused']),
  code: z.string().nullable(),
  message: z.string().nullable(),
  said: words.nullable().default(null),
});
const trial = z.object({
  version: z.number().int().positive(),
  by: z.string(),
  at: z.number(),
  /** When a trader began with it; null until one has. */
  begun: z.number().nullable(),
});
const settingsState = z.object({
  /** The version in force; 0 while there is none. */
  active: z.number().int().nonnegative(),
  trial: trial.nullable(),
  /** How the last trial of each version came out. */
  outcomes: z.record(z.string(), outcome),
  /** A version that was saved to be applied at once, until its trial is wished for: still there, whoever was to do that has ended before. */
  asked: z.object({ version: z.number().int().positive(), by: z.string(), at: z.number() }).optional(),
});

export type SettingsVersion = Readonly<Omit<z.infer<typeof settingsVersion>, 'differences' | 'overInForce' | 'session' | 'checksum'>> & {
  readonly differences: readonly Difference[];
  readonly overInForce: { readonly version: number; readonly differences: readonly Difference[] } | null;
  readonly session: Readonly<Record<string, unknown>>;
};
export type SettingsOutcome = Readonly<z.infer<typeof outcome>>;

export type SettingsState = Readonly<z.infer<typeof settingsState>>;

const NOTHING: SettingsState = { active: 0, trial: null, outcomes: {} };
const VERSION_FILE = /^(\d{6})\.json$/;

export interface SettingsFiles {
  /** InputError SETTINGS_DAMAGED, SETTINGS_EXPOSED. */
  state(): SettingsState;
  /** Numbers of the versions there are, oldest first. */
  versions(): number[];
  /** InputError SETTINGS_VERSION_UNKNOWN. */
  read(version: number): SettingsVersion;
  /** Keeps a session as the version after `base`, which it differs from in `differences`. InputError SETTINGS_BASE_CONFLICT where that is not the newest. */
  add(wish: Omit<SettingsVersion, 'version'> & { readonly base: number }): SettingsVersion;
  /** It is to be applied as soon as it is saved: noted before anything else is done for that. */
  ask(version: number, by: string, at: number): void;
  /** The next start of the trader is to try it. InputError SETTINGS_TRIAL_CONFLICT while another one is under way. */
  wish(version: number, by: string, at: number): void;
  /** What the trader is to try now, written down as begun; null where there is nothing to try, or where it was begun before and never came to run. */
  begin(at: number): SettingsVersion | null;
  /** The trial has not come to anything, and may be begun again. */
  postpone(): void;
  settle(
    state: 'in-force' | 'refused',
    told: { readonly at: number; readonly code?: string; readonly message?: string; readonly said?: Words | undefined },
  ): void;
}

export function openSettings(dataFolder: string): SettingsFiles {
  const folder = join(dataFolder, 'config');
  const versionsFolder = join(folder, 'versions');
  const stateFile = join(folder, 'state.json');
  const fileOf = (version: number) => join(versionsFolder, `${String(version).padStart(6, '0')}.json`);

  const state = () => {
    requireClosed(folder);
    return readPrivateJson(stateFile, 'SETTINGS', (json) => settingsState.parse(json)) ?? NOTHING;
  };
  const write = (next: SettingsState) => {
    prepare();
    writePrivateFile(stateFile, `${JSON.stringify(next, null, 2)}\n`);
  };
  function prepare(): void {
    try {
      for (const each of [folder, versionsFolder]) {
        makeFolder(each);
        chmodSync(each, 0o700);
      }
    } catch (error) {
      throw explainDisk(error, folder);
    }
  }
  const versions = () =>
    existsSync(versionsFolder)
      ? readdirSync(versionsFolder)
          .flatMap((name) => VERSION_FILE.exec(name)?.[1] ?? [])
          .map(Number)
          .sort((a, b) => a - b)
      : [];
  function read(version: number): SettingsVersion {
    const found = readPrivateJson(fileOf(version), 'SETTINGS', asWritten);
    if (found === null)
      throw new InputError('SETTINGS_VERSION_UNKNOWN', `expected a version of the settings, found none with the number ${version}`);
    return found;
  }
  function settle(
    result: SettingsOutcome['state'],
    told: { readonly at: number; readonly code?: string; readonly message?: string; readonly said?: Words | undefined },
  ): void {
    const now = state();
    if (now.trial === null) return;
    const { version, by } = now.trial;
    const entry = { at: told.at, by, state: result, code: told.code ?? null, message: told.message ?? null, said: told.said ?? null };
    write({
      ...now,
      active: result === 'in-force' ? version : now.active,
      trial: null,
      outcomes: { ...now.outcomes, [version]: entry },
    });
  }

  return {
    state,
    versions,
    read,
    settle,
    add({ base, ...wish }) {
      prepare();
      const version = base + 1;
      const taken = (newest: number) =>
        new InputError(
          'SETTINGS_BASE_CONFLICT',
          `expected version ${base}, which this was made from, to be the newest, found version ${newest}; nothing was saved: look at what it changes, and save again`,
        );
      const newest = versions().at(-1) ?? 0;
      if (newest !== base) throw taken(newest);
      const kept: SettingsVersion = { version, ...wish };
      const aside = join(versionsFolder, `aside-${process.pid}`);
      writePrivateFile(aside, `${JSON.stringify({ ...kept, checksum: checksumOf(kept) }, null, 2)}\n`);
      try {
        // A name that is taken meanwhile is not written over.
        linkSync(aside, fileOf(version));
        return kept;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken(versions().at(-1) ?? version);
        throw explainDisk(error, folder);
      } finally {
        rmSync(aside, { force: true });
      }
    },
    ask(version, by, at) {
      try {
        write({ ...state(), asked: { version, by, at } });
      } catch {
        // Only words hang on it, and the version is there already.
      }
    },
    wish(version, by, at) {
      const { asked: _asked, ...now } = state();
      if (now.trial !== null && now.trial.begun !== null)
        throw new InputError(
          'SETTINGS_TRIAL_CONFLICT',
          `version ${now.trial.version} is being tried just now; wait until that has come out`,
        );
      write({ ...now, trial: { version: read(version).version, by, at, begun: null } });
    },
    begin(at) {
      const now = state();
      if (now.trial === null) return null;
      if (now.trial.begun !== null) {
        settle('refused', {
          at,
          code: 'SETTINGS_TRIAL_CUT',
          message: 'the trader was ended before it had come to run with it; try it again if something else ended it',
        });
        return null;
      }
      try {
        const version = read(now.trial.version);
        write({ ...now, trial: { ...now.trial, begun: at } });
        return version;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        settle('refused', { at, code: error.code, message: error.message });
        return null;
      }
    },
    postpone() {
      const now = state();
      if (now.trial !== null) write({ ...now, trial: { ...now.trial, begun: null } });
    },
  };
}

const checksumOf = (version: object) => createHash('sha256').update(JSON.stringify(version)).digest('hex');

/** What was changed by hand since is not believed: it was neither checked nor told in the audit. */
function asWritten(json: unknown): SettingsVersion {
  const { checksum, ...version } = settingsVersion.parse(json);
  const { checksum: _checksum, ...written } = json as Record<string, unknown>;
  if (checksum !== checksumOf(written)) throw new Error('not as it was written');
  return version as SettingsVersion;
}

/** Whoever can write there decides what is traded. */
function requireClosed(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined || (found.mode & 0o077) === 0) return;
  throw new InputError('SETTINGS_EXPOSED', `${folder}: expected a folder that only its owner may enter, found others may; chmod 700 it`, 3);
}
