// Each fault over the wire: what the client sees, and what the exchange has done.
import { expect, test } from 'vitest';
import { BUY, type Client, openExchange, openSigned, openStream, RESTING } from './open-exchange.ts';

const CREATE = { request: '/v5/order/create' };

function ordersOf({ server }: Client): number {
  return server.exchange.account('alice').orders.size;
}

/** What became of a request that may never be answered. */
async function outcome(asking: Promise<unknown>): Promise<'answered' | 'cut' | 'silence'> {
  const silence = new Promise<'silence'>((done) => setTimeout(done, 300, 'silence'));
  return Promise.race([
    asking.then(
      () => 'answered' as const,
      () => 'cut' as const,
    ),
    silence,
  ]);
}

test('latency: the request, or the answer, takes its time', async () => {
  const client = await openExchange({ kind: 'latency', delayMs: 150, scope: CREATE, count: 1 });
  const start = performance.now();
  await client.post('/v5/order/create', RESTING);
  expect(performance.now() - start).toBeGreaterThanOrEqual(148);
  await client.fault({ kind: 'latency', delayMs: 10_000, side: 'answer', scope: CREATE });
  expect(await outcome(client.post('/v5/order/create', RESTING))).toBe('silence');
  expect(ordersOf(client)).toBe(2);
});

test('accepted but the answer lost: the order is there, and its id is used', async () => {
  const client = await openExchange({ kind: 'answer-lost', scope: CREATE, count: 1 });
  const order = { ...RESTING, orderLinkId: 'lost' };
  expect(await outcome(client.post('/v5/order/create', order))).toBe('silence');
  const { result } = await client.get('/v5/order/realtime', { category: 'linear', orderLinkId: 'lost' });
  expect(result.list).toMatchObject([{ orderLinkId: 'lost', orderStatus: 'New' }]);
  expect((await client.post('/v5/order/create', order)).retCode).toBe(110072);
});

test('a connection is cut before the order is taken, or after', async () => {
  const client = await openExchange({ kind: 'reset', scope: CREATE, count: 1 });
  expect(await outcome(client.post('/v5/order/create', RESTING))).toBe('cut');
  expect(ordersOf(client)).toBe(0);
  await client.fault({ kind: 'reset', side: 'answer', scope: CREATE, count: 1 });
  expect(await outcome(client.post('/v5/order/create', RESTING))).toBe('cut');
  expect(ordersOf(client)).toBe(1);
});

test('a server error comes after the order was taken', async () => {
  const client = await openExchange({ kind: 'server-error', status: 503, scope: CREATE, count: 1 });
  expect((await client.post('/v5/order/create', RESTING)).status).toBe(503);
  expect(ordersOf(client)).toBe(1);
});

test.each([
  ['rate-limit', 10006],
  ['bad-nonce', 10002],
  ['maintenance', 10016],
])('%s: refused with %i, and nothing is done', async (kind, code) => {
  const client = await openExchange({ kind, scope: CREATE, count: 1 });
  expect((await client.post('/v5/order/create', RESTING)).retCode).toBe(code);
  expect(ordersOf(client)).toBe(0);
  expect((await client.post('/v5/order/create', RESTING)).retCode).toBe(0);
});

test.each([
  ['INSUFFICIENT_FUNDS', 110007],
  ['PRICE_BAND', 110003],
  ['BELOW_MINIMUM', 110094],
])('an order is refused for %s although nothing is wrong with it', async (code, retCode) => {
  const client = await openExchange({ kind: 'reject', code, scope: { instrument: 'BTCUSDT-PERP' }, count: 1 });
  expect((await client.post('/v5/order/create', { ...BUY, category: 'spot', qty: '10' })).retCode).toBe(0);
  expect((await client.post('/v5/order/create', RESTING)).retCode).toBe(retCode);
  expect((await client.post('/v5/order/create', RESTING)).retCode).toBe(0);
});

test('a self-trade is accepted and cancelled at once', async () => {
  const client = await openExchange({ kind: 'reject', code: 'SELF_TRADE', count: 1 });
  const { result } = await client.post('/v5/order/create', RESTING);
  const { list } = (await client.get('/v5/order/history', { category: 'linear', orderId: result.orderId as string })).result;
  expect(list).toMatchObject([{ orderStatus: 'Cancelled', cancelType: 'CancelBySmp', rejectReason: 'EC_BySelfMatch', cumExecQty: '0' }]);
});

test('partial fills: a market order comes in parts, a limit order rests between them', async () => {
  const client = await openExchange({ kind: 'partial-fills', mostLots: 40 });
  await client.post('/v5/order/create', BUY);
  const { list } = (await client.get('/v5/execution/list', { category: 'linear' })).result;
  expect(list.map(({ execQty }) => execQty)).toEqual(['0.2', '0.4', '0.4']);
  expect(list.reduce((sum, { execFee }) => sum + Number(execFee), 0)).toBeCloseTo(0.06, 10);
  const { result } = await client.post('/v5/order/create', { ...RESTING, price: '100' });
  const [order] = (await client.get('/v5/order/realtime', { category: 'linear', orderId: result.orderId as string })).result.list;
  expect(order).toMatchObject({ orderStatus: 'PartiallyFilled', cumExecQty: '0.4', leavesQty: '0.6' });
});

