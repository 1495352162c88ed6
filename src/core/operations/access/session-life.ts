/** How long a session lives, and how long a second factor counts as fresh. */

export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_ABSOLUTE_MS = 12 * 3_600_000;
/** For who has given the password and not the second factor yet, or is about to enrol one. */
export const UNFINISHED_SESSION_MS = 15 * 60_000;
const STEP_UP_FRESH_MS = 5 * 60_000;

/** `second-factor` and `enrol`: nothing but giving or enrolling one. */
export type SessionStage = 'second-factor' | 'enrol' | 'full';

export interface SessionTimes {
  readonly stage: SessionStage;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  /** When a second factor was given last; null where none was. */
  readonly stepUpAt: number | null;
}

/** When a session ends if nothing more is asked over it. */
export function sessionEndsAt({ stage, createdAt, lastSeenAt }: SessionTimes): number {
  if (stage !== 'full') return createdAt + UNFINISHED_SESSION_MS;
  return Math.min(lastSeenAt + SESSION_IDLE_MS, createdAt + SESSION_ABSOLUTE_MS);
}

export function sessionLives(session: SessionTimes, now: number): boolean {
  return now < sessionEndsAt(session);
}

/** Until when the second factor counts as fresh; null where none was given. */
export function freshEndsAt({ stage, stepUpAt }: SessionTimes): number | null {
  return stage === 'full' && stepUpAt !== null ? stepUpAt + STEP_UP_FRESH_MS : null;
}

export function stepUpIsFresh(session: SessionTimes, now: number): boolean {
  return now < (freshEndsAt(session) ?? 0);
}
