/** Settings for who serves them: what is in force, what was, what a change would mean, and the change itself, told in the audit before it is done. */

import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Services } from '../../adapters/http/services.ts';
import type { SettingsActor, SettingsDesk } from '../../adapters/http/settings-desk.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import type { SessionSnapshot } from '../../api/session.ts';
import type { LadderFigure, Settings, SettingsPlan, SettingsVersion } from '../../api/settings.ts';
import type { Strategy } from '../../api/strategies.ts';
import { InputError } from '../../core/domain/result.ts';
import { differences } from '../../core/operations/settings/differences.ts';
import { builtInProfile } from '../../core/trading/risk/profile.ts';
import type { LadderFigures } from '../../core/trading/risk/profile-figures.ts';
import { STRICTER } from '../../core/trading/risk/profile-reader.ts';
import { readSession, readSessionConfig } from '../config.ts';
import { listSamples } from '../market-data.ts';
import { ccxtSession, gatewaySession, paperSession, riskOf } from '../session-schema.ts';
import { audited } from '../web/accounts/parts.ts';
import { freeAccount } from './begun-sessions.ts';
import { checkSession, type SessionConfig } from './check-session.ts';
import { planSession } from './plan-session.ts';
import { requireReachable } from './reach-venue.ts';
import type { SettingsVersion as KeptVersion, SessionContent, SettingsFiles } from './settings-files.ts';

const SHIPPED = 'paper.json';
const TIMEFRAMES = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d', '1w'];
/** A stop may wait five minutes for its orders, and a trial takes one. */
const WATCHED_MS = 8 * 60_000;
const LOOK_AGAIN_MS = 500;

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
  const { settings, dataFolder, file, database, strategies, running, services, say } = options;
  const parts = { database: () => database, now: () => Date.now() };
  const closing = new AbortController();

  function inForce(): { readonly session: SessionConfig; readonly version: number } {
    const { active } = settings.state();
    if (file !== null || active === 0) return { session: readSessionConfig(file ?? SHIPPED), version: 0 };
    return { session: readSession(settings.read(active).session, `version ${active} of the settings`), version: active };
  }

  function read(): Settings {
    const { session, version } = inForce();
    const { trial, outcomes } = settings.state();
    const [newest] = Object.entries(outcomes).sort(([, a], [, b]) => b.at - a.at);
    return {
      source: file !== null ? 'file' : version > 0 ? 'version' : 'shipped',
      file: file ?? (version > 0 ? null : SHIPPED),
      version,
      newest: settings.versions().at(-1) ?? 0,
      session: plain(session),
      trial,
      outcome: newest === undefined ? null : { version: Number(newest[0]), ...newest[1] },
      risk: { profile: riskOf(session).name, ladder: ladderOf(session) },
    };
  }

  async function checked(session: unknown): Promise<SessionConfig> {
    return checkSession(session, { strategies: await strategies(), samples: listSamples(), isFromPanel: true });
  }

  async function isSupervised(): Promise<boolean> {
    return services.processes().then(
      () => true,
      () => false,
    );
  }

  async function planned(session: SessionConfig): Promise<SettingsPlan> {
    return planSession(session, { dataFolder, now: inForce().session, running: running(), supervised: await isSupervised() });
  }

  /** Told in the audit first: a version that is there has been told of. */
  async function keep(
    act: string,
    session: SessionConfig,
    wish: { readonly why: string; readonly apply: boolean; readonly restored: number | null },
    actor: SettingsActor,
  ): Promise<SettingsVersion> {
    if (wish.apply) requireInUse();
    await planned(session);
    if (wish.apply) await requireReachable(session);
    const { why, apply, restored } = wish;
    const before = plain(newestSession());
    const changed = differences(before, plain(session));
    if (changed.length === 0 && !apply)
      throw new InputError('SETTINGS_UNCHANGED', 'expected something changed, found the newest version as it is; nothing was saved');
    const told = {
      act,
      target: session.account,
      detail: { why, apply, ...(restored !== null && { restored }), changes: changesTold(changed) },
    };
    const kept = await audited(parts, { name: actor.by, address: actor.address }, told, async (query, note) => {
      await query('select 1 from audit.entry limit 1');
      const added = settings.add({ at: Date.now(), by: actor.by, why, restored, session: plain(session), before });
      note({ version: added.version });
      return added;
    });
    if (apply) await start(kept.version, actor);
    return shown(kept);
  }

  const newestSession = (): SessionConfig | SessionContent => {
    const newest = settings.versions().at(-1);
    return newest === undefined ? inForce().session : settings.read(newest).session;
  };

  function requireInUse(): void {
    if (file === null) return;
    throw new InputError(
      'SETTINGS_NOT_IN_USE',
      `expected a platform that was started without --config, found one with --config ${file}; start it without, and the settings are used`,
    );
  }

  /** The trader is to begin with it, and is stopped for that. */
  async function start(version: number, actor: SettingsActor): Promise<void> {
    requireInUse();
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
    void watch(version);
  }

  /** How it came out, into the audit, and the web begins anew where it has to listen otherwise. */
  async function watch(version: number): Promise<void> {
    const { signal } = closing;
    const takesSignals = inForce().session.signals === true;
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
      if (outcome.state === 'in-force' && (inForce().session.signals === true) !== takesSignals)
        await services.restart('web', { by: outcome.by, address: '', reason: 'signals are taken otherwise from now on' });
    } catch (error) {
      if (!signal.aborted) say(`settings: ${(error as Error).message}`);
    }
  }

  const shown = (kept: KeptVersion): SettingsVersion => ({
    ...kept,
    differences: [...kept.differences],
    session: { ...kept.session },
    outcome: settings.state().outcomes[kept.version] ?? null,
  });

  return {
    read,
    form: () => ({
      schemas: { samples: jsonSchema(paperSession), exchange: jsonSchema(ccxtSession), gateway: jsonSchema(gatewaySession) },
      samples: listSamples().map(({ name, symbol, timeframe, venue }) => ({ name, symbol, timeframe, venue })),
      timeframes: TIMEFRAMES,
      freeAccounts: {
        samples: freeAccount(dataFolder, 'samples'),
        bybit: freeAccount(dataFolder, 'bybit-paper'),
        kraken: freeAccount(dataFolder, 'kraken-paper'),
        other: freeAccount(dataFolder, 'live-paper'),
      },
    }),
    versions({ before = Number.POSITIVE_INFINITY, limit }) {
      const numbers = settings
        .versions()
        .filter((version) => version < before)
        .reverse();
      const rows = numbers.slice(0, limit).map((version) => {
        const { session: _session, ...head } = shown(settings.read(version));
        return head;
      });
      return { rows, more: numbers.length > limit };
    },
    version: (version) => shown(settings.read(version)),
    difference(from, to) {
      const [left, right] = [settings.read(from).session, settings.read(to).session];
      return { from: { ...left }, to: { ...right }, differences: differences(left, right) };
    },
    plan: async (session) => planned(await checked(session)),
    save: async ({ session, why, apply }, actor) => keep('settings.save', await checked(session), { why, apply, restored: null }, actor),
    async tighten({ ladder, why, apply }, actor) {
      const { session } = inForce();
      requireStricter(ladderOf(session), ladder);
      const next = await checked({ ...plain(session), ladder: { ...session.ladder, ...ladder } });
      return keep('settings.tighten', next, { why, apply, restored: null }, actor);
    },
    async restore(version, { why, apply }, actor) {
      const { session } = settings.read(version);
      return keep('settings.restore', await checked(session), { why, apply, restored: version }, actor);
    },
    async apply(version, actor) {
      const session = await checked(settings.read(version).session);
      await planned(session);
      await requireReachable(session);
      await start(version, actor);
      return read();
    },
    close: () => closing.abort(),
  };
}

