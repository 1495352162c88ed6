/** Risk as it is now, and as it would be: exposures, every limit with its room, the loss ladder, value at risk, correlations, and questions that change nothing. */

import { z } from 'zod';
import { eachOnce } from './each-once.ts';
import { MOST_MOVES } from './limits.ts';
import { entryTicket, orderPreview } from './orders.ts';
import { rung } from './session.ts';
import { code, decimalText, identifier, instant, modeName, ratio } from './values.ts';

/** An amount and its share of equity; the share is null where there is no equity. */
export const amount = z.object({ money: decimalText, ratio: ratio.nullable() });

/** What is held of something: signed net, and what working entries would add to it. */
const held = {
  long: amount,
  short: amount,
  net: amount,
  gross: amount,
  working: amount,
};

export const exposures = z.object({
  ...held,
  byInstrument: z.array(z.object({ instrumentId: identifier, ...held, position: z.object({ code, limit: ratio }).nullable() })),
  /** What is bought and sold: BTC, SPY. */
  byBase: z.array(z.object({ name: identifier, ...held })),
  /** Null: nobody has said which class it is. */
  byClass: z.array(z.object({ name: identifier.nullable(), ...held })),
  byStrategy: z.array(z.object({ strategyId: identifier, ...held })),
});

/** `reduce`: every position is cut by a quarter; `defensive`: the mode. */
export const limitAction = z.enum(['cut', 'refuse', 'halve', 'warn', 'defensive', 'reduce']);

export const riskLimit = z.object({
  code,
  action: limitAction,
  unit: z.enum(['ratio', 'multiple', 'count', 'money', 'number']),
  bound: z.enum(['at-most', 'at-least']),
  /** Both null: the account's. */
  instrumentId: identifier.nullable(),
  strategyId: identifier.nullable(),
  /** Null where it is not known (`isUnknown`), or where there is nothing to measure before an order. */
  measured: z.number().nullable(),
  limit: z.number(),
  /** Money until it is reached; null where it is not measured in money. */
  room: decimalText.nullable(),
  /** Not known counts as the worst case: what it limits is refused. */
  isUnknown: z.boolean(),
  /** Beyond its limit now. */
  isBroken: z.boolean(),
});

export const riskRung = rung.extend({
  /** What the loss is measured from, and the loss now. */
  reference: decimalText,
  lost: decimalText,
  /** When its window ends; null for the drawdown. */
  windowEndsAt: instant.nullable(),
  clears: z.enum(['next-window', 'reset', 'reset-and-review', 'calm-and-review', 'calm']),
});

export const lossEstimate = z.object({
  method: z.enum(['parametric', 'historical', 'simulated']),
  /** Null: too little history. The parametric is never null: what is not known counts as the worst case. */
  valueAtRisk: amount.nullable(),
  shortfall: amount.nullable(),
  /** Days all instruments held have in common; null where the method has no such days. */
  days: z.number().int().nonnegative().nullable(),
  draws: z.number().int().positive().nullable(),
  /** Instruments held with too little history of their own: counted at `assumedDailyVolatility`, correlation 1. */
  assumed: z.array(identifier),
});

export const correlations = z.object({
  instruments: z.array(
    z.object({ instrumentId: identifier, isHeld: z.boolean(), days: z.number().int().nonnegative(), dailyVolatility: ratio.nullable() }),
  ),
  /** Newest common days used at most, and from how many on a correlation counts as known. */
  mostDays: z.number().int().positive(),
  leastDays: z.number().int().positive(),
  /** Every pair once, in the order of `instruments`; null: not known, counted as 1. */
  pairs: z.array(z.object({ a: identifier, b: identifier, correlation: z.number().nullable(), days: z.number().int().nonnegative() })),
  /** Over the pairs held, direction counted; null with fewer than two positions. */
  mean: z.number().nullable(),
  meanLimit: z.number().nullable(),
});

