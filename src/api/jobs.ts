/** Jobs: long work that goes on without the page. What is asked for, how far it is, what became of it. */

import { z } from 'zod';
import { code, identifier, instant, words } from './values.ts';

export const jobState = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']);
export const jobKind = z.enum(['backtest', 'data-import', 'strategy-check', 'backup']);

export const jobProgress = z.object({
  /** How much of `total`, in `unit`; null where it can't be counted. */
  done: z.number().nullable(),
  total: z.number().nullable(),
  unit: z.string().nullable(),
  /** The stage, as a word the panel knows (`playing`, `checking`), else a sentence. */
  text: z.string().nullable(),
});

export const job = z.object({
  id: z.uuid(),
  kind: jobKind,
  title: z.string(),
  /** What was asked for, with its defaults: to ask for it again. */
  input: z.unknown(),
  requestedBy: identifier,
  state: jobState,
  /** How often it has been started. */
  attempt: z.number().int(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** Somebody wants it to end; it has not ended yet while the state is `running`. */
  cancelRequested: z.boolean(),
  progress: jobProgress,
  /** Units a second. */
  rate: z.number().nullable(),
  /** Milliseconds until it is done at that rate; null where nobody knows. */
  remainingMs: z.number().nullable(),
  /** By kind: a backtest's `{ runId }`, an import's report, a check's findings. */
  result: z.unknown(),
  /** `said`: the message in both languages and in a page's terms, where it was written so. */
  error: z.object({ code, message: z.string(), said: words.nullable() }).nullable(),
  logLines: z.number().int(),
  /** Rises with every change of any job. */
  revision: z.number().int(),
});

export const jobLogLine = z.object({
  line: z.number().int(),
  at: instant,
  level: z.enum(['info', 'warning', 'error']),
  text: z.string(),
});

export const jobQuery = z.object({
  state: jobState.optional(),
  kind: jobKind.optional(),
  requestedBy: identifier.optional(),
  /** Part of the title. */
  text: z.string().max(200).optional(),
  /** `next` of the page before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const jobPage = z.object({ rows: z.array(job), next: z.string().nullable() });
export const jobLogQuery = z.object({ after: z.coerce.number().int().nonnegative().max(2_147_483_647).default(0) });

/** One header of every request that starts work: the same key asks for the same job. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,120}$/);

export type JobState = z.infer<typeof jobState>;
export type JobKind = z.infer<typeof jobKind>;
export type JobProgress = z.infer<typeof jobProgress>;
export type Job = z.infer<typeof job>;
export type JobLogLine = z.infer<typeof jobLogLine>;
export type JobQuery = z.infer<typeof jobQuery>;
export type JobPage = z.infer<typeof jobPage>;
