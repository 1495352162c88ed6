/** The Interactive Brokers link over a real socket, against the simulated gateway: requests, orders, refusals, the environment's check, the market. */

import { afterEach, expect, test } from 'vitest';
import { LinkClient, name, REFERENCE, started } from './link-client.ts';
import { gateway, MINUTE, OPEN, tidyUp } from './world.ts';

afterEach(tidyUp);

test('the instruments come with the steps the gateway states', async () => {
  const { server } = await gateway();
  const { link } = await started(server);
  expect(link.instruments()).toEqual([
    {
      id: 'AAPL',
      venue: 'interactive-brokers',
      kind: 'equity',
      base: 'AAPL',
      quote: 'USD',
      tickSize: 0.01,
      lotSize: 1,
      contractMultiplier: 1,
    },
  ]);
  const unknown = await started(server, {
    clientId: 8,
    securities: [{ instrument: 'NONE', symbol: 'NONE', secType: 'STK', exchange: 'SMART', currency: 'USD' }],
  });
  expect(() => unknown.link.instruments()).toThrow(/expected one security for NONE/);
});

test('a market order is answered with its permanent id, told filled, and executed once with its commission', async () => {
  const { server } = await gateway();
  const client = await started(server);
  expect(await client.place({})).toEqual({ ok: true, kind: 'place', venueOrderId: '1000000001' });
  expect(await client.news((news) => news.kind === 'execution')).toMatchObject({
    execution: {
      ...{ clientOrderId: REFERENCE, venueOrderId: '1000000001', instrument: 'AAPL', side: 'buy', quantity: '10', price: '100' },
      // 0.1 % of 1,000.00.
      ...{ fee: '1', feeCurrency: 'USD', liquidity: 'taker', kind: 'trade', at: OPEN },
    },
  });
  expect(await client.news((news) => news.kind === 'order' && news.order.status === 'filled')).toMatchObject({
    order: { clientOrderId: REFERENCE, quantity: '10', filled: '10', limitPrice: null, stopPrice: null, code: '' },
  });
  expect(await client.news((news) => news.kind === 'position')).toMatchObject({
    position: { instrument: 'AAPL', quantity: '10', averagePrice: '100' },
  });
});

test('positions, money, time, open orders and executions are answered', async () => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  await client.place({});
  await client.place({ clientOrderId: 'b'.repeat(32), type: 'stop-limit', side: 'sell', stopPrice: '97', limitPrice: '96.5' });
  exchange.advance(OPEN + 15_000); // to the low of 98.00
  expect(await client.ask({ kind: 'positions' })).toMatchObject({
    positions: [{ instrument: 'AAPL', quantity: '10', averagePrice: '100' }],
  });
  // 100,000.00 less the 1,000.00 that ten shares at 100.00 cost and the commission of 1.00.
  expect(await client.ask({ kind: 'balances' })).toEqual({ ok: true, kind: 'balances', balances: [{ currency: 'USD', total: '98999' }] });
  expect(await client.ask({ kind: 'time' })).toEqual({ ok: true, kind: 'time', venueTime: OPEN + 15_000 });
  expect((await client.ask({ kind: 'open-orders' })).orders).toMatchObject([
    { clientOrderId: 'b'.repeat(32), status: 'working', side: 'sell', quantity: '10', filled: '0', limitPrice: '96.5', stopPrice: '97' },
  ]);
  expect((await client.ask({ kind: 'executions', since: OPEN })).executions).toHaveLength(1);
  expect((await client.ask({ kind: 'executions', since: OPEN + 5000 })).executions).toHaveLength(0);
  expect(await client.ask({ kind: 'funding', since: 0 })).toMatchObject({ ok: false, outcome: 'not-sent', code: 'NOT_SUPPORTED' });
});

test('a limit order is filled in part, changed in place, and cancelled', async () => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  const { venueOrderId } = await client.place({ type: 'limit', limitPrice: '98.5', quantity: '150' });
  exchange.advance(OPEN + 15_000);
  // A tenth of the 1,000 shares of the leg.
  await client.news((news) => news.kind === 'order' && news.order.filled === '100');
  expect(await client.ask({ kind: 'amend', order: name, quantity: '130', limitPrice: '90' })).toEqual({
    ok: true,
    kind: 'amend',
    venueOrderId,
  });
  expect(await client.ask({ kind: 'find', order: name, since: OPEN })).toMatchObject({
    order: { status: 'working', quantity: '130', filled: '100', limitPrice: '90' },
    executions: [{ quantity: '100', price: '98.5' }],
  });
  expect(await client.ask({ kind: 'cancel', order: name })).toEqual({ ok: true, kind: 'cancel', venueOrderId });
  expect(await client.ask({ kind: 'cancel', order: name })).toMatchObject({ ok: false, outcome: 'refused', code: 'ORDER_FINAL' });
  expect(await client.ask({ kind: 'find', order: name, since: OPEN })).toMatchObject({
    order: { status: 'cancelled', filled: '100', venueOrderId },
  });
});

