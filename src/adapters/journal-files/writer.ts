/** The writing half of an open journal: gathers entries while the batch before them is written and synced, and stops for good when that fails. */

import { JournalFailure, type JournalState } from '../../core/journal/durable-journal.ts';
import { encodeEntry, JOURNAL_SCHEMA_VERSION } from '../../core/journal/entry.ts';
import { causeText } from './damage.ts';
import { atOnce, type Committer, type CommittingFileSystem, type Handle } from './file-system.ts';
import { MAX_PAYLOAD_BYTES, RECORD_HEADER_BYTES, sealRecord } from './format.ts';
import type { Inspection } from './inspect.ts';
import { nameOf, newSegment, type Segment } from './segments.ts';

/** The loop waits this long for a commit: a healthy disk answers within it, sooner than through the loop, and a stalled one holds nobody up. */
const BRIEF_WAIT_MS = 2;
/** How long an append waits for a full queue to move, once, before the journal fails. */
const FULL_QUEUE_WAIT_MS = 2000;
const BUFFER_BYTES = 64 * 1024;

export interface WriterOptions {
  readonly fileSystem: CommittingFileSystem;
  readonly folder: string;
  readonly segmentBytes: number;
  /** An append that brings the queue to this size waits for the disk, and the journal fails where the disk does not answer. */
  readonly maxQueuedBytes: number;
  /** The clock of `oldestPendingMs` and of deadlines. */
  readonly now: () => number;
  /** Runs a task at the end of the current loop turn. */
  readonly schedule: (task: () => void) => void;
  /** Asked when a batch is on disk: it counts as durable once `done` is called, now or later. Absent: at once. */
  readonly confirm?: ((batch: CommittedBatch, done: () => void) => void) | undefined;
}

/** Records as they are on disk, until they are confirmed. */
export interface CommittedBatch {
  readonly bytes: Buffer;
  /** Sequence of the last of them. */
  readonly last: number;
}

/** What becomes durable when the commit under way is done. */
interface Commit {
  readonly batch: Buffer;
  readonly last: number;
  readonly chain: Buffer;
  /** When its first entry was appended. */
  readonly since: number;
}

interface Waiter {
  readonly sequence: number;
  resolve(): void;
  reject(failure: JournalFailure): void;
}

export class JournalWriter {
  state: JournalState = 'open';
  failure: JournalFailure | null = null;
  last: number;
  durable: number;
  readonly epoch: number;
  readonly account: string;
  readonly segments: Segment[];
  readonly onDurable: ((durable: number) => void)[] = [];
  readonly onFailure: ((failure: JournalFailure) => void)[] = [];
  readonly #options: WriterOptions;
  #handle: Handle;
  /** The batch that gathers, and the buffer of the one before it. */
  #batch = Buffer.allocUnsafe(BUFFER_BYTES);
  #spare = Buffer.allocUnsafe(BUFFER_BYTES);
  #batchBytes = 0;
  #batchSince = 0;
  #underWay: Commit | null = null;
  /** The commit under way is on disk, and somebody else has still to confirm it. */
  isUnconfirmed = false;
  #scheduled = false;
  /** Inside `append`: whoever appends is in the middle of something, and hears of durability later. */
  #isMakingRoom = false;
  /** Chain hash of the last entry appended, and of the last one durable. */
  #chain: Buffer;
  #durableChain: Buffer;
  #waiters: Waiter[] = [];

  /** Continues a journal that ends as inspected, its torn tail already cut away. */
  constructor(inspection: Inspection, epoch: number, options: WriterOptions) {
    this.#options = options;
    this.epoch = epoch;
    this.account = inspection.account;
    this.segments = inspection.segments;
    this.last = inspection.sequence;
    this.durable = inspection.sequence;
    this.#chain = inspection.chain;
    this.#durableChain = inspection.chain;
    this.#handle = options.fileSystem.open(`${options.folder}/${this.#segment.name}`, 'write');
  }

  get chain(): Buffer {
    return this.#chain;
  }

