/** Settings with real processes: a version is saved and the trader runs with it; one it refuses is taken back by itself; a kill anywhere ends in one or the other. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askTrader } from '../../src/adapters/control-socket/client.ts';
import { removeCluster, runningConnection } from '../../src/adapters/postgres/cluster.ts';
import { CONTROL_PATHS, controlStatus } from '../../src/api/control.ts';
import type { Problem } from '../../src/api/problem.ts';
import type { Settings, SettingsPlan, SettingsVersion } from '../../src/api/settings.ts';
import { openSettings } from '../../src/apps/settings/settings-files.ts';
import { PROJECT_FOLDER } from '../../src/apps/strategy-registry.ts';
import { atalaya } from '../cli/run-cli.ts';
import { type ExchangeProcess, startExchange } from '../live-venue/processes.ts';
import { isAlive, killTree, pidOf } from './role-pids.ts';

const folder = mkdtempSync(join(tmpdir(), 'atalaya settings '));
let child: ChildProcess;
let exchange: ExchangeProcess;
let url = '';
let cookies: readonly string[] = [];

/** Without --config: the settings count, where there are any. */
async function startUp(): Promise<void> {
  child = spawn(process.execPath, ['src/apps/cli.ts', 'up', '--data-dir', folder, '--port', '0', '--json'], {
    cwd: PROJECT_FOLDER,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ENVIRONMENT: '' },
  });
  let out = '';
  child.stdout?.on('data', (data) => {
    out += data;
  });
  while (!out.includes('}') && child.exitCode === null) await sleep(20);
  const told = JSON.parse(out) as { url: string; link: string };
  url = told.url;
  const entered = await fetch(told.link, { redirect: 'manual' });
  cookies = entered.headers.getSetCookie().map((one) => one.split(';')[0] as string);
}

