/** Everything figures are made of: the book as it is in force, what prices and rates are known, and what the owner has set. A new one where anything has changed. */

import type { Entry } from '../../../core/portfolio/entry.ts';
import type { Wanted } from '../../../core/portfolio/figures/allocation.ts';
import type { KnownInstrument } from '../../../core/portfolio/instruments.ts';
import type { LotMethod } from '../../../core/portfolio/lots.ts';
import type { Quote } from '../../../core/portfolio/quotes/quote.ts';
import type { QuoteOverrides } from '../../../core/portfolio/quotes/quote-rules.ts';

export interface BookedOperation {
  readonly id: number;
  readonly entry: Entry;
  /** `file.xlsx, Operaciones!7`; null of what was typed. */
  readonly origin: string | null;
}

export interface StoredClose {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly price: number;
  readonly provider: string;
  /** Day it was told on, where the provider counts later splits back into it; else null. */
  readonly adjustedOn: number | null;
}

/** One euro in a currency. */
export interface StoredRate {
  readonly day: number;
  readonly perEuro: number;
  readonly provider: string;
}

export interface BookState {
  readonly booked: readonly BookedOperation[];
  readonly known: readonly (KnownInstrument & { readonly overrides?: QuoteOverrides })[];
  readonly accounts: readonly { readonly name: string; readonly tellsCash: boolean }[];
  /** By instrument; any order. */
  readonly closes: ReadonlyMap<string, readonly StoredClose[]>;
  readonly rates: ReadonlyMap<string, readonly StoredRate[]>;
  readonly quotes: ReadonlyMap<string, Quote>;
  readonly targets: ReadonlyMap<string, Wanted>;
  readonly settings: {
    readonly base: string;
    readonly method: LotMethod;
    readonly target: string | null;
    readonly benchmark: string | null;
    readonly zone: string;
    readonly oldAfterDays: number;
  };
  /** Instruments of which a quote was put aside. */
  readonly quality: { readonly quarantined: ReadonlySet<string> };
  /** Last change of the book; null of an empty one. */
  readonly changedAt: number | null;
  /** When it was read. */
  readonly now: number;
}
