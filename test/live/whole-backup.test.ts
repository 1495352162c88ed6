/** Everything a person has made comes back after the data folder is gone: owner, audit, settings, sealed secrets, the session's journal; and what is missing of keys is named. */

import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeCluster, runningConnection } from '../../src/adapters/postgres/cluster.ts';
import { PASSWORD } from '../accounts/accounts-lab.ts';
import { HttpBrowser } from '../accounts/http-browser.ts';
import { codeShownAt, STEP_MS } from '../browser/authenticator.ts';
import { PROJECT, run } from '../live-venue/processes.ts';
import { done, makeOwner, makeViewer, type Owner, type RealPlatform, startRealPlatform } from './real-platform.ts';
import { killTree } from './role-pids.ts';

const [KEY, SECRET] = ['planted-words-of-the-key', 'planted-words-of-the-venue'];
const KEYS = ['state/secrets/master.key', 'state/second-factors.key'];
const SESSION = {
  ...{ account: 'second', currency: 'USDT', cash: 20_000, samples: ['BTCUSDT-bybit-1m'], risk: 'default' },
  ...{ feeRatio: 0.001, slippageRatio: 0.0005, latencyMs: 0, speed: 600, seed: 1 },
  strategies: [{ id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 10, slow: 30 } }],
};
let platform: RealPlatform;
let owner: Owner;
let data: string;
let aside: string;

beforeAll(async () => {
  platform = await startRealPlatform();
  data = platform.dataFolder;
  aside = join(dirname(data), 'aside');
  owner = await makeOwner(platform);
}, 90_000);
afterAll(() => platform.remove(), 60_000);

/** `atalaya COMMAND... --json`: the document it printed. */
async function atalaya(words: readonly string[], input = '') {
  const asked = run([join(PROJECT, 'src/apps/cli.ts'), ...words, '--data-dir', data, '--json']);
  asked.process.stdin?.end(input);
  const code = await asked.ended;
  const said = asked.said();
  return {
    code,
    said,
    // biome-ignore lint/suspicious/noExplicitAny: whatever the command prints
    document: said.includes('{') ? (JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1)) as any) : null,
  };
}

test('made, wiped, restored and started: all is there', { timeout: 150_000 }, async () => {
  await makeViewer(platform, owner, 'paco');
  expect((await atalaya(['secret', 'set', 'venue.kraken'], `${KEY}\n${SECRET}\n`)).code).toBe(0);
  await done(owner.browser.post('/api/v1/settings/versions', { session: SESSION, base: 0, why: 'to be kept' }));
  const before = (await done(owner.browser.get('/api/v1/audit?limit=100'))).entries;

  const { code, document: made } = await atalaya(['backup', '--to', aside]);
  expect([code, made.holds]).toEqual([0, { database: true, keys: false }]);
  expect(readdirSync(aside)).toHaveLength(1);
  const names = readdirSync(made.folder, { recursive: true }).map(String);
  expect(names).toEqual(
    expect.arrayContaining(['config/versions/000001.json', 'state/secrets/store.json', 'database/audit.entry-1.jsonl']),
  );
  expect(names.filter((name) => /master\.key|second-factors|session-|pin/.test(name))).toEqual([]);
  expect((await atalaya(['backup', '--to', aside, '--with-keys'])).document.holds).toEqual({ database: true, keys: true });

  platform.up.process.kill('SIGTERM');
  await platform.up.ended;
  for (const name of KEYS) cpSync(join(data, name), join(dirname(data), 'keys', name));
  await wipe();

  const restored = await atalaya(['backup', 'restore', made.folder]);
  expect(restored.code, restored.said).toBe(0);
  const told = restored.document.parts.map(({ part, isRestored }: { part: string; isRestored: boolean }) => [part, isRestored]);
  expect(told).toEqual(['journal', 'settings', 'secrets', 'state', 'database'].map((part) => [part, true]));
  expect(restored.document.missingKeys).toEqual(KEYS);
  expect((await atalaya(['backup', 'restore', made.folder])).said).toContain('--without-journal');
  // The rest is there: nothing of it is written over.
  const again = await atalaya(['backup', 'restore', made.folder, '--without-journal']);
  expect(again.document.parts.every(({ isRestored }: { isRestored: boolean }) => !isRestored)).toBe(true);
  const putBack = (name = '') => cpSync(join(dirname(data), 'keys', name), join(data, name));
  const [master, factors] = KEYS;
  putBack(master);

  platform = await startRealPlatform([], {}, data);
  // No link and no code lets a stranger in.
  expect([platform.link, platform.setup]).toEqual([null, null]);
  const browser = new HttpBrowser({ port: platform.port });
  await expect
    .poll(async () => (await browser.post('/api/v1/session', { name: owner.name, password: PASSWORD })).status, { timeout: 20_000 })
    .toBe(200);
  // The start says that a key was not put back, and none is made in its place; put back while it runs, it counts.
  await expect
    .poll(() => platform.up.said(), { timeout: 20_000 })
    .toContain(`FACTOR_KEY_ABSENT: ${join(data, factors as string)} is not there`);
  const wanted = codeShownAt(owner.secret, Date.now() + STEP_MS);
  expect(await browser.post('/api/v1/session/second-factor', { kind: 'totp', code: wanted })).toMatchObject({ code: 'FACTOR_KEY_ABSENT' });
  expect(existsSync(join(data, factors as string))).toBe(false);
  putBack(factors);
  // A code is taken once, and that of the enrolment may still be shown: the next one is taken too.
  await done(browser.post('/api/v1/session/second-factor', { kind: 'totp', code: codeShownAt(owner.secret, Date.now() + STEP_MS) }));
  const after = (await done(browser.get('/api/v1/audit?limit=100'))).entries;
  expect(after.map(({ hash }: { hash: string }) => hash)).toEqual(expect.arrayContaining(before.map(({ hash }: { hash: string }) => hash)));
  expect((await done(browser.get('/api/v1/users'))).users.map(({ name }: { name: string }) => name).sort()).toEqual(['marta', 'paco']);
  expect((await done(browser.get('/api/v1/settings/versions'))).rows).toMatchObject([{ version: 1, why: 'to be kept', by: 'panel:marta' }]);
  expect((await atalaya(['secret', 'get', 'venue.kraken', '--reveal'])).said).toContain(SECRET);
  expect((await atalaya(['admin', 'audit', 'verify'])).code).toBe(0);
  expect((await done(browser.get('/api/v1/system/services'))).services[0].state).toBe('ok');
  // Who was signed in when it was made is not any more.
  const earlier = new HttpBrowser({ port: platform.port });
  for (const [name, value] of owner.browser.cookies) earlier.cookies.set(name, value);
  expect([(await earlier.get('/api/v1/users')).status, (await browser.get('/api/v1/users')).status]).toEqual([401, 200]);
});

async function wipe(): Promise<void> {
  await killTree(data);
  await expect.poll(() => runningConnection(join(data, 'database'))).toBeUndefined();
  removeCluster(join(data, 'database'));
  rmSync(data, { recursive: true, force: true });
  expect(existsSync(data)).toBe(false);
}
