/** Ports of quotes: what is asked of an outside system, and through which line. */

import type { AssetKind } from '../entry.ts';
import type { ToldCandidate, ToldClose, ToldQuote } from './quote.ts';
import type { ProviderName } from './quote-rules.ts';

/**
 * Why a provider has told nothing. `PROVIDER_UNKNOWN`: it does not know what it was asked for, and is well. `PROVIDER_BUDGET`: it was not asked.
 * `PROVIDER_LAYOUT`: a page no longer looks as its rules say.
 */
export type TroubleCode =
  | 'PROVIDER_UNREACHABLE'
  | 'PROVIDER_BUSY'
  | 'PROVIDER_QUOTA'
  | 'PROVIDER_KEY'
  | 'PROVIDER_UNCLEAR'
  | 'PROVIDER_LAYOUT'
  | 'PROVIDER_UNKNOWN'
  | 'PROVIDER_BUDGET'
  | 'PROVIDER_RESTING';

export class ProviderTrouble extends Error {
  readonly code: TroubleCode;
  /** When it may be asked again; null: nobody has said. */
  readonly again: number | null;

  constructor(code: TroubleCode, message: string, again: number | null = null) {
    super(message);
    this.name = 'ProviderTrouble';
    this.code = code;
    this.again = again;
  }
}

export interface ProviderAnswer {
  readonly status: number;
  readonly text: string;
  readonly cookies: readonly string[];
  /** Clock of the provider, epoch milliseconds UTC; null where it told none. */
  readonly date: number | null;
}

export interface ProviderQuestion<Value> {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In units of the provider's allowance; 1 where nothing is said. */
  readonly cost?: number;
  /** An answer with this status is read too, and is no failure. */
  readonly accepts?: number;
  /** Throws ProviderTrouble for an answer that is none. */
  read(answer: ProviderAnswer): Value;
}

/** The line to one provider: with its allowance, its rests and its retries. Rejects with ProviderTrouble. */
export type AskProvider = <Value>(question: ProviderQuestion<Value>) => Promise<Value>;

export interface AskedSymbol {
  readonly symbol: string;
  /** What the owner counts the instrument in. */
  readonly currency: string;
}

export interface SoughtAsset {
  readonly isin: string | null;
  readonly symbol: string;
  readonly name: string;
  readonly kind: AssetKind | null;
}

export interface QuoteProvider {
  readonly name: ProviderName;
  /** Symbols that one question takes. */
  readonly most: number;
  /** Of those it knows; any order. Rejects with ProviderTrouble where it can tell none. */
  quotes(asked: readonly AskedSymbol[]): Promise<readonly ToldQuote[]>;
  /** Daily closes since a day (`2024-01-31`), oldest first; today's is left out. */
  closes?(symbol: string, from: string): Promise<readonly ToldClose[]>;
  /** Best first. */
  find?(sought: SoughtAsset): Promise<readonly ToldCandidate[]>;
}
