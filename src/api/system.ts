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
export const restartInput = z.object({ reason: z.string().trim().max(200).default('') });

export type ProcessName = z.infer<typeof processName>;
export type RestartableName = z.infer<typeof restartableName>;
export type ProcessState = z.infer<typeof processState>;
export type ProcessExit = z.infer<typeof processExit>;
export type ProcessRow = z.infer<typeof processRow>;
export type ProcessList = z.infer<typeof processList>;
