/** A journal that is written by somebody else and copied here entry by entry: the same text, the same chain, in segments of its own. */

import { decodeEntry, encodeEntry, follows, JOURNAL_SCHEMA_VERSION } from '../../core/journal/entry.ts';
import { damagedSegment } from './damage.ts';
import { commitNow, type FileSystem, nodeFileSystem, TEMPORARY_ENDING, writeFileAtomically } from './file-system.ts';
import { CHAIN_BYTES, genesisChain, RECORD_HEADER_BYTES, recordAt, sealRecord } from './format.ts';
import { inspectJournal } from './inspect.ts';
import { chainOf, JournalReader } from './reader.ts';
import { beginningOf, createSegment, nameOf, type Segment, SegmentReader } from './segments.ts';
import { listSnapshots } from './snapshots.ts';

const SEGMENT_BYTES = 64 * 1024 * 1024;

/** An entry as it is in the files. */
export interface RawEntry {
  readonly sequence: number;
  readonly chain: Buffer;
  readonly payload: string;
}

export interface JournalCopy {
  /** Sequence and chain hash of the last entry; 0 and the account's own chain where there is none. */
  readonly last: number;
  readonly chain: Buffer;
  /** Null where this copy does not reach that entry. */
  chainAt(sequence: number): Buffer | null;
  /** Appends what follows on, durably. False, and nothing is written, where the first of them does not follow: another history. */
  append(entries: readonly RawEntry[]): boolean;
  after(sequence: number): Generator<RawEntry>;
  /** Takes every entry after `sequence` away and keeps them in a file beside, one per line. Gives the file's name, or null when there were none. */
  setAsideAfter(sequence: number): string | null;
}

/** The records of a batch as a writer has committed it. */
export function entriesOf(batch: Buffer): RawEntry[] {
  const entries: RawEntry[] = [];
  for (let offset = 0; offset < batch.length; ) {
    const step = recordAt(batch, offset, batch.length);
    if (step.kind !== 'record') throw new Error(`expected whole records in a committed batch, found one that is ${step.kind}`);
    const payload = batch.toString('utf8', offset + RECORD_HEADER_BYTES, step.end);
    const chain = Buffer.from(batch.subarray(offset + RECORD_HEADER_BYTES - CHAIN_BYTES, offset + RECORD_HEADER_BYTES));
    entries.push({ sequence: decodeEntry(payload)!.sequence, chain, payload });
    offset = step.end;
  }
  return entries;
}

/**
 * Opens the copy in a folder, or begins one. Nobody else may write there: the caller holds the data folder. An incomplete record at the end is cut: the
 * original is elsewhere. Throws InputError where the journal can't be trusted.
 */
