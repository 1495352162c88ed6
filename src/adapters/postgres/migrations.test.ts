import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { migrate } from './migrations.ts';
import { startThrowAwayServer, type ThrowAwayServer, throwAwayFolder } from './throw-away-server.ts';

const OWN = fileURLToPath(new URL('migrations', import.meta.url));
const OWN_COUNT = readdirSync(OWN).length;
let throwAway: ThrowAwayServer;
let database: Database;
let folder: string;

beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  database = throwAway.database;
});
afterAll(() => throwAway.remove());
beforeEach(async () => {
  await database.query('drop schema if exists trading cascade');
  await database.query('drop schema if exists atalaya cascade');
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  return () => rmSync(folder, { recursive: true });
});

const file = (name: string, sql: string) => writeFileSync(join(folder, name), sql);

test('applied once, in order, and only the missing ones', async () => {
  file('0001-first.sql', 'create schema trading; create table trading.steps (n integer); insert into trading.steps values (1);');
  expect(await migrate(database, folder)).toEqual({ from: 0, to: 1 });
  file('0002-second.sql', 'insert into trading.steps select max(n) + 1 from trading.steps;');
  file('0003-third.sql', 'insert into trading.steps select max(n) * 10 from trading.steps;');
  expect(await migrate(database, folder)).toEqual({ from: 1, to: 3 });
  expect(await migrate(database, folder)).toEqual({ from: 3, to: 3 });
  expect(await database.query('select n from trading.steps order by n')).toEqual([{ n: 1 }, { n: 2 }, { n: 20 }]);
});

test('two starts at once apply each migration once', async () => {
  file('0001-first.sql', 'create schema trading; create table trading.steps (n integer); select pg_sleep(0.2);');
  const reports = await Promise.all([migrate(database, folder), migrate(database, folder)]);
  expect(reports.map((report) => report.from).sort()).toEqual([0, 1]);
});

test('a migration that fails changes nothing, the ones before it in the same run neither', async () => {
  file('0001-first.sql', 'create schema trading;');
  file('0002-second.sql', 'create table trading.kept (n integer); select 1 / 0;');
  await expect(migrate(database, folder)).rejects.toThrow('migration 0002-second.sql fails, nothing was changed: division by zero');
  expect(await database.query(`select to_regnamespace('trading') as schema, to_regclass('atalaya.migration') as record`)).toEqual([
    { schema: null, record: null },
  ]);
});

test('a newer database, a changed migration and a gap in the numbers are refused', async () => {
  file('0001-first.sql', 'select 1;');
  file('0002-second.sql', 'select 2;');
  await migrate(database, folder);
  rmSync(join(folder, '0002-second.sql'));
  const newer = 'database schema 2, this release knows 1: upgrade Atalaya, or restore the backup made before the upgrade';
  await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'DATABASE_NEWER', exitCode: 3, message: newer });
  file('0002-second.sql', 'select 3;');
  await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'MIGRATION_CHANGED', exitCode: 3 });
  file('0004-fourth.sql', 'select 4;');
  await expect(migrate(database, folder)).rejects.toThrow('expected the migration 0003-name.sql, found 0004-fourth.sql');
});

const FILL = `insert into trading.fills (fill_id, account, order_id, strategy_id, instrument_id, side, quantity, price, fee, fee_currency, liquidity,
  kind, at, journal_sequence) values ('f1', 'paper', 'o1', 'ema-cross', 'BTC-USDT', 'buy', 0.00000001, 64123.45, 0.0006, 'USDT', 'taker', 'open',
  to_timestamp(1700000000), 8)`;

/** What the product's own schema promises: a fill once, of an order that is there, exact to the last digit. */
async function checkTradingSchema(on: Database): Promise<void> {
  expect(await migrate(on)).toEqual({ from: 0, to: OWN_COUNT });
  await on.query(`insert into trading.orders (order_id, client_order_id, account, strategy_id, instrument_id, side, type, quantity, status, created_at,
    updated_at, journal_sequence) values ('o1', 'c1', 'paper', 'ema-cross', 'BTC-USDT', 'buy', 'market', 0.00000001, 'open', now(), now(), 7)`);
  await on.query(FILL);
  await expect(on.query(FILL)).rejects.toThrow(/duplicate key/);
  await expect(on.query(FILL.replace("'f1'", "'f2'").replace("'o1'", "'o9'"))).rejects.toThrow(/foreign key/);
  expect(await on.query('select quantity, price, at, journal_sequence from trading.fills')).toEqual([
    { quantity: '0.00000001', price: '64123.45', at: 1_700_000_000_000, journal_sequence: 8 },
  ]);
}

test('the product’s own schema on the embedded server', () => checkTradingSchema(database));

const DEBIAN = '/usr/lib/postgresql/15/bin';

test('the product’s own schema on PostgreSQL 15, the oldest supported', async (context) => {
  if (!existsSync(join(DEBIAN, 'postgres'))) context.skip('PostgreSQL 15 is not installed (apt-get install postgresql-15)');
  const server = await startDebianServer();
  onTestFinished(() => server.stop());
  await checkTradingSchema(server.database);
});

/** Debian's own server on a socket in a temporary folder, run as nobody when the tests run as root. */
async function startDebianServer() {
  const home = throwAwayFolder();
  const [data, socket] = [join(home, 'data'), join(home, 'socket')];
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  for (const each of [data, socket]) {
    mkdirSync(each, { mode: 0o700 });
    if (user.uid !== undefined) chownSync(each, user.uid, user.gid);
  }
  execFileSync(join(DEBIAN, 'initdb'), ['-D', data, '-U', 'atalaya', '--auth=trust', '--no-sync'], { stdio: 'ignore', cwd: home, ...user });
  const args = ['-D', data, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${socket}`];
  const child = spawn(join(DEBIAN, 'postgres'), args, { stdio: 'ignore', cwd: home, ...user });
  for (let tries = 0; tries < 200 && !existsSync(join(socket, '.s.PGSQL.5432')); tries++) await sleep(50);
  const database = openDatabase({ url: `postgres://atalaya@/postgres?host=${encodeURIComponent(socket)}` });
  for (let tries = 0; tries < 200; tries++) {
    if (await database.ping().catch(() => undefined)) break;
    await sleep(50);
  }
  return {
    database,
    async stop() {
      await database.close();
      child.kill('SIGINT');
      await once(child, 'exit');
      rmSync(home, { recursive: true, force: true });
    },
  };
}
