/** What a row of the bench is, and what it hands back. */

export interface Line {
  readonly label: string;
  readonly value: string;
  /** How it was taken, or what it is compared with. */
  readonly note?: string;
}

export interface Outcome {
  /** By the names of the command line's page: plain numbers, medians. */
  readonly figures: Readonly<Record<string, number>>;
  readonly lines: readonly Line[];
  /** Figures that could not be taken, and why. */
  readonly missing?: Readonly<Record<string, string>>;
  /** Results that are not what they had to be: the bench ends with 1. */
  readonly disagreements?: readonly string[];
}

export interface Row {
  readonly name: string;
  /** Every figure it can give: all are missing when it fails. */
  readonly figures: readonly string[];
  measure(): Promise<Outcome>;
}

/** A result that had to be equal to another is not: the bench ends with 1. */
export class Disagreement extends Error {}

export function agree(what: string, expected: unknown, found: unknown): void {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(found)];
  if (a !== b) throw new Disagreement(`${what}: expected ${a}, found ${b}`);
}
