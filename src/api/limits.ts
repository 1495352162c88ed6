/** Bounds that both sides keep. */

/** Slowest and fastest replay, in replayed seconds per second. */
export const SLOWEST_SPEED = 1;
export const FASTEST_SPEED = 3600;