export function openJournalCopy(folder: string, account: string, fileSystem: FileSystem = nodeFileSystem): JournalCopy {
  let state = load();

  function load() {
    fileSystem.makeFolder(folder);
    for (const name of fileSystem.list(folder)) if (name.endsWith(TEMPORARY_ENDING)) fileSystem.remove(`${folder}/${name}`);
    const found = inspectJournal(fileSystem, folder, { account });
    const { segments, sequence, epoch, chain, torn } = found ?? begin();
    if (torn !== null) cut(segments.at(-1)!, torn.offset);
    return { segments, last: sequence, epoch, chain };
  }
  function begin() {
    const chain = genesisChain(account);
    const header = { schemaVersion: JOURNAL_SCHEMA_VERSION, account, firstSequence: 1, previousChain: chain };
    return { segments: [createSegment(fileSystem, folder, header)], sequence: 0, epoch: 0, chain, torn: null };
  }
  function cut(segment: Segment, length: number): void {
    const handle = fileSystem.open(`${folder}/${segment.name}`, 'write');
    try {
      fileSystem.truncate(handle, length);
      fileSystem.sync(handle);
    } finally {
      fileSystem.close(handle);
    }
    segment.bytes = length;
  }
  /** The records as one batch, or null where they are not what follows. */
  function sealed(entries: readonly RawEntry[]) {
    let [{ chain, last, epoch }, offset] = [state, 0];
    const batch = Buffer.alloc(entries.reduce((sum, { payload }) => sum + RECORD_HEADER_BYTES + Buffer.byteLength(payload), 0));
    for (const { payload, chain: expected } of entries) {
      const entry = decodeEntry(payload);
      const bytes = batch.write(payload, offset + RECORD_HEADER_BYTES, 'utf8');
      chain = sealRecord(batch, offset, bytes, chain);
      if (entry === null || !follows(entry, last, epoch) || !chain.equals(expected)) return null;
      [last, epoch, offset] = [entry.sequence, entry.epoch, offset + RECORD_HEADER_BYTES + bytes];
    }
    return { batch, last, epoch, chain };
  }
  const reader = (sequence: number) => new JournalReader(fileSystem, folder, state.segments, sequence);

  function* after(sequence: number): Generator<RawEntry> {
    const from = reader(sequence);
    try {
      for (let entry = from.next(); entry !== null; entry = from.next()) {
        const { sequence: at, epoch, at: time, kind, body } = entry;
        yield { sequence: at, chain: from.chain, payload: encodeEntry(at, epoch, time, kind, body) };
      }
    } finally {
      from.close();
    }
  }

  /** Where entry `sequence` ends in its segment. */
  function endOf(segment: Segment, sequence: number): number {
    const from = new SegmentReader(fileSystem, folder, beginningOf(segment, null));
    try {
      while (from.sequence < sequence && from.next() !== null);
      if (from.sequence !== sequence) throw damagedSegment(folder, segment.name, from.offset, `entry ${sequence} is not there`);
      return from.offset;
    } finally {
      from.close();
    }
  }

  return {
    get last() {
      return state.last;
    },
    get chain() {
      return state.chain;
    },
    chainAt: (sequence) => (sequence === state.last ? state.chain : chainOf(fileSystem, folder, state.segments, sequence)),
    after,
    append(entries) {
      if (entries.length === 0) return true;
      const made = sealed(entries);
      if (made === null) return false;
      let segment = state.segments.at(-1)!;
      if (segment.bytes > segment.headerBytes && segment.bytes + made.batch.length > SEGMENT_BYTES) {
        const header = { schemaVersion: JOURNAL_SCHEMA_VERSION, account, firstSequence: state.last + 1, previousChain: state.chain };
        segment = createSegment(fileSystem, folder, header);
        state.segments.push(segment);
      }
      const handle = fileSystem.open(`${folder}/${segment.name}`, 'write');
      try {
        commitNow(fileSystem, handle, made.batch, segment.bytes);
      } finally {
        fileSystem.close(handle);
      }
      segment.bytes += made.batch.length;
      state = { ...state, last: made.last, epoch: made.epoch, chain: made.chain };
      return true;
    },
    setAsideAfter(sequence) {
      if (sequence >= state.last) return null;
      const lines = [...after(sequence)].map(({ payload }) => `${payload}\n`);
      let file = `${nameOf(sequence + 1, 'journal')}.set-aside.jsonl`;
      for (let count = 2; fileSystem.list(folder).includes(file); count++)
        file = `${nameOf(sequence + 1, 'journal')}.${count}.set-aside.jsonl`;
      writeFileAtomically(fileSystem, folder, file, Buffer.from(lines.join('')));
      // From the end backwards: whatever is left at a power cut is a whole journal.
      for (const snapshot of listSnapshots(fileSystem, folder))
        if (snapshot > sequence) fileSystem.remove(`${folder}/${nameOf(snapshot, 'snapshot')}`);
      while (state.segments.length > 1 && state.segments.at(-1)!.header.firstSequence > sequence)
        fileSystem.remove(`${folder}/${(state.segments.pop() as Segment).name}`);
      fileSystem.syncFolder(folder);
      const last = state.segments.at(-1)!;
      cut(last, sequence < last.header.firstSequence ? last.headerBytes : endOf(last, sequence));
      state = load();
      return file;
    },
  };
}
