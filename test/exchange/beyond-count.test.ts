/** Orders worth more than is counted exactly (2^53 quanta) are refused as smaller ones that the account can't pay, at every venue, and leave nothing behind. */

import { OrderType } from '@stoqey/ib';
import { afterEach, expect, test } from 'vitest';
import { connected } from '../venues/interactive-brokers/stock-client.ts';
import { gateway, tidyUp } from '../venues/interactive-brokers/world.ts';
import { caller } from './kraken-caller.ts';
import { startStand } from './kraken-stand.ts';
import { BUY, openExchange, openSigned, RESTING } from './open-exchange.ts';

afterEach(tidyUp);

/** At 100 apiece, in quanta of 10^-8: 100,000 are worth 10^15 of them, 1,000,000 are worth 10^16, and 2^53 is 9.007 * 10^15. */
test.each(['100000', '1000000'])('Bybit: %s contracts, by limit or at market, are more than the account has', async (qty) => {
  const { post, get } = await openExchange();
  const buy = await post('/v5/order/create', { ...RESTING, qty });
  expect([buy.retCode, buy.retMsg]).toEqual([110007, 'ab not enough for new order']);
  expect((await post('/v5/order/create', { ...BUY, qty })).retCode).toBe(110007);
  expect((await post('/v5/order/create', { ...RESTING, side: 'Sell', price: '105', qty })).retCode).toBe(110007);
  const stop = { ...BUY, qty, triggerPrice: '110', triggerDirection: 1 };
  expect((await post('/v5/order/create', stop)).retCode).toBe(110007);
  const batch = await post('/v5/order/create-batch', { category: 'linear', request: [{ ...BUY, qty }, BUY] });
  expect(batch.retExtInfo.list?.map(({ code }) => code)).toEqual([110007, 0]);
  const { result } = await post('/v5/order/create', RESTING);
  const amended = await post('/v5/order/amend', { category: 'linear', symbol: 'BTCUSDT', orderId: result.orderId, qty });
  expect(amended.retCode).toBe(110007);
  const [order, ...others] = (await get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
  expect([order?.qty, others.length]).toEqual(['1', 0]);
});

test('Bybit: a reduce-only order of so many contracts is refused where it stands open, and the position stays', async () => {
  const client = await openExchange();
  const { post, get } = client;
  await openSigned(client, '/v5/private', ['order', 'execution', 'position']);
  await post('/v5/order/create', BUY);
  const sell = { ...BUY, side: 'Sell', reduceOnly: true, qty: '1000000' };
  expect((await post('/v5/order/create', { ...sell, orderType: 'Limit', price: '110' })).retCode).toBe(10001);
  expect((await post('/v5/order/create', sell)).retCode).toBe(10001);
  const [position] = (await get('/v5/position/list', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
  expect(position?.size).toBe('1');
});

test('Bybit: what instruments-info allows, and more, is still more than the account has; a value above its largest is too large', async () => {
  const { post, get } = await openExchange();
  const most = async (category: string) =>
    (await get('/v5/market/instruments-info', { category, symbol: 'BTCUSDT' })).result.list[0]?.lotSizeFilter as unknown as {
      readonly maxOrderQty: string;
      readonly maxOrderAmt: string;
    };
  const perpetual = await most('linear');
  const spot = await most('spot');
  expect([perpetual.maxOrderQty, spot.maxOrderQty, spot.maxOrderAmt]).toEqual(['10000000', '1000000', '100000000']);
  const limit = { ...RESTING, category: 'spot' };
  const byValue = { ...BUY, category: 'spot', marketUnit: 'quoteCoin' };
  const asked = [
    [{ ...RESTING, qty: '10000000' }, 110007],
    [{ ...RESTING, qty: '10000000.01' }, 110007],
    [{ ...RESTING, qty: '99999999999999999999' }, 10001],
    [{ ...limit, qty: '1000000' }, 170131],
    [{ ...limit, qty: '1000000.001' }, 170131],
    [{ ...byValue, qty: '90000000' }, 170131],
    [{ ...byValue, qty: '95000000' }, 170131],
    [{ ...byValue, qty: '100000000' }, 170131],
    [{ ...byValue, qty: '100000000.01' }, 170124],
    [{ ...byValue, qty: '1.123456789' }, 170130],
  ] as const;
  for (const [order, code] of asked) expect([order.qty, (await post('/v5/order/create', order)).retCode]).toEqual([order.qty, code]);
});

test('Bybit: what closes is refused by its price where that is beyond count', async () => {
  const { post } = await openExchange();
  await post('/v5/order/create', BUY);
  // 1 at 10^8 is 10^16 quanta.
  expect((await post('/v5/order/create', { ...RESTING, side: 'Sell', price: '100000000' })).retCode).toBe(110003);
});

test('Kraken: any volume beyond the funds is insufficient funds, in an order, a batch and a change', async () => {
  const stand = await startStand();
  const { private: call } = caller(stand.url);
  const insufficient = { error: ['EOrder:Insufficient funds'] };
  const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '9000', volume: '0.1' };
  try {
    // At 9,000 in quanta of 10^-8, 10,008 are within 2^53, 10,009 are not; 90,071,993 are not even as lots of 10^-8.
    for (const volume of ['20', '10008', '10009', '1000000', '90071993', '99999999999']) {
      expect(await call('AddOrder', { ...order, volume })).toEqual(insufficient);
      expect(await call('AddOrder', { ...order, ordertype: 'market', volume })).toEqual(insufficient);
      expect(await call('AddOrder', { ...order, type: 'sell', price: '11000', volume })).toEqual(insufficient);
    }
    const { result } = await call('AddOrder', order);
    expect(await call('AmendOrder', { txid: result.txid[0], order_qty: '20000' })).toEqual(insufficient);
    expect(await call('EditOrder', { txid: result.txid[0], pair: 'XBTUSD', volume: '20000' })).toEqual(insufficient);
    const { privateJson } = caller(stand.url, 'another');
    const { pair, ...one } = order;
    const batch = await privateJson('AddOrderBatch', { pair, orders: [{ ...one, volume: '20000' }, one] });
    expect(batch.result.orders).toMatchObject([{ error: 'EOrder:Insufficient funds' }, { txid: expect.any(String) }]);
  } finally {
    await stand.close();
  }
});

test('Interactive Brokers: an order of any size is answered with 201 and ends Inactive', async () => {
  const { server, exchange } = await gateway();
  const client = await connected(server);
  // At 100.00 in cents: 10^12 shares are worth 10^16 cents, beyond 2^53.
  for (const totalQuantity of [100_000, 1e12, 2e12]) {
    for (const order of [{ orderType: OrderType.LMT, lmtPrice: 99 }, { orderType: OrderType.MKT }]) {
      const id = client.place({ ...order, totalQuantity });
      expect((await client.status(id, 'Inactive')).slice(0, 4)).toEqual([id, 'Inactive', 0, totalQuantity]);
      const [error] = await client.code(201);
      expect(String(error)).toContain('YOUR ORDER IS NOT ACCEPTED');
    }
  }
  expect(exchange.account('DU1234567').openOrders()).toEqual([]);
});
