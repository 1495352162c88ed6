/** What users of other systems lost orders and money by with Interactive Brokers, and how the link takes it. */

import { afterEach, expect, test } from 'vitest';
import type { WireFaults } from '../../../src/adapters/exchange-simulator/interactive-brokers/gateway.ts';
import { down, name, REFERENCE, started, up } from './link-client.ts';
import { gateway, MINUTE, OPEN, tidyUp } from './world.ts';

afterEach(tidyUp);

test('fills made while the gateway had no servers are found by asking, once (Lean IB #249)', async () => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  await client.place({ type: 'limit', limitPrice: '99' });
  server.loseServers();
  await client.news(down);
  exchange.advance(OPEN + MINUTE);
  client.forget();
  server.regainServers('kept');
  await client.news(up);
  const found = await client.ask({ kind: 'find', order: name, since: OPEN });
  expect(found).toMatchObject({ order: { status: 'filled', filled: '10' }, executions: [{ quantity: '10', price: '99' }] });
  expect((await client.ask({ kind: 'executions', since: OPEN })).executions).toEqual(found.executions);
});

test('nothing is changed while the gateway has no servers, so that no order is doubled (Nautilus #4564)', async () => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  await client.place({ type: 'limit', limitPrice: '90' });
  server.loseServers();
  await client.news(down);
  const change = { kind: 'amend', order: name, limitPrice: '91' } as const;
  expect(await client.ask(change)).toMatchObject({ ok: false, outcome: 'not-sent', code: 'CONNECTION_LOST' });
  expect(await client.place({ clientOrderId: 'c'.repeat(32) })).toMatchObject({ ok: false, outcome: 'not-sent', code: 'CONNECTION_LOST' });
  client.forget();
  server.regainServers('lost');
  await client.news(up);
  expect(await client.ask(change)).toMatchObject({ ok: true });
  expect(exchange.account('DU1234567').openOrders()).toMatchObject([{ limit: 9100 }]);
});

test('two orders of one reference, should there be, are both listed, not changed, and cancelled together', async () => {
  let hold: (() => void) | null = null;
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      // The change of the order (message 3, of its price 91) is on its way while the servers are lost.
      if (way === 'in' && tokens[0] === '3' && tokens.includes('91')) hold = deliver;
      else deliver();
    },
  };
  const { server, exchange } = await gateway({ faults });
  const client = await started(server);
  await client.place({ type: 'limit', limitPrice: '90' });
  const change = client.ask({ kind: 'amend', order: name, limitPrice: '91' });
  while (hold === null) await new Promise((resolve) => setImmediate(resolve));
  server.loseServers();
  (hold as () => void)();
  expect(await change).toMatchObject({ ok: false, outcome: 'unknown', code: 'CONNECTION_LOST' });
  client.forget();
  server.regainServers('kept');
  await client.news(up);
  const { orders } = await client.ask({ kind: 'open-orders' });
  expect(orders.map(({ limitPrice }: { limitPrice: string }) => limitPrice)).toEqual(['90', '91']);
  expect(await client.ask({ kind: 'amend', order: name, limitPrice: '92' })).toMatchObject({ ok: false, outcome: 'refused' });
  expect(await client.ask({ kind: 'cancel', order: name })).toMatchObject({ ok: true });
  expect(exchange.account('DU1234567').openOrders()).toEqual([]);
});

test('a change that the fill overtakes is not taken for done', async () => {
  let hold: (() => void) | null = null;
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      if (way === 'in' && tokens[0] === '3' && tokens.includes('91')) hold = deliver;
      else deliver();
    },
  };
  const { server, exchange } = await gateway({ faults });
  const client = await started(server);
  await client.place({ type: 'limit', limitPrice: '99' });
  const change = client.ask({ kind: 'amend', order: name, limitPrice: '91' });
  while (hold === null) await new Promise((resolve) => setImmediate(resolve));
  exchange.advance(OPEN + MINUTE);
  expect(await change).toMatchObject({ ok: false, outcome: 'unknown', code: 'ORDER_FINAL' });
  (hold as () => void)();
  expect(await client.ask({ kind: 'find', order: name, since: OPEN })).toMatchObject({
    order: { status: 'filled', quantity: '10', filled: '10' },
    executions: [{ price: '99' }],
  });
  expect(exchange.account('DU1234567').orders.size).toBe(1);
});

test('a gateway that restarts is connected to again, and its orders are managed on (Nautilus #5057)', async () => {
  const { server } = await gateway();
  const client = await started(server);
  const { venueOrderId } = await client.place({ type: 'limit', limitPrice: '90' });
  client.forget();
  server.cutConnections();
  await client.news(down);
  await client.news(up);
  expect(await client.ask({ kind: 'amend', order: name, limitPrice: '91' })).toEqual({ ok: true, kind: 'amend', venueOrderId });
});

test('a trader that restarts manages its orders with the same client id; with another one it sees them and says why not', async () => {
  const { server } = await gateway();
  const before = await started(server);
  const { venueOrderId } = await before.place({ type: 'limit', limitPrice: '90' });
  before.link.close();
  const other = await started(server, { clientId: 8 });
  expect((await other.ask({ kind: 'open-orders' })).orders).toMatchObject([{ venueOrderId, clientOrderId: REFERENCE }]);
  expect(await other.ask({ kind: 'cancel', order: name })).toMatchObject({ ok: false, outcome: 'not-sent', code: 'NOT_SUPPORTED' });
  const again = await started(server);
  expect(await again.ask({ kind: 'cancel', order: { ...name, clientOrderId: '', venueOrderId } })).toMatchObject({
    ok: true,
    venueOrderId,
  });
});

