/** The trader is given a version to begin with, and how that came out is told in the audit. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Services } from '../../adapters/http/services.ts';
import type { SettingsActor } from '../../adapters/http/settings-desk.ts';
import { InputError } from '../../core/domain/result.ts';
import { type AccountParts, audited } from '../web/accounts/parts.ts';
import type { KeptSettings } from './kept-settings.ts';
import type { SettingsFiles } from './settings-files.ts';

/** A stop may wait five minutes for its orders, and a trial takes one. */
const WATCHED_MS = 8 * 60_000;
const LOOK_AGAIN_MS = 500;

interface TryParts {
  readonly settings: SettingsFiles;
  readonly kept: KeptSettings;
  readonly parts: Pick<AccountParts, 'database' | 'now'>;
  readonly services: Services;
  readonly say: (line: string) => void;
  /** Ends the watching. */
  readonly signal: AbortSignal;
}

/** The trader is to begin with it, and is stopped for that. InputError SETTINGS_NOT_IN_USE, SETTINGS_TRIAL_CONFLICT. */
export async function trySettings(version: number, actor: SettingsActor, tried: TryParts): Promise<void> {
  const { settings, kept, parts, services } = tried;
  kept.requireInUse();
  const told = { act: 'settings.apply', target: `version ${version}` };
  await audited(parts, { name: actor.by, address: actor.address }, told, async (query) => {
    await query('select 1 from audit.entry limit 1');
    settings.wish(version, actor.by, Date.now());
  });
  try {
    await services.restart('trader', { ...actor, reason: `settings, version ${version}` });
  } catch (error) {
    // Without a supervisor it is tried when somebody starts the trader again.
    if (!(error instanceof InputError) || error.code !== 'SUPERVISOR_ABSENT') throw error;
  }
  void watch(version, tried);
}

/** How it came out, into the audit, and the web begins anew where it has to listen otherwise. */
async function watch(version: number, { settings, kept, parts, services, say, signal }: TryParts): Promise<void> {
  const takesSignals = kept.inForce().session.signals === true;
  const endsAt = Date.now() + WATCHED_MS;
  try {
    while (settings.state().trial?.version === version && Date.now() < endsAt) await pause(LOOK_AGAIN_MS, undefined, { signal });
    const outcome = settings.state().outcomes[version];
    if (outcome === undefined || settings.state().trial !== null) return;
    const told = { act: 'settings.tried', target: `version ${version}`, detail: { state: outcome.state, message: outcome.message } };
    await audited(parts, { name: 'trader', address: '' }, told, async () => {
      if (outcome.state === 'refused') throw new InputError(outcome.code ?? 'SETTINGS_REFUSED', outcome.message ?? '');
    }).catch((error: unknown) => {
      if (!(error instanceof InputError) || outcome.state !== 'refused') throw error;
    });
    if (outcome.state === 'in-force' && (kept.inForce().session.signals === true) !== takesSignals)
      await services.restart('web', { by: outcome.by, address: '', reason: 'signals are taken otherwise from now on' });
  } catch (error) {
    if (!signal.aborted) say(`settings: ${(error as Error).message}`);
  }
}
