/** After a kill something may still be open: that is told as long as it takes, once, and once more when everything is flat. */

/** What closes at market is over by then, where the venue answers (trading rules 2). */
const FLAT_WITHIN_MS = 5_000;

export class KillWatch {
  private openSince = Number.NaN;
  private told = false;

  /** What has to be told now. */
  look(isOpen: boolean, at: number): 'KILL_NOT_FLAT' | 'KILL_FLAT' | null {
    if (!isOpen) {
      const wasTold = this.told;
      this.openSince = Number.NaN;
      this.told = false;
      return wasTold ? 'KILL_FLAT' : null;
    }
    if (Number.isNaN(this.openSince)) this.openSince = at;
    if (this.told || at - this.openSince < FLAT_WITHIN_MS) return null;
    this.told = true;
    return 'KILL_NOT_FLAT';
  }

  /** When `look` has something to tell next; Infinity for never. */
  get nextAt(): number {
    return this.told || Number.isNaN(this.openSince) ? Number.POSITIVE_INFINITY : this.openSince + FLAT_WITHIN_MS;
  }
}
