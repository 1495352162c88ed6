/** An open journal: the port over its writer and its readers. */

import type {
  DurableJournal,
  EntriesListener,
  JournalFailure,
  JournalState,
  StoredSnapshot,
  Subscription,
} from '../../core/journal/durable-journal.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import type { CutTail } from './cut-tail.ts';
import { attempt, type CommittingFileSystem, type Handle } from './file-system.ts';
import { chainOf, JournalReader } from './reader.ts';
import { nameOf, type Place } from './segments.ts';
import { encodeSnapshot, newestSnapshot, pruneSnapshots, storeSnapshot } from './snapshots.ts';
import { JournalSubscription } from './subscription.ts';
import type { JournalWriter } from './writer.ts';

const CLOSE_DEADLINE_MS = 10_000;

export interface FileJournal extends DurableJournal {
  /** What opening found and did. */
  readonly opened: { readonly created: boolean; readonly checkedEntries: number; readonly cut: CutTail | null };
  /** What has been appended waits for its confirmation, not for the disk. */
  readonly isUnconfirmed: boolean;
}

export interface OpenedOptions {
  readonly folder: string;
  readonly fileSystem: CommittingFileSystem;
  readonly keepSnapshots: number;
  readonly schedule: (task: () => void) => void;
  readonly delay: (task: () => void, delayMs: number) => void;
  readonly opened: FileJournal['opened'];
  /** What lies before it was checked at the opening, and needs no second look to go on from there. */
  readonly checked: Place | null;
}

/** A class: the getters of a literal are other functions in each journal, and `last` and `durable`, looked at all the time, get slow where many are opened. */
export class OpenedJournal implements FileJournal {
  readonly opened: FileJournal['opened'];
  readonly epoch: number;
  readonly first: number;
  readonly #writer: JournalWriter;
  readonly #options: OpenedOptions;
  readonly #subscriptions = new Set<JournalSubscription>();
  #snapshotUnderWay = false;

  constructor(writer: JournalWriter, options: OpenedOptions) {
    this.opened = options.opened;
    this.epoch = writer.epoch;
    this.first = writer.segments[0]!.header.firstSequence;
    this.#writer = writer;
    this.#options = options;
    writer.onDurable.push(() => {
      for (const subscription of this.#subscriptions) subscription.wake();
    });
  }

  get last(): number {
    return this.#writer.last;
  }
  get durable(): number {
    return this.#writer.durable;
  }
  get state(): JournalState {
    return this.#writer.state;
  }
  get failure(): JournalFailure | null {
    return this.#writer.failure;
  }
  get isUnconfirmed(): boolean {
    return this.#writer.isUnconfirmed;
  }

  append(kind: string, at: number, body: unknown): number {
    return this.#writer.append(kind, at, body);
  }

  flush(): void {
    this.#writer.flush();
  }

  whenDurable(sequence: number): Promise<void> {
    return this.#writer.whenDurable(sequence);
  }

  oldestPendingMs(now: number): number {
    return this.#writer.oldestPendingMs(now);
  }

  onDurable(listener: (durable: number) => void): void {
    this.#writer.onDurable.push(listener);
  }

  onFailure(listener: (failure: JournalFailure) => void): void {
    this.#writer.onFailure.push(listener);
  }

  readEntries(fromSequence: number): Generator<JournalEntry> {
    return this.#entries(fromSequence, this.#writer.durable);
  }

  *#entries(fromSequence: number, through: number): Generator<JournalEntry> {
    const reader = this.#readerAfter(Math.max(fromSequence - 1, 0));
    try {
      while (reader.sequence < through) {
        const entry = reader.next();
        if (entry === null) return;
        if (entry.sequence >= fromSequence) yield entry;
      }
    } finally {
      reader.close();
    }
  }

  #readerAfter(sequence: number): JournalReader {
    const { fileSystem, folder, checked } = this.#options;
    return new JournalReader(fileSystem, folder, this.#writer.segments, sequence, checked);
  }

  subscribe(fromSequence: number, onEntries: EntriesListener, onError: (error: unknown) => void = () => {}): Subscription {
    const { schedule, delay } = this.#options;
    const onStop = () => void this.#subscriptions.delete(subscription);
    const openReader = (sequence: number) => this.#readerAfter(sequence);
    const subscription = new JournalSubscription({ fromSequence, onEntries, onError, onStop, openReader, schedule, delay });
    this.#subscriptions.add(subscription);
    return subscription;
  }

  #chainAt(sequence: number): Buffer | null {
    const { fileSystem, folder, checked } = this.#options;
    if (sequence === checked?.sequence) return checked.chain;
    return sequence === this.#writer.last ? this.#writer.chain : chainOf(fileSystem, folder, this.#writer.segments, sequence);
  }

  writeSnapshot(sequence: number, state: Uint8Array | string): void {
    const { fileSystem, folder, keepSnapshots } = this.#options;
    const writer = this.#writer;
    writer.flush();
    const chain = sequence >= 1 && sequence <= writer.durable ? this.#chainAt(sequence) : null;
    if (chain === null && writer.failure !== null) throw writer.failure;
    if (chain === null) throw new RangeError(`a snapshot covers a durable entry, 1 to ${writer.durable}; got ${sequence}`);
    storeSnapshot(fileSystem, folder, { sequence, chain, bytes: bytesOf(state) }, keepSnapshots);
  }

  writeSnapshotAside(state: Uint8Array | string | Promise<Uint8Array>, done: (error: Error | null) => void): void {
    const { fileSystem, folder, keepSnapshots, schedule } = this.#options;
    const writer = this.#writer;
    // A disk that stalls must not make snapshots pile up in memory.
    if (this.#snapshotUnderWay) {
      schedule(() => done(new Error('the snapshot before it is still being written')));
      return;
    }
    this.#snapshotUnderWay = true;
    const end = (error: Error | null) => {
      this.#snapshotUnderWay = false;
      done(error);
    };
    const { last: sequence, chain } = writer;
    const stored = (error: Error | null, handle: Handle) => {
      if (error === null) fileSystem.close(handle);
      end(error ?? attempt(() => pruneSnapshots(fileSystem, folder, keepSnapshots)));
    };
    const store = (made: Uint8Array | string) => {
      const file = encodeSnapshot({ sequence, chain, bytes: bytesOf(made) });
      if (writer.state === 'open') fileSystem.create(folder, nameOf(sequence, 'snapshot'), file, stored);
      else end(writer.refusal());
    };
    void Promise.all([state, writer.whenDurable(sequence)]).then(([made]) => store(made), end);
  }

  latestSnapshot(unusable?: (snapshot: StoredSnapshot) => string | null): ReturnType<DurableJournal['latestSnapshot']> {
    const { fileSystem, folder } = this.#options;
    return newestSnapshot(fileSystem, folder, (sequence) => this.#chainAt(sequence), unusable);
  }

  close(deadlineMs = CLOSE_DEADLINE_MS): void {
    this.#writer.close(deadlineMs);
    for (const subscription of this.#subscriptions) subscription.stop();
  }
}

function bytesOf(state: Uint8Array | string): Uint8Array {
  return typeof state === 'string' ? Buffer.from(state) : state;
}
