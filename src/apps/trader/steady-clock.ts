/** The receiver's clock: begins at the machine's time and then runs on its own, so that setting the machine's clock moves no deadline. */

export interface SteadyClock {
  /** Epoch ms. */
  readonly now: () => number;
  /** How far the machine's clock has been set since this one began, ms. */
  readonly setBackMs: () => number;
}

export function steadyClock(wall: () => number = Date.now, elapsed: () => number = () => performance.now()): SteadyClock {
  const began = wall() - elapsed();
  const now = () => Math.floor(began + elapsed());
  return { now, setBackMs: () => now() - Math.floor(wall()) };
}
