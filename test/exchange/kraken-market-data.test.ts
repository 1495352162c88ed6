/** Kraken's public data: candles, trades and books agree with the candles behind them; answers have the shape of recorded ones. */

import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { type Answer, caller } from './kraken-caller.ts';
import { HISTORY, MINUTE, START, type Stand, type StandOptions, startStand } from './kraken-stand.ts';

let stand: Stand;
afterEach(() => stand.close());

async function open(options: StandOptions = {}) {
  stand = await startStand(options);
  return caller(stand.url);
}

const START_SECONDS = START / 1000;

test('candles: the last 720, the one under way among them; `last` is the newest that is over', async () => {
  const { public: look } = await open();
  const { XXBTZUSD: rows, last } = (await look('OHLC', { pair: 'XBTUSD' })).result;
  expect(rows).toHaveLength(720);
  // Minute 1,000 has just opened, at 10,000 + 10 x (1,000 mod 7) = 10,060; minute 999 was 10,050, 10,054, 10,047, 10,051.
  expect(rows.at(-1)).toEqual([START_SECONDS + HISTORY * 60, '10060.0', '10060.0', '10060.0', '10060.0', '10060.0', '0.00000000', 0]);
  // Average price: a quarter each at the open, both extremes and the close.
  expect(rows.at(-2)).toEqual([START_SECONDS + 999 * 60, '10050.0', '10054.0', '10047.0', '10051.0', '10050.5', '8.00000000', 4]);
  expect(last).toBe(START_SECONDS + 999 * 60);
  const since = (await look('OHLC', { pair: 'XBTUSD', since: String(last) })).result;
  expect(since.XXBTZUSD).toHaveLength(1);
  const old = (await look('OHLC', { pair: 'XBTUSD', since: String(START_SECONDS) })).result;
  expect(old.XXBTZUSD[0][0]).toBe(START_SECONDS + (HISTORY - 719) * 60);
});

test('candles of an hour are made of those of a minute', async () => {
  const { public: look } = await open();
  const { XXBTZUSD: rows } = (await look('OHLC', { pair: 'XBTUSD', interval: '60' })).result;
  // Minute 60 opens at 10,000 + 10 x (60 mod 7) = 10,040, minute 119 closes at 10,000 + 10 x (119 mod 7) + 1; 60 x 8 XBT.
  expect(rows[1].slice(0, 5)).toEqual([START_SECONDS + 3600, '10040.0', '10064.0', '9997.0', '10001.0']);
  expect(rows[1].slice(6)).toEqual(['480.00000000', 240]);
  // Asked for by its name on the stream, its data comes under that; the `wsname` is not taken.
  expect(Object.keys((await look('OHLC', { pair: 'BTC/USD', interval: '60' })).result)).toEqual(['BTC/USD', 'last']);
  expect((await look('OHLC', { pair: 'XBT/USD' })).error).toEqual(['EQuery:Unknown asset pair']);
  expect((await look('OHLC', { pair: 'XBTUSD', interval: '2' })).error).toEqual(['EGeneral:Invalid arguments:interval']);
});

test('trades page through without loss or repetition, and are the volume of the candles', async () => {
  const { public: look } = await open();
  const ids: number[] = [];
  let volume = 0;
  let since = '0';
  for (;;) {
    const { XXBTZUSD: rows, last } = (await look('Trades', { pair: 'XBTUSD', since, count: '900' })).result;
    if (rows.length === 0) break;
    for (const row of rows) {
      ids.push(row[6]);
      volume += Number(row[1]);
    }
    since = last;
  }
  // Four trades in each of 1,000 candles that are over, and the first of the one under way.
  expect(ids).toEqual(Array.from({ length: HISTORY * 4 + 1 }, (_, i) => i + 1));
  expect(volume).toBeCloseTo(HISTORY * 8 + 2, 6);
  const newest = (await look('Trades', { pair: 'XBTUSD', count: '1' })).result;
  expect(newest.XXBTZUSD[0].slice(0, 2)).toEqual(['10060.00000', '2.00000000']);
  expect(newest.last).toBe(`${START + HISTORY * MINUTE}000000`);
});

test('the ticker tells the last day, and the day since midnight', async () => {
  const { public: look } = await open();
  // 1,000 minutes since midnight, at four prices each: 8,000 XBT.
  const { XXBTZUSD: ticker } = (await look('Ticker', { pair: 'BTCUSD' })).result;
  expect(ticker).toMatchObject({
    c: ['10060.00000', '2.00000000'],
    v: ['8000.00000000', '8000.00000000'],
    t: [4000, 4000],
    o: '10000.00000',
  });
  expect(ticker).toMatchObject({ l: ['9997.00000', '9997.00000'], h: ['10064.00000', '10064.00000'] });
  expect(Number(ticker.b[0])).toBeLessThanOrEqual(10_060);
  expect(ticker.a[0]).toBe('10060.10000');
});

