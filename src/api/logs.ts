/** What the processes have said: found, paged, and told as it comes. */

import { z } from 'zod';
import { askedInstant, instant } from './values.ts';

export const logProcess = z.enum(['supervisor', 'trader', 'web']);
export const logLevel = z.enum(['info', 'warning', 'error']);

export const logLine = z.object({
  /** Rises with every line, whoever says it. */
  n: z.number().int().positive(),
  at: instant,
  process: logProcess,
  level: logLevel,
  text: z.string(),
});

export const logFilter = z.object({
  process: logProcess.optional(),
  /** This one and what is more serious. */
  level: logLevel.optional(),
  /** Part of the line, whatever its case. */
  text: z.string().max(200).optional(),
  from: askedInstant.optional(),
  to: askedInstant.optional(),
});

const place = z.coerce.number().int().nonnegative();

export const logQuery = logFilter.extend({
  order: z.enum(['newest', 'oldest']).default('newest'),
  /** `next` of the page before. */
  cursor: place.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

export const logPage = z.object({
  rows: z.array(logLine),
  next: z.number().int().nullable(),
  /** Number of the last line of all: news are those after it. */
  newest: z.number().int().nonnegative(),
  /** Whether a supervisor keeps the lines of today: what runs alone tells whatever started it. */
  isKept: z.boolean(),
});

export const logNewsQuery = logFilter.pick({ process: true, level: true, text: true }).extend({
  after: place,
  /** How long to wait for them. */
  waitMs: z.coerce.number().int().min(0).max(10_000).default(10_000),
});

export const logNews = z.object({
  /** Oldest first. */
  rows: z.array(logLine),
  /** To be asked after next. */
  upTo: z.number().int().nonnegative(),
});

export type LogLine = z.infer<typeof logLine>;
export type LogFilter = z.infer<typeof logFilter>;
export type LogQuery = z.infer<typeof logQuery>;
export type LogPage = z.infer<typeof logPage>;
export type LogNewsQuery = z.infer<typeof logNewsQuery>;
export type LogNews = z.infer<typeof logNews>;
export type LogProcess = z.infer<typeof logProcess>;
