// The command as it is typed: what it prints, that it serves, and what it says of mistakes.
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { atalaya, PROJECT, SAMPLES, temporaryFolder } from '../cli/run-cli.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

interface Opened {
  readonly addresses: Record<string, string>;
  readonly instruments: readonly string[];
  readonly begins: string;
  readonly ends: string;
  readonly seed: number;
}

function opened(...args: readonly string[]) {
  return openedAs('bybit', ...args);
}

function openedAs(venue: string, ...args: readonly string[]): Promise<{ told: Opened; child: ChildProcess }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(PROJECT, 'src/apps/cli.ts'), 'exchange', '--venue', venue, '--json', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    let text = '';
    child.stdout?.on('data', (part) => {
      text += part;
      if (text.endsWith('}\n')) done({ told: JSON.parse(text) as Opened, child });
    });
    child.on('close', () => fail(new Error(text)));
  });
}

test('it opens on the samples, answers, and stops cleanly', async () => {
  const { told, child } = await opened('--speed', '60', '--seed', '9');
  expect(told).toMatchObject({
    instruments: ['BTCUSDT', 'BTCUSDT-PERP'],
    begins: '2022-12-13T06:00:00Z',
    ends: '2022-12-14T00:00:00Z',
    seed: 9,
    demoKey: 'demo',
  });
  const answer = await (await fetch(`${told.addresses.rest}/v5/market/tickers?category=spot`)).json();
  expect(answer).toMatchObject({ retCode: 0, result: { list: [{ symbol: 'BTCUSDT' }] } });
  const code = new Promise((done) => child.on('exit', done));
  child.kill('SIGTERM');
  expect(await code).toBe(0);
});

test('Kraken opens on its samples, answers, and takes faults', async () => {
  const { told } = await openedAs('kraken', '--speed', '60', '--seed', '9');
  expect(told).toMatchObject({ instruments: ['BTCUSD'], begins: '2017-12-17T08:20:00Z', ends: '2017-12-18T00:00:00Z' });
  const time = async () => (await (await fetch(`${told.addresses.rest}/0/public/Time`)).json()) as { error: string[] };
  expect((await time()).error).toEqual([]);
  await fetch(told.addresses.faults as string, { method: 'POST', body: JSON.stringify({ kind: 'maintenance' }) });
  expect((await time()).error).toEqual(['EService:Unavailable']);
});

test('the gateway of Interactive Brokers greets at one port, and takes faults at another', async () => {
  const { told } = await openedAs('ib', '--seed', '9');
  expect(told.instruments).toEqual(['SPY']);
  const [host, port] = (told.addresses.tws as string).split(':') as [string, string];
  const socket = connect(Number(port), host);
  // The beginning of every conversation with TWS: "API", no byte, and the versions that are spoken, behind their length.
  socket.write(Buffer.concat([Buffer.from('API\0'), Buffer.from([0, 0, 0, 9]), Buffer.from('v100..177')]));
  const greeting = await new Promise<Buffer>((done) => socket.once('data', done));
  socket.destroy();
  expect(greeting.subarray(4).toString().split('\0')[0]).toBe('177');
  const { added } = (await (
    await fetch(told.addresses.faults as string, { method: 'POST', body: JSON.stringify({ kind: 'silent' }) })
  ).json()) as { added: number[] };
  expect(added).toEqual([1]);
});

test("aligned to now, the latest kline is the current minute's", async () => {
  const { told } = await opened('--align-now');
  const { result } = (await (
    await fetch(`${told.addresses.rest}/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&limit=1`)
  ).json()) as { result: { list: string[][] } };
  expect(Date.now() - Number(result.list[0]?.[0])).toBeLessThan(120_000);
});

test('it replays a file named after its instrument to the end, with the faults of a scenario', async () => {
  const folder = temporaryFolder();
  const rows = Array.from({ length: 20 }, (_, i) => `${new Date(Date.UTC(2024, 0, 1, 0, i)).toISOString()},100,101,99,100.5,12`);
  const [file, faults] = [join(folder, 'ETHUSDT-PERP-1m.csv'), join(folder, 'faults.json')];
  writeFileSync(file, ['time,open,high,low,close,volume', ...rows].join('\n'));
  writeFileSync(faults, JSON.stringify({ faults: [{ kind: 'maintenance', scope: { request: '/v5/market/time' } }] }));
  const { told, child } = await opened('--replay', file, '--speed', '3600', '--faults', faults, '--until-end');
  expect(told.instruments).toEqual(['ETHUSDT-PERP']);
  const { retCode } = (await (await fetch(`${told.addresses.rest}/v5/market/time`)).json()) as { retCode: number };
  expect(retCode).toBe(10016);
  expect(await new Promise((done) => child.on('exit', done))).toBe(0);
});

test('it replays a recorded book to the end at full speed, and says what was left out of it', async () => {
  const file = join(import.meta.dirname, 'fixtures/hftbacktest/BTCUSDT-spot.jsonl.gz');
  const { code, stdout, stderr } = await atalaya([
    ...['exchange', '--venue', 'bybit', '--json', '--replay', file, '--speed', 'max', '--seed', '9', '--until-end'],
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    instruments: ['BTCUSDT'],
    begins: '2024-08-08T23:54:15.408Z',
    ends: '2024-08-08T23:54:35.118Z',
  });
  expect(stderr).toContain('BTCUSDT: 1 trades before the first snapshot were left out');
  expect(stderr).toContain('the replay has ended: stopping');
});

test.each([
  [['--speed', '0.5'], /--speed: expected 1 to 3600, or max, found "0\.5"/],
  [['--replay', join(SAMPLES, 'README.md')], /expected a file named after its instrument/],
  [['--replay', 'BTCUSDT-bybit-1m', 'BTCUSDT-bybit-1m-quotes'], /expected each instrument once, found spot BTCUSDT twice/],
])('%j is refused as a mistake of use', async (args, words) => {
  const { code, stderr } = await atalaya(['exchange', '--venue', 'bybit', ...args]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
});
