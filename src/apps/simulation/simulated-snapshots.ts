/** Snapshots of a simulated session: a start goes on from the newest good one, as it does in the product. */

import { deserialize, serialize } from 'node:v8';
import type { FileJournal } from '../../adapters/journal-files/open-journal.ts';
import type { SessionSnapshot } from '../../core/trading/engine/session-snapshot.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import { PowerCut } from './simulated-disk.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { SETUP } from './simulated-session.ts';

/** Several a day. */
const EVERY_ENTRIES = 250;

/** The newest good snapshot and the entry it was taken after; null where the journal is read from its beginning. */
export function newestKept(journal: FileJournal): { readonly session: SessionSnapshot; readonly sequence: number } | null {
  const { snapshot } = journal.latestSnapshot();
  return snapshot && { session: deserialize(snapshot.bytes) as SessionSnapshot, sequence: snapshot.sequence };
}

/** Takes a snapshot when one is due and everything is on disk. A disk that does not take it harms nothing: a start takes longer. */
export function keepSnapshot(life: SimulatedProcess, session: LiveSession, journal: FileJournal): void {
  const { last, durable, state } = journal;
  if (state !== 'open' || durable < last || last - life.keptAt < EVERY_ENTRIES) return;
  life.keptAt = last;
  const captured = session.capture(SETUP);
  if (captured === null) return;
  try {
    journal.writeSnapshot(last, serialize(captured));
  } catch (error) {
    if (!(error instanceof PowerCut) && !(error instanceof Error && 'code' in error)) throw error;
  }
}
