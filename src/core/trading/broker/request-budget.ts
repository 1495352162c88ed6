/** How many requests a venue takes: a bucket that fills with time, whose last part is kept for exits, cancels and questions about orders in doubt. */

export interface BudgetLimits {
  /** Requests at once, and how many come back per second. */
  readonly burst: number;
  readonly perSecond: number;
  /** Share of the burst that only urgent requests may use. */
  readonly reservedShare: number;
}

export class RequestBudget {
  private readonly limits: BudgetLimits;
  private tokens: number;
  private at = Number.NEGATIVE_INFINITY;
  /** The venue has said to stay away until then. */
  private closedUntil = Number.NEGATIVE_INFINITY;

  constructor(limits: BudgetLimits) {
    this.limits = limits;
    this.tokens = limits.burst;
  }

  /** Takes one request out of the budget; false when it has to wait until `availableAt`. */
  take(urgent: boolean, at: number): boolean {
    if (this.availableAt(urgent, at) > at) return false;
    this.tokens--;
    return true;
  }

  /** When the next request may go. Urgent ones are held back by the venue's own word alone once the whole bucket is empty. */
  availableAt(urgent: boolean, at: number): number {
    this.fill(at);
    const needed = 1 + (urgent ? 0 : this.limits.burst * this.limits.reservedShare);
    const missing = needed - this.tokens;
    const filled = missing <= 0 ? at : at + Math.ceil((missing / this.limits.perSecond) * 1000);
    return Math.max(filled, this.closedUntil);
  }

  /** The venue has refused for its rate limit: nothing goes for a while, and the bucket is empty then. */
  exhausted(at: number, retryAfterMs: number): void {
    this.fill(at);
    this.tokens = 0;
    this.closedUntil = Math.max(this.closedUntil, at + retryAfterMs);
  }

  private fill(at: number): void {
    if (at > this.at && Number.isFinite(this.at)) {
      this.tokens = Math.min(this.limits.burst, this.tokens + ((at - this.at) / 1000) * this.limits.perSecond);
    }
    if (at > this.at) this.at = at;
  }
}
