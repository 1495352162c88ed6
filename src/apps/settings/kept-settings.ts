/** The settings as they are: what is in force, what waits, and each version as it is shown. */

import { z } from 'zod';
import type { Settings, SettingsForm, SettingsPlan, SettingsVersion } from '../../api/settings.ts';
import { InputError } from '../../core/domain/result.ts';
import { differences } from '../../core/operations/settings/differences.ts';
import { readSession, readSessionConfig } from '../config.ts';
import { listSamples } from '../market-data.ts';
import { ccxtSession, gatewaySession, paperSession, riskOf } from '../session-schema.ts';
import { freeAccount } from './begun-sessions.ts';
import type { SessionConfig } from './check-session.ts';
import { plain } from './plan-session.ts';
import type { SettingsVersion as KeptVersion, SettingsFiles } from './settings-files.ts';
import { ladderOf } from './stricter-ladder.ts';

const SHIPPED = 'paper.json';
const TIMEFRAMES = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d', '1w'];
/** Of versions that were saved one after the other and never applied, so many of the newest are looked through. */
const PASSED_OVER = 20;

export interface KeptSettings {
  read(): Settings;
  form(): SettingsForm;
  /** Version 0: the file, or what is shipped. */
  inForce(): { readonly session: SessionConfig; readonly version: number };
  /** 0 while there is none. */
  newest(): number;
  sessionOf(version: number): Readonly<Record<string, unknown>>;
  /** The newest version while it was saved alone and not tried yet. */
  waiting(): SessionConfig | null;
  /** The newest version while it has not come into force: it waits, or was refused. */
  notInForce(): SessionConfig | null;
  /** What a session takes back of versions that were saved since what is in force and never came into force. */
  takenBack(session: SessionConfig): Pick<SettingsPlan, 'newest' | 'passedOver'>;
  shown(kept: KeptVersion): SettingsVersion;
  /** InputError SETTINGS_NOT_IN_USE. */
  requireInUse(): void;
}

/** `file`: what the platform was started with; null where the settings count. */
export function keptSettings(settings: SettingsFiles, { dataFolder, file }: { readonly dataFolder: string; readonly file: string | null }) {
  const inForce: KeptSettings['inForce'] = () => {
    const { active } = settings.state();
    if (file !== null || active === 0) return { session: readSessionConfig(file ?? SHIPPED), version: 0 };
    return { session: readSession(settings.read(active).session, `version ${active} of the settings`), version: active };
  };
  const newest = () => settings.versions().at(-1) ?? 0;
  const sessionOf = (version: number) => plain(version === 0 ? inForce().session : settings.read(version).session);

  function notInForce(): SessionConfig | null {
    const [version, { active, outcomes }] = [newest(), settings.state()];
    if (version === 0 || version === active || outcomes[version]?.state === 'in-force') return null;
    return readSession(settings.read(version).session, `version ${version} of the settings`);
  }
  const waiting = () => (settings.state().outcomes[newest()] === undefined ? notInForce() : null);

  function takenBack(session: SessionConfig): Pick<SettingsPlan, 'newest' | 'passedOver'> {
    const [{ version }, last, next] = [inForce(), newest(), plain(session)];
    const ofNewest = last === version ? [] : differences(sessionOf(last), next);
    const { outcomes } = settings.state();
    const passedOver = settings
      .versions()
      .filter((each) => each > version && each < last && outcomes[each] === undefined)
      .slice(-PASSED_OVER)
      .flatMap((each) => {
        const { session: saved, differences: own } = settings.read(each);
        const lost = differences(plain(saved), next).filter(({ path }) => own.some((change) => isWithin(path, change.path)));
        return lost.length === 0 ? [] : [{ version: each, differences: lost }];
      });
    return { newest: { version: last, differences: ofNewest }, passedOver };
  }

  function read(): Settings {
    const { session, version } = inForce();
    const { trial, outcomes, asked = null } = settings.state();
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
      asked,
      outcome: last === undefined ? null : { version: Number(last[0]), ...last[1] },
      risk: { profile: riskOf(session).name, ladder: ladderOf(session) },
    };
  }

  const kept: KeptSettings = {
    ...{ read, inForce, newest, sessionOf, waiting, notInForce, takenBack },
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
    shown: (version) => ({
      ...version,
      differences: [...version.differences],
      overInForce: version.overInForce === null ? null : { ...version.overInForce, differences: [...version.overInForce.differences] },
      session: { ...version.session },
      outcome: settings.state().outcomes[version.version] ?? null,
    }),
    requireInUse() {
      if (file === null) return;
      throw new InputError(
        'SETTINGS_NOT_IN_USE',
        `expected a platform that was started without --config, found one with --config ${file}; start it without, and the settings are used`,
      );
    },
  };
  return kept;
}

const jsonSchema = (schema: z.ZodType): Record<string, unknown> => ({ ...z.toJSONSchema(schema, { io: 'input' }) });

/** A part that came or went is one change, and what it holds others. */
const isWithin = (one: string, other: string) => `${one}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${one}.`);
