/** The one reader of `config/` and the environment: a typed, frozen configuration, or a sentence that names what is wrong. */

import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { InputError } from '../core/domain/result.ts';
import { CALENDAR_IDS } from '../core/market/calendar.ts';
import { PROJECT_FOLDER } from './strategy-registry.ts';

const paperSession = z.strictObject({
  account: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  currency: z.string().regex(/^[A-Z0-9]{2,10}$/),
  cash: z.number().positive(),
  /** Shipped samples replayed as live feeds (samples/market). */
  samples: z.array(z.string()).min(1),
  strategies: z
    .array(
      z.strictObject({
        id: z.string(),
        instrument: z.string(),
        timeframe: z.string(),
        parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
        /** Share of equity per entry instead of the strategy's own size rule. */
        size: z.number().positive().max(1).optional(),
      }),
    )
    .min(1),
  /** none, default, multi_asset, or a file in config/. */
  risk: z.string(),
  feeRatio: z.number().min(0).lt(1),
  slippageRatio: z.number().min(0).lt(1),
  latencyMs: z.number().min(0),
  /** Replayed seconds per second. */
  speed: z.number().min(1).max(3600),
  seed: z.number().int(),
  /** Whether signed signals from outside may trade here: webhook-signals.md says how. */
  signals: z.boolean().optional(),
  /** Whether the owner is asked (chat, command line) for entries that need a yes; they are dropped otherwise. */
  approvals: z.boolean().optional(),
});

export type PaperConfig = Readonly<z.infer<typeof paperSession>>;

const PAPER_CASH = 10_000;
const PAPER_LATENCY_MS = 50;

/** A session on a venue. What the venue knows itself (steps, fees, balance) is asked there. */
const ofBothKinds = { account: true, currency: true, risk: true, seed: true, strategies: true, signals: true, approvals: true } as const;
const liveSession = paperSession.pick(ofBothKinds).extend({
  leverage: z.number().positive().default(2),
  /** What trades made by hand at the venue become: the owner's positions here, the same and closed at once, or only a difference that stops entering. */
  externalTrades: z.enum(['adopt', 'close', 'refuse']).default('refuse'),
  /** Past candles looked up before the first decision. */
  warmupCandles: z.number().int().min(0).max(1000).default(500),
  /** The account of a session on paper (trade --mode paper); a session with real orders leaves it alone. */
  paper: z
    .strictObject({
      /** Deposit in the account's currency. */
      cash: z.number().positive().default(PAPER_CASH),
      /** Fee of every fill as a ratio of its value, instead of what the venue publishes. */
      feeRatio: z.number().min(0).lt(1).optional(),
      /** How long a request takes to the venue, and its answer back. */
      latencyMs: z.number().min(0).max(10_000).default(PAPER_LATENCY_MS),
    })
    .optional(),
  /** A second trader that takes over: on this machine, sharing the data folder; or anywhere, with lease and journal in the database of DATABASE_URL. */
  standby: z
    .discriminatedUnion('kind', [z.strictObject({ kind: z.literal('host') }), z.strictObject({ kind: z.literal('database') })])
    .optional(),
});

/** Two entries of one id, or of one symbol, would trade against each other. */
function listedOnce<T extends z.ZodType<readonly { readonly id: string; readonly symbol: string }[]>>(list: T): T {
  return list.superRefine((entries, context) => {
    for (const name of ['id', 'symbol'] as const) {
      const twice = entries.find((one, i) => entries.findIndex((other) => other[name] === one[name]) < i);
      if (twice !== undefined) context.addIssue({ code: 'custom', message: `expected each ${name} once, found ${twice[name]} twice` });
    }
  });
}

const KRAKEN = 'kraken';

const ccxtSession = liveSession.extend({
  venue: z
    .strictObject({
      /** A ccxt exchange id. */
      name: z.string(),
      category: z.enum(['linear', 'spot']),
      /** Other addresses than the venue's own: a simulator. Kraken's private streams have a place of their own. */
      url: z.union([z.url(), z.strictObject({ rest: z.url(), publicStreams: z.url(), privateStreams: z.url() })]).optional(),
    })
    .refine(({ name, url }) => name !== KRAKEN || typeof url !== 'string', {
      message: 'expected three addresses (rest, publicStreams, privateStreams), as in config/kraken-simulator.json, found one for all',
      path: ['url'],
    }),
  instruments: listedOnce(z.array(z.strictObject({ id: z.string(), symbol: z.string() })).min(1)),
});

const INTERACTIVE_BROKERS = 'interactive-brokers';

