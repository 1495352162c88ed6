/** Asks again what changes nothing and failed in passing: as often, and after pauses as long, as the class of the error allows. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorClass, retryPauseMs } from '../../core/domain/retries.ts';

export interface Patience {
  readonly classOf: (error: unknown) => ErrorClass;
  /** Hears of each failure that is followed by another try. */
  readonly onRetry?: (error: unknown, pauseMs: number) => void;
  readonly random?: () => number;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Rejects with the last error. */
export async function patiently<T>(
  work: () => Promise<T>,
  { classOf, onRetry, random = Math.random, pause = sleep }: Patience,
): Promise<T> {
  for (let retry = 1; ; retry++) {
    try {
      return await work();
    } catch (error) {
      const pauseMs = retryPauseMs(classOf(error), retry, random());
      if (pauseMs === null) throw error;
      onRetry?.(error, pauseMs);
      await pause(pauseMs);
    }
  }
}
