/** One durable step, made ready for questions about risk: a copy of the desk, the account and the marks as they were. */

import { InputError } from '../../core/domain/result.ts';
import { AccountAsOf } from '../../core/trading/engine/account-as-of.ts';
import type { EngineSnapshot } from '../../core/trading/engine/engine-snapshot.ts';
import { newCandidate } from '../../core/trading/engine/new-candidate.ts';
import type { Candidate } from '../../core/trading/risk/candidate.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import type { RiskContext } from '../../core/trading/risk/judgement.ts';
import type { RiskDesk } from '../../core/trading/risk/risk-desk.ts';
import { marksOf } from './marks.ts';
import type { StatusParts } from './status.ts';

export type RiskParts = Pick<
  StatusParts,
  'history' | 'slots' | 'instruments' | 'candles' | 'currency' | 'quantumDecimals' | 'profile' | 'riskDesk'
>;

export interface RiskNow {
  readonly parts: RiskParts;
  readonly snapshot: EngineSnapshot;
  readonly state: DeskState;
  readonly desk: RiskDesk;
  readonly context: RiskContext;
  readonly account: AccountAsOf;
  readonly marks: readonly number[];
  readonly candidates: readonly Candidate[];
  readonly at: number;
  /** The entry it is as of. */
  readonly sequence: number;
}

/** InputError RISK_NOT_READY before the first step. */
export function nowOf(parts: RiskParts): RiskNow {
  const snapshot = parts.history.state?.engine;
  if (!snapshot)
    throw new InputError('RISK_NOT_READY', 'nothing has been recorded in this session yet: risk is known from the first candle on', 3);
  const state = snapshot.risk as DeskState;
  const desk = parts.riskDesk.copyAt(state);
  const marks = marksOf(parts);
  const at = snapshot.at ?? 0;
  return {
    ...{ parts, snapshot, state, desk, marks, at, sequence: parts.history.lastSequence },
    context: desk.context,
    account: new AccountAsOf({ instruments: parts.instruments, snapshot, marks }),
    candidates: candidatesAt(parts, marks, measuredAt(desk.context, at)),
  };
}

/** The same for all who only look, until the next step: making a desk ready costs more than most questions. */
export function createRiskNow(parts: RiskParts): () => RiskNow {
  let kept: { readonly sequence: number; readonly now: RiskNow } | null = null;
  return () => {
    const sequence = parts.history.lastSequence;
    if (kept?.sequence !== sequence) kept = { sequence, now: nowOf(parts) };
    return kept.now;
  };
}

/**
 * What closes at midnight is of the day that ends there, and the windows of losses turn with what comes next: until then what is counted by day is of that
 * day too.
 */
export const measuredAt = ({ ladder }: RiskContext, at: number) => (ladder.windows.dayOf(at) === ladder.windows.day ? at : at - 1);

/** One of each slot at the marks: what limits are measured for. */
export function candidatesAt({ slots }: Pick<RiskParts, 'slots'>, marks: readonly number[], at: number): Candidate[] {
  return slots.map((slot) => ({
    ...newCandidate(slot, undefined),
    ...{ at, createdAt: at, confidence: 1, index: slot.view.index },
    entryTicks: marks[slot.instrument.index] as number,
    marketTicks: marks[slot.instrument.index] as number,
  }));
}
