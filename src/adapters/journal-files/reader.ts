/** Reads entries across segments from any sequence on, following the journal as it grows. */

import type { JournalEntry } from '../../core/journal/journal.ts';
import { damagedSegment, removedEntries } from './damage.ts';
import type { FileSystem } from './file-system.ts';
import { checkJoint, epochBefore, segmentIndexOf } from './inspect.ts';
import { beginningOf, type Place, type Segment, SegmentReader } from './segments.ts';

/** `segments` is the writer's own list: it grows, and so does the last segment's readable part. */
export class JournalReader {
  readonly #fileSystem: FileSystem;
  readonly #folder: string;
  readonly #segments: readonly Segment[];
  #index: number;
  #reader: SegmentReader;

  /**
   * Starts right after entry `sequence`, or at the end where that is still to come; the part of its segment before it is read to check the chain, unless
   * that was done already up to the place `known`, right after it.
   */
  constructor(fileSystem: FileSystem, folder: string, segments: readonly Segment[], sequence: number, known: Place | null = null) {
    this.#fileSystem = fileSystem;
    this.#folder = folder;
    this.#segments = segments;
    const begins = segments[0]!.header.firstSequence;
    if (sequence + 1 < begins) throw removedEntries(folder, sequence + 1, begins);
    this.#index = segmentIndexOf(segments, sequence + 1);
    const segment = segments[this.#index]!;
    const isKnown = known !== null && known.segment === segment && known.sequence === sequence;
    this.#reader = new SegmentReader(fileSystem, folder, isKnown ? known : beginningOf(segment, epochBefore(segment)));
    try {
      while (this.#reader.sequence < sequence && this.#next('skim') !== null);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Sequence and chain hash of the last entry read. */
  get sequence(): number {
    return this.#reader.sequence;
  }
  get chain(): Buffer {
    return this.#reader.chain;
  }

  /** The next durable entry, or null when there is none yet. Throws InputError at a record that can't be trusted. */
  next(): JournalEntry | null {
    return this.#next('next');
  }

  #next(read: 'next' | 'skim'): JournalEntry | null {
    for (;;) {
      const entry = this.#reader[read]();
      if (entry !== null) return entry;
      const { problem, segment, offset } = this.#reader;
      if (problem !== null) throw damagedSegment(this.#folder, segment.name, offset, problem.reason);
      const following = this.#segments[this.#index + 1];
      if (following === undefined) return null;
      checkJoint(this.#folder, this.#reader, following);
      const next = new SegmentReader(this.#fileSystem, this.#folder, beginningOf(following, this.#reader.epoch));
      this.#reader.close();
      this.#reader = next;
      this.#index++;
    }
  }

  close(): void {
    this.#reader.close();
  }
}

/** The chain hash of a stored entry; null when the journal does not reach it. Reads at most one segment. */
export function chainOf(fileSystem: FileSystem, folder: string, segments: readonly Segment[], sequence: number): Buffer | null {
  if (sequence + 1 < segments[0]!.header.firstSequence) return null;
  const reader = new JournalReader(fileSystem, folder, segments, sequence);
  reader.close();
  return reader.sequence === sequence ? reader.chain : null;
}