  get #segment(): Segment {
    return this.segments.at(-1)!;
  }

  append(kind: string, at: number, body: unknown): number {
    if (this.state !== 'open') throw this.refusal();
    const text = encodeEntry(this.last + 1, this.epoch, at, kind, body);
    const payloadBytes = Buffer.byteLength(text);
    if (payloadBytes > MAX_PAYLOAD_BYTES) {
      const message = `an entry of kind "${kind}" takes ${payloadBytes} bytes and ${MAX_PAYLOAD_BYTES} is the limit: record less, or a reference to it`;
      throw new JournalFailure('JOURNAL_ENTRY_TOO_LARGE', message);
    }
    this.#reserve(RECORD_HEADER_BYTES + payloadBytes);
    if (this.#batchBytes === 0) this.#batchSince = this.#options.now();
    this.#batch.write(text, this.#batchBytes + RECORD_HEADER_BYTES, 'utf8');
    this.#chain = sealRecord(this.#batch, this.#batchBytes, payloadBytes, this.#chain);
    this.#batchBytes += RECORD_HEADER_BYTES + payloadBytes;
    this.last++;
    const sequence = this.last;
    if (this.#batchBytes >= this.#options.maxQueuedBytes) this.#makeRoom();
    else this.#scheduleCommit();
    return sequence;
  }

  /** Returns when all that was appended before is on disk, or has failed, or `deadlineMs` is over. */
  flush(deadlineMs = Number.POSITIVE_INFINITY): void {
    const { fileSystem, now } = this.#options;
    const endsAt = now() + deadlineMs;
    const through = this.last;
    const settle = () => fileSystem.settle(Math.min(deadlineMs, Math.max(0, endsAt - now())));
    while (this.state === 'open' && this.durable < through) {
      // Who waits without a deadline needs no other thread.
      if (this.#underWay === null) this.#commit(deadlineMs === Number.POSITIVE_INFINITY ? atOnce(fileSystem) : fileSystem);
      if (this.#underWay !== null && !settle()) return;
    }
  }

  whenDurable(sequence: number): Promise<void> {
    if (sequence <= this.durable) return Promise.resolve();
    if (this.state !== 'open') return Promise.reject(this.refusal());
    return new Promise((resolve, reject) => this.#waiters.push({ sequence, resolve, reject }));
  }

  oldestPendingMs(now: number): number {
    const since = this.#underWay?.since ?? (this.#batchBytes > 0 ? this.#batchSince : now);
    return Math.max(0, now - since);
  }

  close(deadlineMs: number): void {
    if (this.state === 'closed') return;
    this.flush(deadlineMs);
    this.state = 'closed';
    this.#batchBytes = 0;
    // A commit that never came back still writes to the file: it is let go when that ends.
    if (this.#underWay === null || this.isUnconfirmed) this.#options.fileSystem.close(this.#handle);
    this.#options.fileSystem.release();
    this.#rejectWaiters(this.refusal());
  }

  /** Sends the gathered batch on its way, into a new segment where the last one is full. */
  #commit(disk: Committer): void {
    if (this.state !== 'open' || this.#underWay !== null || this.#batchBytes === 0) return;
    let isFull: boolean;
    try {
      this.#checkSoleWriter();
      isFull = this.#isSegmentFull();
    } catch (error) {
      this.#fail(error);
      return;
    }
    const batch = this.#batch.subarray(0, this.#batchBytes);
    this.#underWay = { batch, last: this.last, chain: this.#chain, since: this.#batchSince };
    [this.#batch, this.#spare] = [this.#spare, this.#batch];
    this.#batchBytes = 0;
    if (isFull) this.#rollThenWrite(disk, this.#underWay);
    else this.#write(disk, this.#underWay);
  }

  #write(disk: Committer, commit: Commit): void {
    disk.commit(this.#handle, commit.batch, this.#segment.bytes, (error) => this.#committed(commit, error));
  }

  #rollThenWrite(disk: Committer, commit: Commit): void {
    const { fileSystem, folder } = this.#options;
    const header = {
      schemaVersion: JOURNAL_SCHEMA_VERSION,
      account: this.account,
      firstSequence: this.durable + 1,
      previousChain: this.#durableChain,
    };
    const { segment, bytes } = newSegment(header);
    const made = (error: Error | null, handle: Handle) => {
      if (error !== null) {
        this.#committed(commit, error);
        return;
      }
      fileSystem.close(this.#handle);
      this.#handle = handle;
      this.segments.push(segment);
      if (this.state === 'open') this.#write(disk, commit);
      else this.#committed(commit, null);
    };
    // With a standby a stopped writer may go on after it was deposed: it must not replace a segment of its successor.
    disk.create(folder, segment.name, bytes, made, this.#options.confirm !== undefined);
  }

  #committed(commit: Commit, error: Error | null): void {
    if (this.state === 'closed') this.#options.fileSystem.close(this.#handle);
    if (this.state !== 'open' || error !== null) {
      this.#underWay = null;
      if (this.state === 'open') this.#fail(error);
      return;
    }
    const { confirm } = this.#options;
    this.isUnconfirmed = true;
    if (confirm === undefined) this.#confirmed(commit);
    else confirm({ bytes: commit.batch, last: commit.last }, () => this.#confirmed(commit));
  }

  #confirmed(commit: Commit): void {
    if (this.#underWay !== commit || this.state !== 'open') return;
    this.#underWay = null;
    this.isUnconfirmed = false;
    if (this.#spare.length > BUFFER_BYTES) this.#spare = Buffer.allocUnsafe(BUFFER_BYTES);
    this.#segment.bytes += commit.batch.length;
    this.durable = commit.last;
    this.#durableChain = commit.chain;
    if (this.#batchBytes > 0) this.#scheduleCommit();
    this.#resolveWaiters();
    if (this.#isMakingRoom) this.#options.schedule(() => this.#announce());
    else this.#announce();
  }

  #announce(): void {
    for (const listener of this.onDurable) listener(this.durable);
  }

  /** Somebody who opened the journal after us has already written to it: we are deposed and must not write over it. */
  #checkSoleWriter(): void {
    const { name, bytes } = this.#segment;
    const found = this.#options.fileSystem.size(this.#handle);
    if (found === bytes) return;
    const message = `segment ${name} has ${found} bytes where this writer left ${bytes}: another process opened the journal of account "${this.account}". Run one trader per account`;
    throw new JournalFailure('JOURNAL_DEPOSED', message);
  }

  #isSegmentFull(): boolean {
    const { fileSystem, folder, segmentBytes } = this.#options;
    const { bytes, headerBytes } = this.#segment;
    if (bytes === headerBytes || bytes + this.#batchBytes <= segmentBytes) return false;
    const name = nameOf(this.durable + 1, 'journal');
    if (fileSystem.list(folder).includes(name)) throw new JournalFailure('JOURNAL_DEPOSED', `segment ${name} was made by another process`);
    return true;
  }

  #reserve(bytes: number): void {
    const needed = this.#batchBytes + bytes;
    if (needed <= this.#batch.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#batch.length * 2));
    this.#batch.copy(larger, 0, 0, this.#batchBytes);
    this.#batch = larger;
  }

  /** The producer waits for the disk as long as that answers at all: memory does not grow without end. */
  #makeRoom(): void {
    const { fileSystem } = this.#options;
    this.#isMakingRoom = true;
    while (this.#underWay !== null && fileSystem.settle(FULL_QUEUE_WAIT_MS));
    this.#isMakingRoom = false;
    this.#commit(fileSystem);
    if (this.state !== 'open' || this.#batchBytes === 0) return;
    this.#fail(
      new Error(`the disk has not answered for ${this.oldestPendingMs(this.#options.now())} ms and ${this.#batchBytes} bytes wait`),
    );
  }

  #scheduleCommit(): void {
    // While a commit is under way the next batch gathers, and starts when that is done.
    if (this.#scheduled || this.#underWay !== null) return;
    this.#scheduled = true;
    this.#options.schedule(this.#commitScheduled);
  }

  /** Made once: almost every entry schedules one. */
  readonly #commitScheduled = () => {
    const { fileSystem } = this.#options;
    this.#scheduled = false;
    this.#commit(fileSystem);
    if (this.#underWay !== null) fileSystem.settle(BRIEF_WAIT_MS);
  };

  #fail(error: unknown): void {
    const message = `the journal of account "${this.account}" can't be written (${causeText(error)}): entries after ${this.durable} are not recorded`;
    this.failure = error instanceof JournalFailure ? error : new JournalFailure('JOURNAL_WRITE_FAILED', message, error);
    this.state = 'failed';
    this.#batchBytes = 0;
    this.#rejectWaiters(this.failure);
    for (const listener of this.onFailure) listener(this.failure);
  }

  #resolveWaiters(): void {
    if (this.#waiters.length === 0) return;
    const settled = this.#waiters.filter((waiter) => waiter.sequence <= this.durable);
    if (settled.length > 0) this.#waiters = this.#waiters.filter((waiter) => waiter.sequence > this.durable);
    for (const waiter of settled) waiter.resolve();
  }

  #rejectWaiters(failure: JournalFailure): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.reject(failure);
  }

  /** Why nothing is taken any more. */
  refusal(): JournalFailure {
    return (
      this.failure ?? new JournalFailure('JOURNAL_CLOSED', `the journal of account "${this.account}" is closed: open it again to append`)
    );
  }
}
