/** What a session's configuration is: the one schema that files, settings and forms are read with, and what its parts mean. */

import { z } from 'zod';
import type { Words } from '../core/domain/parameters.ts';
import { CALENDAR_IDS } from '../core/market/calendar.ts';
import { builtInProfile } from '../core/trading/risk/profile.ts';
import type { LadderFigures, RiskProfile } from '../core/trading/risk/profile-figures.ts';
import { readRiskProfile, STRICTER } from '../core/trading/risk/profile-reader.ts';
import { SESSION_WORDS as WORDS } from './session-words.ts';

type LadderShape = Record<keyof LadderFigures, z.ZodNumber>;

export const paperSession = z.strictObject({
  account: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'expected 1 to 64 of a-z 0-9 . _ - that begin with a letter or digit')
    .meta(WORDS.account),
  currency: z
    .string()
    .regex(/^[A-Z0-9]{2,10}$/, 'expected 2 to 10 capitals or figures, such as USDT')
    .meta(WORDS.currency),
  cash: z.number().positive().meta(WORDS.cash),
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
  /** A built-in profile: none, default, multi_asset. */
  risk: z.string().meta({ ...WORDS.risk, examples: ['default', 'multi_asset', 'none'] }),
  /** Figures of the profile's loss ladder that the owner has made stricter. */
  ladder: z
    .strictObject(Object.fromEntries(Object.keys(STRICTER).map((name) => [name, z.number().min(0)])) as LadderShape)
    .partial()
    .optional(),
  feeRatio: z.number().min(0).lt(1).meta(WORDS.feeRatio),
  slippageRatio: z.number().min(0).lt(1).meta(WORDS.slippageRatio),
  latencyMs: z.number().min(0).meta(WORDS.latencyMs),
  /** Replayed seconds per second. */
  speed: z.number().min(1).max(3600).meta(WORDS.speed),
  seed: z.number().int().meta(WORDS.seed),
  /** Whether signed signals from outside may trade here: webhook-signals.md says how. */
  signals: z.boolean().optional().meta(WORDS.signals),
  /** Whether the owner is asked (chat, command line) for entries that need a yes; they are dropped otherwise. */
  approvals: z.boolean().optional().meta(WORDS.approvals),
  /** Whether the owner may open positions by hand; true where nothing is said. */
  manualOrders: z.boolean().optional().meta(WORDS.manualOrders),
});

export type PaperConfig = Readonly<z.infer<typeof paperSession>>;

const PAPER_CASH = 10_000;
const PAPER_LATENCY_MS = 50;

/** A session on a venue. What the venue knows itself (steps, fees, balance) is asked there. */
const ofBothKinds = {
  account: true,
  currency: true,
  risk: true,
  ladder: true,
  seed: true,
  strategies: true,
  signals: true,
  approvals: true,
  manualOrders: true,
} as const;
const liveSession = paperSession.pick(ofBothKinds).extend({
  leverage: z.number().positive().default(2).meta(WORDS.leverage),
  /** What trades made by hand at the venue become: the owner's positions here, the same and closed at once, or only a difference that stops entering. */
  externalTrades: z.enum(['adopt', 'close', 'refuse']).default('refuse').meta(WORDS.externalTrades),
  /** Past candles looked up before the first decision. */
  warmupCandles: z.number().int().min(0).max(1000).default(500).meta(WORDS.warmupCandles),
  /** The account of a session on paper (trade --mode paper); a session with real orders leaves it alone. */
  paper: z
    .strictObject({
      /** Deposit in the account's currency. */
      cash: z.number().positive().default(PAPER_CASH).meta(WORDS.cash),
      /** Fee of every fill as a ratio of its value, instead of what the venue publishes. */
      feeRatio: z.number().min(0).lt(1).optional().meta(WORDS.feeRatio),
      /** How long a request takes to the venue, and its answer back. */
      latencyMs: z.number().min(0).max(10_000).default(PAPER_LATENCY_MS).meta(WORDS.latencyMs),
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

export const ccxtSession = liveSession.extend({
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

export const gatewaySession = liveSession.extend({
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
          feeRatio: z.number().min(0).lt(1).optional().meta(WORDS.feeRatio),
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

/** The limits a session trades under. InputError RISK_PROFILE_UNKNOWN; RISK_PROFILE_LOOSER where its ladder is looser than the profile's own. */
export function riskOf({ risk, ladder }: Pick<PaperConfig, 'risk' | 'ladder'>): RiskProfile {
  const profile = builtInProfile(risk);
  return ladder === undefined || Object.keys(ladder).length === 0 ? profile : readRiskProfile({ base: profile.name, ladder });
}

/** What a configuration asks for that is allowed and hardly meant. A session that has begun with it could not go on if it were refused. */
export function configRemarks(config: PaperConfig | LiveConfig): Words[] {
  const seen = new Set<string>();
  const twice = config.strategies.flatMap(({ id, instrument, timeframe, parameters }) => {
    const same = JSON.stringify([id, instrument, timeframe, Object.entries(parameters).sort()]);
    const isNew = !seen.has(same);
    seen.add(same);
    if (isNew) return [];
    return {
      en: `STRATEGY_TWICE: strategies: ${id} on ${instrument} ${timeframe} is listed twice with the same parameters: each of its entries is made twice`,
      es: `${id} en ${instrument} ${timeframe} está dos veces con los mismos parámetros: cada entrada suya se hace dos veces (STRATEGY_TWICE).`,
    };
  });
  const isSpot = 'venue' in config && !isGateway(config) && config.venue.category === 'spot';
  if (!isSpot || config.leverage <= 1) return twice;
  const leverage = {
    en: `LEVERAGE_ON_SPOT: leverage: spot has none, found ${config.leverage}: entries sized by a share of equity are made ${config.leverage} times as large; expected 1`,
    es: `Al contado no hay apalancamiento, y hay ${config.leverage}: las entradas medidas por una parte del patrimonio se hacen ${config.leverage} veces más grandes; se esperaba 1 (LEVERAGE_ON_SPOT).`,
  };
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

export function isLiveConfig(config: PaperConfig | LiveConfig): config is LiveConfig {
  return hasVenue(config);
}

const hasVenue = (json: unknown): boolean => typeof json === 'object' && json !== null && 'venue' in json;

export type SessionSchema = typeof paperSession | typeof ccxtSession | typeof gatewaySession;

/** The schema a session at a venue is read with. */
export function liveSchemaFor(json: unknown): typeof ccxtSession | typeof gatewaySession {
  const { venue } = (json ?? {}) as { readonly venue?: { readonly name?: unknown } };
  return venue?.name === INTERACTIVE_BROKERS ? gatewaySession : ccxtSession;
}

/** Whichever of them a session's content asks for: only one at a venue names a venue. */
export function sessionSchemaFor(json: unknown): SessionSchema {
  return hasVenue(json) ? liveSchemaFor(json) : paperSession;
}
