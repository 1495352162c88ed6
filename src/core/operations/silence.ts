/** How long something has not been heard, and which of its steps that has reached. */

export class Silence {
  /** Steps reached: 0 while it is heard. */
  level = 0;
  heardAt: number;
  private readonly stepsMs: readonly number[];

  /** @param stepsMs rising; the silence has to be longer than that */
  constructor(stepsMs: readonly number[], heardAt: number) {
    this.stepsMs = stepsMs;
    this.heardAt = heardAt;
  }

  heard(at: number): void {
    this.heardAt = at;
  }

  /** Whether the level has changed since the last look. */
  look(at: number): boolean {
    const level = this.stepsMs.filter((step) => at - this.heardAt > step).length;
    if (level === this.level) return false;
    this.level = level;
    return true;
  }
}