test('the book is as deep as it is asked for, a tick from level to level, with the last price between its sides', async () => {
  const { public: look } = await open();
  const { asks, bids } = (await look('Depth', { pair: 'XXBTZUSD', count: '3' })).result.XXBTZUSD;
  expect(asks.map(([price]: string[]) => price)).toEqual(['10060.10000', '10060.20000', '10060.30000']);
  const best = Number(bids[0][0]);
  expect(best).toBeLessThanOrEqual(10_060);
  expect(bids.map(([price]: string[]) => price)).toEqual([0, 0.1, 0.2].map((below) => (best - below).toFixed(5)));
  expect((await look('Depth', { pair: 'XBTEUR' })).error).toEqual(['EQuery:Unknown asset pair']);
});

test('prices between two ticks are refused', async () => {
  const { private: call, public: look } = await open({ tickSize: 0.5 });
  expect((await look('AssetPairs', { pair: 'XBTUSD' })).result.XXBTZUSD).toMatchObject({ tick_size: '0.5', pair_decimals: 1 });
  const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', volume: '0.1' };
  expect((await call('AddOrder', { ...order, price: '9000.3' })).error).toEqual(['EOrder:Tick size check failed']);
  expect((await call('AddOrder', { ...order, price: '9000.5' })).error).toEqual([]);
});

/** Where an answer lacks a key of a recorded one, or has another kind of value there. Null stands for whatever is not there. */
function differences(now: unknown, old: unknown, at = ''): string[] {
  if (now === null || old === null) return [];
  if (typeof now !== typeof old || Array.isArray(now) !== Array.isArray(old)) return [`${at}: expected ${typeof old}, found ${typeof now}`];
  if (typeof old !== 'object') return [];
  const [fields, known] = [now as Record<string, unknown>, old as Record<string, unknown>];
  const keys = Array.isArray(old) ? Object.keys(old).slice(0, 1) : Object.keys(known);
  return keys.flatMap((key) => (key in fields ? differences(fields[key], known[key], `${at}/${key}`) : [`${at}/${key} is missing`]));
}

test('the comparison of shapes finds a key that is gone and a kind that has changed', () => {
  expect(differences({ a: 1, b: [{ c: 2 }] }, { a: 'x', b: [{ c: 1, d: 1 }] })).toEqual([
    '/a: expected string, found number',
    '/b/0/d is missing',
  ]);
});

function recorded(name: string): Answer {
  return JSON.parse(readFileSync(new URL(`fixtures/xchange-kraken/${name}.json`, import.meta.url), 'utf8'));
}

const ORDER = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '9000', volume: '0.1' };

test.each<[string, (is: Answer) => unknown, (be: ReturnType<typeof caller>) => Promise<Answer>]>([
  ['assets', ({ result }) => result.XXBT, ({ public: look }) => look('Assets')],
  ['trades', ({ result }) => result.XXBTZUSD, ({ public: look }) => look('Trades', { pair: 'XBTUSD' })],
  ['order', ({ result }) => result, ({ private: call }) => call('AddOrder', ORDER)],
  ['openorders', ({ result }) => Object.values(result.open)[0], ({ private: call }) => call('OpenOrders')],
  ['cancelorder', ({ result }) => result, ({ private: call }) => call('CancelOrder', { txid: '4' })],
  ['tradehistory', ({ result }) => Object.values(result.trades)[0], ({ private: call }) => call('TradesHistory')],
  ['tradebalanceinfo', ({ result }) => result, ({ private: call }) => call('TradeBalance')],
  ['tradevolume', ({ result }) => result, ({ private: call }) => call('TradeVolume', { pair: 'XBTUSD', 'fee-info': 'true' })],
  ['krakenwebsockettoken', ({ result }) => result, ({ private: call }) => call('GetWebSocketsToken')],
])('an answer like the recorded %s has its keys and kinds', async (name, part, ask) => {
  const be = await open();
  await be.private('AddOrder', { ...ORDER, ordertype: 'market' });
  await be.private('AddOrder', { ...ORDER, userref: '4' });
  // Recordings are of 2014 to 2023: fields came later, none went.
  expect(differences(part(await ask(be)), part(recorded(name)))).toEqual([]);
});
