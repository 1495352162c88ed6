/** The unmodified @stoqey/ib client on the simulated gateway: hand-made candles, events awaited, nothing slept for. */

import { type Contract, EventName, IBApi, type Order, OrderAction, OrderType, SecType, TimeInForce } from '@stoqey/ib';
import { afterEach, expect, test } from 'vitest';
import { prepareInstrument } from '../../../core/domain/instrument.ts';
import { createCandles } from '../../../core/market/candles.ts';
import { Exchange } from '../exchange/exchange.ts';
import { type IbServer, type IbServerOptions, startIbServer } from './server.ts';

const MINUTE = 60_000;
/** 2024-01-16 09:30 in New York. */
const OPEN = Date.UTC(2024, 0, 16, 14, 30);
/** Open, high, low, close, volume. */
const ROWS = [
  [100, 104, 98, 103, 3000],
  [103, 110, 102, 109, 3000],
  [109, 109, 90, 95, 3000],
];
const AAPL: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const act of cleanUp.splice(0).reverse()) await act();
});

function simulatedExchange(): Exchange {
  const candles = createCandles(ROWS.length);
  ROWS.forEach(([open, high, low, close, volume], i) => {
    Object.entries({ time: OPEN + i * MINUTE, open, high, low, close, volume }).forEach(([name, value]) => {
      candles[name as 'open'][i] = value as number;
    });
  });
  candles.length = ROWS.length;
  const instrument = prepareInstrument(
    { id: 'AAPL', venue: 'ib', kind: 'equity', base: 'AAPL', quote: 'USD', tickSize: 0.01, lotSize: 1, takerFeeRatio: 0.001 },
    0,
    2,
  );
  const exchange = new Exchange({
    sources: [{ instrument, timeframeMs: MINUTE, candles, funding: null }],
    clientIdUniqueness: 'none',
    deposit: 10_000_000,
    venueIdOf: String,
  });
  exchange.advance(OPEN);
  return exchange;
}

async function gateway(options: Partial<IbServerOptions> = {}) {
  const exchange = simulatedExchange();
  const server = await startIbServer({ exchange, port: 0, ...options });
  cleanUp.push(() => server.close());
  return { exchange, server };
}

/** Events as `name` and arguments, in order; `until` waits for the next that fits, from the last one awaited on. */
class Client {
  readonly api: IBApi;
  readonly events: [string, ...unknown[]][] = [];
  nextId = 0;
  private readonly waiting = new Set<() => void>();
  private seen = 0;

  constructor({ port }: IbServer, clientId: number) {
    this.api = new IBApi({ host: '127.0.0.1', port, clientId, maxReqPerSec: 1000 });
    this.api.on(EventName.all, (name, args) => {
      if (['sent', 'received', 'connected', 'server'].includes(name)) return;
      this.events.push([name, ...args]);
      for (const look of [...this.waiting]) look();
    });
    this.api.on(EventName.error, () => {});
    this.api.on(EventName.nextValidId, (id) => {
      this.nextId = id;
    });
    cleanUp.push(() => this.api.disconnect());
  }

  next(fits: (name: string, ...args: any[]) => boolean): Promise<any[]> {
    return new Promise((resolve) => {
      const look = () => {
        for (; this.seen < this.events.length; this.seen++) {
          const [name, ...args] = this.events[this.seen] as [string, ...unknown[]];
          if (!fits(name, ...args)) continue;
          this.seen++;
          this.waiting.delete(look);
          resolve(args);
          return;
        }
      };
      this.waiting.add(look);
      look();
    });
  }

  until(name: string, fits: (...args: any[]) => boolean = () => true) {
    return this.next((found, ...args) => found === name && fits(...args));
  }

  status(orderId: number, status: string) {
    return this.until('orderStatus', (id, said) => id === orderId && said === status);
  }

  /** A message of this code, about a request or not. */
  code(code: number) {
    return this.next((name, _, found) => (name === 'error' || name === 'info') && found === code);
  }

  place(order: Partial<Order>, contract: Contract = AAPL): number {
    const id = this.nextId++;
    this.api.placeOrder(id, contract, {
      action: OrderAction.BUY,
      totalQuantity: 10,
      tif: TimeInForce.GTC,
      transmit: true,
      ...order,
    } as Order);
    return id;
  }
}

async function connected(server: IbServer, clientId = 7): Promise<Client> {
  const client = new Client(server, clientId);
  client.api.connect();
  await client.until('nextValidId');
  await client.until('info', (_, code) => code === 2158);
  return client;
}

test('a client connects, and learns its accounts, its next order id and the time', async () => {
  const { server } = await gateway();
  const client = await connected(server);
  expect(client.events.map(([name, ...args]) => [name, ...args.slice(0, 2)])).toEqual([
    ['managedAccounts', 'DU1234567'],
    ['nextValidId', 1],
    ['info', 'Market data farm connection is OK:usfarm', 2104],
    ['info', 'HMDS data farm connection is OK:ushmds', 2106],
    ['info', 'Sec-def data farm connection is OK:secdefil', 2158],
  ]);
  client.api.reqCurrentTime();
  expect(await client.until('currentTime')).toEqual([OPEN / 1000]);
});

