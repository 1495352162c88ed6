/** The durable journal port: what recovery, the gate of intents and the projector of views need beyond `append`. */

import type { Journal, JournalEntry } from './journal.ts';

/**
 * Why an entry was not taken or never became durable:
 * `JOURNAL_WRITE_FAILED` the disk refused (see `cause`), or stalled until the queue was full; this journal takes nothing more until it is opened again;
 * `JOURNAL_DEPOSED` somebody else wrote to the files, so this writer is no longer the only one;
 * `JOURNAL_CLOSED` it was closed; `JOURNAL_ENTRY_TOO_LARGE` that entry alone was refused.
 */
export type JournalFailureCode = 'JOURNAL_WRITE_FAILED' | 'JOURNAL_DEPOSED' | 'JOURNAL_CLOSED' | 'JOURNAL_ENTRY_TOO_LARGE';

/** An entry that could not be recorded. Nothing with this failure was acknowledged. */
export class JournalFailure extends Error {
  readonly code: JournalFailureCode;

  constructor(code: JournalFailureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'JournalFailure';
    this.code = code;
  }
}

export type JournalState = 'open' | 'failed' | 'closed';

export interface StoredSnapshot {
  /** The last entry the state includes; recovery folds the entries after it. */
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

export interface Subscription {
  /** Sequence of the last entry whose delivery was completed. */
  readonly delivered: number;
  stop(): void;
}

/** Receives durable entries in order; the next call waits until this one's promise is settled. */
export type EntriesListener = (entries: readonly JournalEntry[]) => void | Promise<void>;

export interface DurableJournal extends Journal {
  readonly state: JournalState;
  /** Why `state` is `failed`; null otherwise. */
  readonly failure: JournalFailure | null;
  /** The first entry that is kept: 1 unless older ones were removed by order. */
  readonly first: number;
  /** Returns when all that was appended is on disk, however long the disk takes. Does not throw: look at `state`. For openings, ends and tests. */
  flush(): void;
  /**
   * Called after each commit with what `durable` has become; what waits for its intent to be on disk goes out here.
   * In a turn of its own, or inside `flush` and `close`; never inside `append`.
   */
  onDurable(listener: (durable: number) => void): void;
  /** How long the oldest entry that is not durable has waited, at an instant of the clock the journal was opened with; 0 when there is none. A disk that stalls shows here. */
  oldestPendingMs(now: number): number;
  /** Settles when the entry is on disk; rejects with a JournalFailure when it never will be. */
  whenDurable(sequence: number): Promise<void>;
  /** Called once, when `state` becomes `failed`. */
  onFailure(listener: (failure: JournalFailure) => void): void;
  /** The durable entries from `fromSequence` up to the end at the time of the call, checked again while they are read. */
  readEntries(fromSequence: number): Iterable<JournalEntry>;
  /**
   * Delivers every durable entry from `fromSequence` on, in order and at least once, in groups.
   * A listener that fails gets the same group again after a pause; `onError` hears of it.
   */
  subscribe(fromSequence: number, onEntries: EntriesListener, onError?: (error: unknown) => void): Subscription;
  /** Stores the state after entry `sequence`, which must be the last one or earlier, blocking. Throws when it can't be stored; the journal is unharmed. */
  writeSnapshot(sequence: number, state: Uint8Array | string): void;
  /**
   * Stores the state after the last entry appended (it may still be in the making), once that is durable, without blocking; a disk that stalls delays `done` and nothing else.
   * `done` gets why it could not be stored (one at a time: the one before may still be under way), or null.
   */
  writeSnapshotAside(state: Uint8Array | string | Promise<Uint8Array>, done: (error: Error | null) => void): void;
  /**
   * The newest snapshot that can be trusted, or null, with one sentence for every newer one passed over. `unusable` looks into the state: it gives the
   * reason why it is of no use, or null.
   */
  latestSnapshot(unusable?: (snapshot: StoredSnapshot) => string | null): {
    readonly snapshot: StoredSnapshot | null;
    readonly warnings: readonly string[];
  };
  /**
   * Waits until all is on disk, at most `deadlineMs` (ten seconds by default), and lets go of the files.
   * `durable < last` afterwards says that the disk did not answer in time: what is missing may or may not be there at the next opening.
   */
  close(deadlineMs?: number): void;
}
