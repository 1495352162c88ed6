/** How the owner has left a replay: paused or running, and how fast. Kept in the journal, so that no end of the process starts what was stopped. */

import type { JournalEntry } from '../../core/journal/journal.ts';

const FEED_KIND = 'feed';

export interface FeedControl {
  readonly paused: boolean;
  /** Replayed seconds per second; null: as fast as can be. */
  readonly speed: number | null;
  /** The speed that the start was asked for with: another one is a newer word of the owner's. */
  readonly begunAt: number | null;
  readonly by: string;
}

interface Recorder {
  append(kind: string, at: number, body: unknown): number;
  whenDurable(sequence: number): Promise<void>;
}

/** The newest of these entries, else the one that a snapshot before them held. */
export function feedControlIn(entries: Iterable<JournalEntry>, before: FeedControl | null): FeedControl | null {
  let newest = before;
  for (const { kind, body } of entries) if (kind === FEED_KIND) newest = body as FeedControl;
  return newest;
}

/** Paused is paused, whatever this start was asked for; the speed set since holds for a start that asks for the same one as then. */
export function takenUp(left: FeedControl | null, speed: number): { readonly paused: boolean; readonly speed: number } {
  if (left === null) return { paused: false, speed };
  const isSame = left.begunAt === told(speed);
  return { paused: left.paused, speed: isSame ? (left.speed ?? Number.POSITIVE_INFINITY) : speed };
}

/** The entry it is in, once that is on disk; null where the journal can't be written. */
export async function recordFeed(
  journal: Recorder,
  at: number,
  control: Omit<FeedControl, 'speed' | 'begunAt'> & { readonly speed: number; readonly begunAt: number },
): Promise<{ readonly sequence: number | null; readonly control: FeedControl }> {
  const recorded: FeedControl = { ...control, speed: told(control.speed), begunAt: told(control.begunAt) };
  try {
    const sequence = journal.append(FEED_KIND, at, recorded);
    await journal.whenDurable(sequence);
    return { sequence, control: recorded };
  } catch {
    // What was asked for is done all the same; the answer says that it is not recorded.
    return { sequence: null, control: recorded };
  }
}

/** JSON has no infinity. */
const told = (speed: number): number | null => (Number.isFinite(speed) ? speed : null);