const gatewaySession = liveSession.extend({
  venue: z
    .strictObject({
      name: z.literal(INTERACTIVE_BROKERS),
      /** TWS or IB Gateway; it belongs on this machine. */
      host: z.string().default('127.0.0.1'),
      port: z.number().int().min(1).max(65_535),
      /** One of this trader's own, kept for ever: only the id that placed an order can change it. */
      clientId: z.number().int().min(1),
      /** U… is live, DU… paper. */
      account: z.string().regex(/^[A-Z]{1,3}\d+$/),
      /** `atalaya exchange --venue ib`, on a port that is none of the gateway's own. */
      simulator: z.boolean().default(false),
    })
    .refine(({ simulator, account }) => !simulator || account.startsWith('D'), {
      message: 'expected a paper account (DU…) of a simulator, found another',
      path: ['account'],
    }),
  instruments: listedOnce(
    z
      .array(
        z.strictObject({
          id: z.string(),
          symbol: z.string(),
          type: z.enum(['STK', 'CASH', 'CRYPTO', 'CFD', 'IND']),
          exchange: z.string(),
          currency: z.string(),
          primaryExchange: z.string().optional(),
          /** What a trade costs, as a ratio of its value: the gateway doesn't say, and risk counts with it. */
          feeRatio: z.number().min(0).lt(1).optional(),
          /** While it is closed silence is no trouble. By default New York's for stocks and indices, the currency market's, none for coins. */
          calendar: z.enum(CALENDAR_IDS as [string, ...string[]]).optional(),
        }),
      )
      .min(1),
  ),
});

export type CcxtConfig = Readonly<z.infer<typeof ccxtSession>>;
export type GatewayConfig = Readonly<z.infer<typeof gatewaySession>>;
export type LiveConfig = CcxtConfig | GatewayConfig;

/** Whether the venue is Interactive Brokers, whose gateway has the credentials: no key is needed. */
export function isGateway(config: LiveConfig): config is GatewayConfig {
  return config.venue.name === INTERACTIVE_BROKERS;
}

/** What trading on paper is begun with, where the configuration leaves it out too. */
export function paperTerms({ paper }: LiveConfig): NonNullable<LiveConfig['paper']> {
  return paper ?? { cash: PAPER_CASH, latencyMs: PAPER_LATENCY_MS };
}

/** What a configuration asks for that is allowed and hardly meant. A session that has begun with it could not go on if it were refused. */
export function configRemarks(config: PaperConfig | LiveConfig): string[] {
  const seen = new Set<string>();
  const twice = config.strategies.flatMap(({ id, instrument, timeframe, parameters }) => {
    const same = JSON.stringify([id, instrument, timeframe, Object.entries(parameters).sort()]);
    const isNew = !seen.has(same);
    seen.add(same);
    if (isNew) return [];
    return `STRATEGY_TWICE: strategies: ${id} on ${instrument} ${timeframe} is listed twice with the same parameters: each of its entries is made twice`;
  });
  const isSpot = 'venue' in config && !isGateway(config) && config.venue.category === 'spot';
  if (!isSpot || config.leverage <= 1) return twice;
  const leverage = `LEVERAGE_ON_SPOT: leverage: spot has none, found ${config.leverage}: entries sized by a share of equity are made ${config.leverage} times as large; expected 1`;
  return [...twice, leverage];
}

/** What is wrong with the secret of a venue's key before anything is signed with it; null where nothing is. The secret itself is in no message. */
export function secretFault({ venue }: LiveConfig, secret: string): string | null {
  if (venue.name !== KRAKEN || Buffer.from(secret, 'base64').toString('base64') === secret) return null;
  return "expected Kraken's private key as Kraken shows it (Base64: letters, digits, +, / and = at the end), found something else; copy it again, whole and without spaces";
}

/** Every address a session reaches its venue at; the venue's own where it names none. */
export function venueAddresses(config: LiveConfig): readonly string[] {
  if (isGateway(config)) return [`${config.venue.host}:${config.venue.port}`];
  const { venue } = config;
  if (venue.url === undefined) return [`https://api.${venue.name}.com`];
  return typeof venue.url === 'string' ? [venue.url] : Object.values(venue.url);
}

/** Reads a paper session's configuration. InputError CONFIG_MISSING or CONFIG_INVALID (exit 3) names the file and the setting. */
export function readPaperConfig(file = 'paper.json'): PaperConfig {
  return readConfig(file, () => paperSession);
}

/** The same for a session on a venue. */
export function readLiveConfig(file: string): LiveConfig {
  return readConfig<typeof ccxtSession | typeof gatewaySession>(file, liveSchemaFor);
}

/** Whichever of the two the file is: only a session on a venue names one. */
export function readSessionConfig(file: string): PaperConfig | LiveConfig {
  return readConfig<typeof paperSession | typeof ccxtSession | typeof gatewaySession>(file, (json) =>
    hasVenue(json) ? liveSchemaFor(json) : paperSession,
  );
}

export function isLiveConfig(config: PaperConfig | LiveConfig): config is LiveConfig {
  return hasVenue(config);
}

const hasVenue = (json: unknown): boolean => typeof json === 'object' && json !== null && 'venue' in json;

