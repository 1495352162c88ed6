/** Files of operations: looked at, taken in, and what became of each. */

import { z } from 'zod';
import { instant, words } from '../values.ts';
import { columnMapping, seenTable } from './mapping.ts';
import { day } from './money.ts';

/** `code` such as CURRENCY_MISSING. */
export const importFinding = z.object({
  code: z.string(),
  sheet: z.string().nullable(),
  row: z.number().int(),
  column: z.string().nullable(),
  found: z.string(),
  expected: words,
  suggestion: z.string().nullable(),
});

const counts = { read: z.number().int(), loaded: z.number().int(), unchanged: z.number().int(), rejected: z.number().int() };

export const importReport = z.object({
  ...counts,
  /** Null of a preview. */
  fileId: z.number().int().nullable(),
  file: z.string(),
  format: z.string(),
  formatName: z.string(),
  account: z.string(),
  /** Operations that come, change and go by it. */
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
  first: day.nullable(),
  last: day.nullable(),
  /** The first thousand. */
  errors: z.array(importFinding),
  warnings: z.array(importFinding),
});

export const importPreviewQuery = z.object({
  name: z.string().min(1).max(200),
  account: z.string().min(1).max(120).optional(),
});
export const importPreview = z.object({
  /** To be named when it is taken in. */
  upload: z.string(),
  /** Null where no reader knows the file: then its table is here, for the owner to say what its columns mean. */
  report: importReport.nullable(),
  table: seenTable.nullable(),
  /** The first rows as they would be booked. */
  sample: z.array(z.object({ sheet: z.string().nullable(), row: z.number().int(), kind: z.string(), text: z.string() })),
});
export const importInput = z.strictObject({
  upload: z.string().max(300),
  account: z.string().min(1).max(120).optional(),
  mapping: columnMapping.optional(),
  /** All rows or none. */
  strict: z.boolean().default(false),
});
export const mappedPreviewInput = z.strictObject({
  upload: z.string().max(300),
  account: z.string().min(1).max(120).optional(),
  mapping: columnMapping,
});
/** A file that was found where files are watched for. */
export const watchedFile = z.object({
  file: z.string(),
  at: instant,
  counts: z.object(counts).nullable(),
  refused: words.nullable(),
});
export const importList = z.object({
  watched: z.array(watchedFile),
  rows: z.array(
    z.object({
      id: z.number().int(),
      file: z.string(),
      format: z.string(),
      account: z.string(),
      at: instant,
      by: z.string(),
      ...counts,
      isReplaced: z.boolean(),
    }),
  ),
  formats: z.array(z.object({ id: z.string(), name: z.string() })),
});

export type WatchedFile = z.infer<typeof watchedFile>;
export type ImportPreview = z.infer<typeof importPreview>;
export type ImportReport = z.infer<typeof importReport>;
