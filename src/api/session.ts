/** The trading session as the panel shows it: the status that changes all the time, and the snapshot that adds the latest rows. */

import { z } from 'zod';
import { waitingApproval } from './orders.ts';
import { decision, event, fill, order } from './records.ts';
import { code, decimalText, identifier, instant, modeName, positionSide, ratio } from './values.ts';

/** demo: invented data; paper: real prices, no money at stake; real: money. */
export const world = z.enum(['demo', 'paper', 'real']);

export const instrument = z.object({
  instrumentId: identifier,
  /** As people say it: BTC/USDT. */
  label: z.string(),
  venue: identifier,
  base: identifier,
  quote: identifier,
  priceDecimals: z.number().int().min(0).max(15),
  quantityDecimals: z.number().int().min(0).max(15),
  /** Timeframes the chart may ask for, finest first. */
  timeframes: z.array(identifier).min(1),
});

export const feed = z.object({
  /** What is played or listened to: "Bybit spot BTCUSDT 1m". */
  source: z.string(),
  replayed: z.boolean(),
  /** Calendar day (UTC) being replayed, 2022-12-13; null when live. */
  replayDate: z.iso.date().nullable(),
  state: z.enum(['starting', 'running', 'paused', 'finished', 'stale', 'down']),
  /** The line that prices come over is lost: since when, by the wall clock, and why; null while it stands, absent where there is none. */
  down: z.object({ since: instant, reason: z.string() }).nullable().optional(),
  /** Market time of the newest event; null before the first. */
  at: instant.nullable(),
  /** Market time at which a replay ends. */
  endsAt: instant.nullable(),
  /** Replayed seconds per second; null when live. */
  speed: z.number().positive().nullable(),
  /** Wall-clock age of the newest event when this status was made; null before the first. */
  ageMs: z.number().nonnegative().nullable(),
  /** Age at which a running feed counts as stale. */
  staleAfterMs: z.number().positive(),
});

export const mode = z.object({
  name: modeName,
  /** Trigger id (day-stop, kill) or the owner's words; null when nothing demanded it. */
  reason: z.string().nullable(),
  by: z.string().nullable(),
  since: instant,
  /** Drawdown lets positions be closed and none be opened, whatever the mode says. */
  closesOnly: z.boolean(),
  /** What would refuse a resume (or a reset of EMERGENCY) now; empty when nothing would. */
  blockers: z.array(z.object({ code, message: z.string() })),
});

/** One rung of the loss ladder, measured now. */
export const rung = z.object({
  id: identifier,
  window: z.enum(['day', 'week', 'month', 'drawdown']),
  demands: z.enum(['ALERT', 'DEFENSIVE', 'CLOSES_ONLY', 'EMERGENCY']),
  state: z.enum(['idle', 'active', 'held']),
  /** Loss at which it fires, as a share of the window's reference; and the loss now (0 when there is a gain). */
  limitRatio: ratio,
  measuredRatio: ratio.nullable(),
  /** Money that can still be lost before it fires; 0 when fired. */
  moneyLeft: decimalText.nullable(),
});

/** A limit on what is held and how much of it is used. */
export const limitInUse = z.object({
  code,
  unit: z.enum(['ratio', 'count', 'money', 'multiple', 'number']),
  bound: z.enum(['at-most', 'at-least']),
  /** What it is of; null where it is the account's. Absent from an older trader. */
  instrumentId: identifier.nullable().optional(),
  measured: z.number().nullable(),
  limit: z.number(),
});

const result = z.object({ money: decimalText, ratio });

/**
 * All of one moment: what is held now at the newest closes. Of what is paid for in full, equity = cash + longValue − shortValue; of what binds a margin, cash +
 * unrealised. The loss ladder acts on marks of its own, at each close and each fill.
 */
export const account = z.object({
  accountId: identifier,
  currency: identifier,
  /** Decimals money is shown with; the texts may carry more. */
  displayDecimals: z.number().int().min(0).max(8),
  equity: decimalText.nullable(),
  cash: decimalText.nullable(),
  startingEquity: decimalText,
  /** Market value of long positions, and of short ones as a positive amount. */
  longValue: decimalText.nullable(),
  shortValue: decimalText.nullable(),
  unrealised: decimalText.nullable(),
  feesPaid: decimalText,
  /** Result since the start, and of the running day, week and month of the account's zone. */
  total: result.nullable(),
  day: result.nullable(),
  week: result.nullable(),
  month: result.nullable(),
  drawdown: z.object({ ratio, money: decimalText, peak: decimalText }).nullable(),
  /** Gross exposure: all positions as positive values. */
  exposure: z.object({ money: decimalText, ratio }).nullable(),
  ladder: z.array(rung),
  /** Those that are used the most, the nearest to its limit first, as the risk report measures all of them. */
  limits: z.array(limitInUse),
});

