/** After a kill something may still be open: that is told once, and once more when everything is flat, or only what the venue takes no order for is left. */

/** What closes at market is over by then, where the venue answers (trading rules 2). */
const FLAT_WITHIN_MS = 5_000;

export class KillWatch {
  private openSince = Number.NaN;
  private told = false;
  private restTold = false;
  private leftTold = '';

  /** What has to be told now. `isOpen`: something can be closed and is not. `hasRest`: something is held that can't be. */
  look(isOpen: boolean, at: number, hasRest = false): 'KILL_NOT_FLAT' | 'KILL_FLAT' | null {
    if (!isOpen) {
      const isNews = this.told || (hasRest && !this.restTold);
      this.openSince = Number.NaN;
      this.told = false;
      this.restTold = hasRest;
      return isNews ? 'KILL_FLAT' : null;
    }
    if (Number.isNaN(this.openSince)) this.openSince = at;
    if (this.told || at - this.openSince < FLAT_WITHIN_MS) return null;
    this.told = true;
    return 'KILL_NOT_FLAT';
  }

  /** Whether what a kill leaves alone (in words; empty for nothing) has to be told now: at its beginning, and when it is another. */
  leaves(words: string): boolean {
    const isNews = words !== '' && words !== this.leftTold;
    this.leftTold = words;
    return isNews;
  }

  /** When `look` has something to tell next; Infinity for never. */
  get nextAt(): number {
    return this.told || Number.isNaN(this.openSince) ? Number.POSITIVE_INFINITY : this.openSince + FLAT_WITHIN_MS;
  }
}
