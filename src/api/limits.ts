/** Bounds that both sides keep. */

/** Slowest and fastest replay, in replayed seconds per second. */
export const SLOWEST_SPEED = 1;
export const FASTEST_SPEED = 3600;

/** Weights of runs are kept to 0.01 %: less than one such step would be nothing, and nothing is said as 0. */
export const SMALLEST_WEIGHT = 0.0001;

/** Moves of single instruments in one question of what if: as many as fit into a request, however long their names. */
export const MOST_MOVES = 64;

/** Of a new password: characters, and different ones among them. The rest of the rules is the server's alone. */
export const LEAST_PASSWORD_LENGTH = 12;
export const LEAST_DIFFERENT_CHARACTERS = 5;
