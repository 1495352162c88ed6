/** Who tells prices, how they fare, what is in doubt, and what instruments are called where. */

import { z } from 'zod';
import { decimalText, instant, ratio, words } from '../values.ts';
import { assetKind } from './book.ts';
import { instrument } from './figures.ts';
import { currency, day, usedPrice } from './money.ts';

const providerName = z.enum(['coinmarketcap', 'kraken', 'yahoo', 'twelve-data', 'fund-page', 'price-file', 'market-lake']);

export const providerTold = z.object({
  name: providerName,
  title: z.string(),
  /** `off`: it has no address here. `no-key`: `variable` is not set. `resting`: it has said so, its allowance is spent, or it failed several times. */
  state: z.enum(['ok', 'not-asked', 'failing', 'resting', 'no-key', 'off']),
  variable: z.string().nullable(),
  budget: z.array(z.object({ window: z.enum(['minute', 'day', 'month']), used: z.number(), limit: z.number(), renewsAt: instant })),
  /** Less than a fifth of some allowance is left. */
  isLow: z.boolean(),
  lastGoodAt: instant.nullable(),
  restsUntil: instant.nullable(),
  trouble: words.nullable(),
});

export const candidate = z.object({
  provider: providerName,
  symbol: z.string(),
  name: z.string(),
  kind: z.string(),
  currency: z.string().nullable(),
});

export const quarantined = z.object({
  id: z.number().int(),
  instrument,
  price: decimalText,
  currency: z.string(),
  provider: z.string(),
  at: instant,
  kept: z.object({ price: decimalText, currency: z.string(), provider: z.string(), at: instant }).nullable(),
  ratio: ratio.nullable(),
  why: words,
});

export const quality = z.object({
  providers: z.array(providerTold),
  stale: z.array(z.object({ instrument, price: usedPrice, ageMs: z.number(), why: words.nullable() })),
  missing: z.array(z.object({ instrument, why: words.nullable() })),
  unresolved: z.array(z.object({ instrument, candidates: z.array(candidate) })),
  quarantined: z.array(quarantined),
  /** Milliseconds, of 30 days. */
  timings: z.array(
    z.object({
      route: z.string(),
      count: z.number(),
      p50: z.number(),
      p95: z.number(),
      p99: z.number(),
      failures: z.number(),
      cacheHits: z.number(),
    }),
  ),
  refreshedAt: instant.nullable(),
});

export const refreshed = z.object({ asked: z.number(), good: z.number(), doubted: z.number(), none: z.number() });
export const verdict = z.strictObject({ isAccepted: z.boolean() });

export const knownInstrument = z.object({
  instrument,
  isHeld: z.boolean(),
  /** What each provider calls it: said by the owner, or plain by itself. */
  symbols: z.array(z.object({ provider: providerName, symbol: z.string(), isSaid: z.boolean() })),
  /** In the order they are asked. */
  providers: z.array(providerName),
  disagreement: ratio,
  candidates: z.array(candidate),
  price: usedPrice.nullable(),
});
export const instrumentList = z.object({ rows: z.array(knownInstrument) });

/** What is not named stays. A symbol of null is taken away. */
export const instrumentInput = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  kind: assetKind.optional(),
  currency: currency.optional(),
  classes: z.array(z.string().max(120)).max(5).optional(),
  isResolved: z.boolean().optional(),
  symbols: z.partialRecord(providerName, z.string().min(1).max(60).nullable()).optional(),
  providers: z.array(providerName).max(7).optional(),
  disagreement: z.number().min(0.001).max(1).optional(),
});
export const manualPrice = z.strictObject({ day, price: decimalText, currency });

export type ProviderTold = z.infer<typeof providerTold>;
export type Quality = z.infer<typeof quality>;
export type KnownInstrument = z.infer<typeof knownInstrument>;
export type InstrumentInput = z.infer<typeof instrumentInput>;
