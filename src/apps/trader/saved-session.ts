/** The trader's snapshots: the session and what is shown of its past, written now and then and at the end, so that a start need not read the whole journal. */

import { deserialize, serialize } from 'node:v8';
import { deflate, inflateSync } from 'node:zlib';
import type { DurableJournal } from '../../core/journal/durable-journal.ts';
import type { SessionSnapshot } from '../../core/trading/engine/session-snapshot.ts';
import type { GateState } from '../../core/trading/signals/signal-gate.ts';
import type { FeedControl } from './feed-control.ts';
import type { Past } from './session-source.ts';

/** Raised when what is in a snapshot changes its meaning: older ones are passed over then, and the journal is read. */
const VERSION = 1;
/** A snapshot is due after that many entries, or once the journal has grown by this share: writing them stays a small part of the work. */
const EVERY_ENTRIES = 10_000;
const EVERY_SHARE = 0.05;
const LOOK_EVERY_MS = 1_000;
/** What is shown of the past may lag behind the session by so many entries; further behind, the next start would read them all for it. */
const MOST_BEHIND = 1_000;
/** A disk that stalls must not keep the process from ending. */
const LAST_WAIT_MS = 5_000;

/** What a snapshot file holds. */
export interface SavedSession {
  readonly session: SessionSnapshot;
  /** What was shown by then; it may lag behind the session, and goes on from its own last entry. */
  readonly past: Past;
  /** What has passed the gate for signals; absent in older ones, and on paper. */
  readonly signals?: GateState;
  /** How the owner has left a replay; absent in older ones, and where nothing was ever said of it. */
  readonly feed?: FeedControl;
}

/** The newest good snapshot and the entry it was taken after. Every newer one passed over is told. Null: the journal is read from its beginning. */
export function newestSaved(
  journal: Pick<DurableJournal, 'latestSnapshot' | 'first'>,
  say: (line: string) => void,
): (SavedSession & { readonly sequence: number }) | null {
  let saved: SavedSession | null = null;
  const { snapshot, warnings } = journal.latestSnapshot(({ bytes }) => {
    const read = readSaved(bytes);
    if (typeof read === 'string') return read;
    if (read.past.history.lastSequence + 1 < journal.first) return 'the entries after what it shows of the past were removed';
    saved = read;
    return null;
  });
  for (const warning of warnings) say(warning);
  return snapshot === null || saved === null ? null : { ...(saved as SavedSession), sequence: snapshot.sequence };
}

/** A snapshot's content, or why it is of no use. */
export function readSaved(bytes: Uint8Array): SavedSession | string {
  try {
    const [version, saved] = deserialize(inflateSync(bytes)) as [number, SavedSession];
    return version === VERSION ? saved : `its content is of version ${version} and this program reads ${VERSION}`;
  } catch (error) {
    return `its content can't be read: ${(error as Error).message}`;
  }
}

export interface Snapshots {
  /** Writes the last one, where there is anything new. */
  stop(): Promise<void>;
}

/** Takes a snapshot whenever one is due, between two steps. `capture` gives a session of null while there is nothing to keep. */
export function keepSnapshots(
  journal: DurableJournal,
  capture: () => Omit<SavedSession, 'session'> & { readonly session: SessionSnapshot | null },
  { say, taken = 0, everyEntries = EVERY_ENTRIES }: { say: (line: string) => void; taken?: number; everyEntries?: number },
): Snapshots {
  let last = taken;
  let underWay: Promise<void> | null = null;

  function take(): Promise<void> {
    const saved = capture();
    const behind = journal.last - saved.past.history.lastSequence;
    if (saved.session === null || journal.state !== 'open' || behind > MOST_BEHIND) return Promise.resolve();
    last = journal.last;
    const content = serialize([VERSION, saved]);
    return new Promise((resolve) => {
      journal.writeSnapshotAside(compressed(content), (error) => {
        // The journal has everything: a start takes longer, and that is all.
        if (error !== null) say(`no snapshot was written: ${error.message}`);
        resolve();
      });
    });
  }

  const timer = setInterval(() => {
    if (underWay !== null || journal.last - last < Math.max(everyEntries, journal.last * EVERY_SHARE)) return;
    underWay = take().finally(() => {
      underWay = null;
    });
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    async stop() {
      clearInterval(timer);
      let late: NodeJS.Timeout | undefined;
      const tooLate = new Promise<void>((resolve) => {
        late = setTimeout(resolve, LAST_WAIT_MS);
      });
      await Promise.race([(underWay ?? Promise.resolve()).then(() => (journal.last > last ? take() : undefined)), tooLate]);
      clearTimeout(late);
    },
  };
}

function compressed(content: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    deflate(content, { level: 1 }, (error, bytes) => (error === null ? resolve(bytes) : reject(error)));
  });
}
