/** One booked fact as it is written down: decimals and times as text, as importers make it, the interface takes it and the database keeps it. */

import type { OperationKind } from './operation-kinds.ts';

export const ASSET_KINDS = ['crypto', 'stock', 'etf', 'fund', 'bond', 'currency', 'commodity', 'cash', 'other'] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

/** What a file calls an asset: at least one of ISIN, symbol and name. Which instrument that is, is found out later and for all entries together. */
export interface AssetName {
  readonly isin?: string;
  readonly symbol?: string;
  readonly name?: string;
  /** Where the file says it. */
  readonly kind?: AssetKind;
}

export interface Money {
  /** Plain decimal text: `-12.50`. */
  readonly amount: string;
  /** ISO 4217 in capitals, or the symbol of a coin that something was paid in. */
  readonly currency: string;
}

export interface Entry {
  readonly kind: OperationKind;
  /** `2024-01-31` where only the day is known, else an instant UTC: `2024-01-31T10:00:00.000Z`. */
  readonly at: string;
  readonly account: string;
  readonly asset?: AssetName;
  /** Above 0; the kind says which way. */
  readonly quantity?: string;
  /** Of one, as the file tells it: for the eye, and as a price of that day. */
  readonly price?: Money;
  /** What moved on the account, `fee` and `tax` of the same currency included: paid for a purchase, received for a sale. Above 0 the way the kind says; below 0 where income or a charge is taken back. */
  readonly cash?: Money;
  /** Part of `cash` where the currency is the same; else paid beside it, from that currency's cash or from the coins of that symbol. */
  readonly fee?: Money;
  readonly tax?: Money;
  /** Of what comes or goes without cash: its cost, or what it was worth; unknown where absent. */
  readonly value?: Money;
  /** Day a delivered asset was bought. */
  readonly acquiredAt?: string;
  readonly otherAccount?: string;
  readonly otherAsset?: AssetName;
  readonly otherQuantity?: string;
  readonly otherCash?: Money;
  /** `2:1`, new for old. */
  readonly ratio?: string;
  /** In [0, 1]. */
  readonly costShare?: string;
  /** The gain the owner wants, as a ratio: `0.5` for 50 %. */
  readonly target?: string;
  /** Classification as the owner's workbook gives it: type, category, sub-category. */
  readonly classes?: readonly string[];
  readonly note?: string;
}
