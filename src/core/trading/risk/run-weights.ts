/** What share of its size each run of the session keeps, as the owner has said: it only lowers, and neither midnight nor a restart changes it. */

import { InputError } from '../../domain/result.ts';
import { ShareLimit } from './share-limit.ts';

/** Plain JSON; a new record at every change. */
export interface RunWeight {
  /** 0 to 1; 1 is the size as configured. */
  readonly ratio: number;
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

const WHOLE = new ShareLimit(1);
/** Weights are told apart this finely. */
const STEPS = 1e4;

/** A weight as it is kept; NaN for what is none: what is less than a step would silently be nothing. */
export function roundedWeight(ratio: number): number {
  return ratio === 0 || (ratio >= 1 / STEPS && ratio <= 1) ? Math.round(ratio * STEPS) / STEPS : Number.NaN;
}

export class RunWeights {
  private readonly shares: ShareLimit[];
  private records: readonly (RunWeight | null)[];
  private areSet = false;

  constructor(slots: number) {
    this.shares = Array.from({ length: slots }, () => WHOLE);
    this.records = this.shares.map(() => null);
  }

  of(slot: number): ShareLimit {
    return this.shares[slot] as ShareLimit;
  }

  set(slot: number, weight: RunWeight | null): void {
    this.areSet = true;
    this.shares[slot] = weight === null || weight.ratio === 1 ? WHOLE : new ShareLimit(weight.ratio);
    this.records = this.records.map((record, i) => (i === slot ? weight : record));
  }

  /** By slot, null where nobody has said anything; undefined while that is so of all. The same object until one is set. */
  snapshot(): readonly (RunWeight | null)[] | undefined {
    return this.areSet ? this.records : undefined;
  }

  /** Runs that are not there keep their whole size. InputError RISK_STATE_INVALID. */
  restore(records: readonly (RunWeight | null | undefined)[]): void {
    for (const [slot, record] of records.entries()) {
      if (!record) continue;
      if (Number.isNaN(roundedWeight(record.ratio)))
        throw new InputError(
          'RISK_STATE_INVALID',
          `risk state.weights: expected a weight from 0 to 1, found ${record.ratio}; restore the last good snapshot`,
          3,
        );
      this.set(slot, record);
    }
  }
}
