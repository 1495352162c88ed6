/** The simulated gateway and the unmodified client: the lives of orders. */

import { type Order, OrderAction, OrderType, TimeInForce } from '@stoqey/ib';
import { afterEach, expect, test } from 'vitest';
import { AAPL, connected } from './stock-client.ts';
import { gateway, MINUTE, OPEN, tidyUp } from './world.ts';

afterEach(tidyUp);

test('a market order is told, filled, executed and charged; the position follows', async () => {
  const { server } = await gateway();
  const client = await connected(server);
  client.api.reqPositions();
  await client.until('positionEnd');
  const id = client.place({ orderType: OrderType.MKT, orderRef: 'first' });
  const [, contract, order, state] = await client.until('openOrder');
  expect(contract).toMatchObject({ symbol: 'AAPL', conId: 265_001 });
  expect(order).toMatchObject({
    action: 'BUY',
    totalQuantity: 10,
    orderType: 'MKT',
    tif: 'GTC',
    orderRef: 'first',
    clientId: 7,
    permId: 1_000_000_001,
  });
  expect(order.account).toBe('DU1234567');
  expect(state.status).toBe('Submitted');
  const [, , execution] = await client.until('execDetails');
  expect(execution).toMatchObject({
    orderId: id,
    side: 'BOT',
    shares: 10,
    price: 100,
    cumQty: 10,
    avgPrice: 100,
    orderRef: 'first',
    lastLiquidity: 2,
  });
  expect(execution.time).toBe('20240116 09:30:00 America/New_York');
  // 10 at 100.00, 0.1 %: 1.00.
  expect(await client.until('commissionReport')).toMatchObject([{ execId: execution.execId, commission: 1, currency: 'USD' }]);
  expect(await client.until('position')).toMatchObject(['DU1234567', { symbol: 'AAPL' }, 10, 100]);
  expect(await client.status(id, 'Filled')).toEqual([id, 'Filled', 10, 0, 100, 1_000_000_001, 0, 100, 7, '', 0]);
  // Every message was read to its end: a decoder that finds too much or too little says 505.
  expect(client.events.filter(([name]) => name === 'error')).toEqual([]);
});

test('a limit is filled in parts as the market goes through it, is changed in place, and is cancelled with 202', async () => {
  const { server, exchange } = await gateway();
  const client = await connected(server);
  // A tenth of the 1,000 that each leg of the candle carries is 100.
  const order = { orderType: OrderType.LMT, lmtPrice: 98.5, totalQuantity: 150 };
  const id = client.place(order);
  await client.status(id, 'Submitted');
  exchange.advance(OPEN + 15_000);
  expect(await client.status(id, 'Submitted')).toMatchObject({ 1: 'Submitted', 2: 100, 3: 50, 4: 98.5 });
  client.api.placeOrder(id, AAPL, {
    action: OrderAction.BUY,
    tif: TimeInForce.GTC,
    transmit: true,
    ...order,
    totalQuantity: 130,
    lmtPrice: 90,
  } as Order);
  const [, , changed] = await client.until('openOrder');
  expect(changed).toMatchObject({ totalQuantity: 130, lmtPrice: 90 });
  client.api.cancelOrder(id);
  await client.code(202);
  expect(await client.status(id, 'Cancelled')).toMatchObject({ 1: 'Cancelled', 2: 100, 3: 30 });
  client.api.cancelOrder(id);
  await client.code(161);
  client.api.cancelOrder(id + 50);
  await client.code(10147);
});

test('a stop waits as PreSubmitted until its price is reached; a stop-limit and a trailing stop are held alike', async () => {
  const { server, exchange } = await gateway();
  const client = await connected(server);
  client.place({ orderType: OrderType.MKT, totalQuantity: 30 });
  const sell = { action: OrderAction.SELL, totalQuantity: 10 };
  const stop = client.place({ ...sell, orderType: OrderType.STP, auxPrice: 96 });
  const stopLimit = client.place({ ...sell, orderType: OrderType.STP_LMT, auxPrice: 97, lmtPrice: 96.5 });
  const trailing = client.place({ ...sell, orderType: OrderType.TRAIL, auxPrice: 8 });
  expect(await client.status(stop, 'PreSubmitted')).toMatchObject({ 9: 'trigger' });
  exchange.advance(OPEN + 3 * MINUTE);
  // The third candle falls from 110 to 90: the trail of 8 sells at 102 first, then 97 is passed, then 96.
  await client.status(trailing, 'Filled');
  await client.status(stopLimit, 'Filled');
  expect((await client.status(stop, 'Filled'))[4]).toBe(96);
});

test.each([
  [200, { orderType: OrderType.MKT }, { ...AAPL, symbol: 'NONE' }],
  [110, { orderType: OrderType.LMT, lmtPrice: 98.505 }, AAPL],
  [201, { orderType: OrderType.MKT, totalQuantity: 2000 }, AAPL],
  [387, { orderType: OrderType.MOC }, AAPL],
  [387, { orderType: OrderType.MKT, whatIf: true }, AAPL],
] as const)('%i is what a client hears of such an order', async (code, order, contract) => {
  const { server } = await gateway();
  const client = await connected(server);
  const id = client.place(order, contract);
  expect((await client.code(code)).slice(1, 3)).toEqual([code, id]);
});

