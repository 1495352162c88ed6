/** Bounds that both sides keep. */

/** Slowest and fastest replay, in replayed seconds per second. */
export const SLOWEST_SPEED = 1;
export const FASTEST_SPEED = 3600;

/** Of a new password: characters, and different ones among them. The rest of the rules is the server's alone. */
export const LEAST_PASSWORD_LENGTH = 12;
export const LEAST_DIFFERENT_CHARACTERS = 5;
