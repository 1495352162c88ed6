export interface Smoothness {
  /** Milliseconds of each task of 50 ms and longer. */
  readonly longTasks: number[];
  /** Milliseconds between frames. */
  readonly frames: number[];
  /** From each input to the next picture, in milliseconds, by 8 (Event Timing). */
  readonly inputs: number[];
}
export function watchSmoothness(): void;
export function watchFills(): void;
