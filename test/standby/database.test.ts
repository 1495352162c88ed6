// Two traders with folders of their own, lease and journal in PostgreSQL: the leader killed, stopped, and cut off from the database or from everything.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { agreement } from '../live-venue/journal-account.ts';
import { CLEAN, control, type ExchangeProcess, type Running, type Stand } from '../live-venue/processes.ts';
import { openScene } from '../live-venue/scene.ts';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';
import { type Network, openNetwork } from './network.ts';
import { inWords, pause, TAKEN_OVER_WITHIN_MS, takenOver, WAITS } from './pair.ts';

const FULL = process.env.ATALAYA_FULL !== undefined;
/** `cut`: connections to the database break and none is taken. `freeze`: bytes go nowhere. `pull`: the network cable, to database and venue. */
type Blow = 'kill' | 'stop' | 'cut' | 'freeze' | 'pull';
const times = (count: number, blows: readonly Blow[]) => Array.from({ length: count }, (_, index) => blows[index % blows.length] as Blow);
const KILLS = FULL ? times(10, ['kill', 'kill', 'kill', 'kill', 'stop']) : times(1, ['kill']);
const CUTS = FULL ? times(20, ['pull', 'pull', 'cut', 'freeze']) : times(1, ['freeze']);
/** They go by the wall clock: where the machine was held up for seconds, a short one is tried once more. */
const HOW = FULL ? { timeout: 1_800_000 } : { timeout: 120_000, retry: 1 };

/** A machine of its own, as far as data folder and network go. */
interface Machine {
  readonly at: Stand;
  readonly way: CuttingProxy;
  readonly network: Network | null;
  start(): Running;
  trader: Running;
}

const scene = openScene(afterAll);
let exchange: ExchangeProcess;
let server: ThrowAwayServer;
const machines: Machine[] = [];

beforeAll(async () => {
  [exchange, server] = await Promise.all([scene.exchange(), startThrowAwayServer()]);
});

afterAll(async () => {
  await scene.close();
  await server?.remove();
});

async function machine(account: string, ownNetwork = false): Promise<Machine> {
  const network = ownNetwork ? await openNetwork(machines.length, Number(new URL(exchange.url).port)) : null;
  const { host, port, user, password } = server.server.connection;
  const way = await startCuttingProxy({ path: join(host, `.s.PGSQL.${port}`) }, network?.here);
  scene.afterwards(way.close);
  scene.afterwards(() => network?.remove());
  const at = scene.home(exchange.url, { account, standby: { kind: 'database' } });
  const address = `postgres://${user}:${password}@${network?.here ?? '127.0.0.1'}:${way.port}/postgres`;
  const start = () => scene.trader(at, account, { DATABASE_URL: address }, network?.before);
  const made = { at, way, network, start, trader: start() };
  machines.push(made);
  return made;
}

const BLOWS: Readonly<Record<Blow, (on: Machine) => void>> = {
  kill: ({ trader }) => trader.process.kill('SIGKILL'),
  stop: ({ trader }) => trader.process.kill('SIGSTOP'),
  cut: ({ way }) => way.cut(),
  freeze: ({ way }) => way.freeze(),
  pull: ({ network, way }) => (network ?? { pull: () => way.freeze() }).pull(),
};
const MENDED: Readonly<Record<Blow, (on: Machine) => void>> = {
  kill: () => {},
  stop: ({ trader }) => trader.process.kill('SIGCONT'),
  cut: ({ way }) => way.mend(),
  freeze: ({ way }) => way.mend(),
  pull: ({ network, way }) => (network ?? { plug: () => way.mend() }).plug(),
};

/** An account of its own for each try. */
const accountOf = (name: string) => `${name}-${machines.length}`;

async function takeTurns(name: string, blows: readonly Blow[]): Promise<void> {
  const account = accountOf(name);
  const reader = scene.reader(exchange.url, account);
  let leader = await machine(account, blows.includes('pull'));
  await leader.trader.says(CLEAN);
  let standby = await machine(account, blows.includes('pull'));
  const took: number[] = [];
  for (const blow of blows) {
    await standby.trader.says(WAITS);
    await pause(1_000 + Math.random() * 1_000);
    const since = performance.now();
    BLOWS[blow](leader);
    took.push(await takenOver(since, standby.trader));
    MENDED[blow](leader);
    if (blow !== 'kill') {
      // Once it reads the lease again it knows.
      expect(await leader.trader.ended).toBe(3);
      expect(leader.trader.said()).toContain('LEASE_LOST');
    } else await leader.trader.ended;
    leader.trader = leader.start();
    await standby.trader.says(CLEAN, 30_000);
    await agreement(standby.at.dataFolder, account, reader, 30_000);
    [leader, standby] = [standby, leader];
  }
  const isAnother = machines.some(({ network, at }) => network !== null && at === leader.at);
  console.log(`${blows.length} times ${[...new Set(blows)].join(', ')}${isAnother ? ' (network namespaces)' : ''}: ${inWords(took)}`);
  expect(Math.max(...took)).toBeLessThanOrEqual(TAKEN_OVER_WITHIN_MS);
  await standby.trader.says(WAITS);
  const { document } = await control(leader.at, ['status']);
  expect(document.standby).toMatchObject({ kind: 'database', lapse: null });
  for (const { at } of [leader, standby]) {
    const { code, said } = await control(at, ['journal', 'verify']);
    expect(code, said).toBe(0);
  }
}

test.concurrent(`${KILLS.length} kills and stops: the other machine takes over with everything that was sent`, HOW, () =>
  takeTurns('kills', KILLS),
);

test.concurrent(`${CUTS.length} cuts: the one that is cut off sends nothing more, and ends when it hears who leads`, HOW, () =>
  takeTurns('cuts', CUTS),
);

test.concurrent('with the database away and nobody to take over nothing is sent, and trading goes on when it is back', HOW, async () => {
  const account = accountOf('alone');
  const reader = scene.reader(exchange.url, account);
  const { trader, way, at } = await machine(account);
  await trader.says(CLEAN);
  await pause(1_500);
  way.cut();
  await trader.says('LEASE_LAPSED: the lease could not be renewed');
  // Whatever was on its way has been done by then.
  await pause(1_000);
  const before = (await reader.read()).orders.length;
  await pause(1_500);
  expect((await reader.read()).orders.length).toBe(before);
  expect((await control(at, ['status'])).document).toMatchObject({
    mode: { name: 'OBSERVATION' },
    standby: { lapse: expect.any(String) },
  });
  way.mend();
  await trader.says('LEASE_RENEWED');
  for (const until = performance.now() + 20_000; (await reader.read()).orders.length === before; await pause(200))
    if (performance.now() > until) throw new Error('nothing was sent after the database had come back');
  await agreement(at.dataFolder, account, reader, 20_000);
});
