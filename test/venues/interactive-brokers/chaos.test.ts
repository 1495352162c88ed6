/** Orders through a wire that repeats, delays, reorders and cuts, and a gateway that loses its servers: in the end both sides have the same. */

import { afterEach, expect, test } from 'vitest';
import type { WireFaults } from '../../../src/adapters/exchange-simulator/interactive-brokers/gateway.ts';
import { buy, trader } from './trader.ts';
import { gateway, tidyUp, type World } from './world.ts';

afterEach(tidyUp);

/** mulberry32: what happens to which message is the seed's. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const REPEATED = new Set(['3', '5', '11', '59', '61']);

/** `SEEDS=24` runs the first 24. */
const seeds = process.env.SEEDS === undefined ? [1, 8] : Array.from({ length: Number(process.env.SEEDS) }, (_, i) => i + 1);

test.each(seeds)('seed %i', async (seed) => {
  const random = randomOf(seed);
  let calm = true;
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      const chance = calm ? 1 : random();
      const kind = tokens[0] as string;
      if (chance < 0.006) world.server.cutConnections();
      else if (chance < 0.012) {
        world.server.loseServers();
        setTimeout(() => world.server.regainServers(random() < 0.5 ? 'kept' : 'lost'), 10);
        deliver();
      } else if (chance < 0.08 && way === 'out' && REPEATED.has(kind)) {
        // Told twice, the second time late.
        deliver();
        setTimeout(deliver, 10 * random());
      } else deliver();
    },
  };
  const world: World = await gateway({ faults });
  const { broker, told, until, submit } = await trader(world);
  calm = false;
  const account = world.exchange.account('DU1234567');
  for (let id = 1; id <= 10; id++) {
    submit({ ...buy, id, side: random() < 0.5 ? 1 : -1, lots: 1 + Math.floor(random() * 20) });
    await until(() => told.some((line) => line.startsWith(`${id} `)));
  }
  calm = true;
  await until(() => broker.orders.size === 0);
  expect(broker.executions.net).toEqual([account.lotsOf(0)]);
  expect(told.filter((line) => line === 'ORDER_CAME_BACK' || line === 'STRAY_FILL')).toEqual([]);
  const references = [...account.orders.values()].map(({ clientId }) => clientId);
  expect(new Set(references).size).toBe(references.length);
});
