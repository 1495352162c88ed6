/** How much an account may ask for in a time: the counters of Kraken's documentation, which rise with each request and decay by the second. */

interface Allowance {
  readonly maximum: number;
  /** By how much the counter falls in a second. */
  readonly decay: number;
}

interface Limits {
  /** Private REST calls of one key. */
  readonly calls: Allowance;
  /** Order entry of one account in one pair. */
  readonly trading: Allowance;
  /** Open orders of one account in one pair. */
  readonly openOrders: number;
}

const UNLIMITED: Allowance = { maximum: Number.POSITIVE_INFINITY, decay: 1 };

/** By the tier an account is verified for; `none` is for tests that are about something else. */
const TIERS = {
  starter: { calls: { maximum: 15, decay: 0.33 }, trading: { maximum: 60, decay: 1 }, openOrders: 60 },
  intermediate: { calls: { maximum: 20, decay: 0.5 }, trading: { maximum: 125, decay: 2.34 }, openOrders: 80 },
  pro: { calls: { maximum: 20, decay: 1 }, trading: { maximum: 180, decay: 3.75 }, openOrders: 225 },
  none: { calls: UNLIMITED, trading: UNLIMITED, openOrders: Number.POSITIVE_INFINITY },
} as const satisfies Record<string, Limits>;

export type Tier = keyof typeof TIERS;

export function limitsOf(tier: Tier): Limits {
  return TIERS[tier];
}

export class Counter {
  private readonly allowance: Allowance;
  private value = 0;
  private at = Number.NEGATIVE_INFINITY;

  constructor(allowance: Allowance) {
    this.allowance = allowance;
  }

  level(now: number): number {
    const seconds = Math.max(0, now - this.at) / 1000;
    return Math.max(0, this.value - seconds * this.allowance.decay);
  }

  /** Counts a request of this weight; false, with nothing counted, where it would go over the maximum. */
  take(weight: number, now: number): boolean {
    const value = this.level(now) + weight;
    if (value > this.allowance.maximum) return false;
    this.value = value;
    this.at = now;
    return true;
  }
}

/** Weights by the age of the order, in seconds: what is younger than the first number costs the second. */
type Ages = readonly (readonly [below: number, weight: number])[];

export const AMEND_AGES: Ages = [
  [5, 3],
  [10, 2],
  [15, 1],
];
export const EDIT_AGES: Ages = [
  [5, 6],
  [10, 5],
  [15, 4],
  [45, 2],
  [90, 1],
];
export const CANCEL_AGES: Ages = [
  [5, 8],
  [10, 6],
  [15, 5],
  [45, 4],
  [90, 2],
  [300, 1],
];

export function weightOfAge(ages: Ages, ageMs: number): number {
  for (const [below, weight] of ages) if (ageMs < below * 1000) return weight;
  return 0;
}
