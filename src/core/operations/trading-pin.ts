/**
 * The owner's trading PIN: how often it may be wrong, for how long it then locks, and what it looks like.
 * It guards resuming, resetting and arming. Pausing never asks it, and a kill only as long as it can be tried.
 */

import type { Result } from '../domain/result.ts';
import { accepted, refused } from '../domain/result.ts';

export const MOST_WRONG_TRIES = 5;
export const LOCK_MS = 15 * 60_000;

/** Survives restarts. Plain JSON. */
export interface PinTries {
  /** Wrong tries since the last right one, or since the last lock ended. */
  readonly wrong: number;
  readonly lockedUntil: number | null;
}

export const NO_TRIES: PinTries = { wrong: 0, lockedUntil: null };

/** `unset`: the owner has not chosen one yet. */
export type PinVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly until: number }
  | { readonly kind: 'unset' };

/** Until when the PIN is locked; null when it can be tried. */
export function lockedUntil({ lockedUntil: until }: PinTries, now: number): number | null {
  return until !== null && now < until ? until : null;
}

/**
 * A try is counted as wrong before the PIN is compared, and written down: whoever pulls the plug in between has used it up.
 * Never called while locked.
 */
export function countTry({ wrong, lockedUntil: until }: PinTries, now: number): PinTries {
  const tries = (until === null ? wrong : 0) + 1;
  return { wrong: tries, lockedUntil: tries >= MOST_WRONG_TRIES ? now + LOCK_MS : null };
}

/** The verdict of a try that was counted as `counted` and turned out wrong. */
export function wrongVerdict(counted: PinTries): PinVerdict {
  return counted.lockedUntil === null
    ? { kind: 'wrong', triesLeft: MOST_WRONG_TRIES - counted.wrong }
    : { kind: 'locked', until: counted.lockedUntil };
}

/**
 * 6 to 12 digits, neither one digit repeated nor a run. At 5 tries in 15 minutes six digits last for years, four for weeks.
 * Refusal PIN_WEAK.
 */
export function readNewPin(text: string): Result<string> {
  const digits = [...text].map(Number);
  const steps = new Set(digits.slice(1).map((digit, i) => digit - (digits[i] as number)));
  const isRun = steps.size === 1 && [0, 1, -1].includes([...steps][0] as number);
  if (/^\d{6,12}$/.test(text) && !isRun) return accepted(text);
  return refused('PIN_WEAK', 'expected 6 to 12 digits that are not one digit repeated and not a run such as 123456; choose another');
}

/** What asks for the PIN needs no more than this. */
export interface PinDoor {
  /** Tries are judged one after the other. InputError PIN_FILE_... when the file can't be used: nothing that needs the PIN is done then. */
  verify(pin: string): Promise<PinVerdict>;
  /** Whether a try would be judged now. */
  state(): PinState;
}

export type PinState = { readonly kind: 'open' } | { readonly kind: 'unset' } | { readonly kind: 'locked'; readonly until: number };
