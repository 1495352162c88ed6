/** Settings for who serves them: each question and act with the checks it needs. */

import type { Services } from '../../adapters/http/services.ts';
import type { SettingsActor, SettingsDesk } from '../../adapters/http/settings-desk.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import type { SessionSnapshot } from '../../api/session.ts';
import type { SettingsPlan, SettingsVersion } from '../../api/settings.ts';
import type { Strategy } from '../../api/strategies.ts';
import { differences } from '../../core/operations/settings/differences.ts';
import { listSamples } from '../market-data.ts';
import { checkSession, type SessionConfig } from './check-session.ts';
import { keptSettings } from './kept-settings.ts';
import { plain, planSession } from './plan-session.ts';
import { requireReachable } from './reach-venue.ts';
import { type SaveWish, saveSettings } from './save-settings.ts';
import type { SettingsFiles } from './settings-files.ts';
import { stricterLadder } from './stricter-ladder.ts';
import { trySettings } from './try-settings.ts';

export interface SettingsDeskOptions {
  readonly settings: SettingsFiles;
  readonly dataFolder: string;
  /** The file the platform was started with; null where the settings count. */
  readonly file: string | null;
  /** Of the audit. */
  readonly database: Database;
  readonly strategies: () => Promise<readonly Pick<Strategy, 'id' | 'loaded' | 'problem'>[]>;
  readonly running: () => Pick<SessionSnapshot, 'world' | 'status'> | null;
  readonly services: Services;
  readonly say: (line: string) => void;
}

export function openSettingsDesk(options: SettingsDeskOptions): SettingsDesk & { close(): void } {
  const { settings, dataFolder, database, strategies, running, services, say } = options;
  const kept = keptSettings(settings, options);
  const parts = { database: () => database, now: () => Date.now() };
  const closing = new AbortController();

  async function checked(session: unknown): Promise<SessionConfig> {
    return checkSession(session, { strategies: await strategies(), samples: listSamples(), isFromPanel: true });
  }

  async function planned(session: SessionConfig): Promise<SettingsPlan> {
    const supervised = await services.processes().then(
      () => true,
      () => false,
    );
    const plan = planSession(session, { dataFolder, now: kept.inForce().session, running: running(), supervised });
    return { ...plan, ...kept.takenBack(session) };
  }

  const start = (version: number, actor: SettingsActor) =>
    trySettings(version, actor, { settings, kept, parts, services, say, signal: closing.signal });

  async function save(act: string, session: SessionConfig, wish: SaveWish, actor: SettingsActor): Promise<SettingsVersion> {
    const saved = await saveSettings(act, session, wish, actor, { settings, kept, parts, planned });
    if (wish.apply) await start(saved.version, actor);
    return kept.shown(saved);
  }

  return {
    read: kept.read,
    form: kept.form,
    versions({ before = Number.POSITIVE_INFINITY, limit }) {
      const numbers = settings
        .versions()
        .filter((version) => version < before)
        .reverse();
      const rows = numbers.slice(0, limit).map((version) => {
        const { session: _session, ...head } = kept.shown(settings.read(version));
        return head;
      });
      return { rows, more: numbers.length > limit };
    },
    version: (version) => kept.shown(settings.read(version)),
    difference(from, to) {
      const [left, right] = [settings.read(from).session, settings.read(to).session];
      return { from: { ...left }, to: { ...right }, differences: differences(left, right) };
    },
    plan: async (session) => planned(await checked(session)),
    save: async ({ session, ...wish }, actor) => save('settings.save', await checked(session), { ...wish, restored: null }, actor),
    async tighten({ ladder, why, apply }, actor) {
      kept.requireInUse();
      const base = kept.newest();
      const now = kept.inForce().session;
      // What starts at once is what runs, and nothing else that waits; but no limit that waits is lost with it.
      const session = apply ? now : (kept.waiting() ?? now);
      const others = [now, kept.notInForce() ?? now];
      const next = await checked({ ...plain(session), ladder: stricterLadder(session, others, ladder) });
      return save('settings.tighten', next, { why, apply, restored: null, base }, actor);
    },
    async restore(version, wish, actor) {
      const { session } = settings.read(version);
      return save('settings.restore', await checked(session), { ...wish, restored: version }, actor);
    },
    async apply(version, actor) {
      const session = await checked(settings.read(version).session);
      await planned(session);
      await requireReachable(session);
      await start(version, actor);
      return kept.read();
    },
    close: () => closing.abort(),
  };
}
