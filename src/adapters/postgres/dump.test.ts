import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendAudit, verifyAudit } from './audit-log.ts';
import { type Database, openDatabase } from './database.ts';
import { dumpTables, loadTables, readContents } from './dump.ts';
import { dumpFault } from './dump-check.ts';
import { KEPT_TABLES, SCHEMAS_LEFT_OUT, TABLES_LEFT_OUT } from './kept-tables.ts';
import { migrate } from './migrations.ts';
import { startThrowAwayServer, type ThrowAwayServer } from './throw-away-server.ts';

const USER = '6f1f3c52-6a43-4b0e-9d0e-0d6a1f6f7a01';
const TOKENS = ['6f1f3c52-6a43-4b0e-9d0e-0d6a1f6f7a02', '6f1f3c52-6a43-4b0e-9d0e-0d6a1f6f7a03'];
const JOBS = ['6f1f3c52-6a43-4b0e-9d0e-0d6a1f6f7a04', '6f1f3c52-6a43-4b0e-9d0e-0d6a1f6f7a05'];
const aside = mkdtempSync(join(tmpdir(), 'atalaya-dump-'));
let throwAway: ThrowAwayServer;
let database: Database;

beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  database = throwAway.database;
  await migrate(database);
  await database.query(
    `insert into accounts.users (user_id, name, role, parts, password_hash, created_at)
     values ($1, 'marta', 'owner', '{}', '$argon2id$', '2026-01-01 00:00:00.123456+00')`,
    [USER],
  );
  await database.query(
    `insert into accounts.authenticator (authenticator_id, user_id, name, secret, created_at) values ($1, $1, E'a "b"\\n,{}', '\\x00ff0a22', now())`,
    [USER],
  );
  // The older one names the newer one, which is written later.
  for (const [index, id] of TOKENS.entries())
    await database.query(
      `insert into accounts.api_token (token_id, user_id, name, prefix, token_hash, rights, created_at, expires_at)
       values ($1, $2, '', 'p', $3, '{"a,b",null,"NULL",""}', $4, now())`,
      [id, USER, Buffer.from(id), new Date(index)],
    );
  await database.query('update accounts.api_token set replaced_by = $1 where token_id = $2', [TOKENS[1], TOKENS[0]]);
  for (const [index, state] of ['done', 'running'].entries())
    await database.query(
      `insert into jobs.job (id, kind, title, input, requested_by, state, progress_done, result)
       values ($1, 'backup', '', '{"a": 1.00, "b": "\\u00f1"}', 'marta', $2, 0.1::float8 + 0.2::float8, 'null')`,
      [JOBS[index], state],
    );
  for (let entry = 0; entry < 250; entry += 1)
    await database.transaction((query) =>
      appendAudit(query, {
        ...{ at: 1_767_225_600_000 + entry, actor: 'marta', address: '', act: 'test', target: `${entry}` },
        ...{ outcome: 'done' as const, detail: { entry, text: 'ñ "' } },
      }),
    );
}, 60_000);
afterAll(async () => {
  await throwAway.remove();
  rmSync(aside, { recursive: true, force: true });
});

/** An empty database on the same server. */
async function another(name: string): Promise<Database> {
  await database.query(`create database ${name}`);
  const { host, user, password, port } = throwAway.server.connection;
  return openDatabase({
    url: `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`,
  });
}

test('every table is kept or left out for a reason', async () => {
  const tables = await database.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') and not schemaname = any($1)`,
    [Object.keys(SCHEMAS_LEFT_OUT)],
  );
  const decided = [...KEPT_TABLES.map(({ name }) => name), ...Object.keys(TABLES_LEFT_OUT)];
  expect(tables.map(({ name }) => name).sort()).toEqual(decided.sort());
});

test('what was written comes back to the last digit in an empty database, once', { timeout: 30_000 }, async () => {
  const folder = join(aside, 'whole');
  await dumpTables(database, folder);
  expect(dumpFault(folder)).toBeNull();
  const other = await another('other');
  try {
    expect(await loadTables(other, folder)).toBe(true);
    // Nothing runs any more: the queue is another one.
    expect(await other.query('select state from jobs.job order by revision')).toEqual([{ state: 'done' }, { state: 'cancelled' }]);
    const unfinished = "update jobs.job set state = 'cancelled', finished_at = null where state in ('running', 'cancelled')";
    for (const each of [database, other]) await each.query(unfinished);
    for (const { name } of KEPT_TABLES) {
      // As PostgreSQL itself tells a row.
      const rows = (from: Database) => from.query(`select t::text from ${name} t order by 1`);
      expect(await rows(other), name).toEqual(await rows(database));
    }
    expect(await verifyAudit(other)).toMatchObject({ entries: 250, fault: null });
    const [next] = await other.query<{ next: number }>("select nextval('jobs.revision') as next");
    const [last] = await other.query<{ last: number }>('select max(revision) as last from jobs.job');
    expect(next?.next).toBeGreaterThan(last?.last as number);
    expect(await loadTables(other, folder)).toBe(false);
    expect(await verifyAudit(other)).toMatchObject({ entries: 250 });
  } finally {
    await other.close();
  }
});

test('a dump of a newer release is refused, and nothing is put in', async () => {
  const folder = join(aside, 'newer');
  await dumpTables(database, folder);
  const file = join(folder, 'contents.json');
  writeFileSync(file, JSON.stringify({ ...readContents(folder), migration: 999 }));
  const empty = await another('empty');
  try {
    await expect(loadTables(empty, folder)).rejects.toMatchObject({ code: 'DATABASE_NEWER', exitCode: 3 });
    expect(await empty.query('select from accounts.users')).toEqual([]);
  } finally {
    await empty.close();
  }
});

test('an audit that was changed, a row too many and a line cut short are found', async () => {
  const folder = join(aside, 'spoilt');
  await dumpTables(database, folder);
  const file = (part: string) => join(folder, readdirSync(folder).find((name) => name.startsWith(part)) as string);
  const spoil = (part: string, change: (text: string) => string, found: () => unknown) => {
    const text = readFileSync(file(part), 'utf8');
    writeFileSync(file(part), change(text));
    try {
      return found();
    } finally {
      writeFileSync(file(part), text);
    }
  };
  const fault = () => dumpFault(folder);
  expect(spoil('audit.entry', (text) => text.replace('"marta"', '"nobody"'), fault)).toContain('entry 1 was changed');
  expect(spoil('audit.entry', (text) => text.slice(text.indexOf('\n') + 1), fault)).toContain('entries are missing');
  expect(spoil('accounts.users', (text) => text + text, fault)).toBe('accounts.users has 2 rows, expected 1');
  expect(() => spoil('accounts.users', (text) => text.slice(0, -1), fault)).toThrow('found a piece of one');
  expect(fault()).toBeNull();
  appendFileSync(file('accounts.users'), '[]\n');
  expect(fault()).toContain('row 2 of accounts.users');
});
