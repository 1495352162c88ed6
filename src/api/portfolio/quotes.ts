/** Instruments and where their prices come from: providers, budgets, what is in doubt. */

import { z } from 'zod';
import { decimalText, identifier, instant, ratio, words } from '../values.ts';
import { instrument } from './figures.ts';
import { currency, day, usedPrice } from './money.ts';

export const instrumentRow = instrument.extend({
  /** Symbol at each provider. */
  symbols: z.record(z.string(), z.string()),
  /** Where its status is unresolved: what it may be. */
  candidates: z.array(
    z.object({ provider: z.string(), symbol: z.string(), name: z.string(), kind: z.string(), currency: currency.nullable() }),
  ),
  quote: usedPrice.nullable(),
  operations: z.number().int(),
});
export const instrumentEdit = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  isin: z.string().max(12).nullable().optional(),
  symbol: z.string().min(1).max(40).optional(),
  kind: z.enum(['crypto', 'stock', 'etf', 'fund', 'bond', 'currency', 'commodity', 'cash', 'other']).optional(),
  currency: currency.optional(),
  classes: z.array(z.string().max(120)).max(5).optional(),
  symbols: z.record(z.string().max(40), z.string().max(80)).optional(),
  isResolved: z.boolean().optional(),
});
export const manualPrice = z.strictObject({ day, price: decimalText, currency });

export const providerRow = z.object({
  name: z.string(),
  title: z.string(),
  state: z.enum(['ok', 'degraded', 'broken', 'no-key', 'out-of-budget', 'off']),
  /** What it means for the owner, and what to do. */
  text: words,
  keyName: z.string().nullable(),
  budgets: z.array(z.object({ per: z.enum(['minute', 'day', 'month']), used: z.number(), limit: z.number(), renewsAt: instant })),
  lastOkAt: instant.nullable(),
  lastFailure: z.object({ at: instant, code: z.string(), text: z.string() }).nullable(),
  calls: z.number().int(),
});
export const timing = z.object({
  route: z.string(),
  count: z.number().int(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  failures: z.number().int(),
  cacheHits: z.number().int(),
});
export const quarantined = z.object({
  id: z.number().int(),
  instrument,
  kept: usedPrice.nullable(),
  doubted: usedPrice,
  ratio,
  why: words,
  at: instant,
});
export const quality = z.object({
  stale: z.array(z.object({ instrument, price: usedPrice, ageMs: z.number() })),
  unresolved: z.array(instrumentRow),
  missing: z.array(z.object({ instrument, text: words })),
  quarantined: z.array(quarantined),
  gaps: z.array(z.object({ instrument, from: day, to: day, days: z.number().int() })),
});
export const providers = z.object({
  rows: z.array(providerRow),
  timings: z.array(timing),
  refreshedAt: instant.nullable(),
  nextAt: instant.nullable(),
});
export const verdict = z.strictObject({ accept: z.boolean() });
export const refreshed = z.object({ asked: z.number().int(), fresh: z.number().int(), failed: z.number().int(), waitMs: z.number() });
export const instrumentId = z.object({ id: identifier });

export type InstrumentRow = z.infer<typeof instrumentRow>;
export type InstrumentEdit = z.infer<typeof instrumentEdit>;
export type ManualPrice = z.infer<typeof manualPrice>;
export type ProviderRow = z.infer<typeof providerRow>;
export type Providers = z.infer<typeof providers>;
export type Quality = z.infer<typeof quality>;
export type Quarantined = z.infer<typeof quarantined>;
