/** Payments of funding at an outside venue beside those that the model expects: the venue tells of one some time after it was due. */

import type { FundingRecord } from '../../trading/engine/steps.ts';
import type { StepDifference } from './step-difference.ts';

/** A payment that nobody has told of by then was not made. */
const TOLD_WITHIN_MS = 3_600_000;

/** From when it was due until it was told equity was another one on both sides. */
export interface LateFunding {
  readonly from: number;
  readonly to: number;
  readonly amount: string;
}

interface Expected {
  readonly at: number;
  readonly record: FundingRecord;
}

export class FundingPairs {
  readonly late: LateFunding[] = [];
  private waiting: Expected[] = [];

  /** The model pays. */
  expected(records: readonly FundingRecord[], at: number): void {
    for (const record of records) this.waiting.push({ at, record });
  }

  /** The session has paid: what differs from the payment that was expected first, and what nobody expected. */
  paid(records: readonly FundingRecord[], at: number): (StepDifference & { readonly at: number })[] {
    return records.flatMap((record) => {
      const index = this.waiting.findIndex(({ record: other }) => other.instrumentId === record.instrumentId);
      const [pair] = index < 0 ? [] : this.waiting.splice(index, 1);
      if (pair !== undefined && at > pair.at) this.late.push({ from: pair.at, to: at, amount: record.amount });
      if (pair?.record.amount === record.amount) return [];
      return [{ ...difference(record, record.amount, pair?.record.amount ?? 'nothing'), at: pair?.at ?? at }];
    });
  }

  /** What was expected long ago, and never told. */
  overdue(now: number): (StepDifference & { readonly at: number })[] {
    const isOverdue = ({ at }: Expected) => now - at > TOLD_WITHIN_MS;
    const overdue = this.waiting.filter(isOverdue);
    if (overdue.length > 0) this.waiting = this.waiting.filter((one) => !isOverdue(one));
    return overdue.map(({ at, record }) => ({ ...difference(record, 'nothing', record.amount), at }));
  }
}

function difference({ instrumentId }: FundingRecord, session: string, backtest: string): StepDifference {
  return { aspect: 'funding', strategyId: '', instrumentId, orderId: null, purpose: null, side: null, session, backtest };
}
