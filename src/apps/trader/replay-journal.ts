/** `journal replay`: decides everything again from what a session consumed, with this version, and compares with what was recorded. */

import { InputError } from '../../core/domain/result.ts';
import { firstDifference, type Parting } from '../../core/journal/first-difference.ts';
import type { Journal, JournalEntry } from '../../core/journal/journal.ts';
import type { JournaledSession } from '../../core/trading/engine/journaled-session.ts';
import { playStep } from '../../core/trading/engine/play-step.ts';
import { SESSION_KIND, STEP_KIND, type Step, type StepState, stateAfter } from '../../core/trading/engine/steps.ts';
import type { PaperConfig } from '../config.ts';
import { loadSources, openRecordedSession } from './paper-session.ts';

export interface ReplayReport {
  readonly steps: number;
  readonly equal: boolean;
  /** The first step that came out differently, and where in it. */
  readonly difference: (Parting & { readonly sequence: number; readonly at: number }) | null;
}

/** Names steps as the recorded journal did and keeps the last one. */
class ComparedJournal implements Journal {
  epoch = 1;
  last = 0;
  readonly durable = Number.POSITIVE_INFINITY;
  body: Step | null = null;

  append(_kind: string, _at: number, body: unknown): number {
    this.body = JSON.parse(JSON.stringify(body)) as Step;
    return this.last + 1;
  }
}

export async function replayJournal(entries: Iterable<JournalEntry>): Promise<ReplayReport> {
  const journal = new ComparedJournal();
  let session: JournaledSession | null = null;
  let steps = 0;
  let state: StepState | null = null;
  for (const entry of entries) {
    if (entry.kind === SESSION_KIND) {
      session?.forgetApprovals();
      session ??= await begin(entry.body as Omit<PaperConfig, 'speed'>, journal);
    }
    if (entry.kind !== STEP_KIND) continue;
    if (session === null)
      throw new InputError(
        'JOURNAL_NO_SESSION',
        'expected the journal to begin with its session, found a step; this journal is from another program',
        1,
      );
    const recorded = entry.body as Step;
    journal.epoch = entry.epoch;
    journal.last = entry.sequence - 1;
    journal.body = null;
    playStep(session, entry.at, recorded);
    steps++;
    state = stateAfter(state, recorded);
    const difference =
      firstDifference(withoutState(recorded), withoutState(knownThen(journal.body, recorded)), '') ??
      (recorded.state || recorded.changes ? firstDifference(state, JSON.parse(JSON.stringify(session.snapshot())), '.state') : null);
    if (difference) return { steps, equal: false, difference: { sequence: entry.sequence, at: entry.at, ...difference } };
  }
  return { steps, equal: true, difference: null };
}

async function begin(setup: Omit<PaperConfig, 'speed'>, journal: Journal): Promise<JournaledSession> {
  const config: PaperConfig = { ...setup, speed: 1 };
  return (await openRecordedSession(config, await loadSources(config), journal)).journaled;
}

/** What gave an order other terms is no difference where it was not recorded yet. */
function knownThen(decided: Step | null, { amended: recorded = [] }: Step): Step | null {
  if (decided?.amended === undefined) return decided;
  const amended = decided.amended.map((change, i) => {
    const { cause: _cause, by: _by, ...terms } = change;
    return recorded[i] !== undefined && recorded[i].cause === undefined ? terms : change;
  });
  return { ...decided, amended };
}

/** A step's outcomes. How its state is written down (whole, or what changed) is no part of what was decided. */
function withoutState(step: Step | null): Omit<Step, 'state' | 'changes'> | null {
  if (step === null) return null;
  const { state: _state, changes: _changes, ...outcomes } = step;
  return outcomes;
}
