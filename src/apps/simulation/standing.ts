/** What a rule has found to be otherwise than it ought to be, and since when: it may be so for a while, and not for longer. */

export class Standing {
  private readonly found = new Map<string, { readonly since: number; look: number }>();
  private looks = 0;
  private at = 0;

  /** A look begins. */
  begin(at: number): void {
    this.looks++;
    this.at = at;
  }

  /** Since when this has been so, at every look from then to now. */
  since(what: string): number {
    const known = this.found.get(what);
    if (known === undefined) this.found.set(what, { since: this.at, look: this.looks });
    else known.look = this.looks;
    return known?.since ?? this.at;
  }

  /** A look is over: what it has not found stands no more. True while anything does. */
  end(): boolean {
    if (this.found.size === 0) return false;
    for (const [what, { look }] of this.found) if (look !== this.looks) this.found.delete(what);
    return this.found.size > 0;
  }

  clear(): void {
    this.found.clear();
  }
}
