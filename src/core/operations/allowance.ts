/** How much of something is let through in a while; the rest is counted and passed over in silence. */

export class Allowance {
  private readonly most: number;
  private readonly windowMs: number;
  private windowStart = Number.NEGATIVE_INFINITY;
  private count = 0;

  constructor(most: number, windowMs: number) {
    this.most = most;
    this.windowMs = windowMs;
  }

  /** Null when this one is too many; otherwise how many were passed over since the last one that was let through. */
  take(now: number): { readonly passedOver: number } | null {
    let passedOver = 0;
    // A clock that was set back begins a new window too: waiting for it to catch up would be silence for hours.
    if (now - this.windowStart >= this.windowMs || now < this.windowStart) {
      passedOver = Math.max(0, this.count - this.most);
      this.windowStart = now;
      this.count = 0;
    }
    return ++this.count <= this.most ? { passedOver } : null;
  }

  /** True exactly once in a window: at the first one that was too many. */
  get isFirstTooMany(): boolean {
    return this.count === this.most + 1;
  }
}
