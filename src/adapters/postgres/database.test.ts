import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('a DATABASE_URL reaches the same rows', async () => {
  const { host, user, password } = throwAway.server.connection;
  const byUrl = openDatabase({ url: `postgres://${user}:${password}@/postgres?host=${encodeURIComponent(host)}` });
  expect(await byUrl.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(await byUrl.ping()).toBeGreaterThan(0);
  await byUrl.close();
});
