/** What is tried again after an error, how often and after how long: by class of error (trading rules 7.7). Whoever tries again reads it here. */

export type ErrorClass = 'network' | 'api' | 'data' | 'trading' | 'configuration' | 'system';

export interface Retries {
  /** After the first try. */
  readonly retries: number;
  /** Before the first of them; doubled for each one after it. */
  readonly baseMs: number;
}

export const RETRIES: Readonly<Record<ErrorClass, Retries>> = {
  network: { retries: 5, baseMs: 2_000 },
  api: { retries: 3, baseMs: 1_000 },
  data: { retries: 2, baseMs: 500 },
  /** Only once doubt is over, and as a new decision; an entry not even then, an exit until the position is closed. The rules name no base: this one is ours. */
  trading: { retries: 1, baseMs: 1_000 },
  configuration: { retries: 0, baseMs: 0 },
  system: { retries: 0, baseMs: 0 },
};

export const LONGEST_RETRY_PAUSE_MS = 60_000;
/** Up to this share of a pause is left out, so that many who failed together do not come back together. */
const JITTER = 0.25;

/** The pause before a retry (1 is the first), doubled each time up to the longest. */
export function doubledPauseMs(baseMs: number, retry: number): number {
  return Math.min(LONGEST_RETRY_PAUSE_MS, baseMs * 2 ** (retry - 1));
}

/** The same by class of error, with jitter; null where it is not tried again. `random` from 0 to 1. */
export function retryPauseMs(errorClass: ErrorClass, retry: number, random: number): number | null {
  const { retries, baseMs } = RETRIES[errorClass];
  return retry > retries ? null : doubledPauseMs(baseMs, retry) * (1 - JITTER * random);
}
