/** Lease and copy of a journal in a real PostgreSQL: replaced only by who knows what stands there, written only by who holds it. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LeaseRecord } from '../../core/trading/live/lease.ts';
import { type CopiedEntry, journalCopyTable } from './journal-copy.ts';
import { leaseRow } from './lease-row.ts';
import { migrate } from './migrations.ts';
import { startThrowAwayServer, type ThrowAwayServer } from './throw-away-server.ts';

let throwAway: ThrowAwayServer;

beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  await migrate(throwAway.database);
});
afterAll(() => throwAway.remove());

const record = (holder: string, epoch: number, beat: number): LeaseRecord => ({ holder, epoch, beat });
const entry = (sequence: number, payload: string): CopiedEntry => ({ sequence, chain: Buffer.alloc(16, sequence), payload });

test('a lease changes hands once, and only from what was read', async () => {
  const [a, b] = [leaseRow(throwAway.database, 'lease', 'a'), leaseRow(throwAway.database, 'lease', 'b')];
  expect(await a.read()).toBeNull();
  expect(await Promise.all([a.replace(null, record('a', 1, 1)), b.replace(null, record('b', 1, 1))])).toEqual(
    expect.arrayContaining([true, false]),
  );
  const seen = (await a.read()) as LeaseRecord;
  expect(await a.replace(seen, { ...seen, beat: 2 })).toBe(true);
  expect(await b.replace(seen, record('b', 2, 1))).toBe(false);
  const [next, two] = [(await b.read()) as LeaseRecord, record('b', 2, 1)];
  expect(await Promise.all([b.replace(next, two), b.replace(next, two)])).toEqual(expect.arrayContaining([true, false]));
  expect(b.isGone(two)).toBe(false);
  await leaseRow(throwAway.database, 'lease', 'b').release();
  expect(a.isGone((await a.read()) as LeaseRecord)).toBe(true);
});

test('only the holder of the lease adds entries, and a lost answer adds nothing twice', async () => {
  const { database } = throwAway;
  const table = journalCopyTable(database, 'copy');
  const lease = leaseRow(database, 'copy', 'a');
  expect(await table.add('a', 1, [entry(1, '[1]')])).toBe(false);
  await lease.replace(null, record('a', 1, 1));
  expect(await table.add('a', 1, [entry(1, '[1,"ñ"]'), entry(2, '[2,"\\u0000"]')])).toBe(true);
  // The answer was lost: asked again, together with what came since.
  expect(await table.add('a', 1, [entry(2, '[2,"\\u0000"]'), entry(3, '[3]')])).toBe(true);
  expect(await table.after(1, 10)).toEqual([entry(2, '[2,"\\u0000"]'), entry(3, '[3]')]);
  await expect(table.add('a', 1, [{ ...entry(3, '[3]'), chain: Buffer.alloc(16, 9) }])).rejects.toThrow(/another entry 3/);
  await lease.replace(record('a', 1, 1), record('b', 2, 1));
  expect(await table.add('a', 1, [entry(4, '[4]')])).toBe(false);
  expect((await table.end())?.sequence).toBe(3);
  expect((await table.chainsUpTo(2, 5)).map(({ sequence }) => sequence)).toEqual([2, 1]);
});

test('a take-over waits for what is being added, and finds it', async () => {
  const { database } = throwAway;
  const table = journalCopyTable(database, 'race');
  const lease = leaseRow(database, 'race', 'a');
  await lease.replace(null, record('a', 1, 1));
  const many = Array.from({ length: 400 }, (_, index) => entry(index + 1, 'x'.repeat(2_000)));
  const [added, taken] = await Promise.all([table.add('a', 1, many), lease.replace(record('a', 1, 1), record('b', 2, 1))]);
  expect(taken).toBe(true);
  // Before or after: never in part, and never without the one who takes over seeing it.
  expect((await table.end())?.sequence ?? 0).toBe(added ? 400 : 0);
});

test('who waits is seen for as long as it says so', async () => {
  const table = journalCopyTable(throwAway.database, 'followers');
  await table.seen({ name: 'b', sequence: 4 });
  await table.seen({ name: 'b', sequence: 5 });
  expect(await table.followers()).toEqual([{ name: 'b', sequence: 5 }]);
  await table.forget('b');
  expect(await table.followers()).toEqual([]);
});
