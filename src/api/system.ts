/** The machinery itself over the interface: the processes that Atalaya consists of. */

import { z } from 'zod';
import { code, instant } from './values.ts';

/** The processes that one supervisor keeps, by the names of their roles. */
export const processName = z.enum(['supervisor', 'trader', 'web', 'database']);
/** Those of them that may be started again from the panel. */
export const restartableName = z.enum(['trader', 'web']);

/** `waiting`: it has ended and is started again after a pause. `stopped`: it has ended and is not started again. */
export const processState = z.enum(['starting', 'running', 'stopping', 'waiting', 'stopped']);

export const processExit = z.object({
  at: instant,
  /** Exit code; null where a signal ended it. */
  code: z.number().int().nullable(),
  signal: z.string().nullable(),
  /** Why it did not want to start, in its own words. */
  refusal: z.object({ code, message: z.string() }).nullable(),
  /** Somebody had asked for it. */
  wasAsked: z.boolean(),
});

export const processRow = z.object({
  name: processName,
  state: processState,
  processId: z.number().int().positive().nullable(),
  /** Wall clock at which it came into this state. */
  since: instant,
  /** When its process was started; null where none runs. */
  startedAt: instant.nullable(),
  /** How often it was started again, whether asked for or not. */
  restarts: z.number().int().nonnegative(),
  lastExit: processExit.nullable(),
});

export const processList = z.object({ at: instant, processes: z.array(processRow) });

/** In the words of whoever asks, for the audit. */
export const restartInput = z.strictObject({ reason: z.string().trim().max(200).default('') });

export type ProcessName = z.infer<typeof processName>;
export type RestartableName = z.infer<typeof restartableName>;
export type ProcessState = z.infer<typeof processState>;
export type ProcessExit = z.infer<typeof processExit>;
export type ProcessRow = z.infer<typeof processRow>;
export type ProcessList = z.infer<typeof processList>;

/** What the page of services has a row for: processes, and parts inside them. */
export const serviceName = z.enum([...processName.options, 'worker', 'feed', 'venue', 'journal', 'views']);
/** `silent`: it runs and does not answer. */
export const serviceState = z.enum(['ok', 'starting', 'stopping', 'degraded', 'silent', 'failed', 'off']);

export const service = z.object({
  name: serviceName,
  /** The process that it lives in; null for a process itself. */
  within: processName.nullable(),
  state: serviceState,
  /** What it says of itself; empty where it says nothing. */
  detail: z.string(),
  /** Null for a part of one, and where nobody keeps it. */
  process: processRow.nullable(),
  figures: z
    .object({
      /** Share of one core over the last seconds. */
      cpuRatio: z.number().nonnegative().nullable(),
      residentBytes: z.number().nonnegative(),
      loopLagSeconds: z.number().nonnegative().nullable(),
    })
    .nullable(),
  release: z.string().nullable(),
  canRestart: z.boolean(),
});

export const serviceOverview = z.object({
  at: instant,
  /** Whether a supervisor keeps the processes: without one nothing can be started again from here. */
  isSupervised: z.boolean(),
  release: z.string(),
  node: z.string(),
  /** Null while the database is away. */
  database: z.object({ version: z.string(), migration: z.number().int(), isEmbedded: z.boolean() }).nullable(),
  services: z.array(service),
});

export type ServiceName = z.infer<typeof serviceName>;
export type ServiceState = z.infer<typeof serviceState>;
export type Service = z.infer<typeof service>;
export type ServiceOverview = z.infer<typeof serviceOverview>;
