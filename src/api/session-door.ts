/** What the processes of one machine ask the one that trades over its door, beside control: the panel's questions and commands, its stream, and signed signals. */

import { z } from 'zod';
import { commandDone, commandRefusal, sessionCommand } from './commands.ts';
import { processFigures } from './figures.ts';
import { health } from './health.ts';
import { liveMessage } from './live.ts';
import { CHANNELS, noticeSettings } from './notices.ts';
import { actAfter, actAsked, manualAct, manualDone } from './orders.ts';
import { secretName } from './secrets.ts';
import { sessionSnapshot } from './session.ts';
import { code, identifier, instant } from './values.ts';

export const SESSION_PATHS = {
  live: '/live',
  candles: '/session/candles',
  indicators: '/session/indicators',
  equity: '/session/equity',
  fills: '/session/fills',
  orders: '/session/orders',
  decisions: '/session/decisions',
  events: '/session/events',
  commands: '/session/commands',
  signals: '/session/signals',
  changes: '/session/changes',
  depth: '/session/depth',
  /** The same again and again, as long as it is read: the newest as one line of JSON. */
  depthStream: '/session/depth/stream',
  orderPreview: '/session/order-preview',
  manual: '/session/manual',
  actOutcome: '/session/manual/outcome',
  audit: '/session/audit',
  risk: '/session/risk',
  whatIf: '/session/risk/what-if',
} as const;

/** Secrets and notices, of which the trader alone has what opens and sends them. */
export const OWNER_PATHS = {
  secretSources: '/owner/secrets',
  trySecret: '/owner/secrets/try',
  secretsChanged: '/owner/secrets/changed',
  notices: '/owner/notices',
  setNotices: '/owner/notices/settings',
  testNotices: '/owner/notices/test',
  muteNotices: '/owner/notices/mute',
  tell: '/owner/notices/tell',
} as const;

/** Where each secret comes from that this process has one of. */
export const secretSources = z.object({
  sources: z.array(z.object({ name: z.string(), source: z.enum(['environment', 'store']) })),
});
const asker = { by: z.string().min(1).max(120) };
export const trySecretAsked = z.object({ name: secretName, ...asker });
export const nothingTold = z.object({});
export const setNoticesAsked = z.object({ settings: noticeSettings, ...asker });
export const testNoticesAsked = z.object({ channel: z.enum(CHANNELS), ...asker });
/** Something another part wants the owner told; asked again under the same id it is not told again. */
export const tellAsked = z.object({
  id: z.string().min(1).max(120),
  at: instant,
  code: z.string().max(80),
  text: z.string().min(1).max(4_000),
  channel: z.enum(CHANNELS),
});
/** How it stands. `off`: the channel is not set up, and nothing was filed. */
export const noticeStanding = z.object({
  state: z.enum(['waiting', 'sent', 'failed', 'off']),
  at: instant.nullable(),
  trouble: z.string().nullable(),
});
export const muteNoticesAsked = z.object({ channel: z.enum(CHANNELS), until: instant, ...asker });

/** How often a quiet stream is told to be alive; three times as long without a word and it is given up. */
export const STREAM_HEARTBEAT_MS = 1_000;

/** The history and the last entry of it that the reader has heard of. */
export const streamQuery = z.object({ stream: z.string().max(200).optional(), after: z.coerce.number().int().nonnegative().optional() });

const sequence = z.number().int().nonnegative();
export const place = z.object({ stream: z.string(), sequence });

/** The first line: the whole picture up to an entry of a history, and, where they are still at hand, the changes that the reader has missed. */
export const streamBeginning = z.object({
  snapshot: sessionSnapshot,
  place,
  trader: z.object({ processId: z.number().int().positive(), release: z.string(), startedAt: instant }),
  health,
  missed: z.array(liveMessage).nullable(),
});

/** What one entry brought, all of it; or what is in no entry (`sequence` null). */
const change = z.object({ sequence: sequence.nullable(), messages: z.array(liveMessage) });

/** Every later line. `upTo`: the last entry that all changes so far come from, also where later ones brought nothing to tell. `end`: the trader stops. */
export const streamLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('changes'), upTo: sequence, changes: z.array(change) }),
  z.object({ type: z.literal('health'), health }),
  /** Of the process itself, at the pace of the heartbeat. */
  z.object({ type: z.literal('figures'), figures: processFigures }),
  z.object({ type: z.literal('heartbeat'), at: instant }),
  z.object({ type: z.literal('end'), reason: z.string() }),
]);

/** Of the entries after one, and up to one where that is named. */
export const changesQuery = z.object({
  after: z.coerce.number().int().nonnegative(),
  upTo: z.coerce.number().int().nonnegative().optional(),
});
export const changesAnswer = z.object({ messages: z.array(liveMessage).nullable() });

/** Who asks, as it goes into the journal: `panel:…`, `api:…`. */
const origin = { by: z.string().min(1).max(120), correlationId: z.string().min(1).max(120) };

/** `sentAt`: what starts again is not done long after it was asked for. */
export const askedCommand = z.object({ command: sessionCommand, ...origin, sentAt: instant.optional() });

export const commandResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), done: commandDone }),
  z.object({ ok: z.literal(false), refusal: commandRefusal }),
]);

export const askedAct = z.object({ act: manualAct, ...origin, sentAt: instant });

export const actResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), done: manualDone }),
  z.object({ ok: z.literal(false), refusal: commandRefusal }),
]);

export const outcomeQuery = actAsked.extend(actAfter.shape);

const side = z.union([z.literal(1), z.literal(-1)]);
const price = z.number();
const targets = z.array(z.object({ price, closeRatio: z.number() }));
const wishBase = {
  strategyId: identifier,
  symbol: identifier,
  timeframe: identifier,
  createdAt: instant,
  dryRun: z.boolean(),
  reason: z.string(),
};

/** A signal that has passed the gate of whoever took it, in the engine's terms (src/core/trading/signals/signal-wish.ts). */
export const signalWish = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('entry'),
    ...wishBase,
    side,
    confidence: z.number(),
    stopPrice: price,
    targets,
    breakEvenAfterFirstTarget: z.boolean(),
    type: z.enum(['market', 'limit']),
    price: price.nullable(),
    postOnly: z.boolean(),
    riskRatio: z.number().nullable(),
    leverage: z.number().nullable(),
    confirmations: z.number().nullable(),
    riskScore: z.number().nullable(),
  }),
  z.object({ kind: z.literal('exit'), ...wishBase, side: side.nullable() }),
  z.object({ kind: z.literal('update'), ...wishBase, side: side.nullable(), stopPrice: price.nullable(), targets }),
]);

export const signalDecision = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.enum(['executed', 'dry-run']),
    decisionId: identifier,
    orderId: identifier.nullable(),
    cuts: z.array(z.string()),
  }),
  z.object({ outcome: z.literal('awaiting-approval'), decisionId: identifier, expiresAt: instant }),
  z.object({
    outcome: z.literal('refused'),
    decisionId: identifier.nullable(),
    code,
    message: z.string(),
    measured: z.number().nullable(),
    limit: z.number().nullable(),
  }),
]);

/** An act or a refusal, for the journal. */
export const auditNote = z.object({
  at: instant,
  actor: z.string().max(120),
  action: z.string().max(120),
  outcome: z.enum(['asked', 'done', 'refused', 'ignored', 'noted']),
  code: code.nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const auditTaken = z.object({});

export type StreamBeginning = z.infer<typeof streamBeginning>;
export type StreamLine = z.infer<typeof streamLine>;
