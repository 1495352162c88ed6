// Replays a day of ten instruments as fast as it goes, with an account that trades at every candle and a client on every stream, and prints how the heap grew.
import { WebSocket } from 'ws';
import { startBybitServer } from '../../src/adapters/exchange-simulator/bybit/bybit-server.ts';
import { prepareInstrument } from '../../src/core/domain/instrument.ts';
import { createCandles } from '../../src/core/market/candles.ts';

const SYMBOLS = 10;
const CANDLES = 1440;
const MINUTE = 60_000;
const ORDERS_PER_CANDLE = 4;

function walk(index: number) {
  const candles = createCandles(CANDLES);
  candles.length = CANDLES;
  let [price, state] = [1000, index + 1];
  const random = () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < CANDLES; i++) {
    const open = price;
    price = Math.max(100, Math.round((price + (random() - 0.5) * 4) * 2) / 2);
    candles.time[i] = Date.UTC(2024, 0, 1) + i * MINUTE;
    candles.open[i] = open;
    candles.close[i] = price;
    candles.high[i] = Math.max(open, price) + 1;
    candles.low[i] = Math.min(open, price) - 1;
    candles.volume[i] = 100 + Math.round(random() * 1000);
  }
  const instrument = prepareInstrument(
    {
      id: `S${index}USDT-PERP`,
      venue: 't',
      kind: 'perpetual',
      base: `S${index}`,
      quote: 'USDT',
      tickSize: 0.5,
      lotSize: 0.01,
      leverage: 10,
      shorting: true,
      takerFeeRatio: 0.0005,
    },
    index,
    8,
  );
  return { instrument, timeframeMs: MINUTE, candles, funding: 'missing' as const, history: 1 };
}

const sources = Array.from({ length: SYMBOLS }, (_, index) => walk(index));
const server = await startBybitServer({
  sources,
  quantumDecimals: 8,
  deposit: 10_000_000e8,
  port: 0,
  speed: Number.POSITIVE_INFINITY,
  seed: 1,
});
server.driver.stop();
const { exchange } = server;
const account = exchange.account('trader');

let messages = 0;
const socket = new WebSocket(`ws://${server.address}/v5/public/linear`);
socket.on('message', () => {
  messages++;
});
await new Promise((done) => socket.on('open', done));
const symbols = sources.map(({ instrument }) => instrument.id.replace('-PERP', ''));
const topics = symbols.flatMap((symbol) => [`orderbook.50.${symbol}`, `tickers.${symbol}`, `kline.1.${symbol}`, `publicTrade.${symbol}`]);
socket.send(JSON.stringify({ op: 'subscribe', args: topics }));
await new Promise((done) => socket.once('message', done));

const heapMb = () => {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1e6);
};
let orders = 0;
const plain = {
  type: 'market',
  limit: Number.NaN,
  trigger: Number.NaN,
  trailTicks: 0,
  timeInForce: 'GTC',
  expireAt: Number.POSITIVE_INFINITY,
  postOnly: false,
  reduceOnly: false,
  lots: 5,
} as const;
exchange.listen({
  moved(market, { part }) {
    if (part !== 'open') return;
    for (let i = 0; i < ORDERS_PER_CANDLE; i++) {
      const side = orders % 2 === 0 ? 1 : -1;
      const placed = exchange.place(account, {
        ...plain,
        clientId: `order-${++orders}`,
        market: market.index,
        side,
        ...(i === 3 && { type: 'limit', limit: market.bidTicks - side * 20 }),
      });
      if (placed.ok && i === 3) exchange.cancel(account, placed.order);
    }
  },
});
const heap: number[] = [];
for (const share of [0.25, 0.5, 0.75]) {
  const at = Date.UTC(2024, 0, 1) + CANDLES * MINUTE * share;
  const stop = exchange.listen({ moved: (_, move) => move.at >= at && server.driver.stop() });
  server.driver.start();
  while (exchange.now < at) await new Promise((done) => setTimeout(done, 20));
  stop();
  server.driver.stop();
  while (socket.bufferedAmount > 0) await new Promise((done) => setTimeout(done, 10));
  await new Promise((done) => setTimeout(done, 200));
  heap.push(heapMb());
}
const start = performance.now();
server.driver.start();
await server.driver.ended;
await new Promise((done) => setTimeout(done, 200));
heap.push(heapMb());
process.stdout.write(
  JSON.stringify({
    heapMb: heap,
    orders,
    messages,
    keptOrders: account.orders.size,
    keptExecutions: account.executions.length,
    lastQuarterMs: Math.round(performance.now() - start),
  }),
);
socket.terminate();
await server.close();
