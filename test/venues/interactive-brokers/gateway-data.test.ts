/** The simulated gateway and the unmodified client: connection, contracts, account, market data, faults. */

import { OrderType } from '@stoqey/ib';
import { afterEach, expect, test } from 'vitest';
import { AAPL, connected, StockClient } from './stock-client.ts';
import { gateway, MINUTE, OPEN, tidyUp } from './world.ts';

afterEach(tidyUp);

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
  const second = new StockClient(server, 7);
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

test('an account that is not there is not opened by asking for it', async () => {
  const { server, exchange } = await gateway();
  const client = await connected(server);
  client.api.reqAccountUpdatesMulti(4, 'DU9999999', '', false);
  await client.code(321);
  client.api.reqAccountUpdatesMulti(5, 'DU1234567', '', false);
  expect(await client.until('accountUpdateMulti', (_, __, ___, key) => key === 'NetLiquidation')).toMatchObject([
    5,
    'DU1234567',
    '',
    'NetLiquidation',
    '100000',
    'USD',
  ]);
  await client.until('accountUpdateMultiEnd');
  expect([...exchange.accounts.keys()]).toEqual(['DU1234567']);
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

test('bars of several candles are kept up to date as one', async () => {
  const { server, exchange } = await gateway();
  const client = await connected(server);
  client.api.reqHistoricalData(3, AAPL, '', '1 D', '5 mins' as never, 'TRADES' as never, 0, 1, true);
  await client.until('historicalData', (_, date) => String(date).startsWith('finished'));
  exchange.advance(OPEN + 2 * MINUTE);
  const start = '20240116 09:30:00 America/New_York';
  // Open, high, low and close of the first two candles together, and 6,000 shares.
  await client.until(
    'historicalDataUpdate',
    (...bar) => JSON.stringify(bar.slice(1, 7)) === JSON.stringify([start, 100, 110, 98, 109, 6000]),
  );
});

test('more than fifty messages a second are answered with 100, and the third time with the end of the connection', async () => {
  const { server } = await gateway();
  const client = await connected(server);
  // One was the start.
  for (let i = 0; i < 52; i++) client.api.reqCurrentTime();
  for (let i = 0; i < 3; i++) await client.code(100);
  await client.until('disconnected');
  expect(client.events.filter(([name]) => name === 'currentTime')).toHaveLength(49);
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