test('a client id that is in use is refused with 326 and the connection closed', async () => {
  const { server } = await gateway();
  await connected(server, 7);
  const second = new Client(server, 7);
  second.api.connect();
  await second.code(326);
  await second.until('disconnected');
});

test('contract details name the security, its tick and its steps; an unknown one is 200', async () => {
  const { server } = await gateway();
  const client = await connected(server);
  client.api.reqContractDetails(5, AAPL);
  const [request, details] = await client.until('contractDetails');
  expect(request).toBe(5);
  expect(details).toMatchObject({
    contract: { symbol: 'AAPL', secType: 'STK', exchange: 'SMART', primaryExch: 'NASDAQ', currency: 'USD', conId: 265_001 },
    minTick: 0.01,
    minSize: 1,
    sizeIncrement: 1,
    stockType: 'COMMON',
    marketRuleIds: '26',
  });
  await client.until('contractDetailsEnd');
  client.api.reqContractDetails(6, { ...AAPL, symbol: 'NONE' });
  expect(await client.code(200)).toMatchObject({ 0: { message: 'No security definition has been found for the request' }, 2: 6 });
});

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

test('account summary and updates follow the trades', async () => {
  const { server } = await gateway();
  const client = await connected(server);
  await client.status(client.place({ orderType: OrderType.MKT }), 'Filled');
  client.api.reqAccountSummary(9, 'All', 'NetLiquidation,$LEDGER:ALL');
  await client.until('accountSummaryEnd');
  const summary = client.events.filter(([name]) => name === 'accountSummary').map(([, , , tag, value, currency]) => [tag, value, currency]);
  // 100,000.00 less 1.00; the cash less the 1,000.00 paid.
  expect(summary).toContainEqual(['NetLiquidation', '99999', 'USD']);
  expect(summary).toContainEqual(['CashBalance', '98999', 'BASE']);
  client.api.reqAccountUpdates(true, 'DU1234567');
  await client.until('accountDownloadEnd');
  expect(client.events.find(([name]) => name === 'updatePortfolio')).toMatchObject([
    'updatePortfolio',
    { symbol: 'AAPL' },
    10,
    100,
    1000,
    100,
    0,
    0,
    'DU1234567',
  ]);
});

test('quotes, five-second bars and history show the candle the exchange plays', async () => {
  const { server, exchange } = await gateway();
  const client = await connected(server);
  client.api.reqMktData(1, AAPL, '', false, false);
  expect(await client.until('tickPrice', (_, kind) => kind === 2)).toMatchObject({ 0: 1, 1: 2, 2: 100.01 });
  client.api.reqRealTimeBars(2, AAPL, 5, 'TRADES' as never, false);
  client.api.reqHistoricalData(3, AAPL, '', '1 D', '1 min' as never, 'TRADES' as never, 0, 2, true);
  await client.until('historicalData', (_, date) => String(date).startsWith('finished'));
  exchange.advance(OPEN + MINUTE);
  await client.until('historicalDataUpdate', (_, date, __, ___, ____, close) => date === String(OPEN / 1000) && close === 103);
  const bars = client.events
    .filter(([name]) => name === 'realtimeBar')
    .map(([, , time, open, high, low, close, volume]) => ({ time, open, high, low, close, volume }) as Record<string, number>);
  expect(bars).toHaveLength(12);
  expect(bars[0]).toMatchObject({ time: OPEN / 1000, open: 100 });
  expect(Math.max(...bars.map(({ high }) => high as number))).toBe(104);
  expect(Math.min(...bars.map(({ low }) => low as number))).toBe(98);
  expect(bars[11]).toMatchObject({ time: OPEN / 1000 + 55, close: 103 });
  expect(bars.reduce((sum, { volume }) => sum + (volume as number), 0)).toBeCloseTo(3000, 6);
});

test('a fault layer loses, repeats and refuses messages', async () => {
  const { server } = await gateway({
    faults: {
      message: (way, _, tokens, deliver) => {
        // Executions twice; the client's first order (message 3, id 1) never arrives.
        if (way === 'in' && tokens[0] === '3' && tokens[1] === '1') return;
        deliver();
        if (way === 'out' && tokens[0] === '11') deliver();
      },
      refusal: (_, orderId) => (orderId === 3 ? { code: 201, message: 'Order rejected - reason: planted' } : null),
    },
  });
  const client = await connected(server);
  client.place({ orderType: OrderType.MKT });
  const second = client.place({ orderType: OrderType.MKT });
  await client.status(second, 'Filled');
  const third = client.place({ orderType: OrderType.MKT });
  expect(await client.code(201)).toMatchObject({ 0: { message: 'Order rejected - reason: planted' }, 2: third });
  expect(
    client.events.filter(([name]) => name === 'execDetails').map(([, , , execution]) => (execution as { orderId: number }).orderId),
  ).toEqual([second, second]);
});
