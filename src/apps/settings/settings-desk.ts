/** Settings for who serves them: what is in force, what was, what a change would mean, and the change itself, told in the audit before it is done. */

import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Services } from '../../adapters/http/services.ts';
import type { SettingsActor, SettingsDesk } from '../../adapters/http/settings-desk.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import type { SessionSnapshot } from '../../api/session.ts';
import type { Settings, SettingsPlan, SettingsVersion } from '../../api/settings.ts';
import type { Strategy } from '../../api/strategies.ts';
import { InputError } from '../../core/domain/result.ts';
import { differences } from '../../core/operations/settings/differences.ts';
import { readSession, readSessionConfig } from '../config.ts';
import { listSamples } from '../market-data.ts';
import { ccxtSession, gatewaySession, paperSession, riskOf } from '../session-schema.ts';
import { audited } from '../web/accounts/parts.ts';
import { freeAccount } from './begun-sessions.ts';
import { checkSession, type SessionConfig } from './check-session.ts';
import { planSession } from './plan-session.ts';
import { requireReachable } from './reach-venue.ts';
import type { SettingsVersion as KeptVersion, SettingsFiles } from './settings-files.ts';
import { ladderOf, stricterLadder } from './stricter-ladder.ts';

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

  const newest = () => settings.versions().at(-1) ?? 0;
  const sessionOf = (version: number) => (version === 0 ? inForce().session : settings.read(version).session);

  /** The newest version while it has not come into force: saved alone, tried just now, or refused. */
  function notInForce(): { readonly session: SessionConfig; readonly isRefused: boolean } | null {
    const [version, { active, outcomes }] = [newest(), settings.state()];
    if (version === 0 || version === active || outcomes[version]?.state === 'in-force') return null;
    const session = readSession(settings.read(version).session, `version ${version} of the settings`);
    return { session, isRefused: outcomes[version] !== undefined };
  }

  function waiting(): SessionConfig | null {
    const found = notInForce();
    return found === null || found.isRefused ? null : found.session;
  }

  function read(): Settings {
    const { session, version } = inForce();
    const { trial, outcomes } = settings.state();
    const next = waiting();
    const [last] = Object.entries(outcomes).sort(([, a], [, b]) => b.at - a.at);
    return {
      source: file !== null ? 'file' : version > 0 ? 'version' : 'shipped',
      file: file ?? (version > 0 ? null : SHIPPED),
      version,
      newest: newest(),
      session: plain(session),
      waiting: next === null ? null : plain(next),
      trial,
      outcome: last === undefined ? null : { version: Number(last[0]), ...last[1] },
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
    const { session: now, version } = inForce();
    const plan = planSession(session, { dataFolder, now, running: running(), supervised: await isSupervised() });
    const base = newest();
    return { ...plan, newest: { version: base, differences: base === version ? [] : differences(plain(sessionOf(base)), plain(session)) } };
  }

  /** Told in the audit first: a version that is there has been told of. */
  async function keep(
    act: string,
    session: SessionConfig,
    wish: { readonly why: string; readonly apply: boolean; readonly restored: number | null; readonly base: number },
    actor: SettingsActor,
  ): Promise<SettingsVersion> {
    requireNewest(wish.base);
    if (wish.apply) requireInUse();
    await planned(session);
    if (wish.apply) await requireReachable(session);
    const { why, apply, restored, base } = wish;
    const before = plain(sessionOf(base));
    const { session: now, version: active } = inForce();
    const overInForce = active === base ? null : { version: active, differences: differences(plain(now), plain(session)) };
    const changed = differences(before, plain(session));
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
    const kept = await audited(parts, { name: actor.by, address: actor.address }, told, async (query, note) => {
      await query('select 1 from audit.entry limit 1');
      const added = settings.add({ at: Date.now(), by: actor.by, why, restored, session: plain(session), before, base, overInForce });
      note({ version: added.version });
      return added;
    });
    if (apply) await start(kept.version, actor);
    return shown(kept);
  }

  /** What somebody else has saved meanwhile is not saved over unseen. InputError SETTINGS_BASE_CONFLICT with the difference. */
  function requireNewest(base: number): void {
    const found = newest();
    if (found === base) return;
    const changed = base > found ? [] : differences(plain(sessionOf(base)), plain(sessionOf(found)));
    const told = Object.entries(changesTold(changed)).map(([path, change]) => `${path || 'all'} ${change}`);
    throw new InputError(
      'SETTINGS_BASE_CONFLICT',
      `expected version ${base}, which this was made from, to be the newest, found version ${found}${told.length > 0 ? ` (${told.join('; ')})` : ''}; nothing was saved: look at what it changes, and save again over version ${found}`,
    );
  }

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
    overInForce: kept.overInForce === null ? null : { ...kept.overInForce, differences: [...kept.overInForce.differences] },
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
    save: async ({ session, ...wish }, actor) => keep('settings.save', await checked(session), { ...wish, restored: null }, actor),
    async tighten({ ladder, why, apply }, actor) {
      requireInUse();
      const base = newest();
      const now = inForce().session;
      // What starts at once is what runs, and nothing else that waits; but no limit that waits is lost with it.
      const session = apply ? now : (waiting() ?? now);
      const others = [now, notInForce()?.session ?? now];
      const next = await checked({ ...plain(session), ladder: stricterLadder(session, others, ladder) });
      return keep('settings.tighten', next, { why, apply, restored: null, base }, actor);
    },
    async restore(version, wish, actor) {
      const { session } = settings.read(version);
      return keep('settings.restore', await checked(session), { ...wish, restored: version }, actor);
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
