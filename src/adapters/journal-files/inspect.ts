/** Reads and checks a journal folder without changing it: what `journal verify` reports and what opening starts from. */

import { InputError } from '../../core/domain/result.ts';
import { type Beginning, readBeginning } from './beginning.ts';
import { type CutTail, cutIn } from './cut-tail.ts';
import { damagedSegment, hasCode, otherAccount } from './damage.ts';
import { type FileSystem, readFully } from './file-system.ts';
import { genesisChain } from './format.ts';
import { beginningOf, nameOf, type Place, readSegments, type Segment, SegmentReader } from './segments.ts';
import { listSnapshots, readSnapshot } from './snapshots.ts';
import { judgeTail } from './tail.ts';

/** The start of a last write that was cut short; nothing in it was acknowledged, or it was the very last record and is beyond repair. */
export interface TornTail {
  readonly segment: string;
  readonly offset: number;
  readonly bytes: Buffer;
}

export interface Inspection {
  readonly account: string;
  readonly segments: Segment[];
  /** Sequence, epoch and chain hash of the last good entry; 0, 0 and the genesis chain when there is none yet. */
  readonly sequence: number;
  readonly epoch: number;
  readonly chain: Buffer;
  /** How many entries were read and checked. */
  readonly checkedEntries: number;
  readonly torn: TornTail | null;
  /** Right after the entry that the newest good snapshot covers; null without one. */
  readonly atSnapshot: Place | null;
  /** What earlier openings cut off, among the entries checked. */
  readonly cuts: readonly { readonly sequence: number; readonly cut: CutTail }[];
}

export interface InspectOptions {
  /** Refuse the journal of any other account. */
  readonly account?: string;
  /** `since-snapshot` trusts the segments before the newest good snapshot: they are checked when they are read. */
  readonly extent?: 'all' | 'since-snapshot';
  /** Read what every entry says too, and not only that it is whole and in its place. */
  readonly bodies?: boolean;
}

/** Null when the folder holds no segment. Throws InputError when the journal can't be trusted. */
export function inspectJournal(fileSystem: FileSystem, folder: string, options: InspectOptions = {}): Inspection | null {
  if (!folderExists(fileSystem, folder)) return null;
  // Snapshots are listed first: a trader running beside `journal verify` may add entries and a snapshot of them meanwhile.
  const snapshots = listSnapshots(fileSystem, folder);
  const beginning = readBeginning(fileSystem, folder);
  const segments = readSegments(fileSystem, folder, beginning?.firstSequence);
  const first = segments[0];
  if (first === undefined) return null;
  const account = first.header.account;
  if (options.account !== undefined && account !== options.account) throw otherAccount(folder, options.account, account);
  checkBeginning(folder, first, beginning);
  const last = segments.at(-1)!;
  if (!fileSystem.list(folder).includes(last.name))
    throw damagedSegment(folder, last.name, 0, 'the segments after the archived ones are missing');

  const newest = snapshots.find((sequence) => readSnapshot(fileSystem, folder, sequence).kind === 'snapshot');
  const from = options.extent === 'since-snapshot' && newest !== undefined ? segmentIndexOf(segments, newest) : 0;
  const inspection = checkSegments(fileSystem, folder, segments, { from, bodies: options.bodies ?? false, newest });
  if (newest !== undefined && newest > inspection.sequence) throw entriesMissing(folder, inspection, newest);
  return inspection;
}

/** Index of the segment that holds a sequence, or would. */
export function segmentIndexOf(segments: readonly Segment[], sequence: number): number {
  const index = segments.findLastIndex((segment) => segment.header.firstSequence <= sequence);
  return Math.max(index, 0);
}

/** Epoch before a segment's first entry: known at the very beginning alone. */
export function epochBefore(segment: Segment): number | null {
  return segment.header.firstSequence === 1 ? 0 : null;
}

