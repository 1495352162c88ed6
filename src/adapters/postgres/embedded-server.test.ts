import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { locateCluster, prepareCluster, removeCluster, runningConnection, SERVER_ENVIRONMENT } from './cluster.ts';
import { openDatabase } from './database.ts';
import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.ts';
import { throwAwayFolder } from './throw-away-server.ts';

const IS_ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;
const temporary = throwAwayFolder();
const sharedFolder = join(temporary, 'shared');
let folders = 0;
const newFolder = () => join(temporary, `data ${++folders}`, 'database');

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

async function start(databaseFolder: string): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ databaseFolder, sharedFolder });
  onTestFinished(() => server.stop());
  return server;
}

async function rows(server: EmbeddedServer, sql: string) {
  const database = openDatabase(server.connection);
  try {
    return await database.query(sql);
  } finally {
    await database.close();
  }
}

/** Another process that starts the server, does `sql` and stays. */
async function startElsewhere(databaseFolder: string, sql: string, user: { uid?: number; gid?: number } = {}, node = process.execPath) {
  const from = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  const program = `
    import { startEmbeddedServer } from ${from('./embedded-server.ts')};
    import { openDatabase } from ${from('./database.ts')};
    const server = await startEmbeddedServer(${JSON.stringify({ databaseFolder, sharedFolder })});
    await openDatabase(server.connection).query(${JSON.stringify(sql)});
    process.stdout.write(String(server.processId));
    setInterval(() => {}, 1000);`;
  const child = spawn(node, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', ...user });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const said = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (child.exitCode !== null) throw new Error(errors);
  return { child, serverId: Number(String(said[0])) };
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const started = Date.now(); !(await condition()); await sleep(20)) {
    if (Date.now() - started > 20_000) throw new Error('waited 20 s in vain');
  }
}