function liveSchemaFor(json: unknown): typeof ccxtSession | typeof gatewaySession {
  const { venue } = (json ?? {}) as { readonly venue?: { readonly name?: unknown } };
  return venue?.name === INTERACTIVE_BROKERS ? gatewaySession : ccxtSession;
}

function readConfig<T extends z.ZodType>(file: string, schemaFor: (json: unknown) => T): Readonly<z.infer<T>> {
  const places = placesOf(file);
  const path = places.find((place) => existsSync(place)) ?? places[0];
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InputError(
      'CONFIG_MISSING',
      `expected a session's configuration at ${places.join(' or ')}, found none that can be read; name another with --config`,
      3,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError('CONFIG_INVALID', `${path}: expected JSON, found ${(error as Error).message}`, 3);
  }
  const read = schemaFor(json).safeParse(json);
  if (read.success) return Object.freeze(read.data) as Readonly<z.infer<T>>;
  const [issue] = read.error.issues;
  throw new InputError('CONFIG_INVALID', `${path}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`, 3);
}

/** The owner's chat; null without a token. InputError TELEGRAM_SETTING_INVALID (exit 3) names the setting: a chat that was asked for is not left out. */
function telegramSettings() {
  const {
    ATALAYA_TELEGRAM_TOKEN: token,
    ATALAYA_TELEGRAM_CHAT_ID: chat = '',
    ATALAYA_TELEGRAM_LANGUAGE: language = 'en',
    ATALAYA_TELEGRAM_API: apiRoot,
  } = process.env;
  if (!token) return null;
  const refuse = (setting: string, expected: string, found: string) => {
    const words = `${setting}: expected ${expected}, found ${JSON.stringify(found)}; docs/guides/telegram.md says how to set it up`;
    return new InputError('TELEGRAM_SETTING_INVALID', words, 3);
  };
  if (!/^-?\d+$/.test(chat)) throw refuse('ATALAYA_TELEGRAM_CHAT_ID', 'the number of your private chat', chat);
  if (language !== 'en' && language !== 'es') throw refuse('ATALAYA_TELEGRAM_LANGUAGE', 'en or es', language);
  /** `apiRoot`: another Bot API server than Telegram's own. */
  return { token, chatId: Number(chat), language, apiRoot: apiRoot || undefined } as const;
}

/** A chat that is never opened though its number is given. */
function telegramRemark(): string | null {
  const { ATALAYA_TELEGRAM_TOKEN: token, ATALAYA_TELEGRAM_CHAT_ID: chat } = process.env;
  if (token || !chat) return null;
  return 'TELEGRAM_TOKEN_MISSING: ATALAYA_TELEGRAM_CHAT_ID is set and ATALAYA_TELEGRAM_TOKEN is not: no chat is opened; docs/guides/telegram.md says how to set it up';
}

/**
 * Under which address a gateway serves the panel, and from where the gateway asks; empty on loopback alone. InputError PUBLIC_ORIGIN_INVALID (exit 3):
 * a certificate that failed is no reason to serve without one.
 */
function publicPlace(): { readonly publicOrigin?: string; readonly gatewayAddress?: string } {
  const { ATALAYA_PUBLIC_ORIGIN: publicOrigin, ATALAYA_GATEWAY_ADDRESS: gatewayAddress } = process.env;
  if (!publicOrigin) return {};
  if (!URL.canParse(publicOrigin) || new URL(publicOrigin).origin !== publicOrigin || !publicOrigin.startsWith('https://'))
    throw new InputError(
      'PUBLIC_ORIGIN_INVALID',
      `ATALAYA_PUBLIC_ORIGIN: expected an address such as https://panel.example.org, found ${JSON.stringify(publicOrigin)}; docs/guides/accounts.md says how to set it up`,
      3,
    );
  return { publicOrigin, ...(gatewayAddress && { gatewayAddress }) };
}

/** Where it may be. A bare name means the project's `config/` first, a path the working folder. */
function placesOf(file: string): readonly [string, ...string[]] {
  if (isAbsolute(file)) return [file];
  const [here, inConfig] = [resolve(file), join(PROJECT_FOLDER, 'config', file)];
  return /[/\\]/.test(file) ? [here, inConfig] : [inConfig, here];
}

/** Settings from the environment; secrets are handed on, never printed. */
export const ENVIRONMENT = Object.freeze({
  /** dev, staging or prod, as written; checked where it is used. */
  name: process.env.ENVIRONMENT,
  telegram: telegramSettings,
  telegramRemark,
  /** Keys of the venue: read when a signature is made, and nowhere else. */
  venueKey: () => process.env.ATALAYA_VENUE_KEY ?? '',
  venueSecret: () => process.env.ATALAYA_VENUE_SECRET ?? '',
  publicPlace,
  databaseUrl: process.env.DATABASE_URL || undefined,
  /** A short private folder of the system's for sockets: of the service, else of the user's session. */
  runtimeFolders: [process.env.RUNTIME_DIRECTORY, process.env.XDG_RUNTIME_DIR].flatMap((folder) => folder || []),
});
