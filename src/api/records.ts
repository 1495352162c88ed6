/** What happened, as rows: decisions, orders, fills and events. Only durable facts; each says where in the journal it stands. */

import { z } from 'zod';
import { askedInstant, code, decimalText, identifier, instant, journalSequence, orderSide, positionSide } from './values.ts';

/** One check of a decision, in the order it was made. `CHECK_FIGURES` says how the figures of a code are read. */
export const check = z.object({
  code,
  answer: z.enum(['passed', 'cut', 'refused', 'not-reached']),
  measured: z.number().nullable(),
  limit: z.number().nullable(),
});

/** A wish of a strategy and what became of it. */
export const decision = z.object({
  decisionId: identifier,
  at: instant,
  strategyId: identifier,
  instrumentId: identifier,
  action: z.enum(['enter', 'exit']),
  side: positionSide,
  outcome: z.enum(['approved', 'refused']),
  /** Why not, with the sentence in English, what was measured and what was allowed; null when approved. */
  refusal: z.object({ code, message: z.string(), measured: z.number().nullable(), limit: z.number().nullable() }).nullable(),
  /** Codes of what made an approved order smaller. */
  cuts: z.array(code),
  /** Every check that is known, in order; empty where only the refusal was recorded. */
  checks: z.array(check),
  confidence: z.number().nullable(),
  /** What was approved, or asked for where that is known. */
  quantity: decimalText.nullable(),
  /** Price the decision looked at. */
  price: decimalText.nullable(),
  stopPrice: decimalText.nullable(),
  targetPrice: decimalText.nullable(),
  /** The strategy's own words. */
  reason: z.string().nullable(),
  orderId: identifier.nullable(),
  journalSequence,
});

export const orderPurpose = z.enum(['entry', 'exit', 'stop', 'target', 'owner', 'liquidation']);

/** How far an order had come on its way to an outside venue, by the trader's own clock. */
export const orderProgress = z.object({
  /** Let pass by risk and written down; handed to the venue; known there; or it may be there, and is asked about. */
  stage: z.enum(['approved', 'sent', 'acknowledged', 'in-doubt']),
  at: instant,
  venueOrderId: z.string().nullable(),
  journalSequence,
});

export const order = z.object({
  orderId: identifier,
  clientOrderId: identifier,
  decisionId: identifier.nullable(),
  strategyId: identifier,
  instrumentId: identifier,
  purpose: orderPurpose,
  side: orderSide,
  type: z.enum(['market', 'limit', 'stop', 'stop-limit', 'take-profit', 'trailing-stop']),
  status: z.enum(['working', 'filled', 'cancelled', 'rejected', 'expired']),
  /** Null for an order sized at its fill. */
  quantity: decimalText.nullable(),
  filledQuantity: decimalText,
  limitPrice: decimalText.nullable(),
  stopPrice: decimalText.nullable(),
  timeInForce: z.enum(['GTC', 'IOC', 'FOK', 'GTD']),
  reduceOnly: z.boolean(),
  reason: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
  journalSequence,
  /** Oldest first. Absent where nothing of it is recorded (a venue in the process, an older journal) and in lists of the archive, which tells it as changes. */
  progress: z.array(orderProgress).optional(),
});

export const fill = z.object({
  fillId: identifier,
  orderId: identifier,
  strategyId: identifier,
  instrumentId: identifier,
  purpose: orderPurpose,
  side: orderSide,
  quantity: decimalText,
  price: decimalText,
  fee: decimalText,
  feeCurrency: identifier,
  liquidity: z.enum(['maker', 'taker']),
  kind: z.enum(['open', 'close', 'liquidation']),
  /** Result before fees of what this fill closed, against what the strategy's own entries have cost; null for an opening. */
  realised: decimalText.nullable(),
  /**
   * The same after its fee, its part of the fees of the entry, and the funding paid meanwhile. Null for an opening, and where an earlier
   * release's record does not tell what the entry has cost.
   */
  net: decimalText.nullable(),
  /** The strategy's reason, or stop, target, trail, liquidation, end. */
  reason: z.string().nullable(),
  at: instant,
  journalSequence,
});

/** Everything worth telling that is not itself a decision, an order or a fill: the panel's log joins them all by time. */
export const event = z.object({
  eventId: identifier,
  at: instant,
  kind: z.enum(['session', 'mode', 'feed', 'command', 'strategy', 'journal', 'database', 'notice']),
  severity: z.enum(['info', 'warning', 'critical']),
  code,
  /** English sentence; the panel words the codes it knows itself, from `data`. */
  message: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  journalSequence: journalSequence.nullable(),
});

/** Newest first. `before` pages back: give the last row's journalSequence. */
export const recordQuery = z.object({
  instrumentId: identifier.optional(),
  strategyId: identifier.optional(),
  from: askedInstant.optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const orderQuery = recordQuery.extend({ status: order.shape.status.optional() });
export const decisionQuery = recordQuery.extend({ outcome: decision.shape.outcome.optional() });

const page = <T extends z.ZodType>(row: T) =>
  z.object({
    rows: z.array(row),
    /** `before` of the next page; null on the last one. */
    next: journalSequence.nullable(),
  });
export const fillPage = page(fill);
export const orderPage = page(order);
export const decisionPage = page(decision);
export const eventPage = page(event);

export type Check = z.infer<typeof check>;
export type Decision = z.infer<typeof decision>;
export type Order = z.infer<typeof order>;
export type OrderProgress = z.infer<typeof orderProgress>;
export type Fill = z.infer<typeof fill>;
export type SessionEvent = z.infer<typeof event>;
export type RecordQuery = z.infer<typeof recordQuery>;
export type OrderQuery = z.infer<typeof orderQuery>;
export type DecisionQuery = z.infer<typeof decisionQuery>;
export type Page<Row> = { rows: Row[]; next: number | null };
