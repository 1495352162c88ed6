/** Stock ccxt, REST and streams, in a process of its own against the Kraken simulator: nothing of it is changed but the addresses. */

import { fork } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Subject } from '../../src/adapters/exchange-simulator/faults/fault-gate.ts';
import { HISTORY, MINUTE, START, type Stand, startStand } from './kraken-stand.ts';

type Row = Record<string, unknown>;

let stand: Stand;
let results: Record<string, Row & Row[]>;
const passed: Subject[] = [];

beforeAll(async () => {
  stand = await startStand({ everyMs: 25 });
  const { gate } = stand.server;
  const [request, message] = [gate.request.bind(gate), gate.message.bind(gate)];
  gate.request = (subject, at) => request(...seen(subject, at));
  gate.message = (subject, at) => message(...seen(subject, at));
  const client = fork(new URL('./kraken-ccxt-client.ts', import.meta.url), [String(stand.server.port)], { execArgv: [], silent: true });
  let errors = '';
  client.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  results = await new Promise((done, fail) => {
    client.once('message', (message) => done(message as typeof results));
    client.once('exit', (code) => fail(new Error(`the client ended with ${code}: ${errors}`)));
  });
});

function seen(subject: Subject, at: number): [Subject, number] {
  passed.push(subject);
  return [subject, at];
}

afterAll(() => stand.close());

test('it learns the markets, the time and the state', () => {
  expect(results.loadMarkets).toMatchObject({
    id: 'XXBTZUSD',
    altname: 'XBTUSD',
    wsId: 'XBT/USD',
    taker: 0.0026,
    maker: 0.0016,
    precision: { amount: 1e-8, price: 0.1 },
    limits: { amount: { min: 0.00005 }, cost: { min: 0.5 } },
  });
  expect(results.fetchTime).toBeGreaterThanOrEqual(START + HISTORY * MINUTE);
  expect(results.fetchStatus).toMatchObject({ status: 'ok' });
  expect(results.fetchTradingFee).toMatchObject({ maker: 0.0016, taker: 0.0026 });
});

test('it sees prices, candles, the book and trades', () => {
  const { fetchTicker, fetchTickers, fetchOHLCV, fetchOrderBook, fetchTrades } = results;
  // All candles lie between 9,997 and 10,064.
  expect(fetchTicker).toMatchObject({ symbol: 'BTC/USD', high: 10_064, low: 9_997, open: 10_000 });
  expect(fetchTicker?.bid).toBeLessThanOrEqual(fetchTicker?.last as unknown as number);
  expect(fetchTicker?.ask).toBeGreaterThan(fetchTicker?.last as unknown as number);
  expect(Object.keys(fetchTickers ?? {})).toEqual(['BTC/USD']);
  // Minutes 0 to 4: opens at 10,000; highest 10,044, lowest 9,997; closes at 10,041; 5 x 8 XBT.
  expect(fetchOHLCV?.[0]).toEqual([START, 10_000, 10_044, 9_997, 10_041, 40]);
  expect(fetchOrderBook?.bids).toHaveLength(5);
  expect(fetchTrades).toHaveLength(20);
  expect(fetchTrades?.[0]).toMatchObject({ symbol: 'BTC/USD', type: 'market', amount: 2 });
});

test('it trades with client ids: a resting order is changed and cancelled, its id is refused a second time while it is open', () => {
  expect(results.fetchBalance).toMatchObject({ USD: { free: 100_000 }, BTC: { total: 0 } });
  expect(results.limit).toMatchObject({ symbol: 'BTC/USD', type: 'limit', side: 'buy', price: 9_000, amount: 0.2 });
  expect(results.duplicate).toMatchObject({ message: expect.stringContaining('EGeneral:Invalid arguments:cl_ord_id not unique') });
  expect(results.fetchOpenOrders).toMatchObject([{ clientOrderId: 'f'.repeat(32), status: 'open', filled: 0 }]);
  expect(results.editOrder?.id).toMatch(/^T.{5}-.{5}-.{6}$/);
  expect(results['fetchOrder edited']).toMatchObject({ price: 9_100, amount: 0.3, status: 'open' });
  expect(results.cancelOrder).not.toHaveProperty('failed');
  expect(results['cancelOrder again']).toMatchObject({ failed: 'OrderNotFound' });
});

test('a filled market order that is "retried" with its client id is filled twice, as by the real venue', () => {
  const { average, cost, fee } = results['fetchOrder market'] as unknown as { average: number; cost: number; fee: Row };
  expect(results['fetchOrder market']).toMatchObject({ clientOrderId: 'bought', status: 'closed', filled: 0.5 });
  expect(cost).toBeCloseTo(average * 0.5, 6);
  // 0.26 % of the cost.
  expect(Number(fee.cost)).toBeCloseTo(cost * 0.0026, 5);
  expect(results['market retried']).toMatchObject({ side: 'buy', amount: 0.5 });
  expect(results.fetchMyTrades).toHaveLength(2);
  expect(results['fetchBalance after']).toMatchObject({ BTC: { total: 1 } });
});

