/** What the columns of a table mean that no reader knows, as the owner says it. */

import { z } from 'zod';
import { currency } from './money.ts';

/** What a column can hold. */
export const MAPPED_FIELDS = [
  ...(['at', 'time', 'kind', 'isin', 'symbol', 'name', 'quantity', 'price', 'cash', 'currency', 'fee', 'feeCurrency', 'tax'] as const),
  ...(['account', 'otherAccount', 'ratio', 'note', 'id'] as const),
] as const;
/** What stands first in a date. */
export const DAY_ORDERS = ['year', 'day', 'month'] as const;
/** What a row can be: what its sign tells, nothing, or one kind. */
export const MEANINGS = [
  ...(['by-sign-trade', 'by-sign-cash', 'nothing', 'buy', 'sell', 'short-sell', 'buy-to-cover', 'deposit', 'withdrawal'] as const),
  ...(['dividend', 'interest', 'fee', 'tax', 'delivery-in', 'delivery-out', 'cash-transfer', 'asset-transfer'] as const),
  ...(['staking-reward', 'airdrop', 'split', 'valuation'] as const),
] as const;

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const shown = z.string().max(200);
const mapped = z.strictObject({
  name: z.string().trim().min(1).max(60),
  header: z.array(shown).max(200).readonly(),
  columns: z.partialRecord(z.enum(MAPPED_FIELDS), shown.min(1)),
  days: z.enum(DAY_ORDERS),
  zone: z.string().max(60).refine(isZone, 'expected a time zone such as Europe/Madrid'),
  mark: z.enum(['.', ',']),
  kinds: z.record(shown, z.enum(MEANINGS)),
  otherwise: z.enum(MEANINGS).nullable(),
  currency: currency.nullable(),
  isSigned: z.boolean(),
  isBeforeCharges: z.boolean(),
  tellsCash: z.boolean(),
});
/** What the columns of a table mean that no reader knows. */
export const columnMapping = mapped.superRefine(({ columns, otherwise, kinds }, context) => {
  const fault = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (columns.at === undefined) fault(['columns', 'at'], 'expected the column that holds the date');
  if (columns.cash === undefined && (columns.quantity === undefined || columns.price === undefined))
    fault(['columns', 'cash'], 'expected the column of the amount, or those of quantity and price');
  if (otherwise === null && (columns.kind === undefined || Object.keys(kinds).length === 0))
    fault(['otherwise'], 'expected what a row is, or a column whose words say it');
});

export const seenTable = z.object({
  columns: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  rowCount: z.number().int(),
  guess: z.object({ ...mapped.shape, days: mapped.shape.days.nullable(), mark: mapped.shape.mark.nullable() }),
});

export type ColumnMapping = z.infer<typeof columnMapping>;
export type SeenTable = z.infer<typeof seenTable>;
