// The trader killed at random moments under load, and its connections cut: after each restart its journal and the venue's account are the same, order for order.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agreement } from './journal-account.ts';
import {
  CLEAN,
  type ExchangeProcess,
  endAll,
  openReader,
  type Running,
  type Stand,
  stand,
  startExchange,
  startTrader,
  type VenueReader,
} from './processes.ts';

const FULL = process.env.ATALAYA_FULL !== undefined;
const [KILLS, CUTS] = FULL ? [200, 50] : [20, 10];
const SEED = Number(process.env.ATALAYA_SEED ?? 20261122);
/** Every fourth kill strikes while the trader starts. */
const STARTING = 0.25;
const STARTS_WITHIN_MS = 700;
const TRADES_WITHIN_MS = 1_500;

/** What is cut: every connection, with the venue away for a while; or one answer, done or not done by the venue. */
const CUTTING = [
  { kind: 'restart', downMs: 0 },
  { kind: 'restart', downMs: 300 },
  { kind: 'reset', side: 'request', scope: { request: '/v5/order' }, count: 1 },
  { kind: 'reset', side: 'answer', scope: { request: '/v5/order' }, count: 1 },
] as const;

/** Mulberry32: the same seed gives the same moments. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let exchange: ExchangeProcess;
let home: Stand;
let reader: VenueReader;
let trader: Running | undefined;

beforeAll(async () => {
  // A candle every half second, or every second where they have to last for longer.
  exchange = await startExchange(['--speed', FULL ? '60' : '120', '--history', '60']);
  home = stand(exchange.url);
  reader = openReader(exchange.url);
});

afterAll(async () => {
  reader?.end();
  await endAll([trader, exchange]);
  home?.remove();
});

describe(`${KILLS} kills and ${CUTS} cuts, seed ${SEED}`, () => {
  test(
    'leave orders, fills, position and balance as the venue has them',
    async () => {
      const random = randomFrom(SEED);
      const starts: number[] = [];
      let [cuts, compared, agreed] = [0, 0, { orders: 0, fills: 0 }];
      for (let kill = 0; kill < KILLS; kill++) {
        const began = performance.now();
        trader = startTrader(home);
        if (kill > 0 && random() < STARTING) await pause(random() * STARTS_WITHIN_MS);
        else {
          await trader.says(CLEAN, 30_000);
          starts.push(performance.now() - began);
          agreed = await agreement(home.dataFolder, 'process-test', reader);
          compared++;
          // Spread over the kills, and all made whatever the chance of kills during starts.
          while (cuts < CUTS && cuts * (KILLS - 1) <= kill * CUTS) {
            await exchange.fault(CUTTING[cuts++ % CUTTING.length] as object);
            await pause(random() * TRADES_WITHIN_MS);
          }
          await pause(random() * TRADES_WITHIN_MS);
        }
        trader.process.kill('SIGKILL');
        await trader.ended;
      }
      trader = startTrader(home);
      await trader.says(CLEAN, 30_000);
      for (; cuts < CUTS; await pause(TRADES_WITHIN_MS)) await exchange.fault(CUTTING[cuts++ % CUTTING.length] as object);
      agreed = await agreement(home.dataFolder, 'process-test', reader, 30_000);
      const middle = starts.sort((a, b) => a - b)[starts.length >> 1] as number;
      console.log(
        `seed ${SEED}: ${KILLS} kills, ${cuts} cuts, ${compared + 1} comparisons; at the end ${agreed.orders} orders, ${agreed.fills} fills; a start until clean takes ${Math.round(middle)} ms`,
      );
      expect(cuts).toBe(CUTS);
      // Under load indeed: about a fill with each candle.
      expect(agreed.fills).toBeGreaterThan(KILLS);
      expect(compared).toBeGreaterThan(KILLS / 2);
    },
    FULL ? 1_800_000 : 180_000,
  );

  test('a planted difference would be found', async () => {
    // A trade by hand at the venue is in no journal.
    await exchange.fault({ kind: 'manual-trade', side: 'buy', lots: 1, scope: { account: 'demo', instrument: 'BTCUSDT-PERP' } });
    await expect(agreement(home.dataFolder, 'process-test', reader, 1_500)).rejects.toThrow(/differ/);
  });
});
