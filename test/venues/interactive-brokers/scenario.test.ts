/** `atalaya exchange --venue ib`: a fault scenario on the wire of the gateway, with the unmodified client and the link. */

import { OrderType } from '@stoqey/ib';
import { afterEach, expect, test } from 'vitest';
import { parseScenario } from '../../../src/adapters/exchange-simulator/faults/scenario.ts';
import { startIbExchange } from '../../../src/adapters/exchange-simulator/interactive-brokers/ib-server.ts';
import { down, name, started, up } from './link-client.ts';
import { connected } from './stock-client.ts';
import { later, OPEN, sources, tidyUp } from './world.ts';

afterEach(tidyUp);

async function exchangeWith(...faults: unknown[]) {
  const server = await startIbExchange({
    ...{ sources: sources(), quantumDecimals: 2, deposit: 10_000_000, port: 0, speed: 1, seed: 1 },
    faults: parseScenario(JSON.stringify(faults), 'test'),
  });
  later(() => server.close());
  return server;
}

test('executions told twice, and an order refused, reach the unmodified client', async () => {
  const server = await exchangeWith(
    { kind: 'duplicate', scope: { topic: 'execution' } },
    { kind: 'reject', code: 'INSUFFICIENT_FUNDS', when: { after: 1 }, count: 1 },
  );
  const client = await connected(server);
  await client.status(client.place({ orderType: OrderType.MKT }), 'Filled');
  client.place({ orderType: OrderType.MKT });
  await client.code(201);
  expect(client.events.filter(([event]) => event === 'execDetails')).toHaveLength(2);
  expect(server.exchange.account('DU1234567').executions).toHaveLength(1);
});

test('a connection that is cut before the answer leaves the order in doubt, and it is found', async () => {
  const server = await exchangeWith({ kind: 'reset', side: 'answer', scope: { request: 'placeOrder' }, count: 1 });
  const client = await started(server);
  expect(await client.place({})).toMatchObject({ ok: false, outcome: 'unknown', code: 'CONNECTION_LOST' });
  client.forget();
  await client.news(up);
  expect(await client.ask({ kind: 'find', order: name, since: OPEN })).toMatchObject({
    order: { status: 'filled' },
    executions: [{ quantity: '10' }],
  });
});

test('a trade by hand is told to the link, which did not order it', async () => {
  const server = await exchangeWith({ kind: 'manual-trade', side: 'sell', lots: 3, when: { at: OPEN + 200 } });
  const client = await started(server);
  await client.place({});
  const executions = () => client.told.flatMap((news) => (news.kind === 'execution' ? [news.execution] : []));
  // Time passes for the exchange when it is asked something.
  while (executions().length < 2) await client.ask({ kind: 'time' });
  expect(executions()).toMatchObject([
    { side: 'buy', quantity: '10', kind: 'trade' },
    { side: 'sell', quantity: '3', kind: 'trade', clientOrderId: '' },
  ]);
});

test('a gateway that restarts takes nobody for a while, and has the orders it had', async () => {
  const server = await exchangeWith({ kind: 'restart', downMs: 100, when: { at: OPEN + 300 } });
  const client = await started(server);
  await client.place({ type: 'limit', limitPrice: '90' });
  while (!client.told.some(down)) await client.ask({ kind: 'time' });
  client.forget();
  await client.news(up);
  expect((await client.ask({ kind: 'open-orders' })).orders).toHaveLength(1);
});
