/** How the owner wants the portfolio counted and shown. */

import { z } from 'zod';
import { decimalText, instant } from '../values.ts';
import { allocationBy } from './figures.ts';
import { currency, lotMethod } from './money.ts';

export const portfolioSettings = z.object({
  base: currency,
  method: lotMethod,
  /** The value the owner is on the way to; null where there is none. */
  target: decimalText.nullable(),
  benchmark: z.string().max(120).nullable(),
  zone: z.string().max(60),
  /** The workbook that is watched, below the data folder. */
  workbook: z
    .string()
    .max(300)
    .regex(/^(?![/\\])(?!.*\.\.)[^\\]+\.xlsx$/, 'expected a workbook below the data folder, such as portfolio/operaciones.xlsx'),
  /** Without a change for so many days the owner is reminded. */
  oldAfterDays: z.number().int().min(1).max(3650),
});
export const portfolioSettingsInput = z.strictObject(portfolioSettings.shape).partial();

/** Order and width of the boxes of the overview, newest version first. */
export const layout = z.object({ boxes: z.array(z.object({ id: z.string().max(40), isWide: z.boolean(), isHidden: z.boolean() })) });

/** What the owner wants of each part, as ratios that add up to at most 1, and how far a weight may be off. */
export const targets = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        by: allocationBy,
        band: z.number().min(0).max(1),
        weights: z
          .record(z.string().max(200), z.number().min(0).max(1))
          .refine(
            (weights) => Object.values(weights).reduce((sum, one) => sum + one, 0) <= 1 + 1e-9,
            'expected weights that add up to at most 1',
          ),
      }),
    )
    .max(6),
});
export const savedTargets = targets.extend({ version: z.number().int(), at: instant.nullable(), by: z.string() });

export type Targets = z.infer<typeof targets>;
export type SavedTargets = z.infer<typeof savedTargets>;
export type PortfolioSettings = z.infer<typeof portfolioSettings>;
export type PortfolioSettingsInput = z.infer<typeof portfolioSettingsInput>;
export type Layout = z.infer<typeof layout>;
