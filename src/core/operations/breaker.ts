/** The circuit breaker of a dependency: after failures in a row nothing new is built on it, until it has answered well again a few times (trading rules 7.7). */

export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open before it is tried. */
  readonly restMs: number;
  /** Successes in a row that close it again. */
  readonly successes: number;
}

const LIMITS: BreakerLimits = { failures: 5, restMs: 60_000, successes: 3 };

export class Breaker {
  private readonly limits: BreakerLimits;
  private openedAt = Number.NaN;
  private failures = 0;
  private successes = 0;

  constructor(limits: BreakerLimits = LIMITS) {
    this.limits = limits;
  }

  stateAt(at: number): BreakerState {
    if (Number.isNaN(this.openedAt)) return 'CLOSED';
    return at - this.openedAt >= this.limits.restMs ? 'HALF_OPEN' : 'OPEN';
  }

  failed(at: number): void {
    this.successes = 0;
    const state = this.stateAt(at);
    if (state === 'HALF_OPEN' || (state === 'CLOSED' && ++this.failures >= this.limits.failures)) this.openedAt = at;
  }

  /** What still comes well while it is open does not count. */
  succeeded(at: number): void {
    this.failures = 0;
    if (this.stateAt(at) !== 'HALF_OPEN' || ++this.successes < this.limits.successes) return;
    this.openedAt = Number.NaN;
    this.successes = 0;
  }
}
