// A stock ccxt client in a process of its own: pointed at an exchange by its addresses alone, it makes the calls that trading needs and reports what came back.
import ccxt, { type Exchange } from 'ccxt';

const [address, key = ''] = process.argv.slice(2);
const http = `http://${address}`;
const ws = `ws://${address}/v5`;

function pointed<T extends Exchange>(exchange: T): T {
  const api = exchange.urls.api as Record<string, unknown>;
  for (const name of Object.keys(api)) if (name !== 'ws') api[name] = http;
  api.ws = {
    public: { spot: `${ws}/public/spot`, linear: `${ws}/public/linear`, inverse: `${ws}/public/inverse`, option: `${ws}/public/option` },
    private: {
      spot: { unified: `${ws}/private`, nonUnified: `${ws}/private` },
      contract: `${ws}/private`,
      usdc: `${ws}/private`,
      trade: `${ws}/trade`,
    },
  };
  return exchange;
}

const asked = new Set<string>();
const exchange = pointed(new ccxt.pro.bybit({ apiKey: key, secret: key, enableRateLimit: false }));
const plainFetch = exchange.fetch.bind(exchange);
exchange.fetch = (url: string, method = 'GET', headers: unknown = undefined, body: unknown = undefined) => {
  asked.add(`${method} ${new URL(url).pathname}`);
  return plainFetch(url, method, headers, body);
};
await exchange.loadHttpProxyAgent();

const SPOT = 'BTC/USDT';
const PERP = 'BTC/USDT:USDT';
interface Outcome {
  readonly value?: unknown;
  readonly error?: string;
  readonly message?: string;
}

const answers: Record<string, Outcome> = {};

/** Makes a call and keeps what came of it. */
async function call<T>(name: string, act: () => Promise<T>): Promise<T | undefined> {
  try {
    const value = await act();
    answers[name] = { value };
    return value;
  } catch (error) {
    answers[name] = failure(error);
    return undefined;
  }
}

function failure(error: unknown): Outcome {
  const { constructor, message } = error as Error;
  return { error: constructor.name, message: message.slice(0, 300) };
}

await call('loadMarkets', async () => Object.keys(await exchange.loadMarkets()));
await call('fetchTime', () => exchange.fetchTime());
await call('fetchCurrencies', async () => Object.keys(await exchange.fetchCurrencies()));
for (const symbol of [SPOT, PERP]) {
  await call(`fetchTicker ${symbol}`, () => exchange.fetchTicker(symbol));
  await call(`fetchTickers ${symbol}`, async () => Object.keys(await exchange.fetchTickers([symbol])));
  await call(`fetchOHLCV ${symbol}`, () => exchange.fetchOHLCV(symbol, '1m', undefined, 5));
  await call(`fetchOHLCV 5m ${symbol}`, () => exchange.fetchOHLCV(symbol, '5m', Date.parse('2022-12-13T05:00Z'), 3));
  await call(`fetchOrderBook ${symbol}`, () => exchange.fetchOrderBook(symbol, 10));
  await call(`fetchTrades ${symbol}`, () => exchange.fetchTrades(symbol, undefined, 5));
}
await call('fetchMarkOHLCV', () => exchange.fetchMarkOHLCV(PERP, '1m', undefined, 3));
await call('fetchFundingRate', () => exchange.fetchFundingRate(PERP));
await call('fetchFundingRateHistory', () => exchange.fetchFundingRateHistory(PERP));
await call('fetchOpenInterestHistory', () => exchange.fetchOpenInterestHistory(PERP));
await call('fetchBalance', async () => (await exchange.fetchBalance()).USDT);