test("clock skew: the venue's time is off, and so are the stamps it accepts", async () => {
  const client = await openExchange({ kind: 'clock-skew', skewMs: 60_000 });
  const { time } = await client.get('/v5/market/time');
  expect(time - Date.now()).toBeGreaterThan(59_000);
  expect((await client.post('/v5/order/create', RESTING)).retCode).toBe(10002);
  await fetch(`http://${client.server.address}/__faults`, { method: 'DELETE' });
  expect((await client.post('/v5/order/create', RESTING)).retCode).toBe(0);
});

test('a halted instrument takes no order and fills none; cancelling still works', async () => {
  const client = await openExchange();
  const { result } = await client.post('/v5/order/create', RESTING);
  await client.fault({ kind: 'halt', scope: { instrument: 'BTCUSDT-PERP' } });
  expect((await client.post('/v5/order/create', RESTING)).retCode).toBe(110066);
  expect((await client.get('/v5/market/instruments-info', { category: 'linear' })).result.list[0]?.status).toBe('Closed');
  client.minutes(61);
  expect((await client.get('/v5/execution/list', { category: 'linear' })).result.list).toEqual([]);
  expect((await client.post('/v5/order/cancel', { category: 'linear', symbol: 'BTCUSDT', orderId: result.orderId })).retCode).toBe(0);
});

test('fees change while it runs, for as long as it was said', async () => {
  const client = await openExchange();
  const feeOf = async () => {
    await client.post('/v5/order/create', BUY);
    return (await client.get('/v5/execution/list', { category: 'linear', limit: 1 })).result.list[0]?.execFee;
  };
  expect(await feeOf()).toBe('0.06');
  await client.fault({ kind: 'fee-change', makerRatio: 0.001, takerRatio: 0.002, forMs: 300_000 });
  expect(await feeOf()).toBe('0.2');
  client.minutes(6);
  expect(await feeOf()).toBe('0.06');
});

test('a forced liquidation closes the position and tells it', async () => {
  const client = await openExchange();
  const stream = await openSigned(client, '/v5/private', ['execution']);
  await client.post('/v5/order/create', BUY);
  await client.fault({ kind: 'liquidation', scope: { account: 'alice' } });
  const told = await stream.find(({ data }) => data?.[0]?.execType === ('BustTrade' as never));
  // 10x from 100: the margin is lost at 90.
  expect(told.data[0]).toMatchObject({ side: 'Sell', execPrice: '90', execQty: '1', orderLinkId: '' });
  expect(client.server.exchange.account('alice').lotsOf(1)).toBe(0);
});

test('the owner trades by hand: an execution without a client order id', async () => {
  const client = await openExchange();
  const stream = await openSigned(client, '/v5/private', ['execution', 'order']);
  await client.fault({ kind: 'manual-trade', side: 'buy', lots: 30, scope: { account: 'alice', instrument: 'BTCUSDT-PERP' } });
  expect((await stream.find(({ topic }) => topic === 'execution')).data[0]).toMatchObject({ orderLinkId: '', execQty: '0.3', side: 'Buy' });
});

