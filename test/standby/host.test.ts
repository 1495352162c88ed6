// Two traders on one machine: the leader killed, and stopped in the middle of sending and resumed after the take-over. Real processes, read by a third one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agreement } from '../live-venue/journal-account.ts';
import { CLEAN, control, type ExchangeProcess, type Running, type Stand, type VenueReader } from '../live-venue/processes.ts';
import { openScene } from '../live-venue/scene.ts';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';
import { bodyOf, inWords, pause, TAKEN_OVER_WITHIN_MS, takenOver, WAITS } from './pair.ts';

const FULL = process.env.ATALAYA_FULL !== undefined;
/** Ten more kills, and the cuts, are on two machines (database.test.ts); one more stop is on Kraken. */
const [KILLS, LATE, UNHEARD] = FULL ? [40, 5, 4] : [2, 1, 1];
const TRADES_WITHIN_MS = 1_000;
/** They go by the wall clock: where the machine was held up for seconds, a short one is tried once more. */
const HOW = FULL ? { timeout: 900_000 } : { timeout: 90_000, retry: 1 };

const scene = openScene(afterAll);
let exchange: ExchangeProcess;
let homes = 0;

/** An account at the venue, a data folder, and one way to the venue for all: only the leader sends orders. */
interface Home {
  readonly at: Stand;
  readonly reader: VenueReader;
  readonly proxy: CuttingProxy;
  start(): Running;
}

async function homeOf(name: string): Promise<Home> {
  // An account of its own for each try.
  const key = `${name}-${homes++}`;
  const proxy = await startCuttingProxy({ host: '127.0.0.1', port: Number(new URL(exchange.url).port) });
  scene.afterwards(proxy.close);
  const at = scene.home(`http://127.0.0.1:${proxy.port}`, { standby: { kind: 'host' } });
  return { at, proxy, reader: scene.reader(exchange.url, key), start: () => scene.trader(at, key) };
}

beforeAll(async () => {
  exchange = await scene.exchange();
});

test.concurrent(`${KILLS} kills of the leader: the standby takes over, and orders and fills are as the venue has them`, HOW, async () => {
  const { at, reader, start } = await homeOf('kills');
  let leader = start();
  await leader.says(CLEAN);
  const times: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const standby = start();
    await standby.says(WAITS);
    await pause(Math.random() * TRADES_WITHIN_MS);
    const since = performance.now();
    leader.process.kill('SIGKILL');
    times.push(await takenOver(since, standby));
    await standby.says(CLEAN, 30_000);
    await agreement(at.dataFolder, 'process-test', reader);
    leader = standby;
  }
  console.log(`${KILLS} kills: ${inWords(times)}`);
  expect(Math.max(...times)).toBeLessThanOrEqual(TAKEN_OVER_WITHIN_MS);
  // A leader that ends in good order is followed at once, and its successor does not call that a take-over.
  const last = start();
  await last.says(WAITS);
  leader.process.kill('SIGTERM');
  await last.says(CLEAN, 30_000);
  expect(await leader.ended).toBe(0);
  await agreement(at.dataFolder, 'process-test', reader);
});

/** The leader stopped with an order on its way, until another one leads and `then` has been seen to; afterwards it goes on. */
async function stops(key: string, count: number, now: (release: () => Promise<string>) => Promise<void>, then: typeof now): Promise<void> {
  const { at, reader, proxy, start } = await homeOf(key);
  let leader = start();
  await leader.says(CLEAN);
  const times: number[] = [];
  for (let stop = 0; stop < count; stop++) {
    const standby = start();
    await standby.says(WAITS);
    const { release } = await proxy.catchNext('POST /v5/order/create');
    leader.process.kill('SIGSTOP');
    const since = performance.now();
    await now(release);
    times.push(await takenOver(since, standby));
    await then(release);
    leader.process.kill('SIGCONT');
    expect(await leader.ended).toBe(3);
    expect(leader.said()).toContain('LEASE_LOST');
    await standby.says(CLEAN, 30_000);
    await agreement(at.dataFolder, 'process-test', reader, 30_000);
    // The door is the successor's, although the one that was stopped still had it open.
    const { document } = await control(at, ['status']);
    expect(document.standby).toMatchObject({ kind: 'host', lapse: null, leader: expect.stringContaining(`.${standby.process.pid}.`) });
    leader = standby;
  }
  console.log(`${count} stops while sending (${key}): ${inWords(times)}`);
  expect(Math.max(...times)).toBeLessThanOrEqual(TAKEN_OVER_WITHIN_MS);
  const { code, said } = await control(at, ['journal', 'verify']);
  expect(code, said).toBe(0);
}

test.concurrent(
  `${LATE} leaders stopped while they send, the bytes arriving after the take-over: the venue refuses them by their age`,
  HOW,
  () =>
    stops(
      'late',
      LATE,
      async () => {},
      async (release) => expect(bodyOf(await release())).toMatchObject({ retCode: 10002, retMsg: expect.stringContaining('recv_window') }),
    ),
);

test.concurrent(`${UNHEARD} leaders stopped while they send, the venue's answer never heard: the successor finds the order`, HOW, () =>
  stops(
    'unheard',
    UNHEARD,
    async (release) => expect(bodyOf(await release()).retCode).toBe(0),
    async () => {},
  ),
);
