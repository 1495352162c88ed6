/** Snapshot files: engine state after a given entry, written atomically, bound to the journal's history by its chain hash. */

import { hash } from 'node:crypto';
import type { StoredSnapshot } from '../../core/journal/durable-journal.ts';
import { JOURNAL_SCHEMA_VERSION } from '../../core/journal/entry.ts';
import { type FileSystem, readWholeFile, writeFileAtomically } from './file-system.ts';
import { CHAIN_BYTES } from './format.ts';
import { nameOf } from './segments.ts';

const SNAPSHOT_NAME = /^(\d{16})\.snapshot$/;
const MAGIC = Buffer.from('ATLYSNAP', 'latin1');
const SNAPSHOT_FORMAT_VERSION = 1;
const HEADER_BYTES = 36;
const DIGEST_BYTES = 32;

export interface SnapshotFile {
  readonly sequence: number;
  /** Chain hash of that entry: a snapshot of another history with the same numbers is not taken for this one. */
  readonly chain: Buffer;
  readonly bytes: Uint8Array;
}

/** Layout: magic 8, format 2, schema 2, sequence 8, chain 16, state, SHA-256 of all before 32. */
export function encodeSnapshot({ sequence, chain, bytes }: SnapshotFile): Buffer {
  const file = Buffer.alloc(HEADER_BYTES + bytes.length + DIGEST_BYTES);
  MAGIC.copy(file);
  file.writeUInt16LE(SNAPSHOT_FORMAT_VERSION, 8);
  file.writeUInt16LE(JOURNAL_SCHEMA_VERSION, 10);
  file.writeBigUInt64LE(BigInt(sequence), 12);
  chain.copy(file, 20, 0, CHAIN_BYTES);
  file.set(bytes, HEADER_BYTES);
  digest(file).copy(file, file.length - DIGEST_BYTES);
  return file;
}

export type DecodedSnapshot =
  | { readonly kind: 'snapshot'; readonly file: SnapshotFile }
  | { readonly kind: 'unusable'; readonly reason: string };

export function decodeSnapshot(file: Buffer): DecodedSnapshot {
  if (file.length < HEADER_BYTES + DIGEST_BYTES || !file.subarray(0, 8).equals(MAGIC)) return unusable('it is cut short or not a snapshot');
  const format = file.readUInt16LE(8);
  const schema = file.readUInt16LE(10);
  if (!digest(file).equals(file.subarray(file.length - DIGEST_BYTES))) return unusable('it fails its checksum');
  if (format !== SNAPSHOT_FORMAT_VERSION || schema !== JOURNAL_SCHEMA_VERSION) {
    return unusable(`it is of version ${format}.${schema} and this program reads ${SNAPSHOT_FORMAT_VERSION}.${JOURNAL_SCHEMA_VERSION}`);
  }
  const bytes = file.subarray(HEADER_BYTES, file.length - DIGEST_BYTES);
  return { kind: 'snapshot', file: { sequence: Number(file.readBigUInt64LE(12)), chain: file.subarray(20, HEADER_BYTES), bytes } };
}

function unusable(reason: string): DecodedSnapshot {
  return { kind: 'unusable', reason };
}

function digest(file: Buffer): Buffer {
  return hash('sha256', file.subarray(0, file.length - DIGEST_BYTES), 'buffer');
}

/** Sequences of the snapshot files in a folder, newest first. */
export function listSnapshots(fileSystem: FileSystem, folder: string): number[] {
  const sequences = fileSystem.list(folder).flatMap((name) => SNAPSHOT_NAME.exec(name)?.slice(1, 2).map(Number) ?? []);
  return sequences.sort((a, b) => b - a);
}

export function readSnapshot(fileSystem: FileSystem, folder: string, sequence: number): DecodedSnapshot {
  const decoded = decodeSnapshot(readWholeFile(fileSystem, `${folder}/${nameOf(sequence, 'snapshot')}`));
  if (decoded.kind === 'snapshot' && decoded.file.sequence !== sequence) return unusable('its name and its content disagree');
  return decoded;
}

/** Writes a snapshot, then removes all but the newest `keep`. */
export function storeSnapshot(fileSystem: FileSystem, folder: string, file: SnapshotFile, keep: number): void {
  writeFileAtomically(fileSystem, folder, nameOf(file.sequence, 'snapshot'), encodeSnapshot(file));
  pruneSnapshots(fileSystem, folder, keep);
}

/** Removes all but the newest `keep`. */
export function pruneSnapshots(fileSystem: FileSystem, folder: string, keep: number): void {
  for (const sequence of listSnapshots(fileSystem, folder).slice(keep)) fileSystem.remove(`${folder}/${nameOf(sequence, 'snapshot')}`);
}

type ChainAt = (sequence: number) => Buffer | null;

/** The snapshot file of a sequence when its checksum holds and its chain is this journal's; otherwise why not. */
function judgeSnapshot(fileSystem: FileSystem, folder: string, sequence: number, chainAt: ChainAt): DecodedSnapshot {
  const decoded = readSnapshot(fileSystem, folder, sequence);
  if (decoded.kind === 'unusable' || chainAt(sequence)?.equals(decoded.file.chain)) return decoded;
  return unusable("it is of another history than this journal's");
}

/** The newest snapshot that can be trusted and is of use, and one sentence for each newer one passed over. */
export function newestSnapshot(
  fileSystem: FileSystem,
  folder: string,
  chainAt: ChainAt,
  unusable: (snapshot: StoredSnapshot) => string | null = () => null,
) {
  const warnings: string[] = [];
  for (const sequence of listSnapshots(fileSystem, folder)) {
    const judged = judgeSnapshot(fileSystem, folder, sequence, chainAt);
    const snapshot = judged.kind === 'snapshot' ? { sequence, bytes: judged.file.bytes } : null;
    const reason = judged.kind === 'snapshot' ? unusable(snapshot as StoredSnapshot) : judged.reason;
    if (reason === null) return { snapshot, warnings };
    warnings.push(
      `snapshot ${nameOf(sequence, 'snapshot')} in ${folder} is not used: ${reason}; an earlier one and the journal serve instead`,
    );
  }
  return { snapshot: null, warnings };
}

/** Sequences of all snapshots that can be trusted, newest first. */
export function trustedSnapshots(fileSystem: FileSystem, folder: string, chainAt: ChainAt): number[] {
  const sequences = listSnapshots(fileSystem, folder);
  return sequences.filter((sequence) => judgeSnapshot(fileSystem, folder, sequence, chainAt).kind === 'snapshot');
}
