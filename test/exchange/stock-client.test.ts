// An unmodified stock ccxt (requests and streams), in a process of its own and pointed at the simulator by its addresses alone, does what trading needs.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBybitServer } from '../../src/adapters/exchange-simulator/bybit/bybit-server.ts';
import { beginTogether } from '../../src/adapters/exchange-simulator/driver.ts';
import type { ExchangeServer } from '../../src/adapters/exchange-simulator/replayed-exchange.ts';
import { loadExchangeData, QUANTUM_DECIMALS } from '../../src/apps/exchange-data.ts';

interface Outcome {
  readonly value?: never;
  readonly error?: string;
  readonly message?: string;
}

interface Report {
  readonly answers: Readonly<Record<string, Outcome>>;
  readonly asked: readonly string[];
  readonly topics: readonly string[];
}

const PERP = 'BTC/USDT:USDT';
let server: ExchangeServer;
let report: Report;

beforeAll(async () => {
  const data = await loadExchangeData(['samples'], ['BTCUSDT-bybit-1m', 'BTCUSDT-PERP-bybit-1m']);
  server = await startBybitServer({
    sources: beginTogether(data, 500),
    quantumDecimals: QUANTUM_DECIMALS,
    deposit: 100_000 * 10 ** QUANTUM_DECIMALS,
    port: 0,
    speed: 300,
    seed: 1,
  });
  report = await stockClient(server.address);
});
afterAll(() => server.close());

function stockClient(address: string): Promise<Report> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'stock-client.ts'), address, 'stock']);
    let [told, wrong] = ['', ''];
    child.stdout.on('data', (text) => {
      told += text;
    });
    child.stderr.on('data', (text) => {
      wrong += text;
    });
    child.on('close', (code) => (code === 0 ? done(JSON.parse(told) as Report) : fail(new Error(wrong))));
  });
}

const valueOf = (name: string): Record<string, never> & Record<string, never>[] => {
  const { value, error, message } = report.answers[name] ?? { error: 'never called' };
  if (error !== undefined) throw new Error(`${name}: ${error} ${message}`);
  return value as never;
};

test('markets, time and coins are loaded', () => {
  expect(valueOf('loadMarkets')).toEqual(['BTC/USDT', PERP]);
  expect(Math.abs((valueOf('fetchTime') as unknown as number) - Date.now())).toBeLessThan(60_000);
  expect(valueOf('fetchCurrencies')).toEqual(['BTC', 'USDT']);
});

describe.each(['BTC/USDT', PERP])('%s', (symbol) => {
  test('its market is told', () => {
    const { bid, ask, last } = valueOf(`fetchTicker ${symbol}`) as unknown as Record<'bid' | 'ask' | 'last', number>;
    expect(bid).toBeLessThan(ask);
    expect(last).toBeGreaterThan(16_000);
    expect(valueOf(`fetchTickers ${symbol}`)).toEqual([symbol]);
    expect(valueOf(`fetchOHLCV ${symbol}`)).toHaveLength(5);
    const { bids, asks } = valueOf(`fetchOrderBook ${symbol}`) as unknown as Record<'bids' | 'asks', [number, number][]>;
    expect([bids.length, asks.length]).toEqual([10, 10]);
    expect(valueOf(`fetchTrades ${symbol}`).length).toBeGreaterThan(0);
  });
});

test('candles keep their dates and prices', () => {
  // The row of samples/market/BTCUSDT-PERP-bybit-1m.csv.gz at 05:00, five of them taken together.
  const [first] = valueOf(`fetchOHLCV 5m ${PERP}`) as unknown as number[][];
  expect(first).toEqual([Date.parse('2022-12-13T05:00Z'), 17_152, 17_152, 17_151.5, 17_151.5, 60.994]);
  expect(valueOf('fetchMarkOHLCV')).toHaveLength(3);
  expect(valueOf('fetchFundingRate')).toMatchObject({ fundingRate: -0.00022398, fundingTimestamp: Date.parse('2022-12-13T08:00Z') });
  expect(valueOf('fetchFundingRateHistory')).toMatchObject([{ fundingRate: -0.0002016 }]);
});

