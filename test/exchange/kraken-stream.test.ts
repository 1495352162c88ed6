/** Kraken's stream, version 2: two endpoints, channels that add up, orders over the socket. */

import { expect, test } from 'vitest';
import type { Message } from './kraken-caller.ts';
import { answers, connections, ORDER, updates } from './kraken-connections.ts';
import { keepBook } from './kraken-kept-book.ts';
import { HISTORY, MINUTE, START } from './kraken-stand.ts';

const at = connections();

test('whoever connects is told the state; a ping comes back with its number', async () => {
  const stream = await at.openPublic();
  const status = await stream.next(({ channel }) => channel === 'status');
  expect(status).toMatchObject({ type: 'update', data: [{ system: 'online', api_version: 'v2' }] });
  at.stand.server.venue.changeStatus('maintenance');
  expect(await stream.next(({ data }) => data?.[0]?.system === 'maintenance')).toMatchObject({ channel: 'status', type: 'update' });
  stream.send({ method: 'ping', req_id: 101 });
  expect(await stream.next(answers(101))).toEqual({
    method: 'pong',
    req_id: 101,
    time_in: expect.stringMatching(/^2026-11-02T16:40:00\.\d{6}Z$/),
    time_out: expect.any(String),
  });
});

test('what is private is not to be had on the public endpoint, nor the other way round, nor with a bad token', async () => {
  const stream = await at.openPublic();
  stream.send({ method: 'subscribe', params: { channel: 'executions', token: 'x' }, req_id: 1 });
  expect(await stream.next(answers(1))).toMatchObject({
    success: false,
    error: 'Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com',
  });
  const closed = await at.connect('/auth/v2');
  closed.send({ method: 'add_order', params: { token: 'x' }, req_id: 2 });
  expect(await closed.next(answers(2))).toMatchObject({ method: 'add_order', success: false, error: 'ESession:Invalid session' });
  closed.send({ method: 'subscribe', params: { channel: 'ticker', symbol: ['BTC/USD'] }, req_id: 3 });
  expect(await closed.next(answers(3))).toMatchObject({
    success: false,
    error: 'Public market data subscriptions are unavailable on this endpoint. Try ws.kraken.com',
  });
  closed.send({ method: 'subscribe', params: { channel: 'executions', token: 'x' }, req_id: 4 });
  expect(await closed.next(answers(4))).toMatchObject({
    success: false,
    error: 'ESession:Invalid session',
    channel: 'executions',
    status: 'error',
  });
});

test.each([
  ['a pair by its name in AssetPairs', { channel: 'ticker', symbol: ['XBT/USD'] }, 'Currency pair not supported XBT/USD'],
  ['a pair that is not there', { channel: 'ticker', symbol: ['BTC/EUR'] }, 'Currency pair not supported BTC/EUR'],
  ['a channel that is not there', { channel: 'weather', symbol: ['BTC/USD'] }, 'Subscription name invalid'],
  ['a depth that is not there', { channel: 'book', symbol: ['BTC/USD'], depth: 11 }, 'Subscription depth not supported'],
  ['an interval that is not there', { channel: 'ohlc', symbol: ['BTC/USD'], interval: 2 }, 'Subscription ohlc interval not supported'],
])('a subscription to %s is refused', async (_, params, error) => {
  const stream = await at.openPublic();
  stream.send({ method: 'subscribe', params, req_id: 9 });
  expect(await stream.next(answers(9))).toMatchObject({ method: 'subscribe', success: false, error });
});

test('what is no request is answered so, and the connection lives on', async () => {
  const stream = await at.openPublic();
  stream.send([1] as never);
  expect(await stream.next(({ error }) => error !== undefined)).toMatchObject({ success: false, error: 'Malformed request' });
  stream.send({ method: 'subscribe', params: [], req_id: 5 });
  expect(await stream.next(answers(5))).toMatchObject({ success: false, error: 'EGeneral:Invalid arguments:params' });
  stream.send({ method: 'fly', req_id: 6 });
  expect(await stream.next(answers(6))).toMatchObject({ success: false, error: 'EGeneral:Unknown method' });
});

test('a heart beats each second for whoever has subscribed', async () => {
  const stream = await at.openPublic();
  stream.send({ method: 'subscribe', params: { channel: 'instrument' }, req_id: 1 });
  expect(await stream.next(({ channel }) => channel === 'heartbeat')).toEqual({ channel: 'heartbeat' });
  expect(await stream.next(({ channel }) => channel === 'instrument')).toMatchObject({
    type: 'snapshot',
    data: {
      assets: [{ id: 'BTC' }, { id: 'USD' }],
      pairs: [{ symbol: 'BTC/USD', price_precision: 1, qty_precision: 8, price_increment: 0.1, qty_min: 0.00005, cost_min: 0.5 }],
    },
  });
});

