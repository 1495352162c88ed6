/** The newest changes, numbered as they come: who knows a number can be told everything after it, as long as it is still there. */

import type { LiveMessage } from '../../api/live.ts';

export interface Change {
  readonly message: LiveMessage;
  /** The journal entry it came with; null for what is in none. */
  readonly sequence: number | null;
}

/** Changes beyond which a snapshot is the shorter way. */
const MOST_CHANGES = 1000;

export class ChangeRing {
  /** Number of the newest change; the first is 1. */
  newest = 0;
  private readonly length: number;
  /** Change number n is at n % length; a status that was replaced is null. */
  private readonly changes: (Change | null)[];
  private latestStatus = 0;

  constructor(length: number) {
    this.length = length;
    this.changes = new Array<Change | null>(length).fill(null);
  }

  add(message: LiveMessage, sequence: number | null): void {
    this.newest++;
    if (message.type === 'status') {
      if (this.latestStatus > this.newest - this.length) this.changes[this.latestStatus % this.length] = null;
      this.latestStatus = this.newest;
    }
    this.changes[this.newest % this.length] = { message, sequence };
  }

  /** Null when they are too many, or no longer all there. */
  after(number: number): Change[] | null {
    const count = this.newest - number;
    if (count > Math.min(MOST_CHANGES, this.length)) return null;
    const found: Change[] = [];
    for (let at = number + 1; at <= this.newest; at++) {
      const change = this.changes[at % this.length];
      if (change) found.push(change);
    }
    return found;
  }
}