function folderExists(fileSystem: FileSystem, folder: string): boolean {
  try {
    fileSystem.list(folder);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** The first segment is the account's first, or the one that was kept when those before it were removed. */
function checkBeginning(folder: string, first: Segment, beginning: Beginning | null): void {
  const { firstSequence, previousChain, account } = first.header;
  if (firstSequence !== (beginning?.firstSequence ?? 1)) {
    throw damagedSegment(folder, first.name, 0, `the segments before entry ${firstSequence} are missing`);
  }
  const expected = beginning === null ? genesisChain(account) : Buffer.from(beginning.previousChain, 'hex');
  if (!previousChain.equals(expected)) throw damagedSegment(folder, first.name, 0, 'its chain does not begin with its account');
}

interface Check {
  readonly from: number;
  readonly bodies: boolean;
  /** Entry of the newest snapshot. */
  readonly newest: number | undefined;
}

function checkSegments(fileSystem: FileSystem, folder: string, segments: Segment[], { from, bodies, newest }: Check): Inspection {
  let epoch = epochBefore(segments[from]!);
  let checkedEntries = 0;
  let atSnapshot: Place | null = null;
  const cuts: { sequence: number; cut: CutTail }[] = [];
  for (let index = from; ; index++) {
    const segment = segments[index]!;
    const reader = new SegmentReader(fileSystem, folder, beginningOf(segment, epoch));
    try {
      const next = () => (bodies ? reader.next() : reader.skim());
      for (let entry = next(); entry !== null; entry = next()) {
        checkedEntries++;
        if (entry.sequence === newest) atSnapshot = reader.place;
        const cut = cutIn(entry);
        if (cut !== null) cuts.push({ sequence: entry.sequence, cut });
      }
      epoch = reader.epoch;
      const following = segments[index + 1];
      if (following === undefined) {
        const torn = judgeEnd(fileSystem, folder, reader);
        const { sequence, chain } = reader;
        return { account: segment.header.account, segments, sequence, epoch: epoch ?? 0, chain, checkedEntries, torn, atSnapshot, cuts };
      }
      checkJoint(folder, reader, following);
    } finally {
      reader.close();
    }
  }
}

/** A segment that is not the last one ends exactly where the next begins. Throws InputError otherwise. */
export function checkJoint(folder: string, ended: SegmentReader, next: Segment): void {
  if (ended.problem !== null) throw damagedSegment(folder, ended.segment.name, ended.offset, ended.problem.reason);
  if (next.header.account !== ended.segment.header.account) throw otherAccount(folder, ended.segment.header.account, next.header.account);
  if (next.header.firstSequence !== ended.sequence + 1) {
    const missing = `the segment before ends at entry ${ended.sequence} and this one begins at ${next.header.firstSequence}: a segment is missing or too short`;
    throw damagedSegment(folder, next.name, 0, missing);
  }
  if (!next.header.previousChain.equals(ended.chain)) {
    throw damagedSegment(folder, next.name, 0, 'its chain hash differs from the end of the segment before');
  }
}

/** What follows the last good record of the last segment: nothing, a torn write, or damage (which throws). */
function judgeEnd(fileSystem: FileSystem, folder: string, reader: SegmentReader): TornTail | null {
  const { problem, segment, offset } = reader;
  if (problem === null) return null;
  if (problem.kind === 'chain' || problem.kind === 'content') throw damagedSegment(folder, segment.name, offset, problem.reason);
  const bytes = readRest(fileSystem, `${folder}/${segment.name}`, offset, segment.bytes);
  const verdict = judgeTail(bytes, offset);
  if (verdict.kind === 'torn') return { segment: segment.name, offset, bytes };
  throw damagedSegment(folder, segment.name, offset, `${problem.reason} and good records follow at offset ${verdict.validAt}`);
}

function readRest(fileSystem: FileSystem, path: string, from: number, to: number): Buffer {
  const handle = fileSystem.open(path, 'read');
  try {
    const bytes = Buffer.alloc(to - from);
    return bytes.subarray(0, readFully(fileSystem, handle, bytes, from));
  } finally {
    fileSystem.close(handle);
  }
}

/** A snapshot is only written of durable entries, so one beyond the end proves that entries were lost. */
function entriesMissing(folder: string, inspection: Inspection, snapshot: number): InputError {
  const last = inspection.segments.at(-1)!;
  const reason = `the journal ends at entry ${inspection.sequence} but a snapshot covers entry ${snapshot}: entries are missing at the end`;
  const { code, message, exitCode } = damagedSegment(folder, last.name, inspection.torn?.offset ?? last.bytes, reason);
  const name = nameOf(snapshot, 'snapshot');
  const without = `Whoever has neither can give entries ${inspection.sequence + 1} to ${snapshot} up: copy the folder, move ${name} out of it (and any other snapshot that is named then), and start; what is torn is kept in a .cut file, and what happened after entry ${inspection.sequence} is asked of the venue`;
  return new InputError(code, `${message}. ${without}`, exitCode);
}