test('numeric ids are not used twice when the gateway counts from below (Lean IB #242)', async () => {
  let lose = true;
  const ids: string[] = [];
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      if (way === 'in' && tokens[0] === '3') ids.push(tokens[1] as string);
      if (way === 'in' && tokens[0] === '3' && lose) server.cutConnections();
      else deliver();
    },
  };
  const { server, exchange } = await gateway({ faults });
  const client = await started(server);
  expect(await client.place({})).toMatchObject({ ok: false, outcome: 'unknown', code: 'CONNECTION_LOST' });
  lose = false;
  client.forget();
  await client.news(up);
  expect(await client.ask({ kind: 'find', order: name, since: 0 })).toMatchObject({ order: null, executions: [] });
  expect(await client.place({ clientOrderId: 'd'.repeat(32) })).toMatchObject({ ok: true });
  expect(ids).toEqual(['1', '2']);
  expect(exchange.account('DU1234567').executions).toHaveLength(1);
});

test('an acknowledgement that is lost leaves the order in doubt, and asking finds it', async () => {
  let deaf = false;
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) =>
      void ((way === 'out' && deaf && ['5', '3', '11', '59'].includes(tokens[0] as string)) || deliver()),
  };
  const { server, exchange } = await gateway({ faults });
  const client = await started(server, { answerMs: 400 });
  deaf = true;
  expect(await client.place({ type: 'limit', limitPrice: '90' })).toMatchObject({ ok: false, outcome: 'unknown', code: 'TIMEOUT' });
  deaf = false;
  expect(await client.ask({ kind: 'find', order: name, since: OPEN })).toMatchObject({ order: { status: 'working', limitPrice: '90' } });
  expect(exchange.account('DU1234567').orders.size).toBe(1);
});

test('executions told twice and late are told once', async () => {
  const late: (() => void)[] = [];
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      if (way === 'out' && tokens[0] === '11') late.push(deliver, deliver);
      else deliver();
      // Commissions overtake their executions.
      if (way === 'out' && tokens[0] === '59') for (const act of late.splice(0)) act();
    },
  };
  const { server } = await gateway({ faults });
  const client = await started(server);
  await client.place({});
  await client.news((news) => news.kind === 'position');
  expect((await client.ask({ kind: 'executions', since: OPEN })).executions).toHaveLength(1);
  expect(client.told.filter(({ kind }) => kind === 'execution')).toHaveLength(1);
});

test('a liquidation by the broker is told though nobody ordered it (Lean IB #156)', async () => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  await client.place({});
  await client.news((news) => news.kind === 'position');
  client.forget();
  const account = exchange.account('DU1234567');
  // What the exchange does to an account that can't keep its margin.
  account.venue.book.closeAll(0, 90_000);
  account.onFill({
    order: 0,
    instrument: 0,
    side: -1,
    lots: 10,
    ticks: 9000,
    fee: 0,
    liquidity: 'taker',
    kind: 'liquidation',
    at: exchange.now,
  });
  expect(await client.news((news) => news.kind === 'position')).toMatchObject({ position: { instrument: 'AAPL', quantity: '0' } });
  expect(await client.news((news) => news.kind === 'execution')).toMatchObject({
    execution: { kind: 'liquidation', clientOrderId: '', side: 'sell', quantity: '10', price: '90' },
  });
});

test('a gateway that says nothing is given up and connected to again', async () => {
  let silent = false;
  const faults: WireFaults = { message: (way, _, __, deliver) => void ((way === 'out' && silent) || deliver()) };
  const { server } = await gateway({ faults });
  const client = await started(server, { silenceMs: 50 });
  client.forget();
  silent = true;
  await client.news(down);
  silent = false;
  await client.news(up);
});

test('a cancel does not wait behind questions', async () => {
  const arrivals: string[] = [];
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      if (way === 'in') arrivals.push(tokens[0] as string);
      deliver();
    },
  };
  const { server } = await gateway({ faults });
  const client = await started(server);
  await client.place({ type: 'limit', limitPrice: '90' });
  const from = arrivals.length;
  const questions = Array.from({ length: 60 }, () => client.ask({ kind: 'balances' }));
  expect(await client.ask({ kind: 'cancel', order: name })).toMatchObject({ ok: true });
  // Cancel is message 4, the question about money 62.
  expect(arrivals.slice(from).filter((kind) => kind === '62').length).toBeLessThan(60);
  await Promise.all(questions);
});

test('an order that has waited too long for the message budget is answered as not sent, and never is', async () => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  const answers = await Promise.all(
    Array.from({ length: 80 }, (_, i) => client.place({ clientOrderId: String(i).padStart(32, '0'), type: 'limit', limitPrice: '90' })),
  );
  const placed = answers.filter(({ ok }) => ok);
  const late = answers.filter((answer) => !answer.ok && answer.outcome === 'not-sent' && answer.code === 'RATE_LIMITED');
  // 35 of a second's messages are for orders that can wait: those that would leave in the third second are too late.
  expect(placed.length).toBeGreaterThanOrEqual(35);
  expect(late.length).toBeGreaterThan(0);
  expect(placed.length + late.length).toBe(80);
  await client.ask({ kind: 'time' });
  expect(exchange.account('DU1234567').orders.size).toBe(placed.length);
});
