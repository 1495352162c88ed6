/** The bytes of segment headers and records: docs/reference/journal-format.md in code. Pure. */

import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export const JOURNAL_FORMAT_VERSION = 1;
export const CHAIN_BYTES = 16;
export const RECORD_HEADER_BYTES = 28;
/** Upper limit of one entry's text; also what makes a damaged length field recognisable. */
export const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;

const MAGIC = Buffer.from('ATLYJRNL', 'latin1');
const FIXED_HEADER_BYTES = 40;
/** Enough for the longest account name. */
export const MAX_HEADER_BYTES = FIXED_HEADER_BYTES + 64 + 4;

const LENGTH_AT = 4;
const BATCH_OFFSET_AT = 8;
const CHAIN_AT = 12;

export interface SegmentHeader {
  readonly schemaVersion: number;
  readonly account: string;
  readonly firstSequence: number;
  /** Chain hash of the last record before this segment; of the account's name in the first one. */
  readonly previousChain: Buffer;
}

/** Layout: magic 8, format 2, schema 2, header length 2, account length 2, first sequence 8, previous chain 16, account, crc 4. */
export function encodeSegmentHeader(header: SegmentHeader): Buffer {
  const account = Buffer.from(header.account, 'utf8');
  const bytes = Buffer.alloc(FIXED_HEADER_BYTES + account.length + 4);
  MAGIC.copy(bytes);
  bytes.writeUInt16LE(JOURNAL_FORMAT_VERSION, 8);
  bytes.writeUInt16LE(header.schemaVersion, 10);
  bytes.writeUInt16LE(bytes.length, 12);
  bytes.writeUInt16LE(account.length, 14);
  bytes.writeBigUInt64LE(BigInt(header.firstSequence), 16);
  header.previousChain.copy(bytes, 24, 0, CHAIN_BYTES);
  account.copy(bytes, FIXED_HEADER_BYTES);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, bytes.length - 4)), bytes.length - 4);
  return bytes;
}

export type DecodedHeader =
  | { readonly kind: 'header'; readonly header: SegmentHeader; readonly length: number }
  | { readonly kind: 'newer'; readonly formatVersion: number }
  | { readonly kind: 'damaged'; readonly reason: string };

/** Reads a header from the first bytes of a segment. A higher format version is told apart before anything else is believed. */
export function decodeSegmentHeader(bytes: Buffer): DecodedHeader {
  if (bytes.length < FIXED_HEADER_BYTES || !bytes.subarray(0, 8).equals(MAGIC)) return damaged('it does not start like a journal segment');
  const formatVersion = bytes.readUInt16LE(8);
  if (formatVersion > JOURNAL_FORMAT_VERSION) return { kind: 'newer', formatVersion };
  const length = bytes.readUInt16LE(12);
  const accountLength = bytes.readUInt16LE(14);
  if (length !== FIXED_HEADER_BYTES + accountLength + 4 || length > bytes.length) return damaged('its header has a wrong length');
  if (crc32(bytes.subarray(0, length - 4)) !== bytes.readUInt32LE(length - 4)) return damaged('its header fails its checksum');
  const header = {
    schemaVersion: bytes.readUInt16LE(10),
    account: bytes.toString('utf8', FIXED_HEADER_BYTES, FIXED_HEADER_BYTES + accountLength),
    firstSequence: Number(bytes.readBigUInt64LE(16)),
    previousChain: Buffer.from(bytes.subarray(24, 24 + CHAIN_BYTES)),
  };
  return { kind: 'header', header, length };
}

function damaged(reason: string): DecodedHeader {
  return { kind: 'damaged', reason };
}

/** What the first record of an account's first segment is chained to. */
export function genesisChain(account: string): Buffer {
  return hash('sha256', `atalaya journal ${account}`, 'buffer').subarray(0, CHAIN_BYTES);
}

/**
 * Writes one record at `offset` of a batch that starts at 0, its payload already in place at `offset + RECORD_HEADER_BYTES`.
 * Layout: crc 4 (of all that follows), payload length 4, offset in the batch 4, chain 16, payload.
 * Returns the record's chain hash: SHA-256(previous chain + payload), first 16 bytes.
 */
export function sealRecord(batch: Buffer, offset: number, payloadLength: number, previousChain: Buffer): Buffer {
  const end = offset + RECORD_HEADER_BYTES + payloadLength;
  batch.writeUInt32LE(payloadLength, offset + LENGTH_AT);
  batch.writeUInt32LE(offset, offset + BATCH_OFFSET_AT);
  const chain = chainInPlace(batch, offset + CHAIN_AT, end, previousChain);
  chain.copy(batch, offset + CHAIN_AT);
  batch.writeUInt32LE(crc32(batch.subarray(offset + LENGTH_AT, end)), offset);
  return chain;
}

/** Hashes previous chain + payload without a copy: the chain's place lies right before the payload, so it lends itself. */
function chainInPlace(bytes: Buffer, chainAt: number, end: number, previousChain: Buffer): Buffer {
  previousChain.copy(bytes, chainAt);
  const chain = Buffer.allocUnsafe(CHAIN_BYTES);
  // As text, a letter for a byte: Node makes that at once, and goes a long way round for a buffer.
  chain.write(hash('sha256', bytes.subarray(chainAt, end), 'binary'), 0, CHAIN_BYTES, 'latin1');
  return chain;
}

export type RecordStep =
  | { readonly kind: 'record'; readonly end: number; readonly batchOffset: number }
  | { readonly kind: 'incomplete'; readonly needed: number }
  | { readonly kind: 'damaged' };

/** Looks at the record that should start at `offset`, believing nothing beyond `limit`. The chain is checked apart, by `checkChain`. */
export function recordAt(bytes: Buffer, offset: number, limit: number): RecordStep {
  if (limit - offset < RECORD_HEADER_BYTES) return { kind: 'incomplete', needed: RECORD_HEADER_BYTES };
  const payloadLength = bytes.readUInt32LE(offset + LENGTH_AT);
  if (payloadLength === 0 || payloadLength > MAX_PAYLOAD_BYTES) return { kind: 'damaged' };
  const end = offset + RECORD_HEADER_BYTES + payloadLength;
  if (end > limit) return { kind: 'incomplete', needed: end - offset };
  if (crc32(bytes.subarray(offset + LENGTH_AT, end)) !== bytes.readUInt32LE(offset)) return { kind: 'damaged' };
  return { kind: 'record', end, batchOffset: bytes.readUInt32LE(offset + BATCH_OFFSET_AT) };
}

/** Used again by every check: none is interrupted by another. */
const STORED = Buffer.alloc(CHAIN_BYTES);

/** The record's chain hash when it follows `previousChain`, else null. */
export function checkChain(bytes: Buffer, offset: number, end: number, previousChain: Buffer): Buffer | null {
  bytes.copy(STORED, 0, offset + CHAIN_AT, offset + RECORD_HEADER_BYTES);
  const computed = chainInPlace(bytes, offset + CHAIN_AT, end, previousChain);
  STORED.copy(bytes, offset + CHAIN_AT);
  return computed.equals(STORED) ? computed : null;
}