test('a restart cuts every connection; state stays, or the open orders are forgotten', async () => {
  const client = await openExchange();
  await client.post('/v5/order/create', BUY);
  await client.post('/v5/order/create', RESTING);
  const stream = await openSigned(client, '/v5/private');
  const restart = (forgetOrders: boolean) => client.fault({ kind: 'restart', downMs: 100, forgetOrders }).catch(() => undefined);
  await restart(false);
  await stream.closed;
  expect(await outcome(client.get('/v5/market/time'))).toBe('cut');
  const open = async () => {
    await new Promise((done) => setTimeout(done, 120));
    return (await client.get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' })).result.list.length;
  };
  expect(await open()).toBe(1);
  await restart(true);
  expect(await open()).toBe(0);
  expect(client.server.exchange.account('alice').lotsOf(1)).toBe(100);
});

test('a stale book stands still while trades go on', async () => {
  const client = await openExchange();
  const best = async () =>
    (await client.get('/v5/market/orderbook', { category: 'linear', symbol: 'BTCUSDT', limit: 1 })).result.b as unknown as string[][];
  const before = await best();
  await client.fault({ kind: 'stale-book', scope: { instrument: 'BTCUSDT-PERP' } });
  client.minutes(61);
  expect(await best()).toEqual(before);
  await fetch(`http://${client.server.address}/__faults`, { method: 'DELETE' });
  expect(await best()).not.toEqual(before);
});

/** The executions told of three orders, in order, with a fault on the stream. */
async function toldUnder(fault: Record<string, unknown>): Promise<string[]> {
  const client = await openExchange();
  const stream = await openSigned(client, '/v5/private', ['execution', 'wallet']);
  await client.fault({ scope: { topic: 'execution' }, ...fault });
  for (const qty of ['1', '2', '3']) await client.post('/v5/order/create', { ...BUY, qty });
  // Each order ends with its wallet: what was to come has come.
  await stream.find(() => stream.messages.filter(({ topic }) => topic === 'wallet').length === 3);
  return stream.messages.filter(({ topic }) => topic === 'execution').map(({ data }) => data[0]?.execQty as unknown as string);
}

test.each([
  [{ kind: 'drop', count: 1 }, ['2', '3']],
  [{ kind: 'duplicate', when: { after: 1 }, count: 1 }, ['1', '2', '2', '3']],
  [{ kind: 'drop', when: { after: 1 } }, ['1']],
  [{ kind: 'drop', scope: { topic: 'execution', account: 'bob' } }, ['1', '2', '3']],
])('messages: %o', async (fault, told) => {
  expect(await toldUnder(fault)).toEqual(told);
});

test('messages out of order: one comes after the next', async () => {
  const client = await openExchange({ kind: 'reorder', scope: { topic: 'execution' }, count: 1 });
  const stream = await openSigned(client, '/v5/private', ['execution', 'wallet']);
  await client.post('/v5/order/create', BUY);
  await stream.find(({ topic }) => topic === 'execution');
  expect(stream.messages.map(({ topic }) => topic).filter(Boolean)).toEqual(['wallet', 'execution']);
});

test('a message held back for the next one comes by itself where there is none', async () => {
  const client = await openExchange({ kind: 'reorder', count: 1, scope: { topic: 'execution' } });
  const stream = await openSigned(client, '/v5/private', ['execution']);
  await client.post('/v5/order/create', BUY);
  expect((await stream.find(({ topic }) => topic === 'execution')).data[0]).toMatchObject({ execQty: '1' });
});

test('a silent stream stays open without a word, not even to a ping', async () => {
  const client = await openExchange();
  const stream = await openStream(client, '/v5/public/spot');
  await client.fault({ kind: 'silent' });
  stream.send({ op: 'ping' });
  stream.send({ op: 'subscribe', args: ['tickers.BTCUSDT'] });
  client.minutes(2);
  await client.get('/v5/market/time');
  expect(stream.messages).toEqual([]);
  await fetch(`http://${client.server.address}/__faults`, { method: 'DELETE' });
  client.minutes(1);
  expect((await stream.find(({ topic }) => topic === 'tickers.BTCUSDT')).data).toMatchObject({ symbol: 'BTCUSDT' });
});

test("faults are told what they did, and one that can't be read is refused in words", async () => {
  const client = await openExchange();
  const url = `http://${client.server.address}/__faults`;
  const refused = await fetch(url, { method: 'POST', body: JSON.stringify({ kind: 'latency', delayMs: 'long' }) });
  expect([refused.status, await refused.json()]).toEqual([
    400,
    { code: 'FAULT_INVALID', error: expect.stringMatching(/^the request: fault 1: delayMs: expected .*number.*, found "long"$/) },
  ]);
  await client.fault({ kind: 'rate-limit', scope: CREATE, count: 1 });
  await client.post('/v5/order/create', RESTING);
  await client.post('/v5/order/create', RESTING);
  expect(await (await fetch(url)).json()).toMatchObject({ faults: [{ id: 1, seen: 2, struck: 1, fault: { kind: 'rate-limit' } }] });
  expect((await fetch(`${url}/1`, { method: 'DELETE' })).status).toBe(200);
  expect((await fetch(`${url}/1`, { method: 'DELETE' })).status).toBe(404);
  expect((await fetch(url, { headers: { origin: 'http://elsewhere' } })).status).toBe(403);
});

test('orders over the trade stream meet the same faults', async () => {
  const client = await openExchange({ kind: 'maintenance', scope: { request: 'order.create' }, count: 1 });
  const stream = await openSigned(client, '/v5/trade');
  const place = (reqId: string) =>
    stream.send({ op: 'order.create', reqId, header: { 'X-BAPI-TIMESTAMP': String(Date.now()) }, args: [RESTING] });
  const answerTo = (reqId: string) => stream.find((message) => message.reqId === (reqId as never));
  place('a');
  expect(await answerTo('a')).toMatchObject({ retCode: 10016, op: 'order.create' });
  place('b');
  expect(await answerTo('b')).toMatchObject({ retCode: 0, data: { orderId: expect.any(String) }, header: { 'X-Bapi-Limit': '10' } });
  await client.fault({ kind: 'reset', side: 'answer', scope: { request: 'order.create' } });
  place('c');
  await stream.closed;
  expect(ordersOf(client)).toBe(2);
});
