/** What the owner can ask of a session. Stopping asks little and is never locked; starting again is refused while something speaks against it. */

import { z } from 'zod';
import { eachOnce } from './each-once.ts';
import { FASTEST_SPEED, SLOWEST_SPEED, SMALLEST_WEIGHT } from './limits.ts';
import { reason } from './reason.ts';
import { code, identifier, journalSequence } from './values.ts';

/** Made by the sender; the same id again is answered with the first answer and done once. */
const commandId = z.uuid();
/** The dialog with the consequence was shown and accepted. */
const confirmed = z.literal(true);
/** The owner's words, for the journal. */

/** At most a year, in the session's own time. */
const LONGEST_BLOCK_MS = 366 * 86_400_000;

/** Entries of a strategy blocked by hand, for so long or until they are let in again. */
export const strategyDisable = { strategyId: identifier, forMs: z.number().int().min(1000).max(LONGEST_BLOCK_MS).optional() };
export const strategyEnable = { confirmed, strategyId: identifier };
/** The share of its size that a run keeps: 0 enters nothing, 1 is as configured. */
const weight = z.strictObject({
  strategyId: identifier,
  instrumentId: identifier,
  weight: z
    .number()
    .min(0)
    .max(1)
    .refine((value) => value === 0 || value >= SMALLEST_WEIGHT, `expected 0 (it enters nothing) or at least ${SMALLEST_WEIGHT}`),
});
const weights = z
  .array(weight)
  .min(1)
  .max(200)
  .superRefine(eachOnce('instrumentId', ({ strategyId, instrumentId }) => `${strategyId} on ${instrumentId}`));
export const strategyWeights = { confirmed, weights };

export const sessionCommand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pause'), commandId, reason }),
  z.strictObject({ kind: z.literal('resume'), commandId, confirmed, reason, to: z.enum(['NORMAL', 'OBSERVATION']).default('NORMAL') }),
  z.strictObject({ kind: z.literal('kill'), commandId, confirmed, reason }),
  /** EMERGENCY to PAUSE, once everything is closed and looked at. */
  z.strictObject({ kind: z.literal('reset'), commandId, confirmed, reason }),
  z.strictObject({ kind: z.literal('feed-pause'), commandId }),
  z.strictObject({ kind: z.literal('feed-resume'), commandId }),
  z.strictObject({ kind: z.literal('feed-speed'), commandId, speed: z.number().min(SLOWEST_SPEED).max(FASTEST_SPEED) }),
  z.strictObject({ kind: z.literal('strategy-disable'), commandId, reason, ...strategyDisable }),
  z.strictObject({ kind: z.literal('strategy-enable'), commandId, reason, ...strategyEnable }),
  z.strictObject({ kind: z.literal('strategy-weights'), commandId, reason, ...strategyWeights }),
]);

/** The answer to a command that was carried out: over HTTP a refusal is a 409 problem with its code instead. */
export const commandDone = z.object({
  commandId,
  /** Where the command stands in the journal; null for a command that leaves no trace there, or that was done while the journal could not be written. */
  journalSequence: journalSequence.nullable(),
  /**
   * Of a pause or a kill that the journal did not take, which is in force all the same. True: a note of it is on disk, and the next start begins with it.
   * False: not even a note: it has to be asked for again after a restart.
   */
  noted: z.boolean().optional(),
});

export const commandRefusal = z.object({ code, message: z.string(), measured: z.number().nullable(), limit: z.number().nullable() });

export type SessionCommand = z.infer<typeof sessionCommand>;
export type CommandDone = z.infer<typeof commandDone>;
export type CommandRefusal = z.infer<typeof commandRefusal>;
