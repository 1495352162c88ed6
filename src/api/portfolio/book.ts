/** The book of operations over the interface: found, written, corrected, taken back. */

import { z } from 'zod';
import { exportFormat } from '../archive.ts';
import { decimalText, identifier, instant, ratio, words } from '../values.ts';
import { currency, day, money } from './money.ts';

const kind = z.enum([
  'buy',
  'sell',
  'short-sell',
  'buy-to-cover',
  'deposit',
  'withdrawal',
  'delivery-in',
  'delivery-out',
  'cash-transfer',
  'asset-transfer',
  'currency-conversion',
  'dividend',
  'interest',
  'fee',
  'tax',
  'staking-reward',
  'airdrop',
  'split',
  'spin-off',
  'merger',
  'rename',
  'swap',
  'valuation',
]);
export const assetKind = z.enum(['crypto', 'stock', 'etf', 'fund', 'bond', 'currency', 'commodity', 'cash', 'other']);
const assetName = z.strictObject({
  isin: z.string().max(12).optional(),
  symbol: z.string().max(40).optional(),
  name: z.string().max(200).optional(),
  kind: assetKind.optional(),
});
const given = z.strictObject({ amount: z.string().max(60), currency: z.string().max(12) });

/** As in core/portfolio/entry.ts; what a kind needs and may have is said there and checked with the reason for each field. */
export const entry = z.strictObject({
  kind,
  at: z.string().max(30),
  account: z.string().min(1).max(120),
  asset: assetName.optional(),
  quantity: z.string().max(60).optional(),
  price: given.optional(),
  cash: given.optional(),
  fee: given.optional(),
  tax: given.optional(),
  value: given.optional(),
  acquiredAt: z.string().max(30).optional(),
  otherAccount: z.string().min(1).max(120).optional(),
  otherAsset: assetName.optional(),
  otherQuantity: z.string().max(60).optional(),
  otherCash: given.optional(),
  ratio: z.string().max(60).optional(),
  costShare: z.string().max(60).optional(),
  target: z.string().max(60).optional(),
  classes: z.array(z.string().max(120)).max(5).optional(),
  note: z.string().max(2000).optional(),
});

/** Where an operation comes from; null for what was typed. */
export const origin = z.object({ file: z.string(), fileId: z.number().int(), sheet: z.string().nullable(), row: z.number().int() });

export const operation = z.object({
  id: z.number().int(),
  /** What it is known by in the platform's own export, also in another book. */
  key: z.string(),
  version: z.number().int(),
  entry: entry.loose(),
  /** The instrument it was found to be; null where it has none. */
  instrument: z.object({ id: identifier, symbol: z.string(), name: z.string(), isResolved: z.boolean() }).nullable(),
  origin: origin.nullable(),
  by: z.string(),
  at: instant,
  /** The file says something else now than when it was corrected. */
  isDisputed: z.boolean(),
  /** The owner's own columns; null where there is no price, or they mean nothing for the kind. In the currency of the purchase. */
  own: z
    .object({
      targetPrice: decimalText.nullable(),
      gainRatio: ratio.nullable(),
      netGain: money.nullable(),
      toTargetRatio: ratio.nullable(),
    })
    .nullable(),
});

export const operationSearch = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  sort: z.enum(['newest', 'oldest']).default('newest'),
  from: day.optional(),
  to: day.optional(),
  kind: kind.optional(),
  account: z.string().max(120).optional(),
  instrument: identifier.optional(),
  currency: currency.optional(),
  /** Of the gain now. */
  sign: z.enum(['gain', 'loss']).optional(),
  text: z.string().max(120).optional(),
  file: z.coerce.number().int().optional(),
});
/** All of a filter, oldest first. */
export const operationExport = operationSearch
  .omit({ cursor: true, limit: true, sort: true })
  .extend({ format: exportFormat.default('csv') });
export const operationPage = z.object({ rows: z.array(operation), next: z.string().nullable(), total: z.number().int() });

export const correction = z.strictObject({
  /** The one that was looked at: another one in force since then refuses the correction. */
  version: z.number().int(),
  entry,
  reason: z.string().min(1).max(500),
});
export const retraction = z.strictObject({ version: z.number().int(), reason: z.string().min(1).max(500) });

export const operationVersion = z.object({
  version: z.number().int(),
  entry: entry.loose(),
  at: instant,
  by: z.string(),
  cause: z.string(),
  endedAt: instant.nullable(),
});

export const account = z.object({
  name: z.string(),
  /** Where it is not, what purchases cost comes from outside. */
  tellsCash: z.boolean(),
  operations: z.number().int(),
  first: day.nullable(),
  last: day.nullable(),
});
export const yearLocks = z.object({ years: z.array(z.object({ year: z.number().int(), lockedAt: instant, by: z.string() })) });

export const bookFinding = z.object({ code: z.string(), text: words, operation: z.number().int().nullable() });

export type EntryText = z.infer<typeof entry>;
export type Operation = z.infer<typeof operation>;
export type OperationSearch = z.infer<typeof operationSearch>;
export type OperationPage = z.infer<typeof operationPage>;