test('a book kept from its updates has the checksum of each', async () => {
  const stream = await at.openPublic();
  stream.send({ method: 'subscribe', params: { channel: 'book', symbol: ['BTC/USD'], depth: 25 }, req_id: 1 });
  await stream.next(({ channel }) => channel === 'book');
  for (let i = 0; i < 20; i++) at.stand.advance(MINUTE / 4);
  // The price moves with all moves but those that close a candle.
  const isBook = (message: Message) => message.channel === 'book';
  await stream.next(() => stream.messages.filter(isBook).length >= 1 + 15);
  const take = keepBook(25);
  const taken = stream.texts.filter((_, i) => isBook(stream.messages[i])).map(take);
  expect(taken.length).toBeGreaterThanOrEqual(16);
  for (const { expected, found } of taken) expect(found).toBe(expected);
});

test('trades and candles of the stream are those of REST', async () => {
  const stream = await at.openPublic();
  stream.send({ method: 'subscribe', params: { channel: 'ohlc', symbol: ['BTC/USD'], interval: 1 }, req_id: 1 });
  stream.send({ method: 'subscribe', params: { channel: 'trade', symbol: ['BTC/USD'], snapshot: true }, req_id: 2 });
  await stream.next((message) => message.channel === 'trade' && message.type === 'snapshot');
  at.stand.advance(MINUTE);
  const begin = START + (HISTORY + 1) * MINUTE;
  await stream.next((message) => updates('ohlc')(message) && Date.parse(message.data[0].interval_begin) === begin);
  const last = stream.messages
    .filter(updates('ohlc'))
    .filter(({ data }) => Date.parse(data[0].interval_begin) < begin)
    .at(-1).data[0];
  // Minute 1,000 opens at 10,060, and rises by 4, falls by 3, closes 1 higher.
  expect(last).toMatchObject({
    symbol: 'BTC/USD',
    open: 10_060,
    high: 10_064,
    low: 10_057,
    close: 10_061,
    volume: 8,
    vwap: 10_060.5,
    interval: 1,
  });
  const trades = stream.messages.filter(updates('trade')).map(({ data }) => data[0].price);
  // A rising candle sees its low first. Then the next one opens at 10,000.
  expect(trades).toEqual([10_057, 10_064, 10_061, 10_000]);
  stream.send({ method: 'unsubscribe', params: { channel: 'ohlc', symbol: ['BTC/USD'], interval: 1 }, req_id: 3 });
  expect(await stream.next(answers(3))).toMatchObject({ success: true });
  const before = stream.messages.length;
  at.stand.advance(MINUTE / 4);
  await stream.next(updates('trade'), before);
  expect(stream.messages.slice(before).some(({ channel }) => channel === 'ohlc')).toBe(false);
});

