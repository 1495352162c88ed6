import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { openCcxtFeed } from '../../src/adapters/ccxt-venues/ccxt-feed.ts';
import { type CcxtLink, openCcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import type { FeedNews } from '../../src/core/market/market-feed.ts';
import type { PlaceOrder, VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import { type Asking, listenTo, told } from './listening.ts';
import { type LocalVenue, openLocalVenue, SILENT } from './local-venue.ts';

const ORDER: PlaceOrder = {
  clientOrderId: '0123456789abcdef0123456789abcdef',
  instrument: 'BTC/USDT',
  side: 'buy',
  type: 'limit',
  quantity: '0.01',
  limitPrice: '60000.5',
  stopPrice: null,
  timeInForce: 'GTC',
  expireAt: null,
  postOnly: false,
  reduceOnly: false,
};
const PLACE: VenueRequest = { kind: 'place', order: ORDER };
const PATH = '/api/v3/order';
const order = (more: object = {}) => ({
  symbol: 'BTCUSDT',
  orderId: 28,
  clientOrderId: ORDER.clientOrderId,
  price: '60000.50000000',
  origQty: '0.01000000',
  executedQty: '0.00400000',
  cummulativeQuoteQty: '240.00200000',
  status: 'PARTIALLY_FILLED',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'BUY',
  time: 1_700_000_000_000,
  updateTime: 1_700_000_001_000,
  ...more,
});

/** Binance.US on loopback as far as ccxt needs it to load its market. */
async function openBinanceUs(): Promise<LocalVenue> {
  const venue = await openLocalVenue();
  venue.on('/api/v3/time', () => ({ serverTime: Date.now() }));
  venue.on('/api/v3/exchangeInfo', () => ({
    timezone: 'UTC',
    symbols: [
      {
        symbol: 'BTCUSDT',
        status: 'TRADING',
        baseAsset: 'BTC',
        quoteAsset: 'USDT',
        baseAssetPrecision: 8,
        quotePrecision: 8,
        isSpotTradingAllowed: true,
        permissions: ['SPOT'],
        orderTypes: ['LIMIT', 'MARKET'],
        filters: [
          { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000', tickSize: '0.01' },
          { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
          { filterType: 'NOTIONAL', minNotional: '5' },
        ],
      },
    ],
  }));
  return venue;
}

/** Binance.US stands for all others: ccxt signs and parses, its documented answers come from loopback. */
describe('the link to an exchange that only ccxt knows', () => {
  let venue: LocalVenue;
  let link: CcxtLink;
  let asking: Asking;
  beforeEach(async () => {
    venue = await openBinanceUs();
    link = await openLink({ newsByAsking: true });
    asking = listenTo(link);
    await link.start();
  });
  const openLink = (more: { newsByAsking: boolean }) =>
    openCcxtLink({
      venue: 'binanceus',
      instruments: [{ id: 'BTC/USDT', symbol: 'BTC/USDT', category: 'spot' }],
      baseUrl: venue.url,
      key: () => 'demo-key-of-tests',
      secret: () => 'demo-secret-of-tests',
      now: Date.now,
      requestTimeoutMs: 1_500,
      ...more,
    });
  afterEach(async () => {
    await link.close();
    await venue.close();
  });

  test('says what ccxt says that it can do, and that news come by asking', async () => {
    expect(link.capabilities).toMatchObject({
      venue: 'binanceus',
      clientIdUniqueness: 'none',
      stopWithTarget: false,
      shorting: false,
      funding: false,
    });
    expect(link.capabilities.orderTypes).toEqual(expect.arrayContaining(['market', 'limit']));
    expect(asking.news.all).toEqual([{ kind: 'link', state: 'up', reason: 'no stream: news come by asking' }]);
    expect(await link.instruments()).toMatchObject([
      {
        specification: { id: 'BTC/USDT', tickSize: 0.01, lotSize: 0.00001, minimumNotional: 5 },
        minimumQuantity: '0.00001',
        feesFrom: 'published',
      },
    ]);
  });

  test('places with the client id and the exact figures', async () => {
    venue.on(PATH, () => order({ status: 'NEW', executedQty: '0.00000000' }));
    expect(await asking.ask(PLACE)).toEqual({ ok: true, kind: 'place', venueOrderId: '28' });
    const sent = new URLSearchParams(venue.of(PATH)[0]?.body);
    expect(sent.get('newClientOrderId')).toBe(ORDER.clientOrderId);
    expect([sent.get('quantity'), sent.get('price'), sent.get('side')]).toEqual(['0.01', '60000.5', 'BUY']);
  });

  test.each([
    [
      'a refusal for want of money',
      { code: -2010, msg: 'Account has insufficient balance for requested action.' },
      400,
      'refused',
      'INSUFFICIENT_FUNDS',
    ],
    ['a wrong signature', { code: -1022, msg: 'Signature for this request is not valid.' }, 400, 'refused', 'KEY_REFUSED'],
    ['a broken server', {}, 503, 'unknown', 'SERVER_ERROR'],
  ] as const)('reads %s by ccxt error classes', async (_, body, status, outcome, code) => {
    venue.on(PATH, (_request, response) => response.writeHead(status).end(JSON.stringify(body)));
    expect(await asking.ask(PLACE)).toMatchObject({ ok: false, outcome, code });
    expect(venue.of(PATH)).toHaveLength(1);
  });

  test('leaves silence in doubt, and knows when nothing was sent', async () => {
    venue.on(PATH, () => SILENT);
    expect(await asking.ask(PLACE)).toMatchObject({ outcome: 'unknown', code: 'TIMEOUT' });
    expect(await asking.ask(PLACE, () => false)).toMatchObject({ outcome: 'not-sent' });
    expect(await asking.ask({ kind: 'place', order: { ...ORDER, type: 'trailing-stop' } })).toMatchObject({
      outcome: 'not-sent',
      code: 'NOT_SUPPORTED',
    });
    expect(venue.of(PATH)).toHaveLength(1);
  });

  test('finds an order in the lists and its executions by its id', async () => {
    venue.on('/api/v3/openOrders', () => []);
    venue.on('/api/v3/allOrders', () => [order({ status: 'CANCELED' })]);
    venue.on('/api/v3/myTrades', () => [
      {
        symbol: 'BTCUSDT',
        id: 7,
        orderId: 28,
        price: '60000.50000000',
        qty: '0.00400000',
        quoteQty: '240',
        commission: '0.00000400',
        commissionAsset: 'BTC',
        time: 1_700_000_000_500,
        isBuyer: true,
        isMaker: true,
      },
    ]);
    expect(await asking.ask({ kind: 'find', order: { ...ORDER, venueOrderId: null }, since: 1_699_999_999_000 })).toEqual({
      ok: true,
      kind: 'find',
      order: {
        clientOrderId: ORDER.clientOrderId,
        venueOrderId: '28',
        instrument: 'BTC/USDT',
        side: 'buy',
        status: 'cancelled',
        quantity: '0.01',
        filled: '0.004',
        limitPrice: '60000.5',
        stopPrice: null,
        reduceOnly: false,
        code: '',
        at: 1_700_000_001_000,
      },
      executions: [
        {
          executionId: '7',
          clientOrderId: ORDER.clientOrderId,
          venueOrderId: '28',
          instrument: 'BTC/USDT',
          side: 'buy',
          quantity: '0.004',
          price: '60000.5',
          fee: '0.000004',
          feeCurrency: 'BTC',
          liquidity: 'maker',
          kind: 'trade',
          at: 1_700_000_000_500,
        },
      ],
    });
  });

  test("tells orders and executions of ccxt's own streams", async () => {
    const streams: WebSocket[] = [];
    venue.onSocket('/ws-api/v3', (socket) => {
      streams.push(socket);
      socket.on('message', (data) => {
        const { id } = JSON.parse(String(data));
        socket.send(JSON.stringify({ id, status: 200, result: { subscriptionId: 0 }, rateLimits: [] }));
      });
    });
    const streaming = await openLink({ newsByAsking: false });
    const heard = listenTo(streaming);
    await streaming.start();
    expect(heard.news.all).toEqual([{ kind: 'link', state: 'up', reason: 'subscribed' }]);
    const event = {
      e: 'executionReport',
      E: 1_700_000_000_001,
      s: 'BTCUSDT',
      c: ORDER.clientOrderId,
      S: 'BUY',
      o: 'LIMIT',
      f: 'GTC',
      q: '0.01000000',
      p: '60000.50000000',
      P: '0.00000000',
      C: '',
      x: 'TRADE',
      X: 'PARTIALLY_FILLED',
      r: 'NONE',
      i: 28,
      l: '0.00400000',
      z: '0.00400000',
      L: '60000.50000000',
      n: '0.00000400',
      N: 'BTC',
      T: 1_700_000_000_000,
      t: 7,
      w: false,
      m: true,
      O: 1_700_000_000_000,
      Z: '240.00200000',
      Y: '240.00200000',
      Q: '0.00000000',
    };
    streams[0]?.send(JSON.stringify({ subscriptionId: 0, event }));
    expect(await heard.news.until(({ kind }) => kind === 'execution')).toMatchObject({
      execution: { executionId: '7', quantity: '0.004', price: '60000.5', fee: '0.000004', feeCurrency: 'BTC', liquidity: 'maker' },
    });
    expect(await heard.news.until(({ kind }) => kind === 'order')).toMatchObject({
      order: { clientOrderId: ORDER.clientOrderId, venueOrderId: '28', status: 'working', filled: '0.004', quantity: '0.01' },
    });
    for (const stream of streams) stream.terminate();
    await heard.news.until((news) => news.kind === 'link' && news.state === 'down');
    await streaming.close();
  });
});

test("the feed of an exchange that only ccxt knows brings candles, quotes and trades by ccxt's streams", async () => {
  const venue = await openBinanceUs();
  const sockets: WebSocket[] = [];
  const asked = told<string>();
  for (const path of ['/ws', '/ws/0', '/ws/1', '/ws/2', '/ws/3'])
    venue.onSocket(path, (socket) => {
      sockets.push(socket);
      socket.on('message', (data) => {
        const { id, params } = JSON.parse(String(data));
        socket.send(JSON.stringify({ id, result: null }));
        asked.take(String(params));
      });
    });
  const feed = await openCcxtFeed({
    venue: 'binanceus',
    instruments: [{ id: 'BTC/USDT', symbol: 'BTC/USDT', category: 'spot' }],
    baseUrl: venue.url,
    now: Date.now,
    subscriptions: [{ instrument: 'BTC/USDT', timeframesMs: [60_000], quotes: true, trades: true }],
  });
  const news = told<FeedNews>();
  await feed.start(news.take);
  for (const topic of ['kline', 'bookTicker', 'trade']) await asked.until((params) => params.includes(topic));
  const push = (frame: object) => sockets.forEach((socket) => socket.send(JSON.stringify(frame)));
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  const kline = (t: number, c: string) => ({
    e: 'kline',
    E: t + 1,
    s: 'BTCUSDT',
    k: { t, T: t + 59_999, s: 'BTCUSDT', i: '1m', f: 1, L: 2, o: '1.5', c, h: '2', l: '1', v: '3', n: 1, x: false, q: '1' },
  });
  push(kline(minute, '1.6'));
  await news.until((one) => one.kind === 'candle');
  push(kline(minute + 60_000, '1.7'));
  push({ u: 1, s: 'BTCUSDT', b: '1.6', B: '5', a: '1.8', A: '6' });
  push({ e: 'trade', E: minute + 3, s: 'BTCUSDT', t: 9, p: '1.7', q: '0.5', T: minute + 3, m: true });
  const closed = await news.until((one) => one.kind === 'candle' && one.closed);
  expect(closed).toMatchObject({ instrument: 'BTC/USDT', time: minute, close: 1.6, open: 1.5, volume: 3 });
  expect(await news.until((one) => one.kind === 'quote')).toMatchObject({ bid: 1.6, bidSize: 5, ask: 1.8, askSize: 6 });
  expect(await news.until((one) => one.kind === 'trade')).toMatchObject({ price: 1.7, size: 0.5, side: 'sell', at: minute + 3 });
  await news.until((one) => one.kind === 'link' && one.state === 'up');
  await feed.close();
  await venue.close();
});
