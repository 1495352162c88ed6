/** The broker's logic over the Interactive Brokers link and a real socket: what an order becomes when the wire fails at its worst moment. */

import { afterEach, expect, test } from 'vitest';
import type { WireFaults } from '../../../src/adapters/exchange-simulator/interactive-brokers/gateway.ts';
import { openInteractiveBrokers } from '../../../src/adapters/interactive-brokers/open.ts';
import { prepareInstrument } from '../../../src/core/domain/instrument.ts';
import type { OrderTicket } from '../../../src/core/domain/order.ts';
import { Broker } from '../../../src/core/trading/broker/broker.ts';
import { gateway, later, MINUTE, OPEN, tidyUp, type World } from './world.ts';

afterEach(tidyUp);

const buy: OrderTicket = {
  ...{ id: 1, instrument: 0, side: 1, type: 'market', lots: 10, equityShare: 0, limit: Number.NaN, trigger: Number.NaN },
  ...{ trailTicks: 0, trailRatio: 0, timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: false, oco: 0 },
};

/** A broker whose clock is turned by hand; `until` turns it a second at a time until something has come about. */
async function trader({ server }: World) {
  const link = openInteractiveBrokers({
    ...{
      environment: 'simulator',
      host: '127.0.0.1',
      port: server.port,
      clientId: 7,
      account: 'DU1234567',
      retriesMs: [20],
      answerMs: 2000,
    },
    securities: [{ instrument: 'AAPL', symbol: 'AAPL', secType: 'STK', exchange: 'SMART', currency: 'USD' }],
  });
  later(() => link.close());
  const told: string[] = [];
  let now = OPEN;
  let broker: Broker | null = null;
  link.listen({
    answered: (request, answer) => broker?.answered(request, answer, now),
    told: (news) => {
      if (news.kind === 'order') broker?.report(news.order, now);
      if (news.kind === 'execution') broker?.tookPlace(news.execution, now);
    },
  });
  await link.start();
  broker = new Broker(
    {
      instruments: link.instruments().map((specification, index) => prepareInstrument(specification, index, 2)),
      link,
      accountCurrency: 'USD',
      quantumDecimals: 2,
      intentOf: (number) => ({ clientOrderId: String(number).padStart(32, '0'), slot: 0 }),
      budget: { burst: 100, perSecond: 50, reservedShare: 0.2 },
      maySend: () => true,
      marketTime: () => now,
      externalSlotOf: () => -1,
    },
    {
      onFill: ({ order, lots, ticks, kind }) => told.push(`${kind} ${order}: ${lots} at ${ticks}`),
      onDone: (order, status) => told.push(`${order} ${status}`),
      onFunding: () => {},
      onStray: () => {},
      onAlert: (code) => told.push(code),
      onDemand: () => {},
    },
  );
  const until = async (reached: () => boolean) => {
    for (let turn = 0; turn < 400 && !reached(); turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      now += 1000;
      broker?.tick(now);
    }
    expect(reached(), told.join(', ')).toBe(true);
  };
  const submit = (ticket: OrderTicket) => {
    broker?.submit(ticket, now);
    broker?.recorded(ticket.id);
    broker?.release(ticket.id, now);
  };
  return { broker, told, until, submit };
}

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
  expect(broker.net).toEqual([0]);
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
