import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { startThrowAwayServer, type ThrowAwayServer } from './throw-away-server.ts';

let throwAway: ThrowAwayServer;
let database: Database;

beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  database = throwAway.database;
});
afterAll(() => throwAway.remove());

test('types arrive exact: numeric as text, bigint as a safe number, time as epoch milliseconds UTC, json parsed', async () => {
  const [row] = await database.query(
    `select 0.1::numeric + 0.2 as amount, 9007199254740991::bigint as most, timestamptz '2024-03-31 02:30:00.123+01' as at,
            '{"a": [1, null]}'::jsonb as detail, $1::timestamptz as back, null::timestamptz as nothing`,
    [new Date(Date.UTC(2024, 0, 1))],
  );
  expect(row).toEqual({
    amount: '0.3',
    most: Number.MAX_SAFE_INTEGER,
    at: Date.UTC(2024, 2, 31, 1, 30, 0, 123),
    detail: { a: [1, null] },
    back: Date.UTC(2024, 0, 1),
    nothing: null,
  });
  await expect(database.query('select 9007199254740992::bigint')).rejects.toThrow(/within 2\^53, found 9007199254740992/);
  // The connection that carried the bad number goes on working.
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('a transaction is all or nothing, and its connection goes back clean', async () => {
  await database.query('create table account (name text primary key)');
  await database.transaction(async (query) => {
    await query(`insert into account values ('kept')`);
  });
  const failed = database.transaction(async (query) => {
    await query(`insert into account values ('lost')`);
    await query(`insert into account values ('kept')`);
  });
  await expect(failed).rejects.toThrow(/duplicate key/);
  expect(await database.query('select name from account')).toEqual([{ name: 'kept' }]);
});

test('a server that does not answer is one line with the place and without the password', async () => {
  const lost = openDatabase({ url: 'postgres://me:my-secret@127.0.0.1:1/books' });
  const failure = lost.ping();
  await expect(failure).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE', exitCode: 3 });
  await expect(failure).rejects.toThrow('the server of DATABASE_URL (127.0.0.1:1/books) does not answer: connect ECONNREFUSED 127.0.0.1:1');
  await lost.close();
});

test('a connection that is ended while it is asked is a server that does not answer, and nobody gets that connection again', async () => {
  const one = openDatabase(throwAway.server.connection, 1);
  onTestFinished(() => one.close());
  const lost = { code: 'DATABASE_UNREACHABLE', exitCode: 3, message: expect.stringContaining('is not known') };
  await expect(one.query('select pg_terminate_backend(pg_backend_pid())')).rejects.toMatchObject(lost);
  expect(await one.query('select 1 as one')).toEqual([{ one: 1 }]);
  const asked = one.transaction(async (query) => {
    await query('select pg_terminate_backend(pg_backend_pid())').catch(() => {});
    await query('select 1');
  });
  await expect(asked).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  expect(await one.query('select 1 as one')).toEqual([{ one: 1 }]);
  await expect(one.query('select 1/0')).rejects.toMatchObject({ code: '22012' });
});

test('kill -9 of the server in the middle of a request, of a transaction and beside idle connections', { timeout: 30_000 }, async () => {
  const own = await startThrowAwayServer();
  onTestFinished(() => own.remove());
  const { database: some, server } = own;
  await Promise.all([1, 2, 3].map(() => some.query('select pg_sleep(0.05)')));
  const asked = [
    some.query('select pg_sleep(20)'),
    some.transaction(async (query) => {
      await query('select pg_sleep(20)').catch(() => {});
      await query('select 1');
    }),
  ];
  const outcomes = Promise.allSettled(asked);
  await expect.poll(async () => (await some.query(`select 1 from pg_stat_activity where query = 'select pg_sleep(20)'`)).length).toBe(2);
  process.kill(server.processId as number, 'SIGKILL');
  const unreachable = { status: 'rejected', reason: { code: 'DATABASE_UNREACHABLE' } };
  expect(await outcomes).toMatchObject([unreachable, unreachable]);
  const refusals: unknown[] = [];
  await expect
    .poll(() => some.query('select 1 as one').catch((error) => refusals.push(error.code) && null), { timeout: 15_000, interval: 10 })
    .toEqual([{ one: 1 }]);
  expect(refusals.filter((code) => code !== 'DATABASE_UNREACHABLE')).toEqual([]);
  // Once it is back it is back for everybody.
  expect(await Promise.all([1, 2, 3, 4].map(() => some.query('select 1 as one')))).toEqual(Array(4).fill([{ one: 1 }]));
});

test('a DATABASE_URL reaches the same rows', async () => {
  const { host, user, password } = throwAway.server.connection;
  const byUrl = openDatabase({ url: `postgres://${user}:${password}@/postgres?host=${encodeURIComponent(host)}` });
  expect(await byUrl.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(await byUrl.ping()).toBeGreaterThan(0);
  await byUrl.close();
});