async function ask<Answer>(method: string, path: string, body?: object): Promise<{ status: number; body: Answer }> {
  const csrf = cookies.find((one) => one.startsWith('atalaya_csrf'))?.split('=')[1] ?? '';
  const answer = await fetch(`${url}/api/v1/settings${path}`, {
    method,
    headers: { cookie: cookies.join('; '), origin: url, 'x-csrf-token': csrf, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer };
}
const settings = async () => (await ask<Settings>('GET', '')).body;
const account = async () => {
  const status = askTrader({ dataFolder: folder, method: 'GET', path: CONTROL_PATHS.status, answer: controlStatus, timeoutMs: 5_000 });
  return status.then(({ account: { accountId } }) => accountId).catch(() => null);
};
const sample = (over: object = {}, parameters: object = {}) => ({
  ...{ account: 'second', currency: 'USDT', cash: 20_000, samples: ['BTCUSDT-bybit-1m'], risk: 'default' },
  ...{ feeRatio: 0.001, slippageRatio: 0.0005, latencyMs: 0, speed: 600, seed: 1 },
  strategies: [{ id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 10, slow: 30, ...parameters } }],
  ...over,
});
const settled = (version: number) =>
  expect.poll(async () => (await settings()).outcome, { timeout: 20_000, interval: 100 }).toMatchObject({ version });

beforeAll(async () => {
  [exchange] = await Promise.all([startExchange(['--speed', '60', '--history', '60']), startUp()]);
}, 60_000);
afterAll(async () => {
  exchange.process.kill('SIGTERM');
  await killTree(folder);
  while (runningConnection(join(folder, 'database')) !== undefined) await sleep(50);
  removeCluster(join(folder, 'database'));
  rmSync(folder, { recursive: true, force: true });
});

/** Over the newest version there is. */
const save = <Answer = SettingsVersion>(body: object, path = '/versions') =>
  ask<Answer>('POST', path, { base: openSettings(folder).versions().at(-1) ?? 0, ...body });

test('what is wrong is told field by field, and what another session would mean before it is saved', async () => {
  const wrong = await ask<Problem>('POST', '/plan', { session: sample({ cash: -1, surprise: 1 }, { fast: 0 }) });
  expect(wrong.status).toBe(422);
  expect(wrong.body.fields?.map(({ path }) => path)).toEqual(['cash', 'surprise']);
  const deeper = await ask<Problem>('POST', '/plan', { session: sample({ ladder: { dayStop: 0.04 } }, { fast: 0 }) });
  expect(deeper.body.fields).toMatchObject([
    { path: 'ladder.dayStop', code: 'RISK_PROFILE_LOOSER' },
    { path: 'strategies.0.parameters.fast', code: 'PARAMETER_INVALID' },
  ]);
  const same = await ask<Problem>('POST', '/plan', { session: sample({ account: 'paper' }) });
  expect(same.body.fields).toMatchObject([{ path: 'account', code: 'SESSION_CHANGED', suggestion: 'paper-2' }]);
  const elsewhere = { venue: { name: 'bybit', category: 'linear', url: 'https://example.org' }, instruments: [{ id: 'X', symbol: 'X' }] };
  const { cash, samples, feeRatio, slippageRatio, latencyMs, speed, ...common } = sample();
  const foreign = await ask<Problem>('POST', '/plan', { session: { ...common, ...elsewhere } });
  expect(foreign.body.fields?.map(({ code }) => code)).toEqual(['SETTINGS_ADDRESS', 'INSTRUMENT_UNKNOWN']);
  const good = await ask<SettingsPlan>('POST', '/plan', { session: sample() });
  expect(good.body).toMatchObject({
    effect: 'restart',
    journal: 'begins',
    account: 'second',
    left: { account: 'paper' },
    supervised: true,
  });
  expect(readdirSync(folder)).not.toContain('config');
});

test('a version that is applied is what the trader runs with, and only its owner may read it', { timeout: 60_000 }, async () => {
  const { status, body } = await save({ session: sample(), why: 'more money', apply: true });
  expect(status).toBe(201);
  expect(body).toMatchObject({ version: 1, why: 'more money', by: 'panel' });
  expect(body.differences).toContainEqual({ path: 'cash', before: 10_000, after: 20_000 });
  await settled(1);
  expect(await settings()).toMatchObject({ source: 'version', version: 1, trial: null, outcome: { state: 'in-force' } });
  expect(await account()).toBe('second');
  expect(statSync(join(folder, 'config/versions/000001.json')).mode & 0o777).toBe(0o600);
});

test('a version the trader refuses is taken back by itself, with the trader’s own words', { timeout: 60_000 }, async () => {
  // Allowed field by field; only the strategy itself knows that its fast average has to be the shorter one.
  await save({ session: sample({ account: 'third' }, { fast: 40 }), apply: true });
  await settled(2);
  const { version, outcome } = await settings();
  expect([version, outcome?.state]).toEqual([1, 'refused']);
  expect(outcome?.message).toMatch(/fast/);
  await expect.poll(account, { timeout: 10_000 }).toBe('second');
});

test('live prices on paper, without a key; an exchange that does not answer stops nothing', { timeout: 90_000 }, async () => {
  const { cash, samples, feeRatio, slippageRatio, latencyMs, speed, ...common } = sample({ account: 'bybit-paper' });
  const at = (address: string) => ({
    ...common,
    venue: { name: 'bybit', category: 'linear', url: address },
    instruments: [{ id: 'BTCUSDT-PERP', symbol: 'BTCUSDT' }],
    strategies: [{ id: 'sma-cross', instrument: 'BTCUSDT-PERP', timeframe: '1m', parameters: {} }],
    paper: { cash: 5_000 },
  });
  const nobody = await save<Problem>({ session: at('http://127.0.0.1:1'), apply: true });
  expect([nobody.status, nobody.body.code]).toEqual([503, 'SETTINGS_VENUE_UNREACHABLE']);
  expect(openSettings(folder).versions()).toEqual([1, 2]);
  await save({ session: at(exchange.url), apply: true });
  await settled(3);
  expect(await settings()).toMatchObject({ version: 3, outcome: { state: 'in-force' } });
  await expect.poll(account, { timeout: 10_000 }).toBe('bybit-paper');
  // Stricter within the account; looser is refused with the code of a start.
  const looser = await ask<Problem>('POST', '/ladder', { ladder: { dayStop: 0.05 } });
  expect([looser.status, looser.body.code]).toEqual([422, 'RISK_PROFILE_LOOSER']);
  await ask('POST', '/ladder', { ladder: { dayStop: 0.01, dayDefensive: 0.005 }, apply: true });
  await settled(4);
  const { risk, outcome } = await settings();
  expect(outcome?.state).toBe('in-force');
  expect(risk.ladder.find(({ name }) => name === 'dayStop')).toMatchObject({ value: 0.01, builtIn: 0.03 });
});

test('a tightening that waits is lost to nobody: not to a stale form, not to the next tightening', async () => {
  expect((await ask('POST', '/ladder', { ladder: {}, apply: false })).status).toBe(409);
  const first = await ask<SettingsVersion>('POST', '/ladder', { ladder: { weekStop: 0.04 } });
  expect([first.status, first.body.version]).toEqual([201, 5]);
  const { waiting, session } = await settings();
  expect(waiting).toMatchObject({ ladder: { dayStop: 0.01, weekStop: 0.04 } });
  const stale = await ask<Problem>('POST', '/versions', { session, base: 4 });
  expect([stale.status, stale.body.code]).toEqual([409, 'SETTINGS_BASE_CONFLICT']);
  expect(stale.body.detail).toContain('ladder.weekStop - → 0.04');
  const plan = await ask<SettingsPlan>('POST', '/plan', { session });
  expect(plan.body).toMatchObject({ differences: [], newest: { version: 5, differences: [{ path: 'ladder.weekStop', before: 0.04 }] } });
  const second = await ask<SettingsVersion>('POST', '/ladder', { ladder: { monthStop: 0.05 } });
  expect(second.body.session.ladder).toMatchObject({ dayStop: 0.01, weekStop: 0.04, monthStop: 0.05 });
  expect(second.body.overInForce).toEqual({
    version: 4,
    differences: [
      { path: 'ladder.weekStop', after: 0.04 },
      { path: 'ladder.monthStop', after: 0.05 },
    ],
  });
  const many = await Promise.all([0.03, 0.02, 0.01].map((monthStop) => save({ session: { ...session, ladder: { monthStop } } })));
  expect(many.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  // Version 7 takes nothing back of itself; what 5 and 6 were saved for is not in it.
  const seventh = (await ask<SettingsVersion>('GET', '/versions/7')).body.session;
  const { monthStop } = seventh.ladder as { monthStop: number };
  const taken = await ask<SettingsPlan>('POST', '/plan', { session: seventh });
  expect([taken.body.newest, taken.body.passedOver]).toEqual([
    { version: 7, differences: [] },
    [
      { version: 5, differences: [{ path: 'ladder.weekStop', before: 0.04 }] },
      { version: 6, differences: [{ path: 'ladder.monthStop', before: 0.05, after: monthStop }] },
    ],
  ]);
});

test('kill -9 of the trader while it tries a version: the former one', { timeout: 60_000 }, async () => {
  expect((await save({ version: 1, apply: true }, '/restore')).body).toMatchObject({ version: 8, restored: 1 });
  await expect.poll(() => openSettings(folder).state().trial?.begun ?? null, { timeout: 15_000, interval: 10 }).not.toBeNull();
  await expect.poll(() => isAlive(pidOf(folder, 'instance')), { timeout: 10_000, interval: 10 }).toBe(true);
  process.kill(pidOf(folder, 'instance'), 'SIGKILL');
  await settled(8);
  expect(await settings()).toMatchObject({ version: 4, outcome: { state: 'refused', code: 'SETTINGS_TRIAL_CUT' } });
  await expect.poll(account, { timeout: 15_000 }).toBe('bybit-paper');
});

test('kill -9 of everything right after it was asked for: the next start has one version, whole', { timeout: 60_000 }, async () => {
  await ask('POST', '/apply', { version: 1 });
  child.kill('SIGKILL');
  await killTree(folder);
  await startUp();
  await expect.poll(() => openSettings(folder).state().trial, { timeout: 20_000 }).toBeNull();
  const { active } = openSettings(folder).state();
  const { session } = openSettings(folder).read(active);
  expect([1, 4]).toContain(active);
  await expect.poll(account, { timeout: 15_000 }).toBe(session.account);
  expect(readFileSync(join(folder, 'config/state.json'), 'utf8')).toContain(`"active": ${active}`);
  const versions = await ask<{ rows: SettingsVersion[] }>('GET', '/versions');
  expect(versions.body.rows.map(({ version, restored }) => [version, restored])).toEqual([
    [8, 1],
    [7, null],
    [6, null],
    [5, null],
    [4, null],
    [3, null],
    [2, null],
    [1, null],
  ]);
});

test('a second trader that is refused while one tries a version says nothing about that version', { timeout: 60_000 }, async () => {
  const { active } = openSettings(folder).state();
  const other = active === 1 ? 4 : 1;
  await ask('POST', '/apply', { version: other });
  await expect.poll(() => openSettings(folder).state().trial?.begun ?? null, { timeout: 15_000, interval: 10 }).not.toBeNull();
  const { code, stderr } = await atalaya(['run', '--roles', 'trader', '--data-dir', folder]);
  expect([code, stderr]).toEqual([3, expect.stringContaining('[INSTANCE_RUNNING]')]);
  expect(stderr).not.toMatch(/settings: version \d+ is (tried|refused)/);
  await expect.poll(() => openSettings(folder).state(), { timeout: 20_000 }).toMatchObject({ active: other, trial: null });
  expect(await settings()).toMatchObject({ version: other, outcome: { state: 'in-force' } });
});
