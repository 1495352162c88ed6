/** The verdict on a bad end, case by case: only what was certainly never acknowledged, or has nothing good after it, may be cut. */

import { expect, test } from 'vitest';
import { sealRecord } from './format.ts';
import { judgeTail } from './tail.ts';

/** A batch of records with payloads of these sizes. */
function batch(...sizes: number[]): Buffer {
  const bytes = Buffer.alloc(
    sizes.reduce((sum, size) => sum + 28 + size, 0),
    'x',
  );
  let offset = 0;
  for (const size of sizes) {
    sealRecord(bytes, offset, size, Buffer.alloc(16, 1));
    offset += 28 + size;
  }
  return bytes;
}

function flipped(bytes: Buffer, position: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[position] = copy[position]! ^ 1;
  return copy;
}

function zeroed(bytes: Buffer, from: number, to: number): Buffer {
  return Buffer.from(bytes).fill(0, from, to);
}

// The tail starts at offset 1000, 24 bytes before the end of its 512-byte block.
const cases: [string, Buffer, 'torn' | 'damage'][] = [
  ['part of one record', batch(100).subarray(0, 60), 'torn'],
  ['zeros where the file grew but nothing was written', Buffer.alloc(300), 'torn'],
  ['a damaged last record', flipped(batch(100), 50), 'torn'],
  ['a damaged record of the last batch, an intact one after it', flipped(batch(100, 100), 50), 'damage'],
  ['an intact record of a later batch', Buffer.concat([flipped(batch(100), 50), batch(100)]), 'damage'],
  ['a lost block inside the last batch', zeroed(batch(600, 600), 24, 536), 'torn'],
  ['a lost block from the start of the last batch to the end of the block', zeroed(batch(600, 600), 0, 24), 'torn'],
  ['a lost block with a later batch behind it', Buffer.concat([zeroed(batch(600, 600), 24, 536), batch(10)]), 'damage'],
  ['a short run of zeros that is no block', zeroed(batch(600, 600), 40, 70), 'damage'],
  ['a length field that points beyond the end, a later batch behind it', Buffer.concat([flipped(batch(100), 6), batch(100)]), 'damage'],
];

test.each(cases)('%s', (_, tail, verdict) => {
  expect(judgeTail(tail, 1000).kind).toBe(verdict);
});

test('damage says where the first good record lies', () => {
  expect(judgeTail(flipped(batch(100, 100), 50), 1000)).toEqual({ kind: 'damage', validAt: 1128 });
});