// Streams first, so that nothing is missed.
const watched: Record<string, Promise<Outcome>> = {};
const watch = (name: string, act: () => Promise<unknown>) => {
  watched[name] = act().then((value) => ({ value }), failure);
};
watch('watchTicker spot', () => exchange.watchTicker(SPOT));
watch('watchTicker', () => exchange.watchTicker(PERP));
watch('watchOrderBook', async () => {
  await exchange.watchOrderBook(PERP);
  const book = await exchange.watchOrderBook(PERP);
  return { bid: book.bids[0], ask: book.asks[0], depth: [book.bids.length, book.asks.length] };
});
watch('watchTrades', () => exchange.watchTrades(SPOT));
watch('watchOHLCV', () => exchange.watchOHLCV(PERP, '1m'));
watch('watchOrders', () => exchange.watchOrders());
watch('watchMyTrades', () => exchange.watchMyTrades());
watch('watchBalance', () => exchange.watchBalance());
await call('watchPositions snapshot', () => exchange.watchPositions([PERP]));
watch('watchPositions', () => exchange.watchPositions([PERP]));
await Promise.all([watched.watchTicker, watched.watchOrderBook]);
// The subscriptions of the private stream are answered before the first order is placed.
const listens = () =>
  Object.values(exchange.clients).some(({ url, subscriptions }) => url.endsWith('private') && 'positions::BTC/USDT:USDT' in subscriptions);
while (!listens()) await new Promise((done) => setTimeout(done, 10));
await new Promise((done) => setTimeout(done, 300));

