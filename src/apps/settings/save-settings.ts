/** A session kept as the next version: over the newest one and no other, and told in the audit before it is done. */

import type { SettingsActor } from '../../adapters/http/settings-desk.ts';
import type { SettingsPlan } from '../../api/settings.ts';
import { InputError } from '../../core/domain/result.ts';
import { differences } from '../../core/operations/settings/differences.ts';
import { type AccountParts, audited } from '../web/accounts/parts.ts';
import type { SessionConfig } from './check-session.ts';
import type { KeptSettings } from './kept-settings.ts';
import { plain } from './plan-session.ts';
import { requireReachable } from './reach-venue.ts';
import type { SettingsFiles, SettingsVersion } from './settings-files.ts';

export interface SaveWish {
  readonly why: string;
  readonly apply: boolean;
  readonly restored: number | null;
  /** The newest version when it was made. */
  readonly base: number;
}

interface SaveParts {
  readonly settings: SettingsFiles;
  readonly kept: KeptSettings;
  readonly parts: Pick<AccountParts, 'database' | 'now'>;
  readonly planned: (session: SessionConfig) => Promise<SettingsPlan>;
}

/** A version that is there has been told of. InputError SETTINGS_BASE_CONFLICT, SETTINGS_UNCHANGED, SETTINGS_NOT_IN_USE, SETTINGS_VENUE_UNREACHABLE. */
export async function saveSettings(
  act: string,
  session: SessionConfig,
  { why, apply, restored, base }: SaveWish,
  actor: SettingsActor,
  { settings, kept, parts, planned }: SaveParts,
): Promise<SettingsVersion> {
  requireNewest(base, kept);
  if (apply) kept.requireInUse();
  const { version: active } = kept.inForce();
  const plan = await planned(session);
  if (apply) await requireReachable(session);
  const overInForce = active === base ? null : { version: active, differences: plan.differences };
  const changed = overInForce === null ? plan.differences : plan.newest.differences;
  if (changed.length === 0 && !apply)
    throw new InputError('SETTINGS_UNCHANGED', 'expected something changed, found the newest version as it is; nothing was saved');
  const told = {
    act,
    target: session.account,
    detail: {
      ...{ why, apply, ...(restored !== null && { restored }), changes: changesTold(changed) },
      ...(overInForce !== null && { overInForce: changesTold(overInForce.differences) }),
    },
  };
  return audited(parts, { name: actor.by, address: actor.address }, told, async (query, note) => {
    await query('select 1 from audit.entry limit 1');
    const content = { session: plain(session), differences: changed, overInForce };
    const added = settings.add({ at: Date.now(), by: actor.by, why, restored, base, ...content });
    if (apply) settings.ask(added.version, actor.by, Date.now());
    note({ version: added.version });
    return added;
  });
}

/** What somebody else has saved meanwhile is not saved over unseen: the difference is told. */
function requireNewest(base: number, { newest, sessionOf }: KeptSettings): void {
  const found = newest();
  if (found === base) return;
  const changed = base > found ? [] : differences(sessionOf(base), sessionOf(found));
  const told = Object.entries(changesTold(changed)).map(([path, change]) => `${path || 'all'} ${change}`);
  throw new InputError(
    'SETTINGS_BASE_CONFLICT',
    `expected version ${base}, which this was made from, to be the newest, found version ${found}${told.length > 0 ? ` (${told.join('; ')})` : ''}; nothing was saved: look at what it changes, and save again over version ${found}`,
  );
}

/** The audit keeps short texts. */
const changesTold = (changed: readonly { readonly path: string; readonly before?: unknown; readonly after?: unknown }[]) =>
  Object.fromEntries(
    changed.map(({ path, before, after }) => [path, `${JSON.stringify(before) ?? '-'} → ${JSON.stringify(after) ?? '-'}`]),
  );
