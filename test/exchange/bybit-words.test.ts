/** What the Bybit simulator says where the venue is particular: client order ids, stops that are there already, requests too many, turnover. */

import { expect, test } from 'vitest';
import { BUY, MINUTE, openExchange, openStream, RESTING, START } from './open-exchange.ts';

// The venue's page (v5, Place Order): "A max of 36 characters. Combinations of numbers, letters (upper and lower cases), dashes, and underscores".
test('an orderLinkId has at most 36 letters, digits, dashes and underscores', async () => {
  const { post } = await openExchange();
  const codeOf = async (orderLinkId: string) => (await post('/v5/order/create', { ...RESTING, orderLinkId })).retCode;
  for (const id of ['Az09-_', 'x'.repeat(36), '']) expect([id, await codeOf(id)]).toEqual([id, 0]);
  for (const id of ['x'.repeat(37), 'a b', 'a$', 'a.b', 'é', 'a\n', ' ']) expect([id, await codeOf(id)]).toEqual([id, 10001]);
});

test('a trading-stop that changes nothing is answered "not modified", and the stops stay as they are', async () => {
  const { post, get } = await openExchange();
  const set = async (stops: Record<string, string>) => {
    const { retCode, retMsg } = await post('/v5/position/trading-stop', { category: 'linear', symbol: 'BTCUSDT', ...stops });
    return retCode === 0 ? 'OK' : `${retCode} ${retMsg}`;
  };
  const orders = async () =>
    (await get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' })).result.list.map(
      ({ orderId, stopOrderType, triggerPrice }) => [orderId, stopOrderType, triggerPrice].join(' '),
    );
  await post('/v5/order/create', BUY);
  expect(await set({ stopLoss: '0' })).toBe('34040 not modified');
  expect(await set({ stopLoss: '95', takeProfit: '120' })).toBe('OK');
  const before = await orders();
  expect(await set({ stopLoss: '95', takeProfit: '120' })).toBe('34040 not modified');
  expect(await set({ stopLoss: '95' })).toBe('34040 not modified');
  expect(await set({ trailingStop: '0' })).toBe('34040 not modified');
  expect(await orders()).toEqual(before);
  expect(await set({ stopLoss: '95', takeProfit: '121' })).toBe('OK');
  expect(await set({ trailingStop: '5' })).toBe('OK');
  expect(await set({ trailingStop: '5' })).toBe('34040 not modified');
  // An order that brings along the same stop enlarges it.
  await post('/v5/order/create', { ...BUY, stopLoss: '95' });
  const stop = (await get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' })).result.list.filter(
    ({ stopOrderType }) => stopOrderType === 'StopLoss',
  );
  expect(stop.map(({ qty, triggerPrice }) => [qty, triggerPrice])).toEqual([['2', '95']]);
});

test('a request too many is refused in the words of the list of error codes, alone, in a batch and by a fault', async () => {
  const tooMany = 'Too many visits. Exceeded the API Rate Limit.';
  const { post } = await openExchange();
  const answers = await Promise.all(Array.from({ length: 11 }, () => post('/v5/order/create', RESTING)));
  expect(answers.filter(({ retCode }) => retCode === 10006).map(({ retMsg }) => retMsg)).toEqual([tooMany]);
  const batch = await post('/v5/order/create-batch', { category: 'linear', request: Array.from({ length: 11 }, () => RESTING) });
  expect(batch.retExtInfo.list?.at(-1)).toEqual({ code: 10006, msg: tooMany });
  const faulty = await openExchange({ kind: 'rate-limit' });
  expect(await faulty.get('/v5/account/info')).toMatchObject({ retCode: 10006, retMsg: tooMany });
});

test('the turnover of a candle under way is that of the volume told beside it', async () => {
  const client = await openExchange();
  const { get, server } = client;
  const { exchange } = server;
  exchange.advance(START + 61 * MINUTE);
  const stream = await openStream(client, '/v5/public/linear');
  stream.send({ op: 'subscribe', args: ['kline.1.BTCUSDT'] });
  await stream.find(({ op }) => op === ('subscribe' as never));
  // All of it was traded at 92. Contracts come in hundredths: 1.4 of them are told as 1, and 0.4 as none.
  const told = [
    [0.014, '0.01', '0.92'],
    [0.016, '0.02', '1.84'],
    [0.004, '0', '0'],
    [0.02, '0.02', '1.84'],
  ] as const;
  const { current } = exchange.markets[1] as (typeof exchange.markets)[number];
  for (const [volume, ...texts] of told) {
    current.volume = volume;
    const [kline] = (await get('/v5/market/kline', { category: 'linear', symbol: 'BTCUSDT', interval: '1', limit: 1 })).result
      .list as unknown as string[][];
    expect(kline?.slice(1)).toEqual(['92', '92', '92', '92', ...texts]);
  }
  current.volume = 0.004;
  // A third of 600 is traded on the way to the low, which is where it opened.
  exchange.advance(START + 61 * MINUTE + 15_000);
  const { data } = await stream.find(({ topic, data: rows }) => topic === 'kline.1.BTCUSDT' && rows[0]?.volume !== ('0' as never));
  expect(data[0]).toMatchObject({ volume: '200', turnover: '18400' });
});
