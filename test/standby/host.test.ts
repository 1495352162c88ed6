// Two traders on one machine: the leader killed, and stopped in the middle of sending and resumed after the take-over. Real processes, read by a third one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  startTrader,
  type VenueReader,
} from '../live-venue/processes.ts';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';

const FULL = process.env.ATALAYA_FULL !== undefined;
const [KILLS, STOPS] = FULL ? [50, 10] : [3, 2];
const TAKEN_OVER_WITHIN_MS = 10_000;
const TRADES_WITHIN_MS = 1_000;
const WAITS = /standby: \S+ leads \(lease \d+\)/;

interface Member {
  readonly at: Stand;
  readonly trader: Running;
}

let exchange: ExchangeProcess;
let reader: VenueReader;
/** Only the leader sends orders: one way to the venue will do for all. */
let proxy: CuttingProxy;
let dataFolder: string;
const members: Member[] = [];

beforeAll(async () => {
  exchange = await startExchange(['--speed', FULL ? '60' : '120', '--history', '60']);
  reader = openReader(exchange.url);
  proxy = await startCuttingProxy({ host: '127.0.0.1', port: Number(new URL(exchange.url).port) });
  dataFolder = mkdtempSync(join(tmpdir(), 'atalaya-standby-'));
});

afterAll(async () => {
  reader?.end();
  await endAll([...members.map(({ trader }) => trader), exchange]);
  for (const { at } of members) at.remove();
  await proxy?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

function startMember(): Member {
  const at = stand(`http://127.0.0.1:${proxy.port}`, { standby: { kind: 'host' } }, dataFolder);
  const member = { at, trader: startTrader(at) };
  members.push(member);
  return member;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const middleAndMost = (times: number[]) => {
  times.sort((a, b) => a - b);
  return `middle ${Math.round(times[times.length >> 1] ?? 0)} ms, longest ${Math.round(times.at(-1) ?? 0)} ms`;
};

/** From the leader's last moment until the other one has compared itself with the venue and may enter. */
async function takeOver(since: number, { trader }: Member): Promise<number> {
  await trader.says(CLEAN, 20_000);
  return performance.now() - since;
}

test(
  `${KILLS} kills of the leader: the standby takes over within ten seconds, and orders and fills are as the venue has them`,
  async () => {
    let leader = startMember();
    await leader.trader.says(CLEAN);
    const times: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const standby = startMember();
      await standby.trader.says(WAITS);
      await pause(Math.random() * TRADES_WITHIN_MS);
      const since = performance.now();
      leader.trader.process.kill('SIGKILL');
      times.push(await takeOver(since, standby));
      await standby.trader.says('STANDBY_TOOK_OVER');
      await agreement(dataFolder, 'process-test', reader);
      leader = standby;
    }
    console.log(`${KILLS} kills: ${middleAndMost(times)} until the standby trades`);
    expect(Math.max(...times)).toBeLessThanOrEqual(TAKEN_OVER_WITHIN_MS);
    // Everybody has gone: the folder is free, and goes on where it was.
    leader.trader.process.kill('SIGTERM');
    expect(await leader.trader.ended).toBe(0);
  },
  FULL ? 900_000 : 60_000,
);

test(
  `${STOPS} leaders stopped while they send and resumed after the take-over send nothing more, harm no journal and end`,
  async () => {
    let leader = startMember();
    await leader.trader.says(CLEAN);
    const times: number[] = [];
    for (let stop = 0; stop < STOPS; stop++) {
      const standby = startMember();
      await standby.trader.says(WAITS);
      const caught = await proxy.catchNext('POST /v5/order/create');
      leader.trader.process.kill('SIGSTOP');
      const since = performance.now();
      // Either the venue has the order and the one that sent it never heard so; or its bytes arrive after the take-over.
      const isLate = stop % 2 === 0;
      if (!isLate) expect(JSON.parse(bodyOf(await caught.release())).retCode).toBe(0);
      times.push(await takeOver(since, standby));
      if (isLate) expect(JSON.parse(bodyOf(await caught.release()))).toMatchObject({ retCode: 10002, retMsg: /recv_window/ });
      leader.trader.process.kill('SIGCONT');
      expect(await leader.trader.ended).toBe(3);
      expect(leader.trader.said()).toContain('LEASE_LOST');
      await agreement(dataFolder, 'process-test', reader, 30_000);
      const { document } = await control(standby.at, ['status']);
      expect(document.standby).toMatchObject({
        kind: 'host',
        lapse: null,
        leader: expect.stringContaining(`.${standby.trader.process.pid}.`),
      });
      leader = standby;
    }
    console.log(`${STOPS} stops while sending: ${middleAndMost(times)} until the standby trades`);
    expect(Math.max(...times)).toBeLessThanOrEqual(TAKEN_OVER_WITHIN_MS);
    const { code, said } = await control(leader.at, ['journal', 'verify']);
    expect(code, said).toBe(0);
  },
  FULL ? 600_000 : 60_000,
);

/** Of a whole HTTP answer; chunked ones have one chunk here. */
function bodyOf(answer: string): string {
  return answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
}
