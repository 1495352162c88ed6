/** What the users of web and trader may on a real server, and above all what they may not; and a server outside whose owner is told apart. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditAct } from '../../core/compliance/audit-entry.ts';
import { appendAudit, verifyAudit } from './audit-log.ts';
import { type Database, type DatabaseAddress, openDatabase } from './database.ts';
import { openJobQueue, prepareQueue } from './job-queue.ts';
import { LEAST_RIGHTS, placeOutside, prepareDatabase } from './least-rights.ts';
import { migrate } from './migrations.ts';
import { startThrowAwayServer, type ThrowAwayServer } from './throw-away-server.ts';

let throwAway: ThrowAwayServer;
let owner: Database;
let web: { readonly address: DatabaseAddress; readonly database: Database };
let trader: Database;
beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  owner = throwAway.database;
  // As an installation of an earlier release: its tables, and an audit that goes on.
  await migrate(owner);
  await append(owner);
  const place = { owner: throwAway.server.connection, user: undefined };
  const address = await prepareDatabase(place, 'web', prepareQueue);
  web = { address, database: openDatabase(address, 2) };
  trader = openDatabase(await prepareDatabase(place, 'trader'), 2);
});
afterAll(async () => {
  await web.database.close();
  await trader.close();
  await throwAway.remove();
});

const ACT: AuditAct = { at: 1, actor: 'marta', address: '::1', act: 'session.begin', target: 'marta', outcome: 'done', detail: {} };
const append = (database: Database) => database.transaction((query) => appendAudit(query, ACT));
const DENIED = /permission denied|must be owner/;

test('every schema of the database is somebody’s, and nobody has another', async () => {
  const found = await owner.query<{ name: string }>(
    "select nspname::text as name from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)' order by 1",
  );
  expect(found.map(({ name }) => name)).toEqual([...new Set(Object.values(LEAST_RIGHTS).flatMap((rights) => Object.keys(rights)))].sort());
});

test('the audit is gone on with, read and verified; changed or removed it is by nobody, with or without its triggers', async () => {
  expect((await append(web.database)).sequence).toBe(2);
  expect(await verifyAudit(web.database)).toMatchObject({ entries: 2, fault: null });
  await owner.query('alter table audit.entry disable trigger user');
  for (const statement of [
    "update audit.entry set actor = 'x'",
    'delete from audit.entry',
    'truncate audit.entry',
    'alter table audit.entry disable trigger user',
    'drop table audit.entry',
    'create or replace function audit.refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
  ])
    for (const database of [web.database, trader]) await expect(database.query(statement), statement).rejects.toThrow(DENIED);
  await owner.query('alter table audit.entry enable trigger user');
});

test.each([
  'create schema mine',
  'create table accounts.mine (n integer)',
  'create table public.mine (n integer)',
  'alter table accounts.users add column n integer',
  'drop table jobs.log',
  'truncate accounts.users',
  "update atalaya.migration set checksum = ''",
  'create role mine',
  "alter role atalaya password 'mine'",
  'set role atalaya',
  "select pg_read_file('PG_VERSION')",
  "copy (select 1) to program 'true'",
])('nobody but the owner may: %s', async (statement) => {
  for (const database of [web.database, trader])
    await expect(database.query(statement)).rejects.toThrow(/permission denied|must be owner|only roles with/i);
});

test('the web reads trading and changes none of it; the trader sees no account, no audit and no job', async () => {
  expect(await web.database.query('select from trading.fills')).toEqual([]);
  await expect(web.database.query('delete from trading.fills')).rejects.toThrow(DENIED);
  await expect(web.database.query('select from standby.lease')).rejects.toThrow(DENIED);
  expect(await trader.query('delete from trading.fills')).toEqual([]);
  for (const table of ['accounts.users', 'audit.entry', 'jobs.job', 'pgboss.job'])
    await expect(trader.query(`select from ${table}`), table).rejects.toThrow(DENIED);
});

test('the queue works for the web, which makes none of its tables', async () => {
  const troubles: Error[] = [];
  const queue = await openJobQueue(web.address, { supervise: true, onTrouble: (error) => troubles.push(error) });
  await queue.add('6f9619ff-8b86-4d01-b42d-00c04fc964ff', web.database.query);
  const taken = Promise.withResolvers<string>();
  await queue.take(1, async (id) => taken.resolve(id));
  expect(await taken.promise).toBe('6f9619ff-8b86-4d01-b42d-00c04fc964ff');
  await queue.stopTaking();
  await queue.close();
  expect(troubles).toEqual([]);
});

test('three who start at once prepare one database', async () => {
  const place = { owner: throwAway.server.connection, user: undefined };
  const uses = await Promise.all([
    prepareDatabase(place, 'web', prepareQueue),
    prepareDatabase(place, 'trader'),
    prepareDatabase(place, 'web', prepareQueue),
  ]);
  expect(uses[2]).toEqual(web.address);
  expect(await web.database.query('select 1 as n')).toEqual([{ n: 1 }]);
});

describe('a server outside', () => {
  const { promise: made, resolve } = Promise.withResolvers<{ readonly ownerUrl: string; readonly url: string }>();
  /** What the guide says to do there. */
  beforeAll(async () => {
    await owner.query("create role atalaya_owner login password 'o'");
    await owner.query("create role atalaya_app login password 'a'");
    await owner.query('create database outside owner atalaya_owner');
    const { host } = throwAway.server.connection;
    const urlOf = (user: string, password: string) => `postgres://${user}:${password}@/outside?host=${encodeURIComponent(host)}`;
    resolve({ ownerUrl: urlOf('atalaya_owner', 'o'), url: urlOf('atalaya_app', 'a') });
  });

  test('its user works, and changes neither tables nor the audit; once prepared it goes on without the owner', async () => {
    const { ownerUrl, url } = await made;
    // Before the owner has made the tables.
    await expect(prepareDatabase(placeOutside(url, undefined), 'web', prepareQueue)).rejects.toMatchObject({
      code: 'DATABASE_RIGHTS',
      exitCode: 3,
      message: expect.stringMatching(/DATABASE_OWNER_URL/),
    });
    for (const use of ['web', 'trader'] as const)
      expect(await prepareDatabase(placeOutside(url, ownerUrl), use, use === 'web' ? prepareQueue : undefined)).toEqual({ url });
    expect(await prepareDatabase(placeOutside(url, undefined), 'web', prepareQueue)).toEqual({ url });
    const database = openDatabase({ url }, 1);
    try {
      expect((await append(database)).sequence).toBe(1);
      for (const statement of ['delete from audit.entry', 'create table accounts.mine (n integer)', 'drop schema audit cascade'])
        await expect(database.query(statement), statement).rejects.toThrow(DENIED);
    } finally {
      await database.close();
    }
  });
});
