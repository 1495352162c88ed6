/** The broker's logic over the Interactive Brokers link and a real socket: what an order becomes when the wire fails at its worst moment. */

import { afterEach, expect, test } from 'vitest';
import type { WireFaults } from '../../../src/adapters/exchange-simulator/interactive-brokers/gateway.ts';
import { buy, trader } from './trader.ts';
import { gateway, MINUTE, OPEN, tidyUp, type World } from './world.ts';

afterEach(tidyUp);

test('an entry is filled, its stop rests, is moved, and fills', async () => {
  const world = await gateway();
  const { broker, told, until, submit } = await trader(world);
  submit(buy);
  await until(() => told.includes('1 filled'));
  submit({ ...buy, id: 2, side: -1, type: 'stop', trigger: 9500, reduceOnly: true });
  await until(() => broker.orders.get(2)?.state === 'working');
  broker.amend(2, 0, { trigger: 9600 });
  broker.recorded(3);
  broker.release(3, OPEN);
  const account = world.exchange.account('DU1234567');
  await until(() => account.openOrders()[0]?.trigger === 9600);
  world.exchange.advance(OPEN + 3 * MINUTE);
  await until(() => told.includes('2 filled'));
  expect(told).toEqual(['open 1: 10 at 10000', '1 filled', 'close 2: 10 at 9600', '2 filled']);
  expect(broker.executions.net).toEqual([0]);
});

test('an order whose acknowledgement the cut takes away is found, and bought once', async () => {
  let cut = true;
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      deliver();
      // The order has arrived and is filled; nothing of it gets back.
      if (way === 'in' && tokens[0] === '3' && cut) {
        cut = false;
        world.server.cutConnections();
      }
    },
  };
  const world: World = await gateway({ faults });
  const { told, until, submit } = await trader(world);
  submit(buy);
  await until(() => told.includes('1 filled'));
  expect(told.filter((line) => line.startsWith('open'))).toEqual(['open 1: 10 at 10000']);
  expect(world.exchange.account('DU1234567').lotsOf(0)).toBe(10);
});

test('an order that never arrived is given up after the venue has denied it, and not sent again', async () => {
  let lose = true;
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      if (way === 'in' && tokens[0] === '3' && lose) world.server.cutConnections();
      else deliver();
    },
  };
  const world: World = await gateway({ faults });
  const { told, until, submit } = await trader(world);
  submit(buy);
  await until(() => told.includes('1 rejected'));
  lose = false;
  expect(told).toContain('NEVER_ARRIVED');
  expect(world.exchange.account('DU1234567').orders.size).toBe(0);
});