test('a stop holds the coins it would sell, so that no target fits beside it; post-only never takes', () => {
  expect(results['stop-loss']).toMatchObject({ stopLossPrice: 9_500, amount: 1, side: 'sell' });
  expect(results['fetchOrder stop']).toMatchObject({ stopLossPrice: 9_500, status: 'open', filled: 0 });
  expect(results['target beside the stop']).toMatchObject({ failed: 'InsufficientFunds' });
  expect(results['post-only that would take']).toMatchObject({ message: expect.stringContaining('EOrder:Post only order') });
  expect(results['post-only']).toMatchObject({ type: 'limit', amount: 0.1 });
  expect(results.trailing).toMatchObject({ amount: 0.1 });
  expect(results.createOrders).toHaveLength(2);
  expect(results.cancelOrders?.[0]).toMatchObject({ info: { result: { count: 2 } } });
  expect(results['fetchOpenOrders at last']).toEqual([]);
  // Limit, two market orders, stop, post-only, trailing stop, two of the batch.
  expect(results.fetchClosedOrders).toHaveLength(8);
  // The deposit, and two entries for each of two trades.
  expect(results.fetchLedger).toHaveLength(5);
});

test('it follows prices, the book, trades and candles on the stream', () => {
  expect(results.watchTicker).toMatchObject({ symbol: 'BTC/USD', high: 10_064, low: 9_997 });
  expect(results.watchOrderBook?.bids).toHaveLength(10);
  expect(results.watchTrades?.[0]).toMatchObject({ symbol: 'BTC/USD', amount: 2 });
  expect(results.watchOHLCV).toHaveLength(720);
});

test('it follows and enters orders on the stream', () => {
  expect(results.watchBalance).toMatchObject({ BTC: { total: 1 } });
  expect(results.createOrderWs).toMatchObject({ clientOrderId: 'by-stream' });
  expect(results.watchOrders).toMatchObject([{ symbol: 'BTC/USD', side: 'buy', info: { cl_ord_id: 'by-stream', exec_type: 'amended' } }]);
  expect(results.editOrderWs?.id).toBe(results.createOrderWs?.id);
  expect(results.cancelOrderWs).toMatchObject({ success: true, result: { order_id: results.createOrderWs?.id } });
  expect(results['cancelOrderWs again']).toMatchObject({ failed: 'OrderNotFound' });
  const [trade] = results.watchMyTrades as unknown as [{ cost: number; fee: { cost: number } }];
  expect(trade).toMatchObject({ side: 'sell', amount: 0.25, takerOrMaker: 'taker', order: results['createOrderWs market']?.id });
  expect(trade.fee.cost).toBeCloseTo(trade.cost * 0.0026, 6);
  expect(results.cancelAllOrdersWs).toMatchObject({ result: { count: 0 } });
});

test('every path and channel it used is served, and nothing else failed', () => {
  const requests = [...new Set(passed.flatMap(({ request = '' }) => (request === '' ? [] : [request])))].sort();
  const topics = new Set(passed.map(({ topic }) => topic));
  const rest = [
    'AddOrder',
    'AddOrderBatch',
    'AmendOrder',
    'AssetPairs',
    'Assets',
    'BalanceEx',
    'CancelAll',
    'CancelOrder',
    'CancelOrderBatch',
    'ClosedOrders',
  ];
  const more = [
    'Depth',
    'GetWebSocketsToken',
    'Ledgers',
    'OHLC',
    'OpenOrders',
    'QueryOrders',
    'SystemStatus',
    'Ticker',
    'Time',
    'TradeVolume',
  ];
  expect(
    requests
      .filter((path) => path.startsWith('/'))
      .map((path) => path.split('/')[3])
      .sort(),
  ).toEqual([...rest, ...more, 'Trades', 'TradesHistory'].sort());
  expect(requests.filter((method) => !method.startsWith('/') && method !== 'ping')).toEqual([
    'add_order',
    'amend_order',
    'cancel_all',
    'cancel_order',
    'subscribe',
  ]);
  expect([...topics]).toEqual(expect.arrayContaining(['balances', 'book', 'executions', 'ohlc', 'status', 'ticker', 'trade']));
  const failed = Object.entries(results).flatMap(([name, result]) =>
    result !== null && typeof result === 'object' && 'failed' in result ? [name] : [],
  );
  expect(failed).toEqual(['duplicate', 'cancelOrder again', 'target beside the stop', 'post-only that would take', 'cancelOrderWs again']);
});
