// A session on the local exchange as a platform of processes: signals come in at the web and are filled by the trader, which alone has the venue's key; a killed trader is back with what it holds.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { signatureOf } from '../../src/adapters/http/webhook-signature.ts';
import { removeCluster, runningConnection } from '../../src/adapters/postgres/cluster.ts';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import { killTree, pidOf } from '../live/role-pids.ts';
import { control, endAll, IDLE, PROJECT, type Running, run, stand, startExchange } from './processes.ts';

const SECRET = 'a-secret-that-is-shared-with-the-sender-0004';
const INSTRUMENT = 'BTCUSDT-PERP';

async function post(url: string, signal: object, at = String(Date.now())) {
  const text = JSON.stringify({
    kind: 'LONG_ENTRY',
    symbol: INSTRUMENT,
    tf: '1m',
    strategy: 'outside',
    sl: 9_000,
    risk_pct: 0.5,
    ...signal,
  });
  const headers = { 'x-atalaya-timestamp': at, 'x-atalaya-signature': signatureOf(SECRET, at, text) };
  const response = await fetch(`${url}/api/v1/signals`, { method: 'POST', body: text, headers });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, told: body.code ?? body.outcome };
}

/** The fills in the views, with what kind of session they say it is. */
async function projectedFills(dataFolder: string): Promise<string[]> {
  const connection = runningConnection(join(dataFolder, 'database'));
  if (connection === undefined) return [];
  const database = openDatabase(connection, 1);
  const rows = await database
    .query<{ mode: string }>('select s.mode from trading.fills f join trading.sessions s on s.account = f.account and s.epoch = 1')
    .catch(() => []);
  await database.close();
  return rows.map(({ mode }) => mode);
}

test('up on a venue: signals, keys, a killed trader, views', { timeout: 90_000, retry: 1 }, async () => {
  const running: Running[] = [];
  const exchange = await startExchange(['--speed', '60', '--history', '60']);
  running.push(exchange);
  const home = stand(exchange.url, { strategies: [IDLE], signals: true });
  const { dataFolder } = home;
  mkdirSync(join(dataFolder, 'state'), { recursive: true });
  writeFileSync(join(dataFolder, 'state', 'webhook-secret'), `${SECRET}\n`, { mode: 0o600 });
  onTestFinished(async () => {
    await killTree(dataFolder);
    await endAll(running);
    while (runningConnection(join(dataFolder, 'database')) !== undefined) await sleep(50);
    removeCluster(join(dataFolder, 'database'));
    home.remove();
  });
  const words = ['up', '--config', home.configuration, '--mode', 'real', '--data-dir', dataFolder, '--port', '0', '--json'];
  const up = run([join(PROJECT, 'src/apps/cli.ts'), ...words], { ATALAYA_VENUE_KEY: 'demo', ATALAYA_VENUE_SECRET: 'demo' });
  running.push(up);
  const [, url = ''] = /"url": "([^"]+)"/.exec(await up.says(/"resumed": false/)) as RegExpExecArray;
  await up.says(/OBSERVATION to NORMAL/);
  const environment = (role: 'instance' | 'web') => readFileSync(`/proc/${pidOf(dataFolder, role)}/environ`, 'utf8');
  expect(environment('instance')).toContain('ATALAYA_VENUE_SECRET=');
  expect(environment('web')).not.toContain('ATALAYA_VENUE');

  const at = String(Date.now());
  const entry = { nonce: 'platform-0001' };
  await expect.poll(() => post(url, { dry_run: true, nonce: `dry-${Date.now()}` })).toMatchObject({ told: 'dry-run' });
  expect(await post(url, entry, at)).toMatchObject({ status: 200, told: 'executed' });
  expect(await post(url, entry, at)).toMatchObject({ status: 409, told: 'SIGNAL_REPEATED' });
  const held = async () => (await control(home, ['positions'])).document?.rows?.map((row: { quantity: string }) => row.quantity);
  await expect.poll(held, { timeout: 10_000 }).toHaveLength(1);
  const before = await held();

  process.kill(pidOf(dataFolder, 'instance'), 'SIGKILL');
  await expect
    .poll(() => post(url, { nonce: `away-${Date.now()}` }), { interval: 20 })
    .toMatchObject({ status: 503, told: 'TRADER_NOT_RUNNING' });
  await up.says('the trader runs again');
  await expect.poll(held, { timeout: 10_000 }).toEqual(before);
  // The web remembers what it has let in, whoever trades.
  await expect.poll(() => post(url, entry, at)).toMatchObject({ status: 409, told: 'SIGNAL_REPEATED' });
  await expect.poll(() => projectedFills(dataFolder), { timeout: 15_000 }).toEqual(['real']);

  up.process.kill('SIGTERM');
  expect(await up.ended).toBe(0);
  expect(up.said()).toContain('stopped: ');
});
