/** Segment files: their names, their headers, and a reader that checks every record it passes. */

import { decodeEntry, decodeHead, follows, JOURNAL_SCHEMA_VERSION } from '../../core/journal/entry.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import { listArchived, openSegmentSource, peekArchived, type SegmentSource } from './archive.ts';
import { damagedSegment, newerJournal } from './damage.ts';
import { type FileSystem, readFully, writeFileAtomically } from './file-system.ts';
import {
  checkChain,
  decodeSegmentHeader,
  encodeSegmentHeader,
  JOURNAL_FORMAT_VERSION,
  MAX_HEADER_BYTES,
  RECORD_HEADER_BYTES,
  recordAt,
  type SegmentHeader,
} from './format.ts';

const SEGMENT_NAME = /^(\d{16})\.journal$/;
const WINDOW_BYTES = 256 * 1024;

export function isSegmentName(name: string): boolean {
  return SEGMENT_NAME.test(name);
}

export interface Segment {
  readonly name: string;
  readonly header: SegmentHeader;
  readonly headerBytes: number;
  /** Readers go no further: the end of the file, or of its synced part while it is being written. */
  bytes: number;
}

/** File name of what begins at a sequence; sixteen digits, so that names sort as numbers. */
export function nameOf(sequence: number, ending: 'journal' | 'snapshot'): string {
  return `${String(sequence).padStart(16, '0')}.${ending}`;
}

/**
 * Reads the headers of all segments, archived ones included, from entry `from` on, oldest first.
 * Throws InputError for one that is damaged or of a newer version.
 */
export function readSegments(fileSystem: FileSystem, folder: string, from = 1): Segment[] {
  const live = fileSystem.list(folder).filter((name) => SEGMENT_NAME.test(name));
  const archived = listArchived(fileSystem, folder).filter((name) => !live.includes(name));
  const names = [...live, ...archived].filter((name) => name >= nameOf(from, 'journal')).sort();
  return names.map((name) => {
    const { start, size } = archived.includes(name) ? peekArchived(fileSystem, folder, name) : peekLive(fileSystem, `${folder}/${name}`);
    return segmentFrom(folder, name, start.subarray(0, MAX_HEADER_BYTES), size);
  });
}

function peekLive(fileSystem: FileSystem, path: string): { start: Buffer; size: number } {
  const handle = fileSystem.open(path, 'read');
  try {
    const start = Buffer.alloc(MAX_HEADER_BYTES);
    return { start: start.subarray(0, readFully(fileSystem, handle, start, 0)), size: fileSystem.size(handle) };
  } finally {
    fileSystem.close(handle);
  }
}

function segmentFrom(folder: string, name: string, start: Buffer, size: number): Segment {
  const decoded = decodeSegmentHeader(start);
  if (decoded.kind === 'newer') throw newerJournal(folder, name, 'format', decoded.formatVersion, JOURNAL_FORMAT_VERSION);
  if (decoded.kind === 'damaged') throw damagedSegment(folder, name, 0, decoded.reason);
  const { header, length } = decoded;
  if (header.schemaVersion > JOURNAL_SCHEMA_VERSION)
    throw newerJournal(folder, name, 'schema', header.schemaVersion, JOURNAL_SCHEMA_VERSION);
  if (nameOf(header.firstSequence, 'journal') !== name) {
    throw damagedSegment(folder, name, 0, `its header says it begins at entry ${header.firstSequence}, its name says otherwise`);
  }
  return { name, header, headerBytes: length, bytes: size };
}

/** An empty segment and the bytes of its file. */
export function newSegment(header: SegmentHeader): { readonly segment: Segment; readonly bytes: Buffer } {
  const bytes = encodeSegmentHeader(header);
  const name = nameOf(header.firstSequence, 'journal');
  return { segment: { name, header, headerBytes: bytes.length, bytes: bytes.length }, bytes };
}

/** Makes an empty segment, whole and durable before its first record can be written. `isNew`: EEXIST where there is one. */
export function createSegment(fileSystem: FileSystem, folder: string, header: SegmentHeader, isNew = false): Segment {
  const { segment, bytes } = newSegment(header);
  writeFileAtomically(fileSystem, folder, segment.name, bytes, isNew);
  return segment;
}

export interface RecordProblem {
  /** `incomplete` and `checksum` may be a write cut short; `chain` and `content` never are. */
  readonly kind: 'incomplete' | 'checksum' | 'chain' | 'content';
  readonly reason: string;
}

