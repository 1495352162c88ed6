/** Settings: the session's configuration with its versions, what a change of it would mean, and how its last trial came out. */

import { z } from 'zod';
import { code, identifier, instant, words } from './values.ts';

/** As in the files of config/: what it may hold is told by the schemas. */
export const sessionContent = z.record(z.string(), z.unknown());

export const fieldFault = z.object({
  /** Such as strategies.0.parameters.fast; empty where no field alone is to blame. */
  path: z.string(),
  code,
  message: z.string(),
  /** The same for a Spanish page. */
  spanish: z.string().optional(),
  /** What could stand there instead. */
  suggestion: z.string().optional(),
});

export const settingsDifference = z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() });

export const settingsOutcome = z.object({
  at: instant,
  by: z.string(),
  /** `refused`: the trader went back to the version before by itself. */
  state: z.enum(['in-force', 'refused']),
  code: code.nullable(),
  message: z.string().nullable(),
  /** The message in both languages, where it was written so. */
  said: words.nullable(),
});

const versionHead = z.object({
  version: z.number().int().positive(),
  at: instant,
  by: z.string(),
  why: z.string(),
  /** The version it was restored from. */
  restored: z.number().int().positive().nullable(),
  /** Against the version before, or what was in use then. */
  differences: z.array(settingsDifference),
  /** Against what was in force when it was saved, where that was not the version before. */
  overInForce: z.object({ version: z.number().int().nonnegative(), differences: z.array(settingsDifference) }).nullable(),
  outcome: settingsOutcome.nullable(),
});

export const settingsVersion = versionHead.extend({ session: sessionContent });

/** A rung of the loss ladder, with the value of the profile, which it may only be stricter than. */
export const ladderFigure = z.object({
  name: identifier,
  value: z.number(),
  builtIn: z.number(),
  stricter: z.enum(['lower', 'higher']),
  /** 0 is refused: it would act at once. */
  aboveZero: z.boolean(),
  unit: z.enum(['ratio', 'days']),
});

export const settings = z.object({
  /** Where what is in force comes from: a version, the file the platform was started with, or the shipped session. */
  source: z.enum(['version', 'file', 'shipped']),
  file: z.string().nullable(),
  /** In force; 0 while there is none. */
  version: z.number().int().nonnegative(),
  /** The newest that was saved; 0 while there is none. */
  newest: z.number().int().nonnegative(),
  session: sessionContent,
  /** The newest version where it was saved and not tried yet: what a change begins with. */
  waiting: sessionContent.nullable(),
  /** What the trader is to try, or tries just now. */
  trial: z.object({ version: z.number().int().positive(), at: instant, by: z.string(), begun: instant.nullable() }).nullable(),
  /** A version that was to be applied as it was saved, and whose trial has not been begun since: a moment later, or never where the platform ended meanwhile. */
  asked: z.object({ version: z.number().int().positive(), at: instant, by: z.string() }).nullable(),
  /** Of the newest trial that has come out. */
  outcome: settingsOutcome.extend({ version: z.number().int().positive() }).nullable(),
  risk: z.object({ profile: z.string(), ladder: z.array(ladderFigure) }),
});

/** JSON schemas (draft 2020-12) with label, help and unit of each field in both languages, and what can be chosen. */
export const settingsForm = z.object({
  schemas: z.object({ samples: sessionContent, exchange: sessionContent, gateway: sessionContent }),
  samples: z.array(z.object({ name: z.string(), symbol: z.string(), timeframe: z.string(), venue: z.string() })),
  timeframes: z.array(z.string()),
  /** An account name nobody has used, for each kind of session. */
  freeAccounts: z.object({ samples: z.string(), bybit: z.string(), kraken: z.string(), other: z.string() }),
});

/** What applying a session would mean now. */
export const settingsPlan = z.object({
  /** Against what is in force. */
  differences: z.array(settingsDifference),
  /** Against the newest version where that is not in force: what saving would take back of it. */
  newest: z.object({ version: z.number().int().nonnegative(), differences: z.array(settingsDifference) }),
  /** Versions between the two that were saved and never tried: what each has changed and this session has not. */
  passedOver: z.array(z.object({ version: z.number().int().positive(), differences: z.array(settingsDifference) })),
  /** `none`: nothing changes; `restart`: the trader stops in good order and starts with it. */
  effect: z.enum(['none', 'restart']),
  /** Of the account named in it: goes on, begins, or is taken up again where it was left. */
  journal: z.enum(['goes-on', 'begins', 'taken-up']),
  account: identifier,
  /** The account that runs now, and what is left alone in it when another one is taken; null while none is heard. */
  left: z.object({ account: identifier, positions: z.number().int(), orders: z.number().int() }).nullable(),
  world: z.enum(['demo', 'paper', 'real']).nullable(),
  /** Allowed and hardly meant. */
  remarks: z.array(z.object({ en: z.string(), es: z.string() })),
  /** Whether somebody is there to start the trader again. */
  supervised: z.boolean(),
});

const why = z.string().trim().max(500).default('');
const apply = z.boolean().default(false);

export const planInput = z.strictObject({ session: sessionContent });
/** The newest version when the change was made (0 while there is none): another one by then is refused. */
const base = z.number().int().min(0).max(999_999);
export const saveInput = z.strictObject({ session: sessionContent, base, why, apply });
export const ladderInput = z.strictObject({ ladder: z.record(z.string(), z.number()), why, apply });
const versionNumber = z.number().int().min(1).max(999_999);
export const restoreInput = z.strictObject({ version: versionNumber, base, why, apply });
export const applyInput = z.strictObject({ version: versionNumber });
export const versionParams = z.object({ version: z.coerce.number().int().min(1).max(999_999) });
export const versionPair = z.object({
  from: z.coerce.number().int().min(1).max(999_999),
  to: z.coerce.number().int().min(1).max(999_999),
});
export const versionQuery = z.object({
  before: z.coerce.number().int().min(1).max(1_000_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const versionPage = z.object({ rows: z.array(versionHead), more: z.boolean() });
export const differencePage = z.object({ from: sessionContent, to: sessionContent, differences: z.array(settingsDifference) });

export type Settings = z.infer<typeof settings>;
export type SettingsForm = z.infer<typeof settingsForm>;
export type SettingsPlan = z.infer<typeof settingsPlan>;
export type SettingsVersion = z.infer<typeof settingsVersion>;
export type VersionHead = z.infer<typeof versionHead>;
export type FieldFault = z.infer<typeof fieldFault>;
export type LadderFigure = z.infer<typeof ladderFigure>;
