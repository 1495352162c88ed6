/** A price as somebody outside told it, and how it came to count. */

import type { AssetKind } from '../entry.ts';
import type { ProviderName } from './quote-rules.ts';

/** As a provider tells it of one of its own symbols. */
export interface ToldQuote {
  readonly symbol: string;
  /** Plain decimal text above 0. */
  readonly price: string;
  /** ISO 4217; never a hundredth of one (GBp is told as GBP). */
  readonly currency: string;
  /** Epoch milliseconds UTC: of the price, as the provider says. */
  readonly at: number;
}

/** A daily close; `adjustedOn` where later splits are counted back into it. Days are `2024-01-31`. */
export interface ToldClose {
  readonly day: string;
  readonly price: string;
  readonly currency: string;
  readonly adjustedOn: string | null;
}

/** What an instrument may be at a provider. */
export interface ToldCandidate {
  readonly provider: ProviderName;
  readonly symbol: string;
  readonly name: string;
  readonly kind: AssetKind;
  readonly currency: string | null;
}

export interface Quote {
  readonly price: string;
  readonly currency: string;
  readonly provider: ProviderName;
  readonly at: number;
  readonly receivedAt: number;
  /** A provider before it in the order had none. */
  readonly isFallback: boolean;
  /** When a second source last agreed with it; null: none has. */
  readonly checkedAt: number | null;
}

/** A price of the future is none; a clock may be wrong by this much. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;
