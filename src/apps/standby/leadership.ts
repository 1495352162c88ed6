/** What a trader holds its account by while another one stands by for it, and what it does about that in its session. */

import { hostname } from 'node:os';
import type { OpenJournalOptions } from '../../adapters/journal-files/open-journal.ts';
import type { StandbyStatus } from '../../api/control.ts';
import type { SessionEvent } from '../../api/records.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';

export interface Leadership {
  /** Rises with every take-over, and with every start. */
  readonly epoch: number;
  /** Who led before and was taken over from while it may have gone on; null where nobody was. */
  readonly deposed: string | null;
  /** Asked right before bytes leave: false once somebody else may have taken over. */
  readonly holds: () => boolean;
  /** Lets what is on disk count: once the lease has outlived the writing, or once the other place has it as well. */
  readonly confirm: NonNullable<OpenJournalOptions['confirm']>;
  /** Why nothing may be sent now; null while it may. */
  lapse(): string | null;
  /** Called with each change of `lapse`, for as long as this process leads. */
  onLapse(listener: (reason: string | null) => void): void;
  status(): StandbyStatus;
  /** Lets go, so that another one need not wait. */
  end(): Promise<void>;
}

interface Parts {
  readonly session: LiveSession;
  readonly recorder: { noticed(code: string, message: string): void };
  readonly now: () => number;
  act(work: () => void): void;
  tell(event: Pick<SessionEvent, 'at' | 'kind' | 'severity' | 'code' | 'message' | 'data'>): void;
}

/** Records a take-over, and keeps the mode to what the lease allows. */
export function followLeadership(leadership: Leadership, { session, recorder, now, act, tell }: Parts): void {
  const notice = (code: string, message: string) => act(() => session.act(now(), () => recorder.noticed(code, message)));
  const { deposed, epoch } = leadership;
  if (deposed !== null)
    notice(
      'STANDBY_TOOK_OVER',
      `this trader (${hostname()}) has taken over from ${deposed}, lease ${epoch}: find out why that one went silent`,
    );
  const follow = (reason: string | null) => {
    const words = `the lease could not be renewed (${reason}): nothing is sent, stops at the venue protect`;
    // Told at once: what is written down now counts only once the lease is held again.
    if (reason !== null) tell({ at: now(), kind: 'notice', severity: 'critical', code: 'LEASE_LAPSED', message: words, data: {} });
    act(() => session.watch('lease', 'OBSERVATION', words, reason !== null, now()));
    if (reason === null) notice('LEASE_RENEWED', 'the lease is held again: orders are sent');
  };
  leadership.onLapse(follow);
  // A session that ended in a lapse began this one.
  act(() => session.watch('lease', 'OBSERVATION', '', false, now()));
}