test('orders are placed, changed, ended and found again', () => {
  expect(valueOf('fetchOrder')).toMatchObject({
    clientOrderId: 'stock-market',
    status: 'closed',
    filled: 0.01,
    symbol: PERP,
    fee: { currency: 'USDT' },
  });
  expect(valueOf('fetchMyTrades')).toMatchObject([{ amount: 0.01, side: 'buy', takerOrMaker: 'taker', fee: { currency: 'USDT' } }]);
  expect(valueOf('fetchPositions')).toMatchObject([{ contracts: 0.01, side: 'long', leverage: 5 }]);
  const opened = valueOf('fetchOpenOrders') as unknown as { clientOrderId?: string; amount: number; status: string; reduceOnly: boolean }[];
  expect(opened.map(({ clientOrderId, amount, status, reduceOnly }) => [clientOrderId, amount, status, reduceOnly])).toEqual([
    ['stock-limit', 0.02, 'open', false],
    ['stock-stop', 0.01, 'open', true],
    [undefined, 0.01, 'open', true],
  ]);
  expect(valueOf('fetchOpenOrders all')).toHaveLength(3);
  expect(valueOf('fetchOrder postOnly')).toMatchObject([
    { status: 'canceled', filled: 0, info: { rejectReason: 'EC_PostOnlyWillTakeLiquidity' } },
  ]);
  expect(valueOf('cancelAllOrders')).toHaveLength(2);
  expect(valueOf('createOrders')).toHaveLength(2);
  expect(valueOf('cancelOrders')).toHaveLength(2);
  expect(valueOf('fetchClosedOrders').length).toBeGreaterThan(1);
  expect(valueOf('fetchPositionsHistory')).toMatchObject([{ side: 'long', contracts: 0.01 }]);
  expect(valueOf('cancelAllOrdersAfter')).toMatchObject({ retCode: 0 });
  for (const name of [
    'setLeverage',
    'createOrder reduceOnly',
    'editOrder',
    'cancelOrder',
    'fetchFundingHistory',
    'fetchOpenInterestHistory',
  ])
    valueOf(name);
});

test.each([
  ['setLeverage again', 'BadRequest', '110043'],
  ['createOrder twice', 'InvalidOrder', '110072'],
  ['cancelOrder again', 'OrderNotFound', '110001'],
  ['createOrder reduceOnly flat', 'InvalidOrder', '110017'],
  ['createOrder too large', 'InsufficientFunds', '110007'],
  ['createOrder band', 'InvalidOrder', '110003'],
  ['spot sell too much', 'InsufficientFunds', '170131'],
  ['wrong secret', 'AuthenticationError', '10004'],
  ['late clock', 'InvalidNonce', '10002'],
])('%s is refused as %s', (name, error, code) => {
  expect(report.answers[name]?.error).toBe(error);
  expect(report.answers[name]?.message).toContain(`"retCode":${code}`);
});

test('spot orders work by quantity and by value, and balances follow', () => {
  expect(valueOf('spot orders')).toMatchObject([{ symbol: 'BTC/USDT', amount: 0.005, side: 'sell' }]);
  const trades = valueOf('spot trades') as unknown as { amount: number; cost: number }[];
  expect(trades.map(({ amount }) => amount)).toEqual([0.01, expect.closeTo(100 / 17_170, 4)]);
  const { BTC } = valueOf('fetchBalance after') as unknown as { BTC: { total: number } };
  // 0.1 % of what was bought is the fee.
  expect(BTC.total).toBeCloseTo((trades[0]!.amount + trades[1]!.amount) * 0.999, 9);
});

test('orders are entered over the trade stream too', () => {
  expect(valueOf('createOrderWs')).toMatchObject({ clientOrderId: 'stock-ws' });
  expect(valueOf('editOrderWs')).toMatchObject({ id: (valueOf('createOrderWs') as unknown as { id: string }).id });
  valueOf('cancelOrderWs');
});

test('streams tell markets and account', () => {
  for (const name of ['watchTicker spot', 'watchTicker']) expect(valueOf(name)).toMatchObject({ last: expect.any(Number) });
  expect(valueOf('watchOrderBook')).toMatchObject({ depth: [50, 50] });
  expect(valueOf('watchTrades').length).toBeGreaterThan(0);
  expect((valueOf('watchOHLCV') as unknown as number[][])[0]).toHaveLength(6);
  expect(valueOf('watchOrders')).toMatchObject([{ clientOrderId: 'stock-market', status: 'closed' }]);
  expect(valueOf('watchMyTrades')).toMatchObject([{ amount: 0.01, symbol: PERP }]);
  expect(valueOf('watchPositions snapshot')).toEqual([]);
  expect(valueOf('watchPositions')).toMatchObject([{ symbol: PERP }]);
  expect(valueOf('watchBalance')).toMatchObject({ USDT: { total: expect.any(Number) } });
});

test('every path and topic that the client used is served', async () => {
  expect(report.asked.length).toBeGreaterThan(20);
  for (const asked of report.asked) {
    const [method, path] = asked.split(' ') as [string, string];
    const { status } = await fetch(`http://${server.address}${path}`, { method });
    expect([asked, status]).toEqual([asked, 200]);
  }
  expect(report.topics).toEqual([
    '/v5/private execution',
    '/v5/private order',
    '/v5/private position',
    '/v5/private wallet',
    '/v5/public/linear kline.1.BTCUSDT',
    '/v5/public/linear orderbook.50.BTCUSDT',
    '/v5/public/linear tickers.BTCUSDT',
    '/v5/public/spot publicTrade.BTCUSDT',
    '/v5/public/spot tickers.BTCUSDT',
  ]);
});
