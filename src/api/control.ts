/** What may be asked of the process that trades over its own door, and what it answers: the same words as the panel's, and what only the owner's machine may do. */

import { z } from 'zod';
import { commandDone, strategyDisable, strategyEnable, strategyWeights } from './commands.ts';
import { reason } from './reason.ts';
import { fill, order } from './records.ts';
import { account, database, feed, journal, mode, position, strategyRun, world } from './session.ts';
import { typedLine } from './typed-line.ts';
import { code, decimalText, identifier, instant, modeName, ratio } from './values.ts';

export const CONTROL_PATHS = {
  status: '/status',
  positions: '/positions',
  orders: '/orders',
  mode: '/mode',
  arming: '/arming',
  commands: '/commands',
  killCheck: '/kill-check',
  reconcile: '/reconcile',
} as const;

/** A start is refused when it was asked longer ago: who asked may have given up. Stopping never grows old. */
export const COMMAND_LIFE_MS = 10_000;

const environment = z.enum(['dev', 'staging', 'prod']);

/** One demand for a mode that is in force: of the loss ladder, of a watcher, or of the owner. */
export const trigger = z.object({
  id: identifier,
  demands: z.enum([...modeName.options, 'CLOSES_ONLY']),
  reason: z.string(),
  by: z.string(),
  /** Session time; null for a rung of the ladder, which is measured anew at every mark. */
  since: instant.nullable(),
});

export const controlMode = mode.extend({
  triggers: z.array(trigger),
  /** Whether starting again asks for the trading PIN; stopping never does. */
  pinAsked: z.boolean(),
});

/** The connection orders go over; null for a session on paper, which has none. */
export const venueLink = z.object({
  venue: identifier,
  state: z.enum(['up', 'down']),
  since: instant,
  reason: z.string().nullable(),
});

/** What the owner may have done about a difference; repair-plan says what each means. */
export const correction = z.enum(['cancel', 'adopt', 'close', 'deposit', 'result', 'ignore']);

/** One thing in which our books and the venue's differ. */
export const difference = z.object({
  kind: z.enum(['order', 'fill', 'position', 'balance', 'fee', 'funding']),
  /** Instrument, currency or order id. */
  subject: identifier,
  ours: z.string().nullable(),
  venue: z.string().nullable(),
  /** Against the venue's quantity or equity; null where one side knows nothing of it. */
  ratio: ratio.nullable(),
  /** What follows: reported, paused. */
  consequence: z.string(),
  /** What it may come from, likeliest first. */
  causes: z.array(z.string()),
  /** What would make it right, and what of it may be accepted by a command, the proposed one first. */
  proposal: z.string(),
  corrections: z.array(correction),
});

export const reconcileRequest = z.object({
  /** A comparison of under a minute ago will do, where it found differences and nothing has moved since. */
  recent: z.boolean().default(false),
});

export const reconciliation = z.object({
  at: instant,
  clean: z.boolean(),
  differences: z.array(difference),
});

/** A trader for which another one stands by. */
export const standbyStatus = z.object({
  kind: z.enum(['host', 'database']),
  /** The process that leads: host, process id and a word of chance. */
  leader: identifier,
  /** Of the lease: rises with every take-over. */
  epoch: z.number().int().positive(),
  since: instant,
  /** Why nothing may be sent now; null while it may. */
  lapse: z.string().nullable(),
  /** Those who stand by. */
  waiting: z.array(z.object({ name: identifier, detail: z.string() })),
});

/** The entries after an arming that are kept small. */
export const firstOrders = z.object({
  left: z.number().int().positive(),
  /** What each may be worth at the present equity, in `currency`. */
  most: z.number().nonnegative(),
  currency: identifier,
});

export const controlStatus = z.object({
  /** Wall clock when this was made. */
  at: instant,
  environment,
  world,
  /** Real money may be traded now; always false outside prod. */
  armed: z.boolean(),
  armedUntil: instant.nullable(),
  /** Why the last arming is over; null while armed, or when there was none. */
  armingEnded: z.object({ code, message: z.string() }).nullable(),
  /** Null while not armed, and once none is kept small any more. */
  firstOrders: firstOrders.nullable(),
  mode: controlMode,
  feed,
  venueLink: venueLink.nullable(),
  reconciliation: z.object({ at: instant, clean: z.boolean() }).nullable(),
  /** Null where no other trader stands by for this one. */
  standby: standbyStatus.nullable(),
  journal,
  database,
  account: account.omit({ ladder: true, limits: true }),
  /** What runs. */
  strategies: z.array(strategyRun.pick({ strategyId: true, instrumentId: true, state: true, block: true, weight: true })),
  positions: z.number().int().nonnegative(),
  workingOrders: z.number().int().nonnegative(),
  processId: z.number().int().positive(),
  startedAt: instant,
  uptimeMs: z.number().nonnegative(),
  versions: z.object({ release: z.string(), node: z.string() }),
});

export const controlPositions = z.object({
  at: instant,
  currency: identifier,
  rows: z.array(position),
  /** The journal takes nothing any more: the rows are those of its last entry, and what was closed since still stands in them. */
  standStill: z.boolean(),
});

/** What an order has been through, as far as it is recorded. */
export const orderStep = z.object({
  at: instant,
  state: z.enum(['journaled', 'sent', 'acknowledged', 'in-doubt', 'partially-filled', 'filled', 'cancelled', 'rejected', 'expired']),
  quantity: decimalText.nullable(),
  price: fill.shape.price.nullable(),
  detail: z.string().nullable(),
});

