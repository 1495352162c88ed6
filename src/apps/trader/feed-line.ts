/** The line that the prices come over: whether it stands, since when and why not; and whether that has lasted long enough to be told. */

export interface LineDown {
  readonly since: number;
  readonly reason: string;
}

export class FeedLine {
  /** Null while it stands. */
  down: LineDown | null = null;
  private readonly graceMs: number;
  private isTold = false;

  /** @param graceMs a line that comes back within that is not worth waking anybody */
  constructor(graceMs: number) {
    this.graceMs = graceMs;
  }

  heard(state: 'up' | 'down', reason: string, at: number): void {
    if (state === 'up') this.down = null;
    else this.down ??= { since: at, reason };
  }

  /** Whether it is told lost; each time that has changed since the last look, and otherwise null. */
  look(at: number): 'lost' | 'back' | null {
    const isLost = this.down !== null && at - this.down.since >= this.graceMs;
    if (isLost === this.isTold || (this.isTold && this.down !== null)) return null;
    this.isTold = isLost;
    return isLost ? 'lost' : 'back';
  }
}