const PROBLEMS: Record<RecordProblem['kind'], RecordProblem> = {
  incomplete: { kind: 'incomplete', reason: 'the record is incomplete' },
  checksum: { kind: 'checksum', reason: 'the record fails its checksum' },
  chain: { kind: 'chain', reason: 'the record does not follow the one before it (its chain hash differs)' },
  content: { kind: 'content', reason: 'the record is intact but is not the entry that belongs there' },
};

/** Where a reader stands in a segment: right after a record, or before the first. */
export interface Place {
  readonly segment: Segment;
  /** End of the last good record: where the next one starts. */
  readonly offset: number;
  /** Chain hash and sequence of the last record. */
  readonly chain: Buffer;
  readonly sequence: number;
  /** Epoch of the last record; null before the first when what came earlier was not read. */
  readonly epoch: number | null;
}

/** Before the first record. */
export function beginningOf(segment: Segment, epoch: number | null): Place {
  const { firstSequence, previousChain } = segment.header;
  return { segment, offset: segment.headerBytes, chain: previousChain, sequence: firstSequence - 1, epoch };
}

/** Reads one segment record by record, following its growth; stops for good at the first record that can't be trusted. */
export class SegmentReader implements Place {
  problem: RecordProblem | null = null;
  offset: number;
  chain: Buffer;
  sequence: number;
  epoch: number | null;
  readonly segment: Segment;
  readonly #source: SegmentSource;
  #window = Buffer.alloc(0);
  #windowStart: number;
  #windowBytes = 0;

  /** Starts at a place another reader has come to: what lies before it is believed. */
  constructor(fileSystem: FileSystem, folder: string, { segment, offset, chain, sequence, epoch }: Place) {
    this.segment = segment;
    this.offset = offset;
    this.chain = chain;
    this.sequence = sequence;
    this.epoch = epoch;
    this.#source = openSegmentSource(fileSystem, folder, segment.name);
    this.#windowStart = offset;
  }

  get place(): Place {
    const { segment, offset, chain, sequence, epoch } = this;
    return { segment, offset, chain, sequence, epoch };
  }

  /** The next entry; null at the end or at a problem. */
  next(): JournalEntry | null {
    return this.#read(decodeEntry);
  }

  /** The same without its body: checksum, chain and place are checked, and what it says is left for whoever reads it. */
  skim(): JournalEntry | null {
    return this.#read(decodeHead);
  }

  #read(decode: typeof decodeEntry): JournalEntry | null {
    while (this.problem === null && this.offset < this.segment.bytes) {
      const at = this.offset - this.#windowStart;
      const step = recordAt(this.#window, at, this.#windowBytes);
      if (step.kind === 'incomplete' && this.#load(step.needed)) continue;
      if (step.kind === 'incomplete') this.problem = PROBLEMS.incomplete;
      else if (step.kind === 'damaged') this.problem = PROBLEMS.checksum;
      else return this.#take(at, step.end, decode);
    }
    return null;
  }

  close(): void {
    this.#source.close();
  }

  #take(at: number, end: number, decode: typeof decodeEntry): JournalEntry | null {
    const chain = checkChain(this.#window, at, end, this.chain);
    if (chain === null) return this.#stop(PROBLEMS.chain);
    const entry = decode(this.#window.toString('utf8', at + RECORD_HEADER_BYTES, end));
    if (entry === null || !follows(entry, this.sequence, this.epoch)) return this.#stop(PROBLEMS.content);
    this.chain = chain;
    this.sequence = entry.sequence;
    this.epoch = entry.epoch;
    this.offset += end - at;
    return entry;
  }

  #stop(problem: RecordProblem): null {
    this.problem = problem;
    return null;
  }

  /** Brings at least `needed` bytes from `offset` into the window; false when the segment does not have them. */
  #load(needed: number): boolean {
    const there = this.segment.bytes - this.offset;
    if (there < needed) return false;
    const wanted = Math.max(needed, Math.min(there, WINDOW_BYTES));
    if (this.#window.length < wanted) this.#window = Buffer.allocUnsafe(wanted);
    this.#windowStart = this.offset;
    this.#windowBytes = this.#source.read(this.#window.subarray(0, Math.min(this.#window.length, there)), this.offset);
    return this.#windowBytes >= needed;
  }
}
