/** What there is of a trader at a venue once it is open: what control, doors and watchers see of it. */

import type { OrderSource } from '../../adapters/http/live-source.ts';
import type { FileJournal } from '../../adapters/journal-files/open-journal.ts';
import type { VenueLinkStatus } from '../../api/control.ts';
import type { AuditEntry } from '../../core/operations/control-port.ts';
import type { Durations } from '../../core/operations/figures/durations.ts';
import type { Difference } from '../../core/trading/broker/reconciliation.ts';
import type { Correction } from '../../core/trading/broker/repair-plan.ts';
import type { WatchDemand } from '../../core/trading/engine/journaled-session.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import type { GateMemory } from '../../core/trading/signals/signal-gate.ts';
import type { SignalDecision, SignalWish } from '../../core/trading/signals/signal-wish.ts';
import type { Leadership } from '../standby/leadership.ts';
import type { ComparisonReports } from './comparison-reports.ts';
import type { AnswerApproval } from './control-desk.ts';
import type { LiveStop } from './live-stop.ts';
import type { SessionSource } from './session-source.ts';

export interface LiveTrader {
  readonly source: SessionSource;
  readonly session: LiveSession;
  readonly journal: FileJournal;
  /** It goes on where it was. */
  readonly resumed: boolean;
  /** The receiver's clock, which comparisons and deadlines go by. */
  readonly now: () => number;
  /** Null where no other trader stands by for this one. */
  readonly leadership: Leadership | null;
  venueLink(): VenueLinkStatus;
  /** How long orders took to be answered, in the window that is running. */
  readonly orderLatency: Durations;
  /** Why the venue does nothing for us although it is heard, or null. */
  venueTrouble(): string | null;
  /** Compares everything with the venue, as soon as there is time for it. */
  reconcile(): void;
  /** The same, unless it is asked for already. */
  joinReconciliation(): void;
  readonly answerApproval: AnswerApproval;
  /** Orders by hand. */
  readonly orders: OrderSource;
  /** A signal from outside: settles when its decision is on disk. */
  signal(wish: SignalWish): Promise<SignalDecision>;
  readonly signalMemory: GateMemory;
  /** Reports of comparisons, and what of them is ignored. */
  readonly reports: ComparisonReports;
  /** Makes a difference right; why it can't be done, or null. */
  correct(difference: Difference, as: Exclude<Correction, 'ignore'>): string | null;
  /** Writes an act or a refusal down in the journal. */
  audit(entry: AuditEntry): void;
  /** A watcher outside the session demands a mode, or no longer does. */
  watch(demand: WatchDemand): void;
  /** The account has just been armed. */
  armed(): void;
  /** Enters nothing more and waits for what is on its way; `stop` comes after it. */
  retire(): LiveStop;
  stop(): Promise<void>;
}
