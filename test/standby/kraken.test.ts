// A trader on Kraken stopped while it sends: its bytes arrive after the take-over, and the venue refuses them because its successor's nonces are ahead.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { differences, journalAccount } from '../live-venue/journal-account.ts';
import { CLEAN, restless, run, type Stand, type VenueReader } from '../live-venue/processes.ts';
import { openScene } from '../live-venue/scene.ts';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';
import { bodyOf, inWords, pause, TAKEN_OVER_WITHIN_MS, takenOver, WAITS } from './pair.ts';

const FULL = process.env.ATALAYA_FULL !== undefined;
/** Kraken is asked for executions by time: with a market that runs faster than the clock they would not be found, and nothing could be compared. */
const SPEED = FULL ? '1' : '120';
const KEY = 'ZGVtbw==';

const scene = openScene(afterAll);
let proxy: CuttingProxy;
let at: Stand;
let reader: VenueReader;

beforeAll(async () => {
  const exchange = scene.started(run([join(import.meta.dirname, 'kraken-exchange.ts'), SPEED]));
  const [url] = /http:\S+/.exec(await exchange.says(/http:\S+\n/)) as RegExpExecArray;
  proxy = await startCuttingProxy({ host: '127.0.0.1', port: Number(new URL(url).port) });
  const [rest, streams] = [`http://127.0.0.1:${proxy.port}`, `ws://127.0.0.1:${proxy.port}`];
  scene.afterwards(proxy.close);
  at = scene.home(rest, {
    currency: 'USD',
    venue: { name: 'kraken', category: 'spot', url: { rest, publicStreams: streams, privateStreams: `${streams}/auth` } },
    instruments: [{ id: 'BTCUSD', symbol: 'XXBTZUSD' }],
    strategies: [restless({}, 0.05, 'BTCUSD')],
    leverage: 1,
    standby: { kind: 'host' },
  });
  reader = scene.reader(url, KEY, 'spot', join(import.meta.dirname, 'kraken-reader.ts'));
});

test('a late order dies by its nonce, nothing is doubled or lost, and the one that was stopped ends', async () => {
  const leader = scene.trader(at, KEY);
  await leader.says(CLEAN);
  const standby = scene.trader(at, KEY);
  await standby.says(WAITS);
  // With a market at its own speed the first candle may take a minute.
  const { release } = await proxy.catchNext('POST /0/private/AddOrder');
  leader.process.kill('SIGSTOP');
  const tookMs = await takenOver(performance.now(), standby);
  expect(bodyOf(await release())).toEqual({ error: ['EAPI:Invalid nonce'] });
  leader.process.kill('SIGCONT');
  expect(await leader.ended).toBe(3);
  expect(leader.said()).toContain('LEASE_LOST');
  console.log(`Kraken, a stop while sending: ${inWords([tookMs])}`);
  expect(tookMs).toBeLessThanOrEqual(TAKEN_OVER_WITHIN_MS);

  if (!FULL) return;
  await standby.says(CLEAN, 120_000);
  // It enters in two minutes of four, and goes out a minute later.
  const filled = () => journalAccount(at.dataFolder, 'process-test', '100000').fills.length;
  for (const until = performance.now() + 270_000; filled() === 0 && performance.now() < until; ) await pause(1_000);
  await pause(2_000);
  standby.process.kill('SIGTERM');
  expect(await standby.ended).toBe(0);
  const here = journalAccount(at.dataFolder, 'process-test', '100000');
  const found = differences(here, await reader.read(), (instrument) => instrument);
  // Spot: what is held was paid for in money, which the journal counts as value.
  expect(found.filter((line) => !line.startsWith('wallet'))).toEqual([]);
  expect(here.fills.length).toBeGreaterThan(0);
}, 600_000);