/** What prices and markets do. `spread` times the estimated cost of leaving, beyond the fee; 0: positions are not left. */
export const shock = z.strictObject({
  kind: z.literal('market'),
  all: z.number().min(-0.99).max(10).default(0),
  moves: z
    .array(z.strictObject({ instrumentId: identifier, ratio: z.number().min(-0.99).max(10) }))
    .max(MOST_MOVES)
    .superRefine(eachOnce('instrumentId', ({ instrumentId }) => instrumentId))
    .default([]),
  volatility: z.number().min(1).max(20).default(1),
  areCorrelationsOne: z.boolean().default(false),
  spread: z.number().min(0).max(100).default(0),
});

const ladderAfter = z.object({
  rungs: z.array(riskRung.extend({ fires: z.boolean() })),
  modeBefore: modeName,
  modeAfter: modeName,
});

const accountAfter = z.object({
  equityBefore: decimalText,
  equityAfter: decimalText,
  drawdownAfter: ratio,
  exposures: z.object(held),
  free: decimalText,
  margin: decimalText,
  valueAtRisk: amount,
  shortfall: amount,
  limits: z.array(riskLimit),
});

/** Which part of a loss: prices, a bad day on top (95 %), leaving every position. Null: not known. */
const lossPart = z.object({ part: z.enum(['prices', 'bad-day', 'leaving']), money: decimalText.nullable() });

export const shockAnswer = z.object({
  kind: z.literal('market'),
  at: instant,
  /** Positive is lost; null where a part is not known. */
  loss: amount.nullable(),
  parts: z.array(lossPart),
  positions: z.array(z.object({ instrumentId: identifier, moveRatio: ratio, result: decimalText })),
  account: accountAfter,
  ladder: ladderAfter,
  /** The venue would have closed these. */
  liquidated: z.array(identifier),
});

export const stressTest = z.object({
  id: z.enum(['fall-10', 'rise-10', 'volatility-3', 'correlations-1', 'spread-5']),
  loss: amount.nullable(),
  equityAfter: decimalText.nullable(),
  drawdownAfter: ratio.nullable(),
  modeAfter: modeName.nullable(),
  fires: z.array(identifier),
});

export const riskReport = z.object({
  /** Time of the session: its market's. */
  at: instant.nullable(),
  sequence: z.number().int().nonnegative(),
  currency: identifier,
  displayDecimals: z.number().int().min(0).max(8),
  profile: z.string(),
  mode: modeName,
  closesOnly: z.boolean(),
  equity: decimalText,
  free: decimalText,
  margin: decimalText,
  drawdown: amount,
  exposures,
  limits: z.array(riskLimit),
  ladder: z.array(riskRung),
  estimates: z.array(lossEstimate),
  /** Daily volatility taken for an instrument with too little history. */
  assumedDailyVolatility: ratio,
  correlations,
  stress: z.array(stressTest),
});

/** An order by hand that nobody sends. */
const entryQuestion = z.strictObject({ kind: z.literal('entry'), ticket: entryTicket });

export const entryAnswer = z.object({
  kind: z.literal('entry'),
  /** What risk says of it. */
  preview: orderPreview,
  /** The account now; with all that was asked for; with what risk would let through. Null where there is no such quantity. */
  before: accountAfter,
  asked: accountAfter.nullable(),
  allowed: accountAfter.nullable(),
});

export const riskQuestion = z.discriminatedUnion('kind', [shock, entryQuestion]);
export const riskAnswer = z.discriminatedUnion('kind', [shockAnswer, entryAnswer]);

export type Amount = z.infer<typeof amount>;
export type Exposures = z.infer<typeof exposures>;
export type RiskLimit = z.infer<typeof riskLimit>;
export type RiskRung = z.infer<typeof riskRung>;
export type LossEstimate = z.infer<typeof lossEstimate>;
export type Correlations = z.infer<typeof correlations>;
export type StressTest = z.infer<typeof stressTest>;
export type RiskReport = z.infer<typeof riskReport>;
export type Shock = z.infer<typeof shock>;
export type ShockAnswer = z.infer<typeof shockAnswer>;
export type EntryAnswer = z.infer<typeof entryAnswer>;
export type AccountAfter = z.infer<typeof accountAfter>;
export type RiskQuestion = z.infer<typeof riskQuestion>;
export type RiskAnswer = z.infer<typeof riskAnswer>;
