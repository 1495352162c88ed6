/** A code of an authenticator counts once: neither it nor an older one is taken again (RFC 6238, 5.2). */

export const TOTP_PERIOD_MS = 30_000;
/** Clocks of phones are a little off: one step before and one after are taken. */
export const TOTP_WINDOW = 1;

/** The step a code was found `delta` steps away from now; null where it was used, or an older one than the last used. */
export function freshStep(now: number, delta: number, lastUsedStep: number): number | null {
  const step = Math.floor(now / TOTP_PERIOD_MS) + delta;
  return step > lastUsedStep ? step : null;
}
