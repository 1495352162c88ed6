/** Stock ccxt on recorded order books: what it sees is what was recorded, and what it pays follows from the recorded levels. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startBybitServer } from '../../src/adapters/exchange-simulator/bybit/bybit-server.ts';
import { beginTogether } from '../../src/adapters/exchange-simulator/driver.ts';
import { Exchange } from '../../src/adapters/exchange-simulator/exchange/exchange.ts';
import type { MarketSource } from '../../src/adapters/exchange-simulator/exchange/market.ts';
import { startKrakenServer } from '../../src/adapters/exchange-simulator/kraken/kraken-server.ts';
import { loadExchangeData, QUANTUM_DECIMALS } from '../../src/apps/exchange-data.ts';
import { temporaryFolder } from '../cli/run-cli.ts';
import { type Message, openStream } from './kraken-caller.ts';
import { keepBook } from './kraken-kept-book.ts';

const RECORDINGS = join(import.meta.dirname, 'fixtures', 'hftbacktest');
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

interface Report {
  readonly first: unknown;
  readonly streamed: unknown;
  readonly asked: unknown;
  readonly trades: readonly (readonly [id: string, at: number, side: string, price: number, amount: number])[];
  readonly recent: unknown;
  readonly candles: readonly (readonly number[])[];
  readonly order: { readonly status: string; readonly filled: number; readonly cost: number; readonly average: number };
  readonly fills: unknown;
}

/** It stands where the book has just been recorded whole. */
async function opened(venue: 'bybit' | 'kraken', file: string) {
  const sources = beginTogether(await loadExchangeData([resolve(RECORDINGS, file)], []));
  const options = { sources, quantumDecimals: QUANTUM_DECIMALS, deposit: 100_000 * 10 ** QUANTUM_DECIMALS, port: 0, speed: 0, seed: 1 };
  const server = await (venue === 'bybit' ? startBybitServer(options) : startKrakenServer(options));
  ending.push(() => server.close());
  server.exchange.advance(server.exchange.now);
  return { server, sources, exchange: server.exchange };
}

/** The client subscribes, then all of the recording is played. */
async function replayed(venue: 'bybit' | 'kraken', file: string, symbol: string, amount: number): Promise<Report> {
  const { server, sources, exchange } = await opened(venue, file);
  const args = [venue, String(server.port), symbol, String(amount)];
  const client: ChildProcess = fork(join(import.meta.dirname, 'recorded-client.ts'), args, { execArgv: [], silent: true });
  ending.push(() => client.kill('SIGKILL'));
  let errors = '';
  client.stderr?.on('data', (text) => {
    errors += text;
  });
  const ended = once(client, 'exit').then(([code]) => Promise.reject(new Error(`the client ended with ${code}: ${errors}`)));
  const next = () => Promise.race([once(client, 'message').then(([message]) => message), ended]);
  expect(await next()).toBe('ready');
  const at = sources[0]?.recording?.time.at(-1) as number;
  const [before, count] = [exchange.markets[0]?.traded ?? 0, sources[0]?.recording?.trades.length ?? 0];
  exchange.advance(at);
  client.send({ count: count - (venue === 'kraken' ? 0 : before), at });
  return next();
}

/** Of `BTCUSDT-PERP.jsonl.gz`, after its last update (u 5123108633384): read from the frames by an independent program. */
const PERPETUAL = {
  bids: [
    [61811.3, 0.906],
    [61810, 0.132],
    [61809.9, 0.24],
  ],
  asks: [
    [61811.4, 2.86],
    [61811.6, 0.02],
    [61811.8, 0.157],
  ],
};

test('Bybit: the book and the trades of a recording arrive, and a market order takes its levels', async () => {
  const { first, streamed, asked, trades, recent, candles, order, fills } = await replayed(
    'bybit',
    'BTCUSDT-PERP.jsonl.gz',
    'BTC/USDT:USDT',
    3.05,
  );
  // The snapshot, and the updates until it came (the last is u 5123107856210).
  expect(first).toEqual({ bid: [61800.2, 2.89], ask: [61800.3, 1.088] });
  expect(streamed).toEqual(PERPETUAL);
  expect(asked).toEqual(PERPETUAL);
  // 401 trades were recorded, 5 of them before the snapshot. The last one's own time is a millisecond earlier than the update that was received before it.
  expect(trades).toHaveLength(396);
  expect(trades.at(-1)?.slice(1)).toEqual([1723161266217, 'buy', 61811.4, 0.002]);
  expect(recent).toContainEqual([61811.4, 0.002, 'buy']);
  expect(candles).toHaveLength(1);
  // 2.860 at 61811.4, 0.020 at 61811.6, 0.157 at 61811.8, 0.002 at 61812.0 make 3.039; 0.011 of the 0.024 at 61812.7 are left to take.
  expect(fills).toEqual([
    [61811.4, 2.86, 'taker'],
    [61811.6, 0.02, 'taker'],
    [61811.8, 0.157, 'taker'],
    [61812, 0.002, 'taker'],
    [61812.7, 0.011, 'taker'],
  ]);
  // 176780.604 + 1236.232 + 9704.4526 + 123.624 + 679.9397.
  expect(order).toMatchObject({ status: 'closed', filled: 3.05, cost: 188_524.8523 });
});

