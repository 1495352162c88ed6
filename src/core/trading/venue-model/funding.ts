/** Funding of perpetual positions: known rates at their times, or the pessimistic default where history is missing. */

import { type Fraction, fractionOf } from '../../domain/instrument.ts';

/** Rates of one instrument, oldest first. `missing` charges 0.01 % at 00:00, 08:00 and 16:00 UTC against any position. */
export interface FundingHistory {
  readonly time: Float64Array;
  readonly rate: Float64Array;
}

const EIGHT_HOURS_MS = 28_800_000;
const DEFAULT_RATE: Fraction = { numerator: 1, denominator: 10_000 };

/** Walks one instrument's funding times in order. */
export class FundingClock {
  declare private readonly history: FundingHistory | null;
  private next = 0;
  /** Time of the next payment, epoch ms; Infinity when there is none. */
  declare nextAt: number;

  constructor(history: FundingHistory | 'missing' | null) {
    this.history = history === 'missing' ? null : history;
    this.nextAt =
      history === null ? Number.POSITIVE_INFINITY : history === 'missing' ? Number.NaN : (history.time[0] ?? Number.POSITIVE_INFINITY);
  }

  /** Skips everything at or before `at`: the run starts there. */
  start(at: number): void {
    if (this.history === null) {
      if (this.nextAt !== Number.POSITIVE_INFINITY) this.nextAt = Math.ceil(at / EIGHT_HOURS_MS) * EIGHT_HOURS_MS;
      return;
    }
    while (this.nextAt < at) this.advance();
  }

  advance(): void {
    if (this.history === null) this.nextAt += EIGHT_HOURS_MS;
    else this.nextAt = this.history.time[++this.next] ?? Number.POSITIVE_INFINITY;
  }

  /** Rate of the next payment, and whether it is the pessimistic default (paid by longs and shorts alike). */
  rate(): { readonly by: Fraction; readonly always: boolean } {
    if (this.history === null) return { by: DEFAULT_RATE, always: true };
    return { by: fractionOf(this.history.rate[this.next] as number), always: false };
  }

  snapshot(): { readonly next: number; readonly nextAt: number | null } {
    return { next: this.next, nextAt: Number.isFinite(this.nextAt) ? this.nextAt : null };
  }

  restore(snapshot: { readonly next: number; readonly nextAt: number | null }): void {
    this.next = snapshot.next;
    // Before the first candle the default payments have no time yet: what the constructor has set stays.
    if (snapshot.nextAt !== null || this.history !== null) this.nextAt = snapshot.nextAt ?? Number.POSITIVE_INFINITY;
  }
}
