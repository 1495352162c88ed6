/**
 * The session's steps decided again one by one. Where a step comes out differently the difference is noted and the session's own state is put in place, so
 * that what follows is compared from the same ground: every difference has its beginning here and none is told twice.
 */

import type { Journal, JournalEntry } from '../../journal/journal.ts';
import type { JournaledSession } from '../../trading/engine/journaled-session.ts';
import { playStep } from '../../trading/engine/play-step.ts';
import { SESSION_KIND, STEP_KIND, type Step, type StepState, stateAfter } from '../../trading/engine/steps.ts';
import type { LateFunding } from './funding-pairs.ts';
import { modelWithLost } from './modelled-session.ts';
import { compareStep, type PairedFill, type StepDifference } from './step-difference.ts';

export interface Found extends StepDifference {
  readonly sequence: number;
  readonly at: number;
  /** What each side left a position by, where it left it in the same candle by different orders. */
  readonly twin?: { readonly session: string; readonly backtest: string };
}

export interface MeasuredFill extends PairedFill {
  readonly sequence: number;
}

export interface Walk {
  readonly found: readonly Found[];
  readonly pairs: readonly MeasuredFill[];
  /** Payments that an outside venue told of after they were due. */
  readonly lateFunding: readonly LateFunding[];
}

/** Names steps as the recorded journal did, and keeps the last one. */
class KeptJournal implements Journal {
  epoch = 1;
  last = 0;
  readonly durable = Number.POSITIVE_INFINITY;
  body: Step | null = null;

  append(_kind: string, _at: number, body: unknown): number {
    this.body = body as Step;
    return this.last + 1;
  }
}

/** Walks the entries up to `lastSequence`. `open` gives the session as it was before its first step, on the journal it is given. */
export async function walkSession(
  entries: Iterable<JournalEntry>,
  lastSequence: number,
  open: (journal: Journal) => Promise<JournaledSession>,
): Promise<Walk> {
  const journal = new KeptJournal();
  const session = await open(journal);
  const found: Found[] = [];
  const pairs: MeasuredFill[] = [];
  /** The session's orders, and whether they are sized at their fill. */
  const placed = new Map<string, boolean>();
  /** Orders whose fill has been missed: they are gone. */
  const gone = new Set<string>();
  let state: StepState | null = null;
  /** Opens since the state, which has nothing of them: as in a recovery, they are played again after it. */
  let idleOpens: JournalEntry[] = [];
  for (const entry of entries) {
    const { kind, sequence, at, epoch, body } = entry;
    if (sequence > lastSequence) break;
    if (kind === SESSION_KIND) session.forgetApprovals();
    if (kind !== STEP_KIND) continue;
    const step = body as Step;
    journal.epoch = epoch;
    journal.last = sequence - 1;
    journal.body = null;
    playStep(session, at, step);
    const after = stateAfter(state, step);
    idleOpens = after === state && step.event === 'open' ? [...idleOpens, entry] : [];
    state = after;
    for (const { orderId, equityShare } of step.orders ?? []) placed.set(orderId, equityShare !== null);
    const { differences, pairs: filled } = compareStep(step, journal.body ?? step, (id) => id !== null && placed.get(id) === true);
    for (const pair of filled) pairs.push({ ...pair, sequence });
    if (differences.length === 0) continue;
    for (const difference of differences) {
      const { aspect, orderId } = difference;
      found.push({ ...difference, sequence, at });
      if (aspect === 'missed' && orderId !== null && placed.has(orderId)) gone.add(orderId);
    }
    if (state?.venue) session.restore({ ...state, venue: modelWithLost(state.venue, state.engine, gone) });
    for (const idle of idleOpens) playStep(session, idle.at, idle.body as Step);
  }
  return { found, pairs, lateFunding: [] };
}
