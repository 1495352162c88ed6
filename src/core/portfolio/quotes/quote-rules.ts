/** By kind of asset: who is asked for a price and in which order, how long an answer serves, when it is old, and by how much two sources may differ. */

import type { AssetKind } from '../entry.ts';

/** Outside systems that tell prices. Prices by hand are no provider: they always count. */
export const PROVIDERS = ['coinmarketcap', 'kraken', 'yahoo', 'twelve-data', 'fund-page', 'price-file', 'market-lake'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export interface QuoteRules {
  /** First, then, and as a last resort. */
  readonly providers: readonly ProviderName[];
  /** How long an answer is given again without asking. */
  readonly serveMs: number;
  /** How often it is asked by itself. */
  readonly everyMs: number;
  /** A quote that was told longer ago is stale; or after so many closes of a session. */
  readonly stale: { readonly afterMs: number } | { readonly afterSessions: number };
  /** Two sources may differ by so much, as a ratio of the lesser. */
  readonly disagreement: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LISTED = ['yahoo', 'twelve-data', 'price-file'] as const;
const listed: QuoteRules = {
  providers: LISTED,
  serveMs: 5 * MINUTE,
  everyMs: 30 * MINUTE,
  stale: { afterSessions: 1 },
  disagreement: 0.02,
};

const RULES: Readonly<Record<AssetKind, QuoteRules>> = {
  crypto: {
    providers: ['coinmarketcap', 'kraken', 'market-lake', 'yahoo', 'price-file'],
    serveMs: MINUTE,
    // Within what makes a coin's quote old; one question tells a hundred coins.
    everyMs: 10 * MINUTE,
    stale: { afterMs: 15 * MINUTE },
    disagreement: 0.02,
  },
  stock: listed,
  etf: listed,
  bond: listed,
  commodity: listed,
  other: listed,
  fund: {
    providers: ['fund-page', 'yahoo', 'twelve-data', 'price-file'],
    serveMs: 12 * HOUR,
    everyMs: 12 * HOUR,
    stale: { afterSessions: 4 },
    disagreement: 0.05,
  },
  currency: { ...listed, serveMs: 15 * MINUTE },
  cash: { ...listed, providers: [] },
};

/** What is told of one instrument alone. */
export interface QuoteOverrides {
  readonly providers?: readonly ProviderName[] | undefined;
  readonly disagreement?: number | undefined;
}

export function quoteRules(kind: AssetKind | null, overrides: QuoteOverrides = {}): QuoteRules {
  const rules = RULES[kind ?? 'other'];
  const { providers = rules.providers, disagreement = rules.disagreement } = overrides;
  return { ...rules, providers, disagreement };
}
