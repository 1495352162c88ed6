/** The supervised tree with real processes: each may be killed, the others go on, and what was killed is back where it was. */

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askTrader } from '../../src/adapters/control-socket/client.ts';
import { runningConnection } from '../../src/adapters/postgres/cluster.ts';
import { tryFileLock } from '../../src/adapters/support/file-lock.ts';
import type { AuditPage } from '../../src/api/accounts.ts';
import { CONTROL_PATHS, type ControlStatus, controlStatus } from '../../src/api/control.ts';
import type { Health } from '../../src/api/health.ts';
import type { ProcessList, ProcessRow } from '../../src/api/system.ts';
import { PROJECT_FOLDER } from '../../src/apps/strategy-registry.ts';
import { isAlive, pidOf } from './role-pids.ts';
import { removeTree, startUp, type Up } from './tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'atalaya tree '));
const TRADERS_KEY = 'a-key-for-the-trader-alone';
let tree: Up;

const startTree = () => startUp(folder, { ATALAYA_VENUE_KEY: TRADERS_KEY });

const status = (): Promise<ControlStatus> =>
  askTrader({ dataFolder: folder, method: 'GET', path: CONTROL_PATHS.status, answer: controlStatus, timeoutMs: 5_000 });
const health = async () => {
  const answer = await fetch(`${tree.url}/health`);
  return { code: answer.status, ...((await answer.json()) as Health) };
};
const isWell = () =>
  health().then(
    ({ code, parts }) => code === 200 && parts.find(({ name }) => name === 'trader')?.state === 'ok',
    () => false,
  );
const entries = async () => (await status()).journal.durableSequence;

beforeAll(async () => {
  tree = await startTree();
}, 60_000);
afterAll(() => removeTree(folder));

test('three processes, and the keys of the venue in that of the trader alone', async () => {
  const pids = (['platform', 'instance', 'web'] as const).map((role) => pidOf(folder, role));
  expect(new Set(pids).size).toBe(3);
  expect(pids[0]).toBe(tree.child.pid);
  const environment = (role: 'instance' | 'web') => readFileSync(`/proc/${pidOf(folder, role)}/environ`, 'utf8');
  expect(environment('instance')).toContain(TRADERS_KEY);
  expect(environment('web')).not.toContain(TRADERS_KEY);
});

test('a second web on the folder is refused, with who holds it: it would let a signal in that has been spent', {
  timeout: 30_000,
}, async () => {
  const words = ['src/apps/cli.ts', 'run', '--roles', 'web', '--port', '0', '--data-dir', folder];
  const options = { cwd: PROJECT_FOLDER, timeout: 20_000 };
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((done) =>
    execFile(process.execPath, words, options, (error, _, stderr) => done({ code: error?.code, stderr })),
  );
  expect(stderr).toContain(`(process ${pidOf(folder, 'web')}, since`);
  expect(stderr).toContain('[INSTANCE_RUNNING]');
  expect(code).toBe(3);
});

test('kill -9 of the web: trading goes on, and it is back on its port for who had entered', { timeout: 60_000 }, async () => {
  const [web, trader] = [pidOf(folder, 'web'), pidOf(folder, 'instance')];
  const before = await entries();
  process.kill(web, 'SIGKILL');
  await expect.poll(() => isAlive(web)).toBe(false);
  const without = await entries();
  await expect.poll(entries, { timeout: 5_000 }).toBeGreaterThan(Math.max(before, without));
  await expect.poll(isWell, { timeout: 20_000 }).toBe(true);
  expect(pidOf(folder, 'web')).not.toBe(web);
  expect(pidOf(folder, 'instance')).toBe(trader);
  expect((await fetch(`${tree.url}/api/v1/snapshot`, { headers: { cookie: tree.cookie } })).status).toBe(200);
  expect(tree.said()).toContain('the web was ended by SIGKILL; it is started again');
});

test('kill -9 of the trader: the panel says so, and it is back where it was', { timeout: 60_000 }, async () => {
  const trader = pidOf(folder, 'instance');
  await expect.poll(entries).toBeGreaterThan(5);
  const before = await status();
  process.kill(trader, 'SIGKILL');
  await expect
    .poll(health, { timeout: 5_000, interval: 20 })
    .toMatchObject({ code: 503, status: 'failed', parts: [{ name: 'trader', state: 'failed' }, {}] });
  await expect.poll(isWell, { timeout: 20_000 }).toBe(true);
  const after = await status();
  expect(after.processId).not.toBe(trader);
  expect(after.journal.epoch).toBe(before.journal.epoch + 1);
  expect(after.journal.durableSequence).toBeGreaterThan(before.journal.durableSequence);
  expect(after.feed.at).toBeGreaterThanOrEqual(before.feed.at as number);
});

const processes = async () => {
  const { processes: rows } = await tree.get<ProcessList>('/api/v1/system/processes');
  return Object.fromEntries(rows.map((row) => [row.name, row]));
};
const stateOf = (name: string) => () =>
  processes().then(
    (rows) => rows[name]?.state,
    () => 'away',
  );

