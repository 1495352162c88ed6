/** The gateway takes 50 messages a second: what leaves first when there are more. Cancels and exits have a share that nothing else may use. */

/** Below the published limit: the gateway counts by its own clock. */
const MESSAGES_PER_SECOND = 45;
/** What may leave at once after a quiet second, and how much of it only urgent messages get. */
const BURST = 40;
const URGENT_SHARE = 10;

export class Pacing {
  private readonly urgent: (() => void)[] = [];
  private readonly ordinary: (() => void)[] = [];
  private readonly clock: () => number;
  private available = BURST;
  private countedAt: number;
  private timer: NodeJS.Timeout | null = null;

  /** `clock`: ms that never go back. */
  constructor(clock: () => number) {
    this.clock = clock;
    this.countedAt = clock();
  }

  /** Runs `send` now if the budget allows, else as soon as it does, in order. */
  run(urgent: boolean, send: () => void): void {
    (urgent ? this.urgent : this.ordinary).push(send);
    this.release();
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private release(): void {
    const now = this.clock();
    this.available = Math.min(BURST, this.available + ((now - this.countedAt) * MESSAGES_PER_SECOND) / 1000);
    this.countedAt = now;
    for (let next = this.next(); next !== undefined; next = this.next()) {
      this.available--;
      next();
    }
    if (this.urgent.length + this.ordinary.length > 0 && this.timer === null) {
      this.timer = setTimeout(() => {
        this.timer = null;
        this.release();
      }, 1000 / MESSAGES_PER_SECOND);
    }
  }

  private next(): (() => void) | undefined {
    if (this.available >= 1 && this.urgent.length > 0) return this.urgent.shift();
    return this.available >= 1 + URGENT_SHARE ? this.ordinary.shift() : undefined;
  }
}
