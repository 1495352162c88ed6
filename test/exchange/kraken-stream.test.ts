/** Kraken's stream, version 2: two endpoints, channels that add up, orders over the socket, and faults on the way. */

import { crc32 } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { Gate, Passage, Treatment } from '../../src/adapters/exchange-simulator/kraken/gate.ts';
import type { KrakenServerOptions } from '../../src/adapters/exchange-simulator/kraken/server.ts';
import { type Caller, caller, type Message, openStream, type Stream } from './kraken-caller.ts';
import { HISTORY, MINUTE, START, type Stand, startStand } from './kraken-stand.ts';

let stand: Stand;
const streams: Stream[] = [];
const bugs: unknown[] = [];
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  await stand.close();
  expect(bugs.splice(0)).toEqual([]);
});
const onBug = (error: unknown) => void bugs.push(error);

async function connect(path: '/v2' | '/auth/v2'): Promise<Stream> {
  const stream = await openStream(stand.url, path);
  streams.push(stream);
  return stream;
}

async function openPublic(options: Partial<KrakenServerOptions> = {}): Promise<Stream> {
  stand = await startStand({ onBug, ...options });
  return connect('/v2');
}

async function openPrivate(options: Partial<KrakenServerOptions> = {}): Promise<Caller & Stream & { token: string }> {
  stand = await startStand({ onBug, ...options });
  const be = caller(stand.url);
  const { token } = (await be.private('GetWebSocketsToken')).result;
  return { ...be, ...(await connect('/auth/v2')), token };
}

const updates = (channel: string) => (message: Message) => message.channel === channel && message.type === 'update';
const answers =
  (id: number) =>
  ({ req_id }: Message) =>
    req_id === id;

test('whoever connects is told the state; a ping comes back with its number', async () => {
  const stream = await openPublic();
  const status = await stream.next(({ channel }) => channel === 'status');
  expect(status).toMatchObject({ type: 'update', data: [{ system: 'online', api_version: 'v2' }] });
  stand.server.venue.changeStatus('maintenance');
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
  const stream = await openPublic();
  stream.send({ method: 'subscribe', params: { channel: 'executions', token: 'x' }, req_id: 1 });
  expect(await stream.next(answers(1))).toMatchObject({
    success: false,
    error: 'Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com',
  });
  const closed = await connect('/auth/v2');
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
  const stream = await openPublic();
  stream.send({ method: 'subscribe', params, req_id: 9 });
  expect(await stream.next(answers(9))).toMatchObject({ method: 'subscribe', success: false, error });
});

test('what is no request is answered so, and the connection lives on', async () => {
  const stream = await openPublic();
  stream.send([1] as never);
  expect(await stream.next(({ error }) => error !== undefined)).toMatchObject({ success: false, error: 'Malformed request' });
  stream.send({ method: 'subscribe', params: [], req_id: 5 });
  expect(await stream.next(answers(5))).toMatchObject({ success: false, error: 'EGeneral:Invalid arguments:params' });
  stream.send({ method: 'fly', req_id: 6 });
  expect(await stream.next(answers(6))).toMatchObject({ success: false, error: 'EGeneral:Unknown method' });
});

