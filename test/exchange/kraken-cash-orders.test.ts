/** Kraken's market buys of which the volume is in the quote currency (oflags viqc, cash_order_qty on the stream). */

import ccxt from 'ccxt';
import { afterEach, expect, test } from 'vitest';
import { caller, openStream } from './kraken-caller.ts';
import { type Stand, startStand } from './kraken-stand.ts';

let stand: Stand;
afterEach(() => stand.close());

const SPEND = { pair: 'XBTUSD', type: 'buy', ordertype: 'market', oflags: 'viqc', volume: '1000' };
/**
 * The market stands at 10,060.0 when trading begins. 1,000 / 10,060 = 0.099403578...: 0.09940357 are bought, for 999.9999142 and 0.26 % of fee,
 * 2.59999977692, to eight decimals 2.59999978.
 */
const BOUGHT = '0.09940357';
const COST = '999.9999142';
const FEE = '2.59999978';

test('a market buy spends at most what it asks for, the fee beside it, and is told in the currencies that the venue tells it in', async () => {
  stand = await startStand();
  const { private: call } = caller(stand.url);
  const { result } = await call('AddOrder', SPEND);
  expect(result.descr).toEqual({ order: 'buy 1000.00000000 XBTUSD @ market' });
  const [id] = result.txid;
  const order = (await call('QueryOrders', { txid: id })).result[id];
  expect(order).toMatchObject({
    status: 'closed',
    oflags: 'fciq,viqc',
    vol: '1000.00000000',
    vol_exec: BOUGHT,
    cost: COST,
    fee: FEE,
    price: '10060.00000',
    descr: { order: 'buy 1000.00000000 XBTUSD @ market' },
  });
  // 100,000 - 999.9999142 - 2.59999978 = 98,997.40008602.
  expect((await call('BalanceEx')).result).toMatchObject({ ZUSD: { balance: '98997.40008602' }, XXBT: { balance: '0.0994035700' } });
});

test('money that does not cover the fee is insufficient, too little of it is a wrong volume, and validation places nothing', async () => {
  stand = await startStand();
  const { private: call } = caller(stand.url);
  const errorOf = async (volume: string) => (await call('AddOrder', { ...SPEND, volume })).error;
  // 0.26 % of 99,741 are 259.33: 100,000.33 in all; 0.00005 XBT, the smallest order, cost 0.503.
  for (const volume of ['99741', '100000', '95000000', '99999999999']) expect(await errorOf(volume)).toEqual(['EOrder:Insufficient funds']);
  for (const volume of ['0.5', '0', '-5', '1.123456789', 'all'])
    expect(await errorOf(volume)).toEqual(['EGeneral:Invalid arguments:volume']);
  expect((await call('AddOrder', { ...SPEND, validate: 'true' })).result).toEqual({
    descr: { order: 'buy 1000.00000000 XBTUSD @ market' },
  });
  expect((await call('ClosedOrders')).result.count).toBe(0);
  // 99,740 and 259.32 of fee.
  expect(await errorOf('99740')).toEqual([]);
});

test('the stream takes cash_order_qty for it, alone', async () => {
  stand = await startStand();
  const { private: call } = caller(stand.url);
  const { token } = (await call('GetWebSocketsToken')).result;
  const stream = await openStream(stand.url, '/auth/v2');
  stream.send({ method: 'subscribe', params: { channel: 'executions', token } });
  const order = { order_type: 'market', side: 'buy', symbol: 'BTC/USD', cash_order_qty: 1000, token };
  stream.send({ method: 'add_order', params: { ...order, order_qty: 1 }, req_id: 1 });
  expect(await stream.next(({ req_id: id }) => id === 1)).toMatchObject({ success: false, error: 'EGeneral:Invalid arguments:order_qty' });
  stream.send({ method: 'add_order', params: { ...order, side: 'sell' }, req_id: 2 });
  expect(await stream.next(({ req_id: id }) => id === 2)).toMatchObject({ success: false, error: 'EGeneral:Invalid arguments:viqc' });
  stream.send({ method: 'add_order', params: order, req_id: 3 });
  expect(await stream.next(({ req_id: id }) => id === 3)).toMatchObject({ success: true });
  const { data } = await stream.next(({ channel, data: rows }) => channel === 'executions' && rows[0]?.exec_type === 'pending_new');
  expect(data[0]).toMatchObject({ cash_order_qty: 1000, order_qty: Number(BOUGHT) });
  const filled = await stream.next(({ channel, data: rows }) => channel === 'executions' && rows[0]?.exec_type === 'filled');
  expect(filled.data[0]).toMatchObject({ cum_qty: Number(BOUGHT), cum_cost: Number(COST) });
  stream.close();
});

test('ccxt buys with it', async () => {
  stand = await startStand();
  const key = Buffer.from('of ccxt').toString('base64');
  const exchange = new ccxt.kraken({ apiKey: key, secret: key });
  Object.assign(exchange.urls.api as object, { public: stand.url, private: stand.url });
  const placed = await exchange.createMarketBuyOrderWithCost('BTC/USD', 1000);
  const order = await exchange.fetchOrder(placed.id as string, 'BTC/USD');
  expect(order).toMatchObject({ status: 'closed', side: 'buy', filled: Number(BOUGHT), average: 10_060 });
  expect(order.fee).toMatchObject({ cost: FEE, currency: 'USD' });
});