test('an order’s life is told in order, with numbers that rise by one', async () => {
  const be = await at.openPrivate();
  const { token } = be;
  be.send({ method: 'subscribe', params: { channel: 'executions', token }, req_id: 1 });
  be.send({ method: 'subscribe', params: { channel: 'balances', token }, req_id: 2 });
  expect(await be.next(({ channel, type }) => channel === 'balances' && type === 'snapshot')).toMatchObject({
    data: [
      { asset: 'USD', balance: 100_000 },
      { asset: 'BTC', balance: 0 },
    ],
  });
  be.send({ method: 'add_order', params: { ...ORDER, cl_ord_id: 'first', token }, req_id: 3 });
  const { result } = await be.next(answers(3));
  be.send({ method: 'amend_order', params: { cl_ord_id: 'first', limit_price: 10_059, order_qty: 0.2, token }, req_id: 4 });
  expect((await be.next(answers(4))).result).toMatchObject({ order_id: result.order_id, amend_id: expect.any(String) });
  // Down to 10,057: through the limit.
  at.stand.advance(MINUTE / 4);
  await be.next(({ data }) => data?.[0]?.exec_type === 'filled');
  be.send({ method: 'add_order', params: { ...ORDER, token }, req_id: 5 });
  const second = (await be.next(answers(5))).result.order_id;
  be.send({ method: 'cancel_order', params: { order_id: [second, 'OAAAAA-AAAAA-AAAAAA'], token }, req_id: 6 });
  await be.next(({ method, error }) => method === 'cancel_order' && error === 'EOrder:Unknown order');
  const told = be.messages.filter(updates('executions'));
  expect(told.map(({ data }) => [data[0].exec_type, data[0].order_status])).toEqual([
    ['pending_new', 'pending_new'],
    ['new', 'new'],
    ['amended', 'new'],
    ['trade', 'partially_filled'],
    ['filled', 'filled'],
    ['pending_new', 'pending_new'],
    ['new', 'new'],
    ['canceled', 'canceled'],
  ]);
  expect(told.map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  // 0.2 x 10,059 = 2,011.8; as a maker 0.16 % of it.
  expect(told[3].data[0]).toMatchObject({
    last_qty: 0.2,
    last_price: 10_059,
    cost: 2011.8,
    liquidity_ind: 'm',
    fees: [{ asset: 'USD', qty: 3.21888 }],
  });
  expect(told[4].data[0]).toMatchObject({ cl_ord_id: 'first', cum_qty: 0.2, cum_cost: 2011.8, avg_price: 10_059 });
  expect(be.messages.find(updates('balances')).data).toMatchObject([
    { asset: 'BTC', amount: 0.2, balance: 0.2 },
    { asset: 'USD', amount: -2011.8, fee: 3.21888, balance: 97_984.98112 },
  ]);
  expect((await be.private('Balance')).result).toEqual({ ZUSD: '97984.98112', XXBT: '0.2000000000' });
});

test('orders that are open, and trades where they are asked for, are told at the beginning', async () => {
  const be = await at.openPrivate();
  const { token } = be;
  await be.private('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.1' });
  await be.private('AddOrder', { pair: 'XBTUSD', type: 'sell', ordertype: 'stop-loss', price: '9500', volume: '0.1' });
  be.send({ method: 'subscribe', params: { channel: 'executions', snap_trades: true, token }, req_id: 1 });
  const { data, sequence } = await be.next(({ type }) => type === 'snapshot');
  expect(sequence).toBe(1);
  expect(data).toMatchObject([
    { exec_type: 'new', order_type: 'stop-loss', side: 'sell', triggers: { price: 9500, reference: 'last', status: 'untriggered' } },
    { exec_type: 'trade', side: 'buy', last_qty: 0.1 },
  ]);
});

test('batches, edits and the switch work over the socket', async () => {
  const be = await at.openPrivate();
  const { token } = be;
  be.send({ method: 'batch_add', params: { symbol: 'BTC/USD', orders: [ORDER, { ...ORDER, order_qty: 50 }, ORDER], token }, req_id: 1 });
  const { result } = await be.next(answers(1));
  expect(result).toMatchObject([
    { order_id: expect.any(String) },
    { error: 'EOrder:Insufficient funds' },
    { order_id: expect.any(String) },
  ]);
  be.send({ method: 'edit_order', params: { order_id: result[0].order_id, limit_price: 9050, symbol: 'BTC/USD', token }, req_id: 2 });
  const edited = await be.next(answers(2));
  expect(edited.result).toMatchObject({ original_order_id: result[0].order_id });
  be.send({ method: 'batch_cancel', params: { orders: [edited.result.order_id, result[2].order_id], token }, req_id: 3 });
  expect(await be.next(answers(3))).toMatchObject({ success: true, orders_cancelled: 2 });
  be.send({
    method: 'add_order',
    params: { ...ORDER, order_type: 'trailing-stop', limit_price: undefined, triggers: { price: 5, price_type: 'pct' }, token },
    req_id: 4,
  });
  expect(await be.next(answers(4))).toMatchObject({ success: true });
  be.send({ method: 'cancel_all_orders_after', params: { timeout: 60, token }, req_id: 5 });
  expect((await be.next(answers(5))).result).toEqual({ currentTime: '2026-11-02T16:40:00Z', triggerTime: '2026-11-02T16:41:00Z' });
  // The market alone moves time on: the venue's switch needs no request to go off.
  at.stand.advance(MINUTE);
  expect((await be.private('OpenOrders')).result).toEqual({ open: {} });
});

test('a token is good for fifteen minutes, and for as long as it is used', async () => {
  let now = Date.UTC(2026, 10, 2);
  const be = await at.openPrivate({ wallNow: () => now });
  const unused = (await be.private('GetWebSocketsToken')).result.token;
  be.send({ method: 'cancel_all', params: { token: be.token }, req_id: 1 });
  expect(await be.next(answers(1))).toMatchObject({ success: true });
  now += 900_000;
  be.send({ method: 'cancel_all', params: { token: be.token }, req_id: 2 });
  be.send({ method: 'cancel_all', params: { token: unused }, req_id: 3 });
  expect(await be.next(answers(2))).toMatchObject({ success: true });
  expect(await be.next(answers(3))).toMatchObject({ error: 'ESession:Invalid session' });
});
