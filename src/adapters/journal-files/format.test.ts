/** The bytes of records and headers, against an independent reading of the documented layout. */

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkChain, decodeSegmentHeader, encodeSegmentHeader, genesisChain, RECORD_HEADER_BYTES, recordAt, sealRecord } from './format.ts';

/** CRC-32 bit by bit, as in ISO 3309 and gzip (reflected polynomial 0xEDB88320). */
function crc32Slowly(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

test('the slow checksum of this test gives the published check value', () => {
  expect(crc32Slowly(Buffer.from('123456789'))).toBe(0xcbf43926);
});

/** Seals payloads one after another into one batch, as the writer does. */
function batchOf(payloads: readonly Uint8Array[], chain: Buffer): Buffer {
  const batch = Buffer.alloc(payloads.reduce((sum, payload) => sum + RECORD_HEADER_BYTES + payload.length, 0));
  let offset = 0;
  let previous = chain;
  for (const payload of payloads) {
    batch.set(payload, offset + RECORD_HEADER_BYTES);
    previous = sealRecord(batch, offset, payload.length, previous);
    offset += RECORD_HEADER_BYTES + payload.length;
  }
  return batch;
}

const payloads = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 8 });
const chains = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes));

test('records have the documented layout: crc, length, offset in the batch, chain hash, payload', () => {
  fc.assert(
    fc.property(payloads, chains, (contents, genesis) => {
      const batch = batchOf(contents, genesis);
      let previous: Buffer = genesis;
      let offset = 0;
      for (const payload of contents) {
        const end = offset + 28 + payload.length;
        const chain = createHash('sha256').update(previous).update(payload).digest().subarray(0, 16);
        expect(batch.readUInt32LE(offset)).toBe(crc32Slowly(batch.subarray(offset + 4, end)));
        expect(batch.readUInt32LE(offset + 4)).toBe(payload.length);
        expect(batch.readUInt32LE(offset + 8)).toBe(offset);
        expect(batch.subarray(offset + 12, offset + 28)).toEqual(chain);
        expect(batch.subarray(offset + 28, end)).toEqual(Buffer.from(payload));
        previous = chain;
        offset = end;
      }
    }),
    { numRuns: 50 },
  );
});

test('what was sealed is read back and follows its chain; reading changes nothing', () => {
  fc.assert(
    fc.property(payloads, chains, (contents, genesis) => {
      const batch = batchOf(contents, genesis);
      const before = Buffer.from(batch);
      let chain: Buffer | null = genesis;
      let offset = 0;
      for (const payload of contents) {
        const step = recordAt(batch, offset, batch.length);
        expect(step).toEqual({ kind: 'record', end: offset + 28 + payload.length, batchOffset: offset });
        chain = checkChain(batch, offset, offset + 28 + payload.length, chain!);
        expect(chain).not.toBeNull();
        offset += 28 + payload.length;
      }
      expect(offset).toBe(batch.length);
      expect(checkChain(batch, 0, 28 + contents[0]!.length, Buffer.alloc(16, 7))).toBeNull();
      expect(batch).toEqual(before);
    }),
  );
});

test('a record cut at any byte is incomplete; with any byte changed it is not a record', () => {
  const batch = batchOf([Buffer.from('[1,1,0,"note",{"a":"ñ"}]')], Buffer.alloc(16));
  for (let length = 0; length < batch.length; length++) expect(recordAt(batch, 0, length).kind).toBe('incomplete');
  for (let position = 0; position < batch.length; position++) {
    const changed = Buffer.from(batch);
    changed[position] = changed[position]! ^ 0x40;
    expect(recordAt(changed, 0, changed.length).kind).not.toBe('record');
  }
  expect(recordAt(Buffer.alloc(100), 0, 100).kind).toBe('damaged');
});

test('headers come back, and any changed or missing byte is noticed', () => {
  const previousChain = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
  const header = { schemaVersion: 1, account: 'paper-eur', firstSequence: 2 ** 40 + 7, previousChain };
  const bytes = encodeSegmentHeader(header);
  expect(decodeSegmentHeader(Buffer.concat([bytes, Buffer.from('records')]))).toEqual({ kind: 'header', header, length: bytes.length });
  for (let position = 0; position < bytes.length; position++) {
    const changed = Buffer.from(bytes);
    changed[position] = changed[position]! ^ 0x01;
    expect(decodeSegmentHeader(changed).kind).not.toBe('header');
    expect(decodeSegmentHeader(bytes.subarray(0, position)).kind).toBe('damaged');
  }
});

test('the genesis chain is the documented hash of the account name', () => {
  expect(genesisChain('demo')).toEqual(createHash('sha256').update('atalaya journal demo').digest().subarray(0, 16));
});