test('a first start makes the cluster, a second finds its rows; one private socket, no network, a private password', async () => {
  const folder = newFolder();
  const first = await start(folder);
  expect(first.state()).toMatchObject({ is: 'up', restarts: 0, lastError: undefined });
  await rows(first, 'create table kept as select 42 as answer');
  expect(await rows(first, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  expect(await rows(first, 'show fsync')).toEqual([{ fsync: 'on' }]);
  expect(statSync(first.connection.host).mode & 0o777).toBe(0o700);
  expect(statSync(join(first.folder, 'password')).mode & 0o777).toBe(0o600);
  expect(statSync(join(first.folder, 'data')).uid === 0).toBe(false);
  expect(runningConnection(folder)).toEqual(first.connection);

  const stranger = openDatabase({ ...first.connection, password: 'guess' });
  await expect(stranger.query('select 1')).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE', exitCode: 3 });
  await stranger.close();

  await expect(startEmbeddedServer({ databaseFolder: folder, sharedFolder })).rejects.toMatchObject({ code: 'DATABASE_IN_USE' });
  await first.stop();
  expect(first.state().is).toBe('stopped');
  expect(runningConnection(folder)).toBeUndefined();

  const second = await start(folder);
  expect(await rows(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

describe('a parent killed with kill -9', () => {
  test('its server shuts down by itself', async () => {
    const { child, serverId } = await startElsewhere(newFolder(), 'select 1');
    expect(isAlive(serverId)).toBe(true);
    child.kill('SIGKILL');
    await until(() => !isAlive(serverId));
  });

  test('the next start, at once, has every committed row', async () => {
    const folder = newFolder();
    const { child } = await startElsewhere(folder, 'create table kept as select generate_series(1, 1000) as n');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const server = await start(folder);
    expect(await rows(server, 'select count(*) as n, sum(n) as total from kept')).toEqual([{ n: 1000, total: 500_500 }]);
  });

  test('a server that still runs is stopped and followed by a new one', async () => {
    const folder = newFolder();
    const cluster = prepareCluster(locateCluster(folder, sharedFolder));
    const args = ['-D', cluster.data, '-c', 'listen_addresses=', '-c', `unix_socket_directories="${cluster.connection.host}"`];
    const orphan = spawn(cluster.programs.postgres, args, { env: SERVER_ENVIRONMENT, stdio: 'ignore', detached: true, ...cluster.runAs });
    const pidFile = join(cluster.data, 'postmaster.pid');
    await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8').includes('ready'));
    const server = await start(folder);
    expect(server.processId).not.toBe(orphan.pid);
    await until(() => orphan.exitCode === 0);
    expect(await rows(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a process id that another program has by now is left alone', async () => {
    const folder = newFolder();
    const cluster = prepareCluster(locateCluster(folder, sharedFolder));
    const bystander = spawn('sleep', ['60'], { stdio: 'ignore' });
    onTestFinished(() => void bystander.kill());
    const note = `${bystander.pid}\n${cluster.data}\n1700000000\n5432\n${cluster.connection.host}\n\n  1234567         0\nready   \n`;
    writeFileSync(join(cluster.data, 'postmaster.pid'), note);
    writeFileSync(join(cluster.connection.host, '.s.PGSQL.5432.lock'), note);
    const server = await start(folder);
    expect(await rows(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isAlive(bystander.pid as number)).toBe(true);
  });
});

test('a server that dies is started again, and the pool carries on', async () => {
  const server = await start(newFolder());
  const database = openDatabase(server.connection);
  onTestFinished(() => database.close());
  await database.query('create table kept as select 7 as n');
  const seen: string[] = [];
  server.onChange((state) => seen.push(`${state.is} ${state.restarts}`));
  process.kill(server.processId as number, 'SIGKILL');
  await until(() => server.state().is === 'down');
  expect(server.state().lastError).toContain('SIGKILL');
  await until(() => server.state().is === 'up');
  expect(seen).toEqual(['down 0', 'up 1']);
  expect(await database.query('select n from kept')).toEqual([{ n: 7 }]);
});

test('the path may be longer than a socket name can be', async () => {
  const long = 'x'.repeat(120);
  const at = { databaseFolder: join(newFolder(), long), sharedFolder: join(temporary, long) };
  const server = await startEmbeddedServer(at);
  onTestFinished(async () => {
    await server.stop();
    rmSync(server.connection.host, { recursive: true, force: true });
  });
  expect(server.connection.host.length).toBeLessThan(80);
  expect(await rows(server, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a folder that cannot be made is one line, not a stack', async () => {
  const file = join(temporary, 'a-file');
  writeFileSync(file, '');
  const failure = startEmbeddedServer({ databaseFolder: join(file, 'database'), sharedFolder });
  await expect(failure).rejects.toMatchObject({ code: 'DATABASE_NOT_CREATED', exitCode: 3 });
});

describe('damage', () => {
  test('a creation that was cut is done again', async () => {
    const folder = newFolder();
    const location = locateCluster(folder, sharedFolder);
    mkdirSync(join(location.folder, 'data.part', 'base'), { recursive: true });
    writeFileSync(join(location.folder, 'password'), 'from-the-first-try');
    const server = await start(folder);
    expect(await rows(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('an unreadable control file, a missing version and a lost folder are told in one line', async () => {
    const folder = newFolder();
    const cluster = prepareCluster(locateCluster(folder, sharedFolder));
    truncateSync(join(cluster.data, 'global', 'pg_control'), 0);
    const failure = startEmbeddedServer({ databaseFolder: folder, sharedFolder });
    await expect(failure).rejects.toMatchObject({ code: 'DATABASE_NOT_STARTED', exitCode: 3 });
    await expect(failure).rejects.toThrow(/^the database in .* does not start \(.*pg_control.*\): see server\.log .*restore a backup$/);
    rmSync(join(cluster.data, 'PG_VERSION'));
    await expect(startEmbeddedServer({ databaseFolder: folder, sharedFolder })).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
    writeFileSync(join(cluster.data, 'PG_VERSION'), '14\n');
    await expect(startEmbeddedServer({ databaseFolder: folder, sharedFolder })).rejects.toThrow(/PostgreSQL 14, this release has \d+/);
    if (!IS_ROOT) return;
    rmSync(cluster.folder, { recursive: true });
    await expect(startEmbeddedServer({ databaseFolder: folder, sharedFolder })).rejects.toMatchObject({ code: 'DATABASE_MOVED' });
  });
});

test('a cluster is removed wherever it lies, and not while it runs', async () => {
  const folder = newFolder();
  const server = await start(folder);
  expect(() => removeCluster(folder)).toThrow(expect.objectContaining({ code: 'DATABASE_IN_USE' }));
  await server.stop();
  removeCluster(folder);
  expect([existsSync(server.folder), existsSync(folder)]).toEqual([false, false]);
  removeCluster(folder);
});

describe('the other user', () => {
  const canEnter = (uid: number) => {
    for (let folder = realpathSync(fileURLToPath(new URL('.', import.meta.url))); folder !== '/'; folder = join(folder, '..')) {
      const { mode, uid: owner } = statSync(folder);
      if (owner !== uid && (mode & 0o005) !== 0o005) return false;
    }
    return true;
  };

  test('an ordinary user runs everything in place, and root afterwards runs it as that user', async (context) => {
    if (!IS_ROOT) context.skip('needs root to become another user; every other test here runs as an ordinary user already');
    if (!canEnter(NOBODY)) context.skip('the repository is in a folder that other users cannot enter');
    const folder = newFolder();
    mkdirSync(join(folder, '..'));
    chownSync(join(folder, '..'), NOBODY, NOBODY);
    // The Node of this run may lie in var/, which is its owner's alone.
    const node = join(temporary, 'node');
    copyFileSync(process.execPath, node);
    chmodSync(node, 0o755);
    const { child, serverId } = await startElsewhere(folder, 'create table kept as select 5 as n', { uid: NOBODY, gid: NOBODY }, node);
    expect(statSync(`/proc/${serverId}`).uid).toBe(NOBODY);
    child.kill('SIGTERM');
    await until(() => !isAlive(serverId));

    const server = await start(folder);
    expect(server.folder).toBe(realpathSync(folder));
    expect(statSync(`/proc/${server.processId}`).uid).toBe(NOBODY);
    expect(await rows(server, 'select n from kept')).toEqual([{ n: 5 }]);
  });

  test('root keeps the cluster where the server user can enter, and never runs it as root', async (context) => {
    if (!IS_ROOT) context.skip('needs root');
    const folder = newFolder();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const server = await start(folder);
    expect(server.folder.startsWith(sharedFolder)).toBe(true);
    expect(readFileSync(join(folder, 'location'), 'utf8').trim()).toBe(server.folder);
    expect(statSync(`/proc/${server.processId}`).uid).not.toBe(0);
  });
});