test('Bybit: what its streams tell of a recording is a recording itself, without a gap, and ends in the same book', async () => {
  const { server, exchange, sources } = await opened('bybit', 'BTCUSDT-PERP.jsonl.gz');
  const socket = new WebSocket(`ws://${server.address}/v5/public/linear`);
  ending.push(() => socket.terminate());
  const frames: string[] = [];
  socket.on('message', (data) => frames.push(String(data)));
  const until = async (words: string) => {
    while (!frames.some((frame) => frame.includes(words))) await once(socket, 'message');
  };
  await once(socket, 'open');
  socket.send(JSON.stringify({ op: 'subscribe', args: ['orderbook.500.BTCUSDT', 'publicTrade.BTCUSDT'] }));
  await until('"type":"snapshot"');
  const before = exchange.markets[0]?.traded ?? 0;
  exchange.advance(sources[0]?.recording?.time.at(-1) as number);
  socket.send(JSON.stringify({ op: 'ping' }));
  await until('pong');
  const path = join(temporaryFolder(), 'BTCUSDT-PERP.jsonl');
  writeFileSync(path, frames.filter((frame) => frame.includes('"topic"')).join('\n'));
  const [again] = beginTogether(await loadExchangeData([path], []));
  const second = new Exchange({ sources: [again as MarketSource], clientIdUniqueness: 'none', deposit: 0, venueIdOf: String });
  second.advance(Number.MAX_SAFE_INTEGER);
  expect(second.markets[0]?.book(100)).toEqual(exchange.markets[0]?.book(100));
  expect(second.markets[0]?.traded).toBe(396 - before);
  expect(again).toMatchObject({ notes: [] });
});

/** The trades of a recording in the plain form. */
function tradesAlone(file: string): string {
  const frames = gunzipSync(readFileSync(join(RECORDINGS, file)))
    .toString()
    .trim()
    .split('\n');
  const rows = frames
    .map((line) => JSON.parse(line.slice(line.indexOf(' '))).data)
    .filter((data) => data?.e === 'trade')
    .map(({ T, p, q, m }) => [T, p, q, m ? 'sell' : 'buy'].join(','));
  const path = join(temporaryFolder(), 'BTCUSDT-PERP.csv');
  writeFileSync(path, ['time,price,quantity,side', ...rows].join('\n'));
  return path;
}

test('Bybit: on trades alone the touch is what buyers and sellers last paid, and candles are theirs', async () => {
  const found = await replayed('bybit', tradesAlone('BTCUSDT-PERP.jsonl.gz'), 'BTC/USDT:USDT', 3.05);
  const { streamed, trades, candles, fills } = found;
  // The last sellers and the last buyer of the file.
  expect(streamed).toEqual({ bids: [[61808, 0.002]], asks: [[61811.4, 0.002]] });
  expect(trades).toHaveLength(400);
  // All 401: the first, the highest, the lowest and the last price, and the sum of the quantities.
  expect(candles).toEqual([[1723161240000, 61800.3, 61811.4, 61800, 61811.4, 53.609]]);
  expect(fills).toEqual([[61811.4, 3.05, 'taker']]);
});

test('Kraken: the book and the trades of a recording arrive, and a market order takes its levels', async () => {
  const { first, streamed, asked, trades, order, fills } = await replayed('kraken', 'BTCUSDT-spot.jsonl.gz', 'BTC/USDT', 0.01);
  const spot = {
    bids: [
      [61828.09, 0.34217],
      [61828.08, 0.00774],
      [61828.01, 0.00009],
    ],
    asks: [
      [61828.1, 6.42937],
      [61829.02, 0.6],
      [61829.7, 0.056],
    ],
  };
  expect(first).toEqual({ bid: [61837.63, 3.78826], ask: [61837.64, 1.6052] });
  expect(streamed).toEqual(spot);
  expect(asked).toEqual(spot);
  // 333 were recorded, one of them before the snapshot.
  expect(trades).toHaveLength(332);
  expect(trades.at(-1)?.slice(1)).toEqual([1723161274832, 'sell', 61828.09, 0.02]);
  expect(fills).toEqual([[61828.1, 0.01, 'taker']]);
  expect(order).toMatchObject({ status: 'closed', filled: 0.01, cost: 618.281 });
});

test.each([10, 1000])("Kraken: a book of %i levels kept from the stream has each message's checksum", async (depth) => {
  const { server, exchange, sources } = await opened('kraken', 'BTCUSDT-spot.jsonl.gz');
  const stream = await openStream(`http://${server.address}`, '/v2');
  ending.push(() => stream.close());
  stream.send({ method: 'subscribe', params: { channel: 'book', symbol: ['BTC/USDT'], depth }, req_id: 1 });
  await stream.next(({ channel }) => channel === 'book');
  exchange.advance(sources[0]?.recording?.time.at(-1) as number);
  const isBook = (message: Message) => message.channel === 'book';
  stream.send({ method: 'ping', req_id: 2 });
  await stream.next(({ req_id }) => req_id === 2);
  const take = keepBook(depth);
  const taken = stream.texts.filter((_, i) => isBook(stream.messages[i] as Message)).map(take);
  // The file has 198 updates after its snapshot, of which the first comes with it.
  expect(taken.length).toBeGreaterThan(depth === 10 ? 100 : 190);
  for (const { expected, found } of taken) expect(found).toBe(expected);
});
