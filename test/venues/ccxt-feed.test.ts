import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { type CcxtFeed, openCcxtFeed } from '../../src/adapters/ccxt-venues/ccxt-feed.ts';
import type { FeedNews } from '../../src/core/market/market-feed.ts';
import { list, ok, openBybitVenue } from './bybit-venue.ts';
import { openKrakenVenue } from './kraken-venue.ts';
import { told } from './listening.ts';
import type { LocalVenue } from './local-venue.ts';

const MINUTE = 60_000;

describe('a market feed', () => {
  let feed: CcxtFeed | undefined;
  let venue: LocalVenue | undefined;
  const news = told<FeedNews>();
  const subscription = (instrument: string) => ({ instrument, timeframesMs: [MINUTE], quotes: true, trades: true });
  afterEach(async () => {
    await feed?.close();
    await venue?.close();
    news.all.length = 0;
  });
  const states = () => news.all.map((one) => (one.kind === 'link' ? one.state : one.kind));

  async function openBybit(): Promise<{ streams: WebSocket[]; topics: string[][] }> {
    const opened = await openBybitVenue();
    venue = opened;
    const streams: WebSocket[] = [];
    const topics: string[][] = [];
    opened.onSocket('/v5/public/linear', (socket) => {
      streams.push(socket);
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data)) as { op: string; req_id: string; args: string[] };
        if (frame.op !== 'subscribe') return;
        topics.push(frame.args);
        socket.send(JSON.stringify({ success: true, ret_msg: '', conn_id: 'c', req_id: frame.req_id, op: 'subscribe' }));
      });
    });
    feed = await openCcxtFeed({
      venue: 'bybit',
      instruments: [{ id: 'BTCUSDT-PERP', symbol: 'BTCUSDT', category: 'linear' }],
      baseUrl: opened.url,
      now: Date.now,
      random: () => 0,
      subscriptions: [subscription('BTCUSDT-PERP')],
    });
    await feed.start(news.take);
    await news.until((one) => one.kind === 'link');
    return { streams, topics };
  }
  const kline = (start: number, close: string, confirm: boolean) => ({
    topic: 'kline.1.BTCUSDT',
    type: 'snapshot',
    ts: start + 1,
    data: [
      {
        start,
        end: start + MINUTE - 1,
        interval: '1',
        open: '1.5',
        close,
        high: '2',
        low: '1',
        volume: '3.25',
        turnover: '1',
        confirm,
        timestamp: start + 1,
      },
    ],
  });

  test('of Bybit tells candles as Bybit closes them, the best of the book, and trades', async () => {
    const { streams, topics } = await openBybit();
    expect(topics).toEqual([['kline.1.BTCUSDT', 'orderbook.1.BTCUSDT', 'publicTrade.BTCUSDT']]);
    const push = (frame: object) => streams[0]?.send(JSON.stringify(frame));
    push({ topic: 'of tomorrow', data: {} });
    push(kline(MINUTE, '1.7', false));
    push(kline(MINUTE, '1.8', true));
    push({
      topic: 'orderbook.1.BTCUSDT',
      type: 'snapshot',
      ts: 9,
      cts: 8,
      data: { s: 'BTCUSDT', b: [['100.5', '2']], a: [['100.6', '3']], u: 1, seq: 1 },
    });
    push({
      topic: 'orderbook.1.BTCUSDT',
      type: 'delta',
      ts: 11,
      cts: 10,
      data: {
        s: 'BTCUSDT',
        b: [
          ['100.5', '0'],
          ['100.4', '7'],
        ],
        a: [],
        u: 2,
        seq: 2,
      },
    });
    push({
      topic: 'publicTrade.BTCUSDT',
      type: 'snapshot',
      ts: 12,
      data: [{ T: 12, s: 'BTCUSDT', S: 'Sell', v: '0.001', p: '100.4', i: 'x', BT: false }],
    });
    await news.until((one) => one.kind === 'trade');
    const candle = {
      kind: 'candle',
      instrument: 'BTCUSDT-PERP',
      timeframeMs: MINUTE,
      time: MINUTE,
      open: 1.5,
      high: 2,
      low: 1,
      volume: 3.25,
    };
    const quote = { kind: 'quote', instrument: 'BTCUSDT-PERP', ask: 100.6, askSize: 3 };
    expect(news.all.slice(1)).toEqual([
      { ...candle, close: 1.7, closed: false },
      { ...candle, close: 1.8, closed: true },
      { ...quote, at: 8, bid: 100.5, bidSize: 2 },
      { ...quote, at: 10, bid: 100.4, bidSize: 7 },
      { kind: 'trade', instrument: 'BTCUSDT-PERP', at: 12, price: 100.4, size: 0.001, side: 'sell' },
    ]);
  });

  test('asks for the candles that closed while it was down', async () => {
    const { streams } = await openBybit();
    const start = Math.floor(Date.now() / MINUTE) * MINUTE - 5 * MINUTE;
    streams[0]?.send(JSON.stringify(kline(start, '1.1', true)));
    await news.until((one) => one.kind === 'candle');
    const row = (time: number, close: string) => [String(time), '1.5', '2', '1', close, '3', '1'];
    venue?.on('/v5/market/kline', ({ query }) => {
      expect(new URLSearchParams(query).get('start')).toBe(String(start + MINUTE));
      return ok({ category: 'linear', symbol: 'BTCUSDT', list: [row(start + 2 * MINUTE, '1.3'), row(start + MINUTE, '1.2')] });
    });
    streams[0]?.terminate();
    await news.until((one) => one.kind === 'candle' && one.time === start + 2 * MINUTE);
    expect(states()).toEqual(['up', 'candle', 'down', 'up', 'candle', 'candle']);
    expect(news.all.slice(4)).toMatchObject([
      { time: start + MINUTE, close: 1.2, closed: true },
      { time: start + 2 * MINUTE, close: 1.3, closed: true },
    ]);
  });

  test('of Kraken closes a candle when the next one begins', async () => {
    const opened = await openKrakenVenue();
    venue = opened;
    feed = await openCcxtFeed({
      venue: 'kraken',
      instruments: [{ id: 'BTC/USD', symbol: 'XBT/USD' }],
      baseUrl: opened.url,
      now: Date.now,
      subscriptions: [subscription('BTC/USD')],
    });
    await feed.start(news.take);
    await news.until((one) => one.kind === 'link');
    const begin = Math.floor(Date.now() / MINUTE) * MINUTE;
    const ohlc = (time: number, close: number) => ({
      symbol: 'BTC/USD',
      open: 1,
      high: 2,
      low: 0.5,
      close,
      vwap: 1,
      trades: 3,
      volume: 0.25,
      interval_begin: new Date(time).toISOString().replace('Z', '000000Z'),
      interval: 1,
      timestamp: new Date(time + MINUTE).toISOString(),
    });
    opened.push({ channel: 'heartbeat' });
    opened.push({ channel: 'ohlc', type: 'snapshot', data: [ohlc(begin - MINUTE, 8), ohlc(begin, 9)] });
    opened.push({
      channel: 'ticker',
      type: 'update',
      data: [{ symbol: 'BTC/USD', bid: 100.1, bid_qty: 1, ask: 100.2, ask_qty: 2, timestamp: '2026-01-01T00:00:00.5Z' }],
    });
    opened.push({
      channel: 'trade',
      type: 'update',
      data: [{ symbol: 'BTC/USD', side: 'buy', qty: 0.5, price: 100.2, trade_id: 1, timestamp: '2026-01-01T00:00:01Z' }],
    });
    opened.push({ channel: 'ohlc', type: 'update', data: [ohlc(begin + MINUTE, 10)] });
    await news.until((one) => one.kind === 'candle' && one.close === 10);
    expect(news.all.slice(1)).toMatchObject([
      { kind: 'candle', time: begin, close: 9, closed: false },
      { kind: 'quote', at: Date.UTC(2026, 0, 1, 0, 0, 0, 500), bid: 100.1, askSize: 2 },
      { kind: 'trade', price: 100.2, size: 0.5, side: 'buy' },
      { kind: 'candle', time: begin, close: 9, closed: true },
      { kind: 'candle', time: begin + MINUTE, close: 10, closed: false },
    ]);
  });

  test('opens a line of its own for a look at a book of Bybit, which breaks nothing when it breaks, and ends with the look', async () => {
    const { streams, topics } = await openBybit();
    const heard = told<FeedNews>();
    const look = feed?.look?.('BTCUSDT-PERP', heard.take);
    await heard.until((one) => one.kind === 'link' && one.state === 'up');
    expect(topics).toEqual([
      ['kline.1.BTCUSDT', 'orderbook.1.BTCUSDT', 'publicTrade.BTCUSDT'],
      // Trades are told with the candles anyway.
      ['orderbook.50.BTCUSDT'],
    ]);
    const push = (data: object, type: string) =>
      streams.at(-1)?.send(JSON.stringify({ topic: 'orderbook.50.BTCUSDT', type, ts: 2, cts: 1, data: { s: 'BTCUSDT', ...data } }));
    const [b, a] = [[['100.5', '2']], [['100.6', '3']]];
    push({ b, a, u: 5, seq: 1 }, 'snapshot');
    await expect.poll(() => look?.book?.levels('ask', 5)).toEqual([{ price: 100.6, size: 3 }]);
    // A change is missing: this line is opened anew, the one that is traded on stays.
    push({ b: [], a: [], u: 9, seq: 2 }, 'delta');
    await heard.until((one) => one.kind === 'link' && one.state === 'down');
    expect(look?.book?.bid).toBeNaN();
    await heard.until((one) => heard.all.indexOf(one) > 2 && one.kind === 'link' && one.state === 'up');
    expect([streams.length, states()]).toEqual([3, ['up']]);
    const ended = new Promise((done) => streams[2]?.once('close', done));
    look?.close();
    await ended;
    expect(streams[0]?.readyState).toBe(1);
    expect(feed?.look?.('NOTHING', heard.take)).toBeNull();
  });

  test('looks at a book of Kraken, and asks for it anew where its checksum is another', async () => {
    const opened = await openKrakenVenue();
    venue = opened;
    feed = await openCcxtFeed({
      venue: 'kraken',
      instruments: [{ id: 'BTC/USD', symbol: 'XBT/USD' }],
      baseUrl: opened.url,
      now: Date.now,
      random: () => 0,
      subscriptions: [{ instrument: 'BTC/USD', timeframesMs: [MINUTE], depth: 50 }],
    });
    await feed.start(news.take);
    await news.until((one) => one.kind === 'link');
    // Not with the candles: only while it is looked at.
    expect(feed.book('BTC/USD')).toBeUndefined();
    const heard = told<FeedNews>();
    const look = feed.look?.('BTC/USD', heard.take);
    await heard.until((one) => one.kind === 'link');
    const price = '{"price":100.5,"qty":0.10000000}';
    // Digits of the asks, then of the bids: 101.0 2.00000000, 100.5 0.10000000.
    const checksum = crc32('1010200000000100510000000');
    const book = (type: string, sum: number) =>
      `{"channel":"book","type":"${type}","data":[{"symbol":"BTC/USD","bids":[${price}],"asks":[{"price":101.0,"qty":2.00000000}],"checksum":${sum}}]}`;
    opened.push(book('snapshot', checksum));
    await expect.poll(() => look?.book?.bid).toBe(100.5);
    opened.push({
      channel: 'trade',
      type: 'update',
      data: [{ symbol: 'BTC/USD', side: 'sell', qty: 0.5, price: 100.5, trade_id: 1, timestamp: '2026-01-01T00:00:01Z' }],
    });
    await heard.until((one) => one.kind === 'trade' && one.side === 'sell');
    opened.push(book('update', checksum + 1));
    await heard.until((one) => one.kind === 'link' && one.state === 'down');
    expect(look?.book?.bid).toBeNaN();
    expect(states()).toEqual(['up']);
  });

  test.each([
    ['a timeframe the venue does not have', { timeframesMs: [7 * MINUTE] }, 'NOT_SUPPORTED'],
    ['an instrument that is not mapped', { instrument: 'ETH' }, 'NOT_SUPPORTED'],
  ])('does not start with %s', async (_, more, code) => {
    venue = await openBybitVenue();
    venue.on('/v5/market/kline', () => list([]));
    const options = {
      venue: 'bybit',
      instruments: [{ id: 'BTCUSDT-PERP', symbol: 'BTCUSDT', category: 'linear' as const }],
      baseUrl: venue.url,
      now: Date.now,
      subscriptions: [{ ...subscription('BTCUSDT-PERP'), ...more }],
    };
    await expect((await openCcxtFeed(options)).start(news.take)).rejects.toMatchObject({ name: 'InputError', code });
    await expect(openCcxtFeed({ ...options, venue: 'nowhere' })).rejects.toMatchObject({ code: 'VENUE_UNKNOWN' });
  });
});
