/** The gateway takes 50 messages a second: what leaves first when there are more. Cancels and exits have a share that nothing else may use. */

/** Longer than the gateway's second, and fewer than its 50: messages may arrive closer together than they left. */
const WINDOW_MS = 1200;
const MOST = 45;
/** How many of them only urgent messages may be. */
const URGENT_SHARE = 10;

export class Pacing {
  private readonly urgent: (() => void)[] = [];
  private readonly ordinary: (() => void)[] = [];
  private readonly clock: () => number;
  /** When those of the window left, oldest first. */
  private readonly left: number[] = [];
  private timer: NodeJS.Timeout | null = null;

  /** `clock`: ms that never go back. */
  constructor(clock: () => number) {
    this.clock = clock;
  }

  /** Runs `send` now if the budget allows, else as soon as it does, in order. */
  run(urgent: boolean, send: () => void): void {
    (urgent ? this.urgent : this.ordinary).push(send);
    this.release();
  }

  /** The connection is given up: whoever waits hears so. */
  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    for (const send of [...this.urgent.splice(0), ...this.ordinary.splice(0)]) send();
  }

  private release(): void {
    const now = this.clock();
    while (this.left.length > 0 && (this.left[0] as number) <= now - WINDOW_MS) this.left.shift();
    for (let next = this.next(); next !== undefined; next = this.next()) {
      this.left.push(now);
      next();
    }
    if (this.timer !== null || this.urgent.length + this.ordinary.length === 0) return;
    const oldest = this.left[0] ?? now;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.release();
      },
      Math.max(1, Math.ceil(oldest + WINDOW_MS - now)),
    );
  }

  private next(): (() => void) | undefined {
    const free = MOST - this.left.length;
    if (free > 0 && this.urgent.length > 0) return this.urgent.shift();
    return free > URGENT_SHARE ? this.ordinary.shift() : undefined;
  }
}