test('an order id is used once, a filled order is not changed, and a change keeps to the order', async () => {
  const { server } = await gateway();
  const client = await connected(server);
  const id = client.place({ orderType: OrderType.MKT });
  await client.status(id, 'Filled');
  client.nextId = id;
  client.place({ orderType: OrderType.MKT });
  await client.code(104);
  client.nextId = 20;
  const resting = client.place({ orderType: OrderType.LMT, lmtPrice: 90 });
  await client.status(resting, 'Submitted');
  client.nextId = 10;
  client.place({ orderType: OrderType.MKT });
  await client.code(103);
  client.nextId = resting;
  client.place({ orderType: OrderType.LMT, lmtPrice: 91, action: OrderAction.SELL });
  await client.code(105);
});

test('the same reference may be used twice: two orders, two permanent ids', async () => {
  const { server } = await gateway();
  const client = await connected(server);
  const twin = { orderType: OrderType.LMT, lmtPrice: 90, orderRef: 'twin' };
  client.place(twin);
  client.place(twin);
  client.api.reqOpenOrders();
  await client.until('openOrderEnd');
  expect(new Set(client.events.filter(([name]) => name === 'openOrder').map(([, , , order]) => (order as Order).permId)).size).toBe(2);
});

test('orders outlive their connection: the same client id manages them, another one only sees them', async () => {
  const { server } = await gateway();
  const first = await connected(server, 7);
  const id = first.place({ orderType: OrderType.LMT, lmtPrice: 90, orderRef: 'kept' });
  await first.status(id, 'Submitted');
  first.api.disconnect();
  const other = await connected(server, 8);
  other.api.reqOpenOrders();
  await other.until('openOrderEnd');
  expect(other.events.some(([name]) => name === 'openOrder')).toBe(false);
  other.api.reqAllOpenOrders();
  expect((await other.until('openOrder'))[2]).toMatchObject({ orderRef: 'kept', clientId: 7 });
  other.api.cancelOrder(id);
  await other.code(10147);
  const again = await connected(server, 7);
  expect(again.nextId).toBe(id + 1);
  again.api.cancelOrder(id);
  await again.status(id, 'Cancelled');
  again.api.reqCompletedOrders(true);
  expect(await again.until('completedOrder')).toMatchObject([
    { symbol: 'AAPL' },
    { orderRef: 'kept', permId: 1_000_000_001, lmtPrice: 90, filledQuantity: 0 },
    { status: 'Cancelled', completedStatus: 'Cancelled by Trader' },
  ]);
  await again.until('completedOrdersEnd');
  expect(again.events.filter(([name, , code]) => name === 'error' && code !== 202)).toEqual([]);
});

test('what is filled while the servers are lost is told to nobody, and found by asking', async () => {
  const { server, exchange } = await gateway();
  const client = await connected(server);
  const id = client.place({ orderType: OrderType.LMT, lmtPrice: 99 });
  await client.status(id, 'Submitted');
  server.loseServers();
  await client.code(1100);
  exchange.advance(OPEN + MINUTE);
  client.api.reqExecutions(1, {});
  await client.until('execDetailsEnd');
  server.regainServers('kept');
  await client.code(1102);
  expect(client.events.some(([name]) => name === 'execDetails')).toBe(false);
  client.api.reqExecutions(2, {});
  expect((await client.until('execDetails'))[2]).toMatchObject({ orderId: id, shares: 10, price: 99 });
  await client.until('execDetailsEnd');
});

test('a change while the servers are lost leaves two orders behind, of one order id and one reference', async () => {
  const { server } = await gateway();
  const client = await connected(server);
  const id = client.place({ orderType: OrderType.LMT, lmtPrice: 90, orderRef: 'one' });
  await client.status(id, 'Submitted');
  server.loseServers();
  await client.code(1100);
  client.nextId = id;
  client.place({ orderType: OrderType.LMT, lmtPrice: 91, orderRef: 'one' });
  await client.status(id, 'PendingSubmit');
  server.regainServers('kept');
  await client.code(1102);
  client.api.reqAllOpenOrders();
  await client.until('openOrderEnd');
  const open = client.events.filter(([name]) => name === 'openOrder').map(([, orderId, , order]) => [orderId, (order as Order).lmtPrice]);
  expect(open.slice(-2)).toEqual([
    [id, 90],
    [id, 91],
  ]);
});

test('orders placed while the servers are lost are sent once when they are back', async () => {
  const { server, exchange } = await gateway();
  const client = await connected(server);
  server.loseServers();
  await client.code(1100);
  const ids = [client.place({ orderType: OrderType.MKT }), client.place({ orderType: OrderType.MKT })];
  for (const id of ids) await client.status(id, 'PendingSubmit');
  server.regainServers('kept');
  for (const id of ids) await client.status(id, 'Filled');
  expect(exchange.account('DU1234567').orders.size).toBe(2);
});

test('a bracket waits for its parent, and one child takes the other away', async () => {
  const { server, exchange } = await gateway();
  const client = await connected(server);
  const parent = client.place({ orderType: OrderType.LMT, lmtPrice: 99, transmit: false });
  const target = client.place({ orderType: OrderType.LMT, lmtPrice: 108, action: OrderAction.SELL, parentId: parent, transmit: false });
  const stop = client.place({ orderType: OrderType.STP, auxPrice: 95, action: OrderAction.SELL, parentId: parent, transmit: true });
  await client.status(parent, 'Submitted');
  exchange.advance(OPEN + 2 * MINUTE);
  await client.status(parent, 'Filled');
  await client.status(target, 'Filled');
  await client.status(stop, 'Cancelled');
});