test('the panel knows every process, and has trader and web started again in good order', { timeout: 60_000 }, async () => {
  await expect.poll(stateOf('database'), { timeout: 20_000 }).toBe('running');
  await expect.poll(async () => (await status()).database.state, { timeout: 20_000 }).toBe('ready');
  const before = await processes();
  expect(before.supervisor?.processId).toBe(tree.child.pid);
  expect([before.trader?.processId, before.web?.processId]).toEqual([pidOf(folder, 'instance'), pidOf(folder, 'web')]);
  expect(before.trader).toMatchObject({ state: 'running', restarts: 1, lastExit: { signal: 'SIGKILL', wasAsked: false } });

  expect((await tree.post('/api/v1/system/processes/database/restart', {})).status).toBe(422);
  const trader = await tree.post('/api/v1/system/processes/trader/restart', { reason: 'another configuration' });
  expect([trader.status, ((await trader.json()) as ProcessRow).state]).toEqual([202, 'stopping']);
  await expect.poll(async () => (await processes()).trader, { timeout: 20_000 }).toMatchObject({ state: 'running', restarts: 2 });
  const after = await processes();
  expect(after.trader).toMatchObject({ lastExit: { code: 0, signal: null, wasAsked: true } });
  expect(after.trader?.processId).toBe(pidOf(folder, 'instance'));
  expect([after.web?.processId, after.database?.processId]).toEqual([before.web?.processId, before.database?.processId]);

  expect((await tree.post('/api/v1/system/processes/web/restart', {})).status).toBe(202);
  await expect.poll(async () => (await processes().catch(() => after)).web?.restarts, { timeout: 20_000 }).toBe(2);
  await expect.poll(stateOf('web'), { timeout: 20_000 }).toBe('running');
  expect((await processes()).trader?.processId).toBe(after.trader?.processId);
  expect(tree.said()).toContain('the trader is started again, as was asked for');
  await expect.poll(isWell, { timeout: 20_000 }).toBe(true);

  const { entries: told } = await tree.get<AuditPage>('/api/v1/audit?act=process');
  expect(told.map(({ target, outcome, detail }) => ({ target, outcome, detail }))).toMatchObject([
    { target: 'web', outcome: 'done' },
    { target: 'trader', outcome: 'done', detail: { reason: 'another configuration' } },
  ]);
});

test('kill -9 of the supervisor: both end by themselves, and the next start is well', { timeout: 60_000 }, async () => {
  const pids = (['web', 'instance'] as const).map((role) => pidOf(folder, role));
  const before = await status();
  tree.child.kill('SIGKILL');
  await expect.poll(() => pids.some(isAlive), { timeout: 5_000 }).toBe(false);
  tree = await startTree();
  await expect.poll(isWell, { timeout: 20_000 }).toBe(true);
  expect((await status()).journal.durableSequence).toBeGreaterThan(before.journal.durableSequence);
});

test('a stop that every process is told, and the supervisor twice, as timeout and systemd do, starts nothing again', {
  timeout: 60_000,
}, async () => {
  const pids = (['web', 'instance'] as const).map((role) => pidOf(folder, role));
  const { epoch } = (await status()).journal;
  tree.child.kill('SIGTERM');
  process.kill(-(tree.child.pid as number), 'SIGTERM');
  const [code] = await once(tree.child, 'exit');
  expect(code).toBe(0);
  expect(pids.some(isAlive)).toBe(false);
  expect(tree.said()).toContain('SIGTERM: stopping');
  expect(tree.said()).not.toMatch(/started again|runs again/);
  expect(readFileSync(join(folder, 'instance.json'), 'utf8')).toContain(`"pid":${pids[1]}`);
  tree = await startTree();
  // Nobody has traded in between.
  expect((await status()).journal.epoch).toBe(epoch + 1);
});

test('Ctrl+C ends everything in its order and leaves nothing', { timeout: 60_000 }, async () => {
  const pids = (['web', 'instance'] as const).map((role) => pidOf(folder, role));
  await expect.poll(async () => (await status()).database.state, { timeout: 15_000 }).toMatch(/ready|catching-up/);
  process.kill(-(tree.child.pid as number), 'SIGINT');
  const [code] = await once(tree.child, 'exit');
  expect(code).toBe(0);
  expect(pids.some(isAlive)).toBe(false);
  expect(tree.said()).toMatch(/SIGINT: stopping[\s\S]*\bstopped\n$/);
  expect(tree.said()).not.toContain('started again');
  expect(runningConnection(join(folder, 'database'))).toBeUndefined();
  expect(existsSync(join(folder, 'run/trader.sock'))).toBe(false);
  const lock = tryFileLock(join(folder, 'instance.lock'));
  expect(lock).toBeDefined();
  lock?.release();
});
