/** What a start would make of a journal: a session that folds it and does nothing else. Nothing is sent, asked, heard or written. */

import { createMemoryJournal, type JournalEntry } from '../../journal/journal.ts';
import type { VenueLink } from '../broker/venue-link.ts';
import type { JournaledSession } from '../engine/journaled-session.ts';
import type { SessionOptions } from '../engine/open-session.ts';
import type { SessionSnapshot } from '../engine/session-snapshot.ts';
import { StepRecorder } from '../engine/step-recorder.ts';
import { LiveSession } from './live-session.ts';

export interface Foldable {
  readonly session: SessionOptions;
  /** What the journal says that it was begun with. */
  readonly setup: unknown;
  /** Venue time at which the account began. */
  readonly beganAt: number;
}

/** `entries` begin after the snapshot, where there is one. Throws where the journal was begun with another set-up. */
export function foldedSession(
  { session, setup, beganAt }: Foldable,
  entries: Iterable<JournalEntry>,
  from: SessionSnapshot | null = null,
): JournaledSession {
  const { journaled } = new LiveSession({
    session,
    beganAt,
    // Ids are made of these, and no order is.
    recorder: new StepRecorder({ environment: '', accountId: '', quantumDecimals: session.quantumDecimals }),
    journal: createMemoryJournal(),
    link: NOWHERE,
    budget: { burst: 1, perSecond: 1, reservedShare: 0 },
    maySend: () => false,
    externalTrades: 'refuse',
  });
  journaled.recover(entries, setup, from);
  return journaled;
}

/** What a venue can do decides about orders that are placed alone. */
const NOWHERE: VenueLink = {
  capabilities: {
    ...{ venue: 'nowhere', clientIdUniqueness: 'none', orderTypes: [], timesInForce: [], requestLifeMs: null },
    ...{ postOnly: false, reduceOnly: false, amend: false, stopWithTarget: false, shorting: false, funding: false },
  },
  listen: () => {},
  ask: () => {},
};