test('an order nobody has is not found', async () => {
  const { server } = await gateway();
  const client = await started(server);
  expect(await client.ask({ kind: 'find', order: name, since: 0 })).toEqual({ ok: true, kind: 'find', order: null, executions: [] });
  expect(await client.ask({ kind: 'cancel', order: name })).toMatchObject({ ok: false, outcome: 'refused', code: 'ORDER_UNKNOWN' });
});

test.each([
  ['PRICE_STEP', 'refused', { type: 'limit', limitPrice: '98.505' }],
  ['REFUSED', 'refused', { quantity: '2000' }],
  ['NOT_SUPPORTED', 'not-sent', { type: 'trailing-stop' }],
  ['NOT_SUPPORTED', 'not-sent', { reduceOnly: true }],
  ['INSTRUMENT_UNKNOWN', 'not-sent', { instrument: 'MSFT' }],
] as const)('%s (%s) is why such an order is not placed', async (code, outcome, order) => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  expect(await client.place(order)).toMatchObject({ ok: false, outcome, code });
  expect(exchange.account('DU1234567').openOrders()).toEqual([]);
});

test('an order that may no longer leave does not', async () => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  expect(await client.place({}, () => false)).toMatchObject({ ok: false, outcome: 'not-sent' });
  expect(exchange.account('DU1234567').orders.size).toBe(0);
});

test.each([
  ['GATEWAY_PORT', { environment: 'prod', mode: 'real', port: 7497, account: 'U1234567' }],
  ['GATEWAY_PORT', { isSimulator: false }],
  ['GATEWAY_PORT', { port: 7496 }],
  ['GATEWAY_ACCOUNT', { isSimulator: false, port: 7497, account: 'U1234567' }],
  ['IB_CLIENT_ID', { clientId: 0 }],
  ['IB_ACCOUNT', { account: 'DU7654321' }],
] as const)('%s: a link that is not set up for its environment refuses to start', async (code, options) => {
  const { server } = await gateway();
  const client = new LinkClient(server, options);
  await expect(client.link.start()).rejects.toMatchObject({ code });
});

test('a client id that another connection has is named', async () => {
  const { server } = await gateway();
  await started(server);
  await expect(new LinkClient(server, { connectMs: 200 }).link.start()).rejects.toMatchObject({ code: 'IB_CLIENT_ID' });
});

test('the feed makes the candles of the exchange from five-second bars, and quotes with both sides', async () => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  await client.news((news) => news.kind === 'quote', client.market);
  await client.ask({ kind: 'time' });
  exchange.advance(OPEN + 2 * MINUTE);
  await client.news((news) => news.kind === 'candle' && news.closed && news.time === OPEN + MINUTE, client.market);
  const closed = client.market.filter((news) => news.kind === 'candle' && news.closed);
  expect(closed).toMatchObject([
    { instrument: 'AAPL', timeframeMs: MINUTE, time: OPEN, open: 100, high: 104, low: 98, close: 103 },
    { instrument: 'AAPL', timeframeMs: MINUTE, time: OPEN + MINUTE, open: 103, high: 110, low: 102, close: 109 },
  ]);
  expect((closed[0] as { volume: number }).volume).toBeCloseTo(3000, 6);
  expect(client.market.find(({ kind }) => kind === 'quote')).toMatchObject({ instrument: 'AAPL', bid: 99.99, ask: 100.01 });
});

test('market data that is not subscribed is said, and orders go on', async () => {
  const { server } = await gateway({ unsubscribed: ['AAPL'] });
  const warnings: string[] = [];
  const client = await started(server, { warn: (message) => warnings.push(message) });
  expect(await client.place({})).toMatchObject({ ok: true });
  await client.ask({ kind: 'time' });
  expect(warnings).toEqual([
    'no market data of AAPL: 420 Invalid Real-time Query:No market data permissions',
    'no market data of AAPL: 354 Requested market data is not subscribed.',
  ]);
});
