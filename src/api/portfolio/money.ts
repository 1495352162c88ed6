/** What every answer of the portfolio is made of: days, currencies, what is asked about, and how a figure was come by. */

import { z } from 'zod';
import { decimalText, identifier, instant } from '../values.ts';

/** `2024-01-31`. */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day such as 2024-01-31')
  .refine(isDay, 'expected a day that there is, such as 2024-01-31');
/** ISO 4217, or the symbol of a coin. */
export const currency = z.string().regex(/^[A-Z0-9.]{2,12}$/, 'expected a currency such as EUR');
export const money = z.object({ amount: decimalText, currency });
export const lotMethod = z.enum(['fifo', 'lifo', 'average']);

/** What part of the portfolio is looked at, over which days, in which currency. Where nothing is said: all of it, since its first operation, until today, in the owner's own currency and by the owner's own method. */
export const view = z.object({
  from: day.optional(),
  to: day.optional(),
  base: currency.optional(),
  method: lotMethod.optional(),
  account: z.string().max(120).optional(),
  instrument: identifier.optional(),
  /** Of the instruments' kind: crypto, etf … */
  kind: z.string().max(40).optional(),
  /** Of the owner's own classes. */
  category: z.string().max(120).optional(),
  /** That instruments are quoted in. */
  currency: currency.optional(),
});

/** A price or a rate, and where it comes from. */
export const usedPrice = z.object({
  price: decimalText,
  currency,
  provider: z.string(),
  /** Day of a daily close, or instant of a quote. */
  day: day.nullable(),
  at: instant.nullable(),
  receivedAt: instant.nullable(),
  isFallback: z.boolean(),
  isStale: z.boolean(),
});

/** With the owner's own method where none was asked for. */
export type View = z.infer<typeof view> & { readonly method: z.infer<typeof lotMethod> };
export type UsedPrice = z.infer<typeof usedPrice>;

/** 30 February is none. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
