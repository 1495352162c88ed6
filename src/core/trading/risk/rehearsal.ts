/** What risk would say of a candidate now, without a trace: the same judgement, and everything it has moved is put back. */

import type { AccountView, Candidate } from './candidate.ts';
import type { Check, RiskDesk } from './risk-desk.ts';

export interface Rehearsal {
  /** What would be let through, and what it is worth in quanta at the candidate's price; null where it is refused. */
  readonly approved: { readonly lots: number; readonly value: number; readonly cuts: readonly string[] } | null;
  readonly refusal: { readonly code: string; readonly message: string; readonly measured: number; readonly limit: number } | null;
  /** Every check that was made, in order, as after the order. */
  readonly checks: readonly Check[];
}

/** A judgement looks at averages and counts that move when they are looked at: replaying a journal, in which no rehearsal is, must not find another state. */
export function rehearse(desk: RiskDesk, candidate: Candidate, account: AccountView): Rehearsal {
  const state = desk.snapshot();
  const { recording, lastChecks } = desk;
  desk.recording = true;
  try {
    const order = desk.decide(candidate, account);
    const checks = desk.lastChecks;
    if (order !== null) return { approved: { lots: order.lots, value: order.value, cuts: order.cuts }, refusal: null, checks };
    const { code, message, measured, limit } = desk.lastRefusal;
    return { approved: null, refusal: { code, message, measured, limit }, checks };
  } finally {
    desk.restore(state);
    desk.recording = recording;
    desk.lastChecks = lastChecks;
  }
}
