/** A client of its own process: stock ccxt, told only where the exchange is. Sends back what each call gave, by name. */

import { setTimeout as pause } from 'node:timers/promises';
import ccxt from 'ccxt';

const port = Number(process.argv[2]);
const key = Buffer.from('kraken-demo-account').toString('base64');
const SYMBOL = 'BTC/USD';

const exchange = new ccxt.pro.kraken({ apiKey: key, secret: key, enableRateLimit: false });
const api = exchange.urls.api as Record<string, unknown>;
Object.assign(api, { public: `http://127.0.0.1:${port}`, private: `http://127.0.0.1:${port}` });
Object.assign(api.ws as object, {
  public: `ws://127.0.0.1:${port}`,
  private: `ws://127.0.0.1:${port}/auth`,
  publicV2: `ws://127.0.0.1:${port}/v2`,
  privateV2: `ws://127.0.0.1:${port}/auth/v2`,
});

const results: Record<string, unknown> = {};

/** Its nonce is the millisecond, so that two calls within one would have the second refused, as by the real venue. */
async function step<T>(name: string, call: () => Promise<T>): Promise<T> {
  await pause(2);
  try {
    const result = await call();
    results[name] = result;
    return result;
  } catch (error) {
    results[name] = { failed: (error as Error).constructor.name, message: (error as Error).message };
    return undefined as T;
  }
}

/** Watches until a condition holds: streams tell more than one thing. */
async function until<T>(watch: () => Promise<T>, enough: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await watch();
    if (enough(seen)) return seen;
  }
}

const idOf = (order: { id?: string | undefined }): string => order.id as string;

async function lookAround(): Promise<void> {
  await step('loadMarkets', async () => (await exchange.loadMarkets())[SYMBOL]);
  await step('fetchTime', () => exchange.fetchTime());
  await step('fetchStatus', () => exchange.fetchStatus());
  await step('fetchTicker', () => exchange.fetchTicker(SYMBOL));
  await step('fetchTickers', () => exchange.fetchTickers([SYMBOL]));
  await step('fetchOHLCV', () => exchange.fetchOHLCV(SYMBOL, '5m'));
  await step('fetchOrderBook', () => exchange.fetchOrderBook(SYMBOL, 5));
  await step('fetchTrades', () => exchange.fetchTrades(SYMBOL, undefined, 20));
  await step('fetchBalance', () => exchange.fetchBalance());
  await step('fetchTradingFee', () => exchange.fetchTradingFee(SYMBOL));
}

async function trade(): Promise<void> {
  const limit = await step('limit', () => exchange.createOrder(SYMBOL, 'limit', 'buy', 0.2, 9_000, { clientOrderId: 'f'.repeat(32) }));
  await step('duplicate', () => exchange.createOrder(SYMBOL, 'limit', 'buy', 0.2, 9_000, { clientOrderId: 'f'.repeat(32) }));
  await step('fetchOpenOrders', () => exchange.fetchOpenOrders(SYMBOL));
  await step('editOrder', () => exchange.editOrder(idOf(limit), SYMBOL, 'limit', 'buy', 0.3, 9_100));
  await step('fetchOrder edited', () => exchange.fetchOrder(idOf(limit), SYMBOL));
  await step('cancelOrder', () => exchange.cancelOrder(idOf(limit), SYMBOL));
  await step('cancelOrder again', () => exchange.cancelOrder(idOf(limit), SYMBOL));
  const market = await step('market', () => exchange.createOrder(SYMBOL, 'market', 'buy', 0.5, undefined, { clientOrderId: 'bought' }));
  await step('fetchOrder market', () => exchange.fetchOrder(idOf(market), SYMBOL));
  await step('market retried', () => exchange.createOrder(SYMBOL, 'market', 'buy', 0.5, undefined, { clientOrderId: 'bought' }));
  await step('fetchMyTrades', () => exchange.fetchMyTrades(SYMBOL));
  const stop = await step('stop-loss', () => exchange.createOrder(SYMBOL, 'market', 'sell', 1, undefined, { stopLossPrice: 9_500 }));
  await step('fetchOrder stop', () => exchange.fetchOrder(idOf(stop), SYMBOL));
  await step('target beside the stop', () => exchange.createOrder(SYMBOL, 'limit', 'sell', 1, 12_000));
  await step('post-only that would take', () => exchange.createOrder(SYMBOL, 'limit', 'buy', 0.1, 11_000, { postOnly: true }));
  await step('post-only', () => exchange.createOrder(SYMBOL, 'limit', 'buy', 0.1, 9_000, { postOnly: true }));
  await step('trailing', () => exchange.createOrder(SYMBOL, 'market', 'buy', 0.1, undefined, { trailingPercent: '10' }));
  const batch = await step('createOrders', () =>
    exchange.createOrders([1, 2].map((n) => ({ symbol: SYMBOL, type: 'limit', side: 'buy', amount: 0.1, price: 9_000 + n })) as never),
  );
  await step('cancelOrders', () => exchange.cancelOrders(batch.map(idOf)));
  await step('cancelAllOrders', () => exchange.cancelAllOrders());
  await step('fetchOpenOrders at last', () => exchange.fetchOpenOrders(SYMBOL));
  await step('fetchClosedOrders', () => exchange.fetchClosedOrders(SYMBOL));
  await step('fetchLedger', () => exchange.fetchLedger());
  await step('fetchBalance after', () => exchange.fetchBalance());
}

async function stream(): Promise<void> {
  await exchange.loadHttpProxyAgent();
  await step('watchTicker', () => exchange.watchTicker(SYMBOL));
  await step('watchOrderBook', () =>
    until(
      () => exchange.watchOrderBook(SYMBOL, 10),
      (book) => book.timestamp !== undefined,
    ),
  );
  await step('watchTrades', () => exchange.watchTrades(SYMBOL));
  await step('watchOHLCV', () => exchange.watchOHLCV(SYMBOL, '1m'));
  await step('watchBalance', () => exchange.watchBalance());
  const orders = step('watchOrders', () =>
    until(
      () => exchange.watchOrders(SYMBOL),
      (seen) => seen.some(({ info }) => info.order_type === 'limit'),
    ),
  );
  const placed = await step('createOrderWs', () =>
    exchange.createOrderWs(SYMBOL, 'limit', 'buy', 0.1, 9_000, { clientOrderId: 'by-stream' }),
  );
  await orders;
  await step('editOrderWs', () => exchange.editOrderWs(idOf(placed), SYMBOL, 'limit', 'buy', 0.2, 9_050));
  await step('cancelOrderWs', () => exchange.cancelOrderWs(idOf(placed)));
  await step('cancelOrderWs again', () => exchange.cancelOrderWs(idOf(placed)));
  const trades = step('watchMyTrades', () => exchange.watchMyTrades(SYMBOL));
  await step('createOrderWs market', () => exchange.createOrderWs(SYMBOL, 'market', 'sell', 0.25));
  await trades;
  await step('cancelAllOrdersWs', () => exchange.cancelAllOrdersWs());
  await exchange.close();
}

await lookAround();
await trade();
await stream();
// Streams give live arrays and books: as JSON they are what they hold.
process.send?.(JSON.parse(JSON.stringify(results)), () => process.exit(0));
