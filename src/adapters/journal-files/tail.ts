/** Decides whether a bad record at the end of a journal is a write cut short, which may be cut away, or damage, which may not. Pure. */

import { recordAt } from './format.ts';

/** A block that never reached the disk reads as zeros from the old end of the file, or from its own start, to its end. */
const DISK_BLOCK_BYTES = 512;
/** Longer than any run of zeros in a record (its text holds none), shorter than a block. */
const HOLE_BYTES = 64;

export type TailVerdict = { readonly kind: 'torn' } | { readonly kind: 'damage'; readonly validAt: number };

/**
 * `tail` holds the file from the first bad record, at offset `position`, to its end.
 * Each batch is synced before the next is written, so:
 * - nothing valid after the bad record: the last write was cut short;
 * - a valid record of a later batch: the bad one had been synced, so it was damaged since;
 * - valid records of the same batch only: a power cut that lost a block of the last, unacknowledged batch leaves a hole of zeros there;
 *   without such a hole it is damage.
 */
export function judgeTail(tail: Buffer, position: number): TailVerdict {
  let firstValid = -1;
  for (let offset = 1; offset < tail.length; ) {
    const step = recordAt(tail, offset, tail.length);
    if (step.kind !== 'record') {
      offset++;
      continue;
    }
    if (firstValid < 0) firstValid = offset;
    if (offset - step.batchOffset > 0) return { kind: 'damage', validAt: position + firstValid };
    offset = step.end;
  }
  if (firstValid < 0 || hasHole(tail.subarray(0, firstValid), position)) return { kind: 'torn' };
  return { kind: 'damage', validAt: position + firstValid };
}

function hasHole(bytes: Buffer, position: number): boolean {
  const restOfBlock = bytes.subarray(0, DISK_BLOCK_BYTES - (position % DISK_BLOCK_BYTES));
  return restOfBlock.every((byte) => byte === 0) || bytes.includes(Buffer.alloc(HOLE_BYTES));
}
