/** Market data: what is stored, how complete it is, and what is brought in and taken out. */

import { z } from 'zod';
import { fileReading, uploadReference } from './research.ts';
import { askedInstant, identifier, instant, ratio, words } from './values.ts';

/** The name of one stored series. */
export const seriesKey = z.object({
  venue: identifier,
  symbol: identifier,
  timeframe: identifier,
  kind: z.enum(['trades', 'quotes']).default('trades'),
});

export const dataSet = z.object({
  source: z.enum(['lake', 'sample']),
  /** The sample's name; null for what is stored. */
  sample: z.string().nullable(),
  venue: z.string(),
  symbol: z.string(),
  timeframe: z.string(),
  kind: z.string(),
  calendar: z.string().nullable(),
  bars: z.number().int(),
  /** Start of the first candle and of the last. */
  from: instant.nullable(),
  to: instant.nullable(),
  /** Null where it has not been looked at. */
  gaps: z.object({ count: z.number().int(), missing: z.number().int(), longest: z.number().int() }).nullable(),
  /** Candles there over candles expected. */
  completeRatio: ratio.nullable(),
  /** Changes when, and only when, a candle changes. */
  checksum: z.string().nullable(),
  /** `damaged`, `denied` (the program may not read it; `*` in its key is what is not known for that), `no-volume`, `quotes`, `jumps`, `gaps`, `factors` (splits and dividends are known), `funding`, `rules-unknown`. */
  flags: z.array(z.string()),
  /** What is wrong with a damaged or denied one. */
  problem: z.string().nullable(),
});

const span = { from: askedInstant.optional(), to: askedInstant.optional() };

/** A stored series, or a sample by its name. */
export const coverageQuery = seriesKey
  .partial()
  .extend({ sample: identifier.optional(), cell: z.enum(['day', 'month']).default('month'), ...span })
  .refine(({ sample, venue, symbol, timeframe }) => sample !== undefined || (venue && symbol && timeframe), {
    message: 'expected a sample, or venue, symbol and timeframe of a stored series',
  });

/** One column per property, oldest first; a cell without anything expected (a closed day) is not there. */
export const coverage = z.object({
  cell: z.enum(['day', 'month']),
  calendar: z.string(),
  /** Start of each cell, UTC. */
  start: z.array(instant),
  present: z.array(z.number().int()),
  expected: z.array(z.number().int()),
  /** Of those present, candles without a trade. */
  flat: z.array(z.number().int()),
});

export const dataGap = z.object({
  from: instant,
  /** Where the candles go on. */
  to: instant,
  missing: z.number().int(),
  cause: z.enum(['no-data', 'session-missing']),
  repairedAt: instant.nullable(),
});

export const seriesDetail = z.object({
  dataSet,
  gaps: z.array(dataGap),
  /** Reports of imports that changed something, newest first, with the rows that were no candles. */
  imports: z.array(
    z.object({
      at: instant,
      source: z.string(),
      rowsRead: z.number().int(),
      accepted: z.number().int(),
      rejected: z.number().int(),
      rejectedByReason: z.record(z.string(), z.number()),
      rejectedRows: z.array(z.object({ line: z.number().int(), reason: z.string(), text: z.string() })),
      duplicates: z.number().int(),
      jumps: z.number().int(),
      notes: z.array(words),
    }),
  ),
});

export const importInput = z.strictObject({
  upload: uploadReference,
  symbol: identifier,
  venue: identifier.default('local'),
  timeframe: z
    .string()
    .regex(/^\d{1,3}[smhdw]$/)
    .optional(),
  /** Refuse the file at its first bad row. */
  strict: z.boolean().default(false),
  /** `funding` and `factors` are no candles. */
  reading: fileReading.default({ format: 'auto' }),
});

export const exportQuery = seriesKey.extend({
  ...span,
  format: z.enum(['csv', 'parquet']).default('csv'),
  /** Prices corrected for splits and dividends. */
  adjusted: z.stringbool().default(false),
});

/** What an upload is answered with. */
export const upload = z.object({ upload: uploadReference, name: z.string(), sizeBytes: z.number().int() });

export type SeriesKeyQuery = z.infer<typeof seriesKey>;
export type DataSet = z.infer<typeof dataSet>;
export type CoverageQuery = z.infer<typeof coverageQuery>;
export type Coverage = z.infer<typeof coverage>;
export type SeriesDetail = z.infer<typeof seriesDetail>;
export type ExportQuery = z.infer<typeof exportQuery>;
export type Upload = z.infer<typeof upload>;
