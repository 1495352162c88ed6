// Two traders with folders of their own, lease and journal in PostgreSQL: the leader killed, stopped, and cut off from the database.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { agreement } from '../live-venue/journal-account.ts';
import {
  CLEAN,
  control,
  type ExchangeProcess,
  endAll,
  openReader,
  type Running,
  type Stand,
  stand,
  startExchange,
  type VenueReader,
} from '../live-venue/processes.ts';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';
import { crew, inWords, pause, TAKEN_OVER_WITHIN_MS, takenOver, WAITS } from './pair.ts';

const FULL = process.env.ATALAYA_FULL !== undefined;
const [KILLS, CUTS] = FULL ? [10, 20] : [1, 1];

/** A machine of its own, as far as data folder and way to the database go. */
interface Machine {
  readonly at: Stand;
  readonly way: CuttingProxy;
  trader: Running;
}

let exchange: ExchangeProcess;
let reader: VenueReader;
let server: ThrowAwayServer;
const machines: Machine[] = [];
const traders = crew();

beforeAll(async () => {
  [exchange, server] = await Promise.all([startExchange(['--speed', FULL ? '60' : '120', '--history', '60']), startThrowAwayServer()]);
  reader = openReader(exchange.url);
});

afterAll(async () => {
  reader?.end();
  await endAll([...traders.all, exchange]);
  for (const { at, way } of machines) {
    await way.close();
    at.remove();
  }
  await server?.remove();
});

async function machine(): Promise<Machine> {
  const { host, port } = server.server.connection;
  const way = await startCuttingProxy({ path: join(host, `.s.PGSQL.${port ?? 5432}`) });
  const at = stand(exchange.url, { standby: { kind: 'database' } });
  const made = { at, way, trader: startOn(at, way) };
  machines.push(made);
  return made;
}

function startOn(at: Stand, way: CuttingProxy): Running {
  const { user, password } = server.server.connection;
  return traders.start(at, 'demo', { DATABASE_URL: `postgres://${user}:${password}@127.0.0.1:${way.port}/postgres` });
}

function startAgain(on: Machine): void {
  on.trader = startOn(on.at, on.way);
}

test(
  `${KILLS} kills and ${CUTS} cuts from the database: the other machine takes over with everything that was sent`,
  async () => {
    let leader = await machine();
    await leader.trader.says(CLEAN);
    let standby = await machine();
    const times: number[] = [];
    for (let round = 0; round < KILLS + CUTS; round++) {
      await standby.trader.says(WAITS);
      await pause(1_000 + Math.random() * 1_000);
      const since = performance.now();
      const isKill = round < KILLS;
      if (isKill) leader.trader.process.kill('SIGKILL');
      else if (round % 2 === 0) leader.way.cut();
      else leader.way.freeze();
      times.push(await takenOver(since, standby.trader));
      if (isKill) startAgain(leader);
      else {
        expect(leader.trader.said()).toContain('LEASE_LAPSED');
        leader.way.mend();
        expect(await leader.trader.ended).toBe(3);
        expect(leader.trader.said()).toContain('LEASE_LOST');
        // What it had written without being sure of it is set aside, and it waits in its turn.
        startAgain(leader);
        if (!FULL || round === KILLS) await leader.trader.says(/JOURNAL_SET_ASIDE: \d+ entries after \d+/);
      }
      await standby.trader.says(CLEAN, 30_000);
      await agreement(standby.at.dataFolder, 'process-test', reader, 30_000);
      [leader, standby] = [standby, leader];
    }
    console.log(`${KILLS} kills, ${CUTS} cuts: ${inWords(times)}`);
    expect(Math.max(...times)).toBeLessThanOrEqual(TAKEN_OVER_WITHIN_MS);
    for (const { at } of machines) {
      const { code, said } = await control(at, ['journal', 'verify']);
      expect(code, said).toBe(0);
    }
    const { document } = await control(leader.at, ['status']);
    expect(document.standby).toMatchObject({ kind: 'database', lapse: null });
  },
  FULL ? 1_800_000 : 90_000,
);