test('a heart beats each second for whoever has subscribed', async () => {
  const stream = await openPublic();
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

/** Keeps a book as the documentation tells clients to, with prices and quantities as the digits on the wire, and takes its checksum. */
function keepBook(depth: number) {
  const sides = { bids: new Map<string, string>(), asks: new Map<string, string>() };
  const digits = (text: string) => text.replace('.', '').replace(/^0+/, '');
  const sorted = (side: 'bids' | 'asks') =>
    [...sides[side]].sort(([a], [b]) => (side === 'asks' ? Number(a) - Number(b) : Number(b) - Number(a)));
  return (text: string): { expected: number; found: number } => {
    const source = (_: string, value: unknown, { source: written }: { source?: string } = {}) =>
      typeof value === 'number' ? written : value;
    const [data] = JSON.parse(text, source as never).data;
    for (const side of ['bids', 'asks'] as const) {
      for (const { price, qty } of data[side]) Number(qty) === 0 ? sides[side].delete(price) : sides[side].set(price, qty);
      for (const [price] of sorted(side).slice(depth)) sides[side].delete(price);
    }
    const levels = (['asks', 'bids'] as const).flatMap((side) => sorted(side).slice(0, 10));
    return { expected: Number(data.checksum), found: crc32(levels.map(([price, qty]) => digits(price) + digits(qty)).join('')) };
  };
}

test('a book kept from its updates has the checksum of each', async () => {
  const stream = await openPublic();
  stream.send({ method: 'subscribe', params: { channel: 'book', symbol: ['BTC/USD'], depth: 25 }, req_id: 1 });
  await stream.next(({ channel }) => channel === 'book');
  for (let i = 0; i < 20; i++) stand.advance(MINUTE / 4);
  // The price moves with all moves but those that close a candle.
  const isBook = (message: Message) => message.channel === 'book';
  await stream.next(() => stream.messages.filter(isBook).length >= 1 + 15);
  const take = keepBook(25);
  const taken = stream.texts.filter((_, i) => isBook(stream.messages[i])).map(take);
  expect(taken.length).toBeGreaterThanOrEqual(16);
  for (const { expected, found } of taken) expect(found).toBe(expected);
});

test('trades and candles of the stream are those of REST', async () => {
  const stream = await openPublic();
  stream.send({ method: 'subscribe', params: { channel: 'ohlc', symbol: ['BTC/USD'], interval: 1 }, req_id: 1 });
  stream.send({ method: 'subscribe', params: { channel: 'trade', symbol: ['BTC/USD'], snapshot: true }, req_id: 2 });
  await stream.next((message) => message.channel === 'trade' && message.type === 'snapshot');
  stand.advance(MINUTE);
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
  stand.advance(MINUTE / 4);
  await stream.next(updates('trade'), before);
  expect(stream.messages.slice(before).some(({ channel }) => channel === 'ohlc')).toBe(false);
});

const ORDER = { order_type: 'limit', side: 'buy', order_qty: 0.1, symbol: 'BTC/USD', limit_price: 9000 };

test('an order’s life is told in order, with numbers that rise by one', async () => {
  const be = await openPrivate();
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
  stand.advance(MINUTE / 4);
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
  const be = await openPrivate();
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
  const be = await openPrivate();
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
  stand.advance(MINUTE);
  expect((await be.private('OpenOrders')).result).toEqual({ open: {} });
});

test('a token is good for fifteen minutes, and for as long as it is used', async () => {
  let now = Date.UTC(2026, 10, 2);
  const be = await openPrivate({ wallNow: () => now });
  const unused = (await be.private('GetWebSocketsToken')).result.token;
  be.send({ method: 'cancel_all', params: { token: be.token }, req_id: 1 });
  expect(await be.next(answers(1))).toMatchObject({ success: true });
  now += 900_000;
  be.send({ method: 'cancel_all', params: { token: be.token }, req_id: 2 });
  be.send({ method: 'cancel_all', params: { token: unused }, req_id: 3 });
  expect(await be.next(answers(2))).toMatchObject({ success: true });
  expect(await be.next(answers(3))).toMatchObject({ error: 'ESession:Invalid session' });
});

/** A gate that treats the next passage of a kind, once. */
function onceGate() {
  let next: { way: string; what: string; treatment: Treatment } | null = null;
  const gate: Gate = ({ way, what }) => {
    if (next === null || next.way !== way || next.what !== what) return null;
    const { treatment } = next;
    next = null;
    return treatment;
  };
  const treat = (way: 'in' | 'out', what: string, treatment: Treatment) => {
    next = { way, what, treatment };
  };
  return { gate, treat };
}

const FORM_ORDER = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '9000', volume: '0.1' };

test('faults: an answer that is lost leaves an order that is there, a request that is lost leaves none', async () => {
  const { gate, treat } = onceGate();
  const be = await openPrivate({ gate });
  const idsOfOpen = async () => Object.values((await be.private('OpenOrders')).result.open).map((order) => (order as Message).cl_ord_id);
  treat('out', 'AddOrder', { reset: true });
  await expect(be.private('AddOrder', { ...FORM_ORDER, cl_ord_id: 'lost-answer' })).rejects.toThrow();
  treat('in', 'AddOrder', { reset: true });
  await expect(be.private('AddOrder', { ...FORM_ORDER, cl_ord_id: 'lost-request' })).rejects.toThrow();
  expect(await idsOfOpen()).toEqual(['lost-answer']);
  treat('out', 'AddOrder', { status: 520 });
  await expect(be.private('AddOrder', { ...FORM_ORDER, cl_ord_id: 'in-doubt' })).rejects.toThrow('found 520');
  expect(await idsOfOpen()).toEqual(['in-doubt', 'lost-answer']);
  treat('in', 'AddOrder', { refuse: 'EService:Busy' });
  expect((await be.private('AddOrder', FORM_ORDER)).error).toEqual(['EService:Busy']);
  treat('in', 'add_order', { copies: 2 });
  be.send({ method: 'add_order', params: { ...ORDER, cl_ord_id: 'twice', token: be.token }, req_id: 7 });
  await be.next(({ error }) => error === 'EGeneral:Invalid arguments:cl_ord_id not unique');
  expect(await idsOfOpen()).toEqual(['twice', 'in-doubt', 'lost-answer']);
});

test('faults: messages come twice, late, never, or the connection breaks', async () => {
  const { gate, treat } = onceGate();
  const be = await openPrivate({ gate });
  const { token } = be;
  be.send({ method: 'subscribe', params: { channel: 'executions', snapshot: false, token }, req_id: 1 });
  await be.next(answers(1));
  const sequences = () => be.messages.filter(updates('executions')).map(({ sequence }) => sequence);
  treat('out', 'executions', { copies: 2 });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 2);
  expect(sequences()).toEqual([1, 1, 2]);
  treat('out', 'executions', { drop: true });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 4);
  expect(sequences()).toEqual([1, 1, 2, 4]);
  treat('out', 'executions', { delayMs: 5 });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 5);
  expect(sequences()).toEqual([1, 1, 2, 4, 6, 5]);
  treat('out', 'executions', { hold: true });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 7);
  expect(sequences()).toEqual([1, 1, 2, 4, 6, 5, 8, 7]);
  treat('in', 'connect', { reset: true });
  await expect(connect('/v2')).rejects.toThrow();
  treat('out', 'executions', { reset: true });
  await be.private('AddOrder', FORM_ORDER);
  await be.closed;
  expect(Object.keys((await be.private('OpenOrders')).result.open)).toHaveLength(5);
});

