/** What a session on an outside venue is made with. */

import type { Journal } from '../../journal/journal.ts';
import type { BudgetLimits } from '../broker/request-budget.ts';
import type { VenueLink } from '../broker/venue-link.ts';
import type { SessionOptions } from '../engine/open-session.ts';
import type { StepRecorder } from '../engine/step-recorder.ts';
import type { Step } from '../engine/steps.ts';

export interface LiveSessionOptions {
  readonly session: SessionOptions;
  readonly recorder: StepRecorder;
  readonly journal: Journal;
  readonly link: VenueLink;
  readonly budget: BudgetLimits;
  /** Asked right before a change leaves: false once this trader is no longer the one. */
  readonly maySend: () => boolean;
  /** What is written down is on disk, and waits to be confirmed elsewhere: nothing goes unrecorded for that. Never when absent. */
  readonly isUnconfirmed?: () => boolean;
  /** Asked right before what opens something leaves: false while the account is not armed. What protects and closes does not ask. Always true when absent. */
  readonly mayOpen?: () => boolean;
  /**
   * How long the oldest entry has waited for the disk, by the clock as it is when this is asked: a process that was stopped goes on with an order in its
   * hands before anything has told it the time. 0 when absent.
   */
  readonly journalPendingMs?: () => number;
  /** What the owner has said is to be no difference, as `kind subject`. */
  readonly ignored?: () => ReadonlySet<string>;
  /** When the next full comparison is due after an instant; 00:30 UTC when absent (an exchange with hours: its close and half an hour). */
  readonly fullComparisonAfter?: (at: number) => number;
  /** What trades made by hand at the venue become: the owner's positions here, the same and closed at once, or only a difference. */
  readonly externalTrades: 'adopt' | 'close' | 'refuse';
  /** Venue time at which the account began here: what was executed before is not ours to book. */
  readonly beganAt: number;
  /** Given each step that the journal has not taken. */
  readonly onUnrecorded?: (step: Step) => void;
}

/** What becomes of a trade by hand. */
export const EXTERNAL: Readonly<Record<LiveSessionOptions['externalTrades'], string>> = {
  adopt: "taken over as the owner's own",
  close: "taken over as the owner's own; what it opened is being closed",
  refuse: 'not taken over, look with reconcile --plan',
};