const plain = (value: object): Record<string, unknown> => JSON.parse(JSON.stringify(value));

const jsonSchema = (schema: z.ZodType): Record<string, unknown> => ({ ...z.toJSONSchema(schema, { io: 'input' }) });

/** The audit keeps short texts. */
const changesTold = (changed: readonly { readonly path: string; readonly before?: unknown; readonly after?: unknown }[]) =>
  Object.fromEntries(
    changed.map(({ path, before, after }) => [path, `${JSON.stringify(before) ?? '-'} → ${JSON.stringify(after) ?? '-'}`]),
  );

function ladderOf(session: SessionConfig): LadderFigure[] {
  const [used, builtIn] = [riskOf(session), builtInProfile(session.risk)];
  if (used.name === 'none') return [];
  return (Object.keys(STRICTER) as (keyof LadderFigures)[]).map((name) => ({
    name,
    value: used.ladder[name],
    builtIn: builtIn.ladder[name],
    stricter: STRICTER[name],
    unit: name.endsWith('Days') ? 'days' : 'ratio',
  }));
}

/** The owner alone may do this without a second factor: so it is for the safe direction alone. InputError RISK_PROFILE_LOOSER, as at a start. */
function requireStricter(now: readonly LadderFigure[], wanted: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(wanted)) {
    const figure = now.find((each) => each.name === name);
    if (figure === undefined) continue;
    if (figure.stricter === 'lower' ? value <= figure.value : value >= figure.value) continue;
    throw new InputError(
      'RISK_PROFILE_LOOSER',
      `risk profile: ladder.${name} may only be made stricter than ${figure.value}, found ${value}; back towards the profile's ${figure.builtIn} needs the right settings.write and a second factor`,
    );
  }
}
