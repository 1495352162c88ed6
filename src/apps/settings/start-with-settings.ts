/**
 * A start of the trader with the owner's settings: a version that is to be tried is tried, and where it does not come to run, this start goes back to the
 * former one by itself. The trader does it alone: web and supervisor may die meanwhile.
 */

import type { Words } from '../../core/domain/parameters.ts';
import type { SettingsFiles, SettingsVersion } from './settings-files.ts';

/** A start that takes longer has failed. */
export const TRIAL_WITHIN_MS = 90_000;
/** A trader that has run this long with a version runs. */
const SETTLED_MS = 3_000;

export interface StartWithSettings<Role> {
  readonly settings: Pick<SettingsFiles, 'state' | 'read' | 'begin' | 'postpone' | 'settle'>;
  /** Before a trial is begun, and held until it has come out. InputError INSTANCE_RUNNING: another trader is trying, or has the folder. */
  readonly claim: () => Promise<Claim>;
  /** Null: what a start without settings has. */
  readonly start: (version: SettingsVersion | null) => Promise<Role>;
  readonly explained: (error: unknown) => { readonly code: string; readonly message: string; readonly said?: Words | undefined };
  readonly say: (line: string) => void;
  /** Ends this process: a start that hangs can't be taken back. */
  readonly giveUp: () => void;
  readonly now: () => number;
  readonly withinMs?: number;
  readonly settledMs?: number;
}

interface Claim {
  release(): void;
}

type Stoppable = { stop(why: string): Promise<void> };

export async function startWithSettings<Role extends Stoppable>(parts: StartWithSettings<Role>): Promise<Role> {
  const { settings, start, say, now } = parts;
  if (settings.state().trial !== null) {
    const claim = await parts.claim();
    const wanted = settings.begin(now());
    const role = wanted === null ? null : await tried(parts, wanted, claim);
    if (role !== null) return role;
    claim.release();
  }
  const { active } = settings.state();
  if (active > 0) say(`settings: version ${active} is in force`);
  return start(active === 0 ? null : settings.read(active));
}

/** Null where it was refused; otherwise the claim is given back here. */
async function tried<Role extends Stoppable>(parts: StartWithSettings<Role>, version: SettingsVersion, claim: Claim): Promise<Role | null> {
  const { settings, start, explained, say, now, withinMs = TRIAL_WITHIN_MS, settledMs = SETTLED_MS } = parts;
  const refused = (code: string, message: string, said?: Words) => {
    settings.settle('refused', { at: now(), code, message, said });
    say(`settings: version ${version.version} is refused: ${message} [${code}]; the former one is used`);
  };
  say(`settings: version ${version.version} is tried`);
  const late = setTimeout(() => {
    refused('SETTINGS_TRIAL_LATE', `the trader did not come to run with it within ${withinMs / 1000} s`);
    parts.giveUp();
  }, withinMs);
  try {
    const role = await start(version);
    let isSure = false;
    const settled = setTimeout(() => {
      isSure = true;
      settings.settle('in-force', { at: now() });
      claim.release();
    }, settledMs);
    return {
      ...role,
      stop(why) {
        clearTimeout(settled);
        // It is tried again with the next start.
        if (!isSure) settings.postpone();
        claim.release();
        return role.stop(why);
      },
    };
  } catch (error) {
    const { code, message, said } = explained(error);
    if (code === OTHER_RUNS) {
      settings.postpone();
      claim.release();
      throw error;
    }
    refused(code, message, said);
    return null;
  } finally {
    clearTimeout(late);
  }
}

/** Another trader has the data folder: that says nothing about the settings. */
const OTHER_RUNS = 'INSTANCE_RUNNING';
