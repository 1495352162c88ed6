/** SHA-256 against the vectors of NIST and against Node's own implementation. */

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex, utf8 } from './sha256.ts';

describe('sha256', () => {
  // FIPS 180-4 examples and CAVP SHA256ShortMsg.rsp.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
    [
      'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
      'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('gives the published digest (%#)', (text, digest) => {
    expect(sha256Hex(text)).toBe(digest);
  });

  it('gives the published digest of bytes', () => {
    expect(sha256Hex(Uint8Array.of(0xd3))).toBe('28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1');
    expect(sha256Hex(Uint8Array.of(0x11, 0xaf))).toBe('5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98');
  });

  it('equals Node for any bytes, at every length around the block borders', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
    );
  });
});

describe('sha256 of a text', () => {
  it('equals Node at every length around the block borders and beyond what is kept room for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300, size: 'max' }), (text) => {
        expect(sha256Hex(text)).toBe(createHash('sha256').update(new TextEncoder().encode(text)).digest('hex'));
      }),
    );
  });

  it('gives the first words alone where so many are asked for', () => {
    expect(sha256Hex('abc', 4)).toBe('ba7816bf8f01cfea414140de5dae2223');
  });
});

describe('utf8', () => {
  it('equals TextEncoder for any text, lone surrogates included', () => {
    const encoder = new TextEncoder();
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.integer({ min: 0xd700, max: 0xe100 }).map((code) => String.fromCharCode(code)) }),
        ),
        (text) => {
          expect(Buffer.from(utf8(text)).equals(encoder.encode(text))).toBe(true);
        },
      ),
    );
  });
});
