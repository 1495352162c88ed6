/** A stock ccxt in a process of its own on a replayed recording: keeps a book and trades from the streams, then asks, buys and sells. Its parent moves the replay. */

import { once } from 'node:events';
import ccxt, { type Exchange } from 'ccxt';

const [venue, port = '', symbol = '', amount = ''] = process.argv.slice(2);
const [http, ws] = [`http://127.0.0.1:${port}`, `ws://127.0.0.1:${port}`];

async function pointed(): Promise<Exchange> {
  if (venue === 'kraken') {
    const key = Buffer.from('recorded').toString('base64');
    const exchange = new ccxt.pro.kraken({ apiKey: key, secret: key, enableRateLimit: false });
    const api = exchange.urls.api as Record<string, unknown>;
    Object.assign(api, { public: http, private: http });
    await exchange.loadHttpProxyAgent();
    Object.assign(api.ws as object, { public: ws, private: `${ws}/auth`, publicV2: `${ws}/v2`, privateV2: `${ws}/auth/v2` });
    return exchange;
  }
  const exchange = new ccxt.pro.bybit({ apiKey: 'recorded', secret: 'recorded', enableRateLimit: false });
  const api = exchange.urls.api as Record<string, unknown>;
  for (const name of Object.keys(api)) if (name !== 'ws') api[name] = http;
  const at = `${ws}/v5`;
  api.ws = {
    public: { spot: `${at}/public/spot`, linear: `${at}/public/linear`, inverse: `${at}/public/inverse`, option: `${at}/public/option` },
    private: {
      spot: { unified: `${at}/private`, nonUnified: `${at}/private` },
      contract: `${at}/private`,
      usdc: `${at}/private`,
      trade: `${at}/trade`,
    },
  };
  await exchange.loadHttpProxyAgent();
  return exchange;
}

const tell = (message: unknown) => process.send?.(message);
const told = async () => (await once(process, 'message'))[0] as never;

const exchange = await pointed();
await exchange.loadMarkets();
let book = await exchange.watchOrderBook(symbol);
// ccxt changes its levels in place.
const first = structuredClone({ bid: book.bids[0], ask: book.asks[0] });
const trades: (readonly unknown[])[] = [];
let watching = true;
const watchTrades = async () => {
  while (watching) {
    for (const { timestamp, side, price, amount: size, id } of await exchange.watchTrades(symbol))
      if (!trades.some(([known]) => known === id)) trades.push([id, timestamp, side, price, size]);
  }
};
const watchBook = async () => {
  while (watching) book = await exchange.watchOrderBook(symbol);
};
const subscribed = watchTrades();
void watchBook();
// The subscription to trades is answered before its snapshot or first trade: what is asked after it is asked later.
await exchange.fetchTime();
await new Promise((done) => setTimeout(done, 200));
tell('ready');
const { count, at } = (await told()) as { readonly count: number; readonly at: number };
while (trades.length < count || (book.timestamp ?? 0) < at) await new Promise((done) => setTimeout(done, 10));
watching = false;
void subscribed;
const top = (levels: unknown[][]) => levels.slice(0, 3).map(([price, size]) => [price, size]);
const rest = await exchange.fetchOrderBook(symbol, 5);
const bought = await exchange.createOrder(symbol, 'market', 'buy', Number(amount));
const mine = await exchange.fetchMyTrades(symbol);
const result = {
  first,
  streamed: { bids: top(book.bids), asks: top(book.asks) },
  asked: { bids: top(rest.bids), asks: top(rest.asks) },
  trades,
  recent: (await exchange.fetchTrades(symbol, undefined, 3)).map(({ price, amount: size, side }) => [price, size, side]),
  candles: await exchange.fetchOHLCV(symbol, '1m'),
  order: await exchange.fetchOrder(bought.id as string, symbol, { acknowledged: true }),
  fills: mine.map(({ price, amount: size, takerOrMaker }) => [price, size, takerOrMaker]),
};
process.send?.(result, () => process.exit(0));