test('faults: what is never answered does not keep the server from closing', async () => {
  const dropped = new Set<string>();
  let bothCame = () => {};
  const both = new Promise<void>((done) => {
    bothCame = done;
  });
  const gate: Gate = ({ what }) => {
    dropped.add(what);
    if (dropped.size === 2) bothCame();
    return { drop: true };
  };
  stand = await startStand({ onBug, gate });
  const unopened = expect(connect('/v2')).rejects.toThrow();
  const unanswered = expect(caller(stand.url).public('Time')).rejects.toThrow();
  await both;
  expect([...dropped].sort()).toEqual(['Time', 'connect']);
  await stand.server.close();
  await Promise.all([unopened, unanswered]);
});

test('a request and its answers carry one number through the gate, others none', async () => {
  const passed: Passage[] = [];
  const gate: Gate = (passage) => {
    passed.push(passage);
    return null;
  };
  const be = await openPrivate({ gate });
  be.send({ method: 'subscribe', params: { channel: 'executions', token: be.token }, req_id: 1 });
  await be.next(answers(1));
  be.send({ method: 'add_order', params: { ...ORDER, token: be.token }, req_id: 2 });
  await be.next(answers(2));
  const numbersOf = (wanted: string) => passed.filter(({ what }) => what === wanted).map(({ way, number }) => [way, number]);
  expect(numbersOf('GetWebSocketsToken')).toEqual([
    ['in', 1],
    ['out', 1],
  ]);
  expect(numbersOf('add_order')).toEqual([
    ['in', 4],
    ['out', 4],
  ]);
  expect(new Set(numbersOf('executions').map(([, number]) => number))).toEqual(new Set([0]));
});

test('an order that was placed by hand is told and listed as any other', async () => {
  const be = await openPrivate();
  be.send({ method: 'subscribe', params: { channel: 'executions', token: be.token }, req_id: 1 });
  await be.next(answers(1));
  const { exchange } = stand;
  const byHand = {
    clientId: '',
    market: 0,
    side: 1,
    type: 'market',
    lots: 1e7,
    limit: Number.NaN,
    trigger: Number.NaN,
    trailTicks: 0,
  } as const;
  const life = { timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: false } as const;
  exchange.place(exchange.account(be.key), { ...byHand, ...life });
  await be.next(({ data }) => data?.[0]?.exec_type === 'filled');
  const types = be.messages.filter(updates('executions')).map(({ data }) => data[0].exec_type);
  expect(types).toEqual(['pending_new', 'new', 'trade', 'filled']);
  const { closed } = (await be.private('ClosedOrders')).result;
  expect(Object.values(closed)).toMatchObject([{ status: 'closed', vol: '0.10000000', userref: null, descr: { ordertype: 'market' } }]);
  expect((await be.private('TradesHistory')).result.count).toBe(1);
});

test('a restart keeps what the venue knows', async () => {
  const be = await openPrivate();
  await be.private('AddOrder', { ...FORM_ORDER, userref: '8' });
  const { venue, port } = stand.server;
  await stand.server.close();
  stand = await startStand({ exchange: stand.exchange, venue, port });
  expect(Object.values((await be.private('OpenOrders')).result.open)).toMatchObject([{ userref: 8, vol: '0.10000000' }]);
});