const last = (await exchange.fetchTicker(PERP)).last as number;
const price = (ratio: number) => Number(exchange.priceToPrecision(PERP, last * ratio));
const idOf = (order: { id?: string | undefined } | undefined) => order?.id ?? '';
await call('setLeverage', () => exchange.setLeverage(5, PERP));
await call('setLeverage again', () => exchange.setLeverage(5, PERP));
const bought = await call('createOrder market', () =>
  exchange.createOrder(PERP, 'market', 'buy', 0.01, undefined, { clientOrderId: 'stock-market' }),
);
await call('createOrder twice', () => exchange.createOrder(PERP, 'market', 'buy', 0.01, undefined, { clientOrderId: 'stock-market' }));
await call('fetchOrder', () => exchange.fetchOrder(idOf(bought), PERP, { acknowledged: true }));
await call('fetchMyTrades', () => exchange.fetchMyTrades(PERP));
await call('fetchPositions', () => exchange.fetchPositions([PERP]));
const limit = await call('createOrder limit', () =>
  exchange.createOrder(PERP, 'limit', 'buy', 0.01, price(0.9), { clientOrderId: 'stock-limit' }),
);
await call('editOrder', () => exchange.editOrder(idOf(limit), PERP, 'limit', 'buy', 0.02, price(0.91)));
await call('createOrder stop', () =>
  exchange.createOrder(PERP, 'market', 'sell', 0.01, undefined, {
    triggerPrice: price(0.8),
    triggerDirection: 'descending',
    reduceOnly: true,
    clientOrderId: 'stock-stop',
  }),
);
await call('createOrder stopLossPrice', () =>
  exchange.createOrder(PERP, 'market', 'sell', 0.01, undefined, { stopLossPrice: price(0.79) }),
);
await call('createOrder postOnly', () =>
  exchange.createOrder(PERP, 'limit', 'sell', 0.01, price(0.95), { postOnly: true, clientOrderId: 'stock-post' }),
);
await call('fetchOrder postOnly', async () => exchange.fetchClosedOrders(PERP, undefined, undefined, { orderLinkId: 'stock-post' }));
await call('fetchCanceledOrders', () => exchange.fetchCanceledOrders(PERP));
await call('fetchOpenOrders', () => exchange.fetchOpenOrders(PERP));
await call('fetchOpenOrders all', () => exchange.fetchOpenOrders(undefined, undefined, undefined, { type: 'swap' }));
await call('cancelOrder', () => exchange.cancelOrder(idOf(limit), PERP));
await call('cancelOrder again', () => exchange.cancelOrder(idOf(limit), PERP));
await call('cancelAllOrders', () => exchange.cancelAllOrders(PERP));
await call('createOrder reduceOnly', () => exchange.createOrder(PERP, 'market', 'sell', 0.01, undefined, { reduceOnly: true }));
await call('createOrder reduceOnly flat', () => exchange.createOrder(PERP, 'market', 'sell', 0.01, undefined, { reduceOnly: true }));
await call('createOrder too large', () => exchange.createOrder(PERP, 'market', 'buy', 900));
await call('createOrder band', () => exchange.createOrder(PERP, 'limit', 'buy', 0.01, price(3)));
await call('createOrders', () =>
  exchange.createOrders([
    { symbol: PERP, type: 'limit', side: 'buy', amount: 0.01, price: price(0.9) },
    { symbol: PERP, type: 'limit', side: 'buy', amount: 0.01, price: price(0.89) },
  ]),
);
await call('cancelOrders', async () => exchange.cancelOrders((await exchange.fetchOpenOrders(PERP)).map(idOf), PERP));
await call('fetchClosedOrders', () => exchange.fetchClosedOrders(PERP));
await call('fetchPositionsHistory', () => exchange.fetchPositionsHistory([PERP]));
await call('fetchFundingHistory', () => exchange.fetchFundingHistory(PERP));
await call('cancelAllOrdersAfter', () => exchange.cancelAllOrdersAfter(10_000));
await call('spot market buy', () => exchange.createOrder(SPOT, 'market', 'buy', 0.01));
await call('spot buy for value', () => exchange.createMarketBuyOrderWithCost(SPOT, 100));
await call('spot limit', () => exchange.createOrder(SPOT, 'limit', 'sell', 0.005, Number(exchange.priceToPrecision(SPOT, last * 1.1))));
await call('spot orders', () => exchange.fetchOpenOrders(SPOT));
await call('spot sell too much', () => exchange.createOrder(SPOT, 'market', 'sell', 1));
await call('spot cancelAll', () => exchange.cancelAllOrders(SPOT));
await call('spot trades', () => exchange.fetchMyTrades(SPOT));
await call('fetchBalance after', async () => {
  const { USDT, BTC } = await exchange.fetchBalance();
  return { USDT, BTC };
});
// The orders so far have used up this second's allowance.
await new Promise((done) => setTimeout(done, 1_100));
const entered = await call('createOrderWs', () =>
  exchange.createOrderWs(PERP, 'limit', 'buy', 0.01, price(0.9), { clientOrderId: 'stock-ws' }),
);
await call('editOrderWs', () => exchange.editOrderWs(idOf(entered), PERP, 'limit', 'buy', 0.02, price(0.9)));
await call('cancelOrderWs', () => exchange.cancelOrderWs(idOf(entered), PERP));
for (const [name, outcome] of Object.entries(watched)) {
  const late = new Promise<Outcome>((done) => setTimeout(done, 5_000, { error: 'Late' }).unref());
  answers[name] = await Promise.race([outcome, late]);
}
const topics = Object.values(exchange.clients).flatMap(({ url, subscriptions }) =>
  Object.values(subscriptions as Record<string, { topics?: string[] }>).flatMap(({ topics: names = [] }) =>
    names.map((name) => `${new URL(url).pathname} ${name}`),
  ),
);
// A wrong secret and a wrong clock.
const wrong = pointed(new ccxt.bybit({ apiKey: key, secret: 'wrong', enableRateLimit: false }));
await call('wrong secret', () => wrong.fetchBalance());
const late = pointed(new ccxt.bybit({ apiKey: key, secret: key, enableRateLimit: false }));
late.nonce = () => Date.now() - 60_000;
await call('late clock', () => late.fetchBalance());
process.stdout.write(JSON.stringify({ answers, asked: [...asked].sort(), topics: [...new Set(topics)].sort() }));
await exchange.close();
process.exit(0);