export const position = z.object({
  positionId: identifier,
  instrumentId: identifier,
  strategyId: identifier,
  side: positionSide,
  quantity: decimalText,
  entryPrice: decimalText,
  markPrice: decimalText.nullable(),
  /** Market value in account currency, positive. */
  value: decimalText.nullable(),
  unrealised: decimalText.nullable(),
  unrealisedRatio: ratio.nullable(),
  stopPrice: decimalText.nullable(),
  targetPrice: decimalText.nullable(),
  /** The venue takes no order of so little: it stays until position or minimum change. */
  tooSmall: z.boolean().optional(),
  openedAt: instant,
  candlesHeld: z.number().int().nonnegative(),
});

export const strategyRun = z.object({
  strategyId: identifier,
  title: z.object({ en: z.string(), es: z.string() }),
  version: z.string(),
  instrumentId: identifier,
  timeframe: identifier,
  state: z.enum(['warming-up', 'running', 'cooling-down', 'blocked']),
  /** Candles seen of those needed before the first decision; null for what decides nothing by itself: signals from outside, the owner's own orders. */
  warmup: z.object({ have: z.number().int().nonnegative(), need: z.number().int().nonnegative() }).nullable(),
  coolsDownUntil: instant.nullable(),
  /** Who blocks its entries, why, since when and until when (null: until it is lifted); null where nobody does. */
  block: z.object({ by: z.string(), reason: z.string(), at: instant, until: instant.nullable() }).nullable(),
  /** What it keeps of its size, 0 to 1, and who said so; null: nobody has, and it is 1. */
  weight: z.object({ ratio, by: z.string(), reason: z.string(), at: instant }).nullable(),
  parameters: z.array(z.object({ name: identifier, value: z.union([z.number(), z.string(), z.boolean()]) })),
  /** Result of what was closed, after fees and funding, and what was decided, since the session's start. */
  realised: decimalText.nullable(),
  trades: z.number().int().nonnegative(),
  refusals: z.number().int().nonnegative(),
});

export const journal = z.object({
  state: z.enum(['open', 'failed', 'closed']),
  epoch: z.number().int().positive(),
  lastSequence: z.number().int().nonnegative(),
  durableSequence: z.number().int().nonnegative(),
  failure: z.object({ code, message: z.string() }).nullable(),
});

export const database = z.object({
  /** `none`: this process uses no database. */
  state: z.enum(['starting', 'catching-up', 'ready', 'down', 'none']),
  since: instant,
  lastError: z.string().nullable(),
  /** Last journal entry the views contain; null while unknown. */
  projectedSequence: z.number().int().nonnegative().nullable(),
});

/** Counted since the journal's beginning: a restart does not set them back. */
export const totals = z.object({
  /** One row per strategy, outcome and refusal code (null when approved). */
  decisions: z.array(
    z.object({
      strategyId: identifier,
      outcome: z.enum(['approved', 'refused']),
      code: code.nullable(),
      count: z.number().int().nonnegative(),
    }),
  ),
  /** By order status. */
  orders: z.record(order.shape.status, z.number().int().nonnegative()),
  fills: z.number().int().nonnegative(),
});

/** What a day could cost at 95 % as the limits measure it, and correlations of the pairs held, direction counted; null where there are none, or one is not known. */
export const riskBrief = z.object({
  valueAtRisk: ratio,
  shortfall: ratio,
  meanCorrelation: z.number().nullable(),
  highestCorrelation: z.number().nullable(),
});

/** Everything small that may change at any moment; sent whole, the newest replaces the one before. */
export const sessionStatus = z.object({
  /** Wall clock of the server when this was made. */
  at: instant,
  mode,
  feed,
  account,
  positions: z.array(position),
  workingOrders: z.array(order),
  /** Entries that wait for the owner's yes; absent from an older trader. */
  approvals: z.array(waitingApproval).optional(),
  /** Whether the owner may open positions by hand here; absent: no. */
  byHand: z.boolean().optional(),
  /** Absent from traders of before it was told; null while nothing is known. */
  risk: riskBrief.nullable().optional(),
  strategies: z.array(strategyRun),
  journal,
  database,
  totals,
});

/** What a page needs to start: status, what does not change, and the newest rows (newest first, at most 100 each). */
export const sessionSnapshot = z.object({
  environment: z.enum(['dev', 'staging', 'prod']),
  world,
  release: z.string(),
  /** Zone of day, week and month windows (IANA name). */
  zone: z.string(),
  startedAt: instant,
  instruments: z.array(instrument).min(1),
  status: sessionStatus,
  fills: z.array(fill),
  decisions: z.array(decision),
  events: z.array(event),
});

export type Instrument = z.infer<typeof instrument>;
export type Feed = z.infer<typeof feed>;
export type Rung = z.infer<typeof rung>;
export type LimitInUse = z.infer<typeof limitInUse>;
export type Account = z.infer<typeof account>;
export type Position = z.infer<typeof position>;
export type StrategyRun = z.infer<typeof strategyRun>;
export type RiskBrief = z.infer<typeof riskBrief>;
export type SessionStatus = z.infer<typeof sessionStatus>;
export type SessionSnapshot = z.infer<typeof sessionSnapshot>;
