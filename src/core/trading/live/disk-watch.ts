/** Notices a disk that takes too long: what is written down waits for it, and what protects and closes is not to. */

import type { Journal } from '../../journal/journal.ts';

/** With an entry on its way to the disk for longer, what protects and closes no longer waits for it, and nothing that opens leaves. */
export const STALLED_MS = 2_000;

export class DiskWatch {
  private readonly journal: Journal;
  private readonly isUnconfirmed: () => boolean;
  /** Since when the journal has had entries that are not durable; NaN when it has none. Receiver's clock. */
  private pendingSince = Number.NaN;
  private wasUnconfirmed = false;
  stalled = false;

  /** `isUnconfirmed`: what is written down is on disk, and waits to be confirmed elsewhere. */
  constructor(journal: Journal, isUnconfirmed: () => boolean = never) {
    this.journal = journal;
    this.isUnconfirmed = isUnconfirmed;
  }

  /** What has just been written down is on its way to the disk. */
  written(at: number): void {
    if (Number.isNaN(this.pendingSince) && this.journal.durable < this.journal.last) this.pendingSince = at;
  }

  /** Whether it has begun to stand still, or goes on. */
  look(at: number): boolean {
    const unconfirmed = this.isUnconfirmed();
    // The disk has answered: its time begins anew.
    if (unconfirmed || this.wasUnconfirmed) this.pendingSince = at;
    this.wasUnconfirmed = unconfirmed;
    if (this.journal.durable >= this.journal.last) this.pendingSince = Number.NaN;
    const was = this.stalled;
    this.stalled = at - this.pendingSince >= STALLED_MS;
    return this.stalled !== was;
  }

  /** When `look` has something to tell next; Infinity for never. */
  get nextAt(): number {
    return this.stalled || Number.isNaN(this.pendingSince) ? Number.POSITIVE_INFINITY : this.pendingSince + STALLED_MS;
  }
}

const never = () => false;
