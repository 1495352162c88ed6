/** Strategies: what there is, its parameters as a form, its source, and what a check has found. */

import { z } from 'zod';
import { strategyId, toldFinding } from './research.ts';
import { code, decimalText, identifier, instant, ratio, words } from './values.ts';

/** One field of a form. `min`, `max` and `step` belong to numbers, `choices` to a choice. */
export const parameterField = z.object({
  name: z.string(),
  /** What an owner calls it; null where the strategy gives it no name. */
  label: words.nullable(),
  kind: z.enum(['integer', 'decimal', 'boolean', 'choice']),
  help: words,
  default: z.union([z.number(), z.string(), z.boolean()]),
  min: z.number().nullable(),
  max: z.number().nullable(),
  step: z.number().nullable(),
  choices: z.array(z.string()),
  /** Read off its help; null where that says none. */
  unit: z.enum(['candles', 'ratio']).nullable(),
});

export const strategyCheck = z.object({
  /** When it was checked, and whether it is still the same file. */
  at: instant,
  current: z.boolean(),
  ok: z.boolean(),
  findings: z.array(toldFinding),
  error: z.object({ code, message: z.string(), said: words.nullable() }).nullable(),
});

export const strategy = z.object({
  id: strategyId,
  /** Null where the file does not load. */
  loaded: z
    .object({
      version: z.string(),
      title: words,
      description: words,
      timeframe: z.string(),
      /** Larger timeframes that it reads. */
      timeframes: z.array(z.string()),
      indicators: z.array(z.string()),
      /** Candles before its first decision, with the default parameters. */
      warmup: z.number().int(),
      parameters: z.array(parameterField),
      /** What it can't do its work without. */
      needs: z.object({ shorting: z.boolean(), volume: z.boolean() }),
      /** Regimes in which it enters; all when empty. */
      regimes: z.array(z.string()),
      /** Refused with real money. */
      testOnly: z.boolean(),
      /** What must hold between parameters, in words. */
      constraints: z.array(words),
    })
    .nullable(),
  /** Why it does not load. */
  problem: z.object({ code, message: z.string() }).nullable(),
  /** SHA-256 of its file. */
  sourceHash: z.string(),
  check: strategyCheck.nullable(),
});

/** What a strategy has done in one account, from the views of its journal. */
export const strategyResult = z.object({
  account: identifier,
  strategyId: identifier,
  /** Null before the account's first equity mark. */
  currency: z.string().nullable(),
  decisions: z.object({ approved: z.number().int(), refused: z.number().int() }),
  fills: z.number().int(),
  /** Fills that closed something, and those of them with a gain after all fees; before fees where their net result is not known. */
  closes: z.number().int(),
  gains: z.number().int(),
  /** Before fees, in account currency. */
  realised: decimalText,
  /** The same after all fees and funding, those of what is still open included; null where that of some close is not known. */
  net: decimalText.nullable(),
  fees: z.array(z.object({ currency: z.string(), amount: decimalText })),
  firstAt: instant.nullable(),
  lastAt: instant.nullable(),
});

const allocationReason = z.enum(['TOO_FEW_TRADES', 'NOTHING_TO_MEASURE', 'TOO_FEW_RUNS', 'TOO_MANY_RUNS', 'NO_GAINS']);
export const allocationMethod = z.enum(['inverse-volatility', 'inverse-drawdown', 'sharpe']);
export const allocationQuery = z.object({ method: allocationMethod.default('inverse-volatility') });

/** How the size of the running strategies might be shared out: a proposal, which changes nothing. */
export const allocation = z.object({
  method: allocationMethod,
  /** Market time it was made for. */
  at: instant,
  rules: z.object({
    minimum: ratio,
    maximum: ratio,
    minimumTrades: z.number().int(),
    days: z.number().int(),
    sharpeDays: z.number().int(),
    toleratedDrawdown: ratio,
    driftRatio: ratio,
    rebalanceMs: z.number(),
  }),
  /** Why nothing is proposed; null where something is. */
  reason: allocationReason.nullable(),
  /** How far the present weights are from the proposal, as a ratio of it, where they are farthest. */
  drift: ratio.nullable(),
  /** They are far enough, or old enough, to be shared out anew. */
  isDue: z.boolean(),
  weighedAt: instant.nullable(),
  runs: z.array(
    z.object({
      strategyId: identifier,
      instrumentId: identifier,
      title: words,
      /** What it keeps of its size now. */
      present: ratio,
      trades: z.number().int().nonnegative(),
      /** Days of results, at most a year. */
      days: z.number().int().nonnegative(),
      /** By the method: volatility of a day, deepest fall, or Sharpe ratio. */
      measured: z.number().nullable(),
      share: ratio.nullable(),
      /** What it would keep of its size: the largest share all of it. */
      weight: ratio.nullable(),
      reason: allocationReason.nullable(),
    }),
  ),
});

export const newStrategyInput = z.strictObject({ id: strategyId });
export const strategySource = z.object({ id: strategyId, fileName: z.string(), sourceHash: z.string(), text: z.string() });
export const strategyCheckInput = z.strictObject({ strategy: strategyId });

export type Allocation = z.infer<typeof allocation>;
export type ParameterField = z.infer<typeof parameterField>;
export type Strategy = z.infer<typeof strategy>;
export type StrategyCheck = z.infer<typeof strategyCheck>;
export type StrategyResult = z.infer<typeof strategyResult>;
export type StrategySource = z.infer<typeof strategySource>;
