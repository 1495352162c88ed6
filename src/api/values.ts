/** The values every answer is made of: exact decimals as text, instants in epoch milliseconds UTC, ratios as plain numbers. Unknown is null, never 0. */

import { z } from 'zod';

/** Money, price or quantity as exact decimal text with a full stop and no grouping: "48216.37", "-0.0012". */
export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/, 'expected a decimal such as "-12.50"');
/** Epoch milliseconds UTC. */
export const instant = z.number().int();
/** One that is asked for, in an address: of the years 1 to 9999, which every part can count with. */
export const askedInstant = z.coerce.number().int().min(-62_135_596_800_000).max(253_402_300_799_999);
/** 0.0214 is 2.14 %. */
export const ratio = z.number();
/** Position in the account's journal. */
export const journalSequence = z.number().int().positive();

export const modeName = z.enum(['NORMAL', 'DEFENSIVE', 'OBSERVATION', 'PAUSE', 'EMERGENCY']);
export const positionSide = z.enum(['long', 'short']);
export const orderSide = z.enum(['buy', 'sell']);
/** A name from this installation: an instrument, a strategy, a timeframe. */
export const identifier = z.string().min(1).max(120);
/** A sentence in both languages of the panel. */
export const words = z.object({ en: z.string(), es: z.string() });
/** A stable, searchable code such as RISK_POSITION_LIMIT. */
export const code = z.string().regex(/^[A-Z][A-Z0-9_]*$/);

export type ModeName = z.infer<typeof modeName>;
