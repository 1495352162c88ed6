/** The writing half of an open journal: batches entries, commits each batch with one write and one sync, and stops for good when a write fails. */

import { JournalFailure, type JournalState } from '../../core/journal/durable-journal.ts';
import { encodeEntry, JOURNAL_SCHEMA_VERSION } from '../../core/journal/entry.ts';
import { causeText } from './damage.ts';
import { type FileSystem, type Handle, writeFully } from './file-system.ts';
import { MAX_PAYLOAD_BYTES, RECORD_HEADER_BYTES, sealRecord } from './format.ts';
import type { Inspection } from './inspect.ts';
import { createSegment, nameOf, type Segment } from './segments.ts';

export interface WriterOptions {
  readonly fileSystem: FileSystem;
  readonly folder: string;
  readonly segmentBytes: number;
  /** An append that brings the queue to this size commits it at once: the writer waits, memory does not grow. */
  readonly maxQueuedBytes: number;
  /** Runs a task at the end of the current loop turn. */
  readonly schedule: (task: () => void) => void;
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
  readonly onDurable: (() => void)[] = [];
  readonly onFailure: ((failure: JournalFailure) => void)[] = [];
  readonly #options: WriterOptions;
  #handle: Handle;
  #batch = Buffer.allocUnsafe(64 * 1024);
  #batchBytes = 0;
  #scheduled = false;
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
    if (this.state !== 'open') throw this.#refusal();
    const text = encodeEntry(this.last + 1, this.epoch, at, kind, body);
    const payloadBytes = Buffer.byteLength(text);
    if (payloadBytes > MAX_PAYLOAD_BYTES) {
      const message = `an entry of kind "${kind}" takes ${payloadBytes} bytes and ${MAX_PAYLOAD_BYTES} is the limit: record less, or a reference to it`;
      throw new JournalFailure('JOURNAL_ENTRY_TOO_LARGE', message);
    }
    this.#reserve(RECORD_HEADER_BYTES + payloadBytes);
    this.#batch.write(text, this.#batchBytes + RECORD_HEADER_BYTES, 'utf8');
    this.#chain = sealRecord(this.#batch, this.#batchBytes, payloadBytes, this.#chain);
    this.#batchBytes += RECORD_HEADER_BYTES + payloadBytes;
    this.last++;
    const sequence = this.last;
    if (this.#batchBytes >= this.#options.maxQueuedBytes) this.flush();
    else this.#scheduleFlush();
    return sequence;
  }

  flush(): void {
    if (this.state !== 'open' || this.#batchBytes === 0) return;
    try {
      this.#checkSoleWriter();
      this.#rollIfFull();
      this.#commit();
    } catch (error) {
      this.#fail(error);
      return;
    }
    const settled = this.#waiters.filter((waiter) => waiter.sequence <= this.durable);
    if (settled.length > 0) this.#waiters = this.#waiters.filter((waiter) => waiter.sequence > this.durable);
    for (const waiter of settled) waiter.resolve();
    for (const listener of this.onDurable) listener();
  }

  whenDurable(sequence: number): Promise<void> {
    if (sequence <= this.durable) return Promise.resolve();
    if (this.state !== 'open') return Promise.reject(this.#refusal());
    return new Promise((resolve, reject) => this.#waiters.push({ sequence, resolve, reject }));
  }

  close(): void {
    if (this.state === 'closed') return;
    this.flush();
    this.state = 'closed';
    this.#options.fileSystem.close(this.#handle);
    this.#rejectWaiters(this.#refusal());
  }

  #commit(): void {
    const segment = this.#segment;
    writeFully(this.#options.fileSystem, this.#handle, this.#batch.subarray(0, this.#batchBytes), segment.bytes);
    this.#options.fileSystem.sync(this.#handle);
    segment.bytes += this.#batchBytes;
    this.#batchBytes = 0;
    this.durable = this.last;
    this.#durableChain = this.#chain;
  }

  /** Somebody who opened the journal after us has already written to it: we are deposed and must not write over it. */
  #checkSoleWriter(): void {
    const { name, bytes } = this.#segment;
    const found = this.#options.fileSystem.size(this.#handle);
    if (found === bytes) return;
    const message = `segment ${name} has ${found} bytes where this writer left ${bytes}: another process opened the journal of account "${this.account}". Run one trader per account`;
    throw new JournalFailure('JOURNAL_DEPOSED', message);
  }

  #rollIfFull(): void {
    const { bytes, headerBytes } = this.#segment;
    if (bytes === headerBytes || bytes + this.#batchBytes <= this.#options.segmentBytes) return;
    const { fileSystem, folder } = this.#options;
    const firstSequence = this.durable + 1;
    const name = nameOf(firstSequence, 'journal');
    if (fileSystem.list(folder).includes(name)) throw new JournalFailure('JOURNAL_DEPOSED', `segment ${name} was made by another process`);
    const header = { schemaVersion: JOURNAL_SCHEMA_VERSION, account: this.account, firstSequence, previousChain: this.#durableChain };
    const segment = createSegment(fileSystem, folder, header);
    const handle = fileSystem.open(`${folder}/${segment.name}`, 'write');
    fileSystem.close(this.#handle);
    this.#handle = handle;
    this.segments.push(segment);
  }

  #reserve(bytes: number): void {
    const needed = this.#batchBytes + bytes;
    if (needed <= this.#batch.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#batch.length * 2));
    this.#batch.copy(larger, 0, 0, this.#batchBytes);
    this.#batch = larger;
  }

  #scheduleFlush(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.schedule(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  #fail(error: unknown): void {
    const message = `the journal of account "${this.account}" can't be written (${causeText(error)}): entries after ${this.durable} are not recorded`;
    this.failure = error instanceof JournalFailure ? error : new JournalFailure('JOURNAL_WRITE_FAILED', message, error);
    this.state = 'failed';
    this.#batchBytes = 0;
    if (this.failure.code === 'JOURNAL_WRITE_FAILED') this.#dropUnsyncedBytes();
    this.#rejectWaiters(this.failure);
    for (const listener of this.onFailure) listener(this.failure);
  }

  /**
   * After a failed sync the kernel may keep pages in memory that never reach the disk, and a later open would believe them.
   * Cutting the file back to its synced part removes them; where even that fails, the next open judges the tail.
   */
  #dropUnsyncedBytes(): void {
    try {
      this.#options.fileSystem.truncate(this.#handle, this.#segment.bytes);
    } catch {
      // The disk takes nothing at all: the failure being reported says so already.
    }
  }

  #rejectWaiters(failure: JournalFailure): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.reject(failure);
  }

  #refusal(): JournalFailure {
    return (
      this.failure ?? new JournalFailure('JOURNAL_CLOSED', `the journal of account "${this.account}" is closed: open it again to append`)
    );
  }
}
