/** What the processes use and how fast they answer: now, and over the last day. */

import { z } from 'zod';
import { instant } from './values.ts';

const seconds = z.number().nonnegative();
const bytes = z.number().nonnegative();

/** What a process says of itself. Lag and latency are those of its last window of a few seconds. */
export const processFigures = z.object({
  at: instant,
  processId: z.number().int().positive(),
  startedAt: instant,
  /** User and system time since its start. */
  cpuSeconds: seconds,
  residentBytes: bytes,
  /** Null for what is no JavaScript. */
  heapUsedBytes: bytes.nullable(),
  /** How much later than it should the event loop came round; null for what has none. */
  loopLagSeconds: z
    .object({ p50: seconds, p99: seconds, /** A process of an earlier release does not tell it. */ max: seconds.optional() })
    .nullable(),
  /** From sending an order to the venue's answer; null where none was sent. */
  orderLatencySeconds: z.object({ count: z.number().int(), p50: seconds, p95: seconds }).nullable(),
});

/** Every figure that is kept for a day, with what of a stretch of time is shown as one point: its mean, or its worst. */
export const KEPT_FIGURES = {
  'supervisor.cpu': 'mean',
  'supervisor.memory': 'worst',
  'supervisor.lag': 'worst',
  'trader.cpu': 'mean',
  'trader.memory': 'worst',
  'trader.lag': 'worst',
  'web.cpu': 'mean',
  'web.memory': 'worst',
  'web.lag': 'worst',
  'database.cpu': 'mean',
  'database.memory': 'worst',
  'http.rate': 'mean',
  'http.errors': 'mean',
  'http.p50': 'mean',
  'http.p95': 'worst',
  'http.p99': 'worst',
  'live.clients': 'worst',
  'orders.p50': 'mean',
  'orders.p95': 'worst',
} as const;

export const figureName = z.enum(Object.keys(KEPT_FIGURES) as [FigureName, ...FigureName[]]);

export const figureQuery = z.object({ hours: z.coerce.number().int().min(1).max(24).default(1) });

/** Points at even steps, oldest first. Null: nobody measured there. Shares and rates are plain numbers, times seconds, memory bytes. */
export const figureSeries = z.object({
  from: instant,
  stepMs: z.number().int().positive(),
  series: z.record(figureName, z.array(z.number().nullable())),
});

export type ProcessFigures = z.infer<typeof processFigures>;
export type FigureName = keyof typeof KEPT_FIGURES;
export type FigureQuery = z.infer<typeof figureQuery>;
export type FigureSeries = z.infer<typeof figureSeries>;