export const controlOrders = z.object({
  at: instant,
  /** Working ones first, then the newest of the others. */
  rows: z.array(order.extend({ life: z.array(orderStep) })),
});
/** The most that are told at once. */
export const MOST_ORDERS = 1000;
export const controlOrdersQuery = z.object({ limit: z.coerce.number().int().min(1).max(MOST_ORDERS).default(20) });

/** The name of the operating system's user who asks; the socket lets nobody else in but the administrator of the machine. */
const by = z.string().regex(/^[\w.@+-]{1,64}$/, 'expected the name of a user');
const confirmed = z.literal(true);
/** Never logged, never answered. */
const pin = z.string().min(1).max(64).optional();
const common = { commandId: commandDone.shape.commandId, by, reason, sentAt: instant };

/** A correction of a difference as it was seen; `compare-again` takes what was ignored off the list. */
const accepting = {
  confirmed,
  pin,
  difference: z.strictObject({ kind: difference.shape.kind, subject: identifier }),
  as: z.enum([...correction.options, 'compare-again']),
  seen: z.strictObject({ ours: z.string(), venue: z.string() }).optional(),
};

/** The same over the interface. */
export const correctionAct = z.strictObject({ commandId: commandDone.shape.commandId, reason, ...accepting });

export const controlCommand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pause'), ...common, confirmed }),
  z.strictObject({ kind: z.literal('kill'), ...common, confirmed }),
  z.strictObject({ kind: z.literal('resume'), ...common, confirmed, pin, to: z.enum(['NORMAL', 'OBSERVATION']) }),
  z.strictObject({ kind: z.literal('reset'), ...common, confirmed, pin }),
  z.strictObject({ kind: z.literal('arm'), ...common, account: z.string().max(120), pin }),
  z.strictObject({ kind: z.literal('disarm'), ...common }),
  z.strictObject({ kind: z.enum(['approve', 'reject']), ...common, decisionId: identifier }),
  /** Accepts a correction; `via`: where its sender sits, the command line where nothing is said. */
  z.strictObject({ kind: z.literal('correct'), ...common, ...accepting, via: z.enum(['panel', 'api']).optional() }),
  z.strictObject({ kind: z.literal('strategy-disable'), ...common, ...strategyDisable }),
  z.strictObject({ kind: z.literal('strategy-enable'), ...common, ...strategyEnable }),
  z.strictObject({ kind: z.literal('strategy-weights'), ...common, ...strategyWeights }),
  /** Signs one item of the arming checklist. */
  z.strictObject({ kind: z.literal('sign'), ...common, item: identifier, name: typedLine(120) }),
]);

const notOurs = z.array(z.string()).nullable();

export const controlDone = commandDone.extend({
  /** The journal has it on disk. False: it was done and the disk did not take it. Null: such an act leaves no entry in the journal. */
  recorded: z.boolean().nullable(),
  /** In force now. */
  mode: modeName,
  /** Null where they could not be counted, or, after a correction, are about to change: the act was done all the same. */
  positions: z.number().int().nonnegative().nullable(),
  workingOrders: z.number().int().nonnegative().nullable(),
  /** Of a kill: what the last comparison has found at the venue that is not this session's, in words; it is not touched. Null: the venue was never compared. */
  notOurs: notOurs.optional(),
  /** Of an arming. */
  firstOrders: firstOrders.optional(),
  /** Of an approval: what is sent; `quantity` null where it is sized at its fill. */
  order: z
    .object({
      orderId: z.string(),
      side: z.enum(['buy', 'sell']),
      instrumentId: z.string(),
      type: z.string(),
      quantity: z.string().nullable(),
      cuts: z.array(z.string()),
    })
    .optional(),
});

/** The kill switch tried without effect: would it go through, and what would it do. */
export const killCheck = z.object({
  at: instant,
  passed: z.boolean(),
  checks: z.array(z.object({ name: z.string(), passed: z.boolean(), detail: z.string() })),
  wouldClose: z.array(position),
  wouldCancel: z.number().int().nonnegative(),
  notOurs,
});

export const arming = z.object({
  environment,
  account: identifier,
  armed: z.boolean(),
  armedUntil: instant.nullable(),
  armedBy: z.string().nullable(),
  /** Why the last arming is over; null while armed, or when there was none. */
  ended: z.object({ code, message: z.string() }).nullable(),
  items: z.array(z.object({ id: identifier, title: z.string(), passed: z.boolean(), evidence: z.string(), remedy: z.string() })),
  checklist: z.array(z.object({ id: identifier, title: z.string(), name: z.string().nullable(), at: instant.nullable() })),
});

export type Trigger = z.infer<typeof trigger>;
export type ControlMode = z.infer<typeof controlMode>;
export type StandbyStatus = z.infer<typeof standbyStatus>;
export type VenueLinkStatus = z.infer<typeof venueLink>;
export type ReconcileRequest = z.infer<typeof reconcileRequest>;
export type Reconciliation = z.infer<typeof reconciliation>;
export type FirstOrders = z.infer<typeof firstOrders>;
export type ControlStatus = z.infer<typeof controlStatus>;
export type ControlPositions = z.infer<typeof controlPositions>;
export type OrderStep = z.infer<typeof orderStep>;
export type ControlOrders = z.infer<typeof controlOrders>;
export type ControlCommand = z.infer<typeof controlCommand>;
export type CorrectionAct = z.infer<typeof correctionAct>;
export type ControlDone = z.infer<typeof controlDone>;
export type KillCheck = z.infer<typeof killCheck>;
export type Arming = z.infer<typeof arming>;
