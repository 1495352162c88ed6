/** A journal kept for ever: every later program reads it, and it is what docs/reference/journal-format.md says, read here without the program. */

import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';

const FIXTURE = `${import.meta.dirname}/fixtures/format-1`;

const ENTRIES = [
  [1, 1, 1700000000000, 'epoch', { cut: null }],
  [2, 1, 1700000060000, 'barClosed', { stream: 0, open: 3712345, high: 3712900, low: 3711000, close: 3712001, volume: 125000000 }],
  [3, 1, 1700000060001, 'intent', { clientOrderId: '0123456789abcdef0123456789abcdef', side: -1, quantity: 9007199254740991 }],
  [4, 1, -1, 'note', 'año, ñandú, € and 😀'],
  [5, 1, 0, 'nothing', null],
  [6, 2, 1700000100000, 'epoch', { cut: null }],
  [7, 2, 1700000100001, 'note', [1.5, -0.25, 1e300, null, true, { nested: { list: [] } }]],
];

/** Reads a segment by the page alone; gives its entries and the chain hash at its end. */
function readByThePage(bytes: Buffer, chain: Buffer, firstSequence: number): { entries: unknown[]; chain: Buffer } {
  const length = bytes.readUInt16LE(12);
  expect(bytes.toString('latin1', 0, 8)).toBe('ATLYJRNL');
  expect([bytes.readUInt16LE(8), bytes.readUInt16LE(10)]).toEqual([1, 1]);
  expect(Number(bytes.readBigUInt64LE(16))).toBe(firstSequence);
  expect(bytes.subarray(24, 40)).toEqual(chain);
  expect(bytes.toString('utf8', 40, 40 + bytes.readUInt16LE(14))).toBe('fixture');
  expect(bytes.readUInt32LE(length - 4)).toBe(crc32(bytes.subarray(0, length - 4)));
  const entries: unknown[] = [];
  let previous = chain;
  for (let offset = length; offset < bytes.length; ) {
    const end = offset + 28 + bytes.readUInt32LE(offset + 4);
    expect(bytes.readUInt32LE(offset)).toBe(crc32(bytes.subarray(offset + 4, end)));
    const payload = bytes.subarray(offset + 28, end);
    previous = createHash('sha256').update(previous).update(payload).digest().subarray(0, 16);
    expect(bytes.subarray(offset + 12, offset + 28)).toEqual(previous);
    entries.push(JSON.parse(payload.toString('utf8')));
    offset = end;
  }
  return { entries, chain: previous };
}

test('the kept files are what the page says', () => {
  const entries: unknown[] = [];
  let chain: Buffer = createHash('sha256').update('atalaya journal fixture').digest().subarray(0, 16);
  const names = readdirSync(FIXTURE).sort();
  expect(names.filter((name) => name.endsWith('.journal')).length).toBeGreaterThan(1);
  for (const name of names.filter((each) => each.endsWith('.journal'))) {
    expect(name).toBe(`${String(entries.length + 1).padStart(16, '0')}.journal`);
    const segment = readByThePage(readFileSync(`${FIXTURE}/${name}`), chain, entries.length + 1);
    entries.push(...segment.entries);
    chain = segment.chain;
  }
  expect(entries).toEqual(ENTRIES);

  const snapshot = readFileSync(`${FIXTURE}/0000000000000007.snapshot`);
  const digest = createHash('sha256').update(snapshot.subarray(0, -32)).digest();
  expect(snapshot.toString('latin1', 0, 8)).toBe('ATLYSNAP');
  expect([snapshot.readUInt16LE(8), snapshot.readUInt16LE(10), Number(snapshot.readBigUInt64LE(12))]).toEqual([1, 1, 7]);
  expect(snapshot.subarray(20, 36)).toEqual(chain);
  expect(snapshot.toString('utf8', 36, snapshot.length - 32)).toBe('{"state":"after 7"}');
  expect(snapshot.subarray(-32)).toEqual(digest);
});

test('this program opens the kept journal and continues it', async () => {
  const folder = mkdtempSync(`${tmpdir()}/atalaya-journal-`);
  try {
    cpSync(FIXTURE, folder, { recursive: true });
    const journal = await openJournal(folder, { account: 'fixture' });
    const read = [...journal.readEntries(1)].map(({ sequence, epoch, at, kind, body }) => [sequence, epoch, at, kind, body]);
    expect(read.slice(0, 7)).toEqual(ENTRIES);
    expect([journal.last, journal.epoch]).toEqual([8, 3]);
    expect(Buffer.from(journal.latestSnapshot().snapshot!.bytes).toString()).toBe('{"state":"after 7"}');
    journal.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
