// Recorded order books: hand-made frames in the forms the venues document, and Binance's own as they were received.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBookFrames } from '../../src/adapters/market-lake/read-book-frames.ts';
import { OrderBook } from '../../src/core/market/order-book.ts';
import { type Recording, ROW } from '../../src/core/market/recording.ts';
import { temporaryFolder } from '../cli/run-cli.ts';

const FIXTURES = join(import.meta.dirname, '../exchange/fixtures/hftbacktest');

function read(...frames: readonly (object | string)[]) {
  const file = join(temporaryFolder(), 'BTCUSDT.jsonl');
  writeFileSync(file, frames.map((frame) => (typeof frame === 'string' ? frame : JSON.stringify(frame))).join('\n'));
  const found = readBookFrames(file);
  if (found === null) throw new Error('expected frames');
  return found;
}

/** Book after the last row, and trades, as short texts. */
function told(recording: Recording) {
  const book = new OrderBook(10);
  const trades: string[] = [];
  for (let i = 0; i < recording.length; i++) {
    const [row, price, size] = [recording.row[i], recording.price[i] as number, recording.quantity[i] as number];
    if (row === ROW.empty) book.clear();
    else if (row === ROW.bid || row === ROW.ask) book.set(row === ROW.bid ? 'bid' : 'ask', price, size);
    else trades.push(`${recording.time[i]} ${row === ROW.buy ? 'buy' : 'sell'} ${price} ${size}`);
  }
  const side = (name: 'bid' | 'ask') => book.levels(name, 3).map(({ price, size }) => `${price} x ${size}`);
  return { bids: side('bid'), asks: side('ask'), trades };
}

const depth = (E: number, U: number, u: number, b: object, a: object, more = {}) => ({
  e: 'depthUpdate',
  E,
  s: 'BTCUSDT',
  U,
  u,
  b,
  a,
  ...more,
});
const SNAPSHOT = { lastUpdateId: 10, bids: [['100.0', '1']], asks: [['101.0', '2']] };

it("keeps Binance's spot book: older updates are dropped, the one that overlaps the snapshot and those after it count", () => {
  const { recording, notes } = read(
    depth(1000, 5, 9, [['99.0', '7']], []),
    depth(1100, 10, 12, [['100.0', '3']], []),
    SNAPSHOT,
    { stream: 'btcusdt@depth', data: depth(1200, 13, 15, [['99.5', '1.25']], [['101.0', '0']]) },
    { stream: 'btcusdt@trade', data: { e: 'trade', s: 'BTCUSDT', T: 1250, p: '100.00', q: '0.5', m: true } },
    { stream: 'btcusdt@aggTrade', data: { e: 'aggTrade', s: 'BTCUSDT', T: 1260, p: '101.50', q: '0.125', m: false } },
    { stream: 'btcusdt@bookTicker', data: { u: 1, s: 'BTCUSDT', b: '1', B: '1', a: '2', A: '1' } },
  );
  expect(told(recording)).toEqual({
    bids: ['100 x 3', '99.5 x 1.25'],
    asks: [],
    trades: ['1250 sell 100 0.5', '1260 buy 101.5 0.125'],
  });
  expect([recording.kind, recording.priceDecimals, recording.quantityDecimals, notes]).toEqual(['book', 1, 3, []]);
});

it('tells a gap with its line, and leaves the book empty until the next snapshot', () => {
  const { recording, notes } = read(
    SNAPSHOT,
    depth(1100, 11, 11, [['99.5', '1']], []),
    depth(1200, 14, 15, [['99.0', '1']], []),
    depth(1300, 16, 16, [['98.0', '1']], []),
  );
  expect(told(recording)).toMatchObject({ bids: [], asks: [] });
  expect(notes).toEqual(['line 3: expected an update that continues 11, found 14 to 15: the book is empty until the next snapshot']);
  const whole = read(SNAPSHOT, depth(1200, 14, 15, [], [['103', '1']]), { ...SNAPSHOT, lastUpdateId: 14 });
  expect(told(whole.recording).asks).toEqual(['101 x 2', '103 x 1']);
});

it('follows futures by the number of the update before, and leaves out what the insurance fund took', () => {
  const { recording, notes } = read(
    SNAPSHOT,
    depth(1100, 8, 20, [['99.5', '1']], [], { pu: 7 }),
    depth(1200, 40, 50, [['99.0', '1']], [], { pu: 20 }),
    { e: 'trade', s: 'BTCUSDT', T: 1250, p: '100', q: '1', m: false, X: 'INSURANCE_FUND' },
    depth(1300, 60, 70, [], [], { pu: 55 }),
  );
  expect(told(recording).trades).toEqual([]);
  expect(notes).toEqual([expect.stringMatching(/^line 5: expected an update that continues 50, found 60 to 70/)]);
});

const orderbook = (type: string, u: number, b: object, a: object, cts: number, topic = 'orderbook.50.BTCUSDT') => ({
  ...{ topic, type, ts: cts + 2, cts },
  data: { s: 'BTCUSDT', b, a, u, seq: u * 10 },
});

it("keeps Bybit's book and trades; update 1 is a snapshot, another depth is left aside, a missing update empties the book", () => {
  const { recording, notes } = read(
    orderbook('snapshot', 7, [['100', '1']], [['101', '2']], 1000),
    orderbook(
      'delta',
      8,
      [
        ['100', '0'],
        ['99', '4'],
      ],
      [],
      1010,
    ),
    orderbook('snapshot', 3, [['1', '1']], [['2', '2']], 1011, 'orderbook.1.BTCUSDT'),
    {
      topic: 'publicTrade.BTCUSDT',
      type: 'snapshot',
      ts: 1021,
      data: [{ T: 1020, s: 'BTCUSDT', S: 'Buy', v: '0.5', p: '101', BT: false }],
    },
    orderbook('delta', 1, [['98', '1']], [['99', '1']], 1030),
    orderbook('delta', 3, [['97', '1']], [], 1040),
  );
  expect(told(recording)).toEqual({ bids: [], asks: [], trades: ['1020 buy 101 0.5'] });
  expect(notes).toEqual([
    'line 6: expected update 2, found 3: the book is empty until the next snapshot',
    '1 frames of other kinds were passed over',
  ]);
});

it("reads Bybit's frames as another project keeps them", () => {
  const kept = (name: string) =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../exchange/fixtures/xchange', `${name}.json`), 'utf8'));
  const { recording } = read(kept('orderBookSnapshotResponse'), kept('tradeResponse'));
  expect(told(recording)).toEqual({
    bids: ['16493.5 x 0.006', '16493 x 0.1'],
    asks: ['16611 x 0.029', '16612 x 0.213'],
    trades: ['1672304486865 buy 16578.5 0.001'],
  });
});

it.each([
  ['updates without a snapshot', [depth(1, 1, 2, [], [])], /expected a snapshot of the order book/],
  ['other frames', [{ channel: 'book' }], /expected frames of Binance's or Bybit's streams/],
  ['half a line', [SNAPSHOT, '{"e":"dep'], /line 2: expected one JSON document, found "\{\\"e\\":\\"dep"/],
  [
    'two instruments',
    [SNAPSHOT, depth(1, 11, 11, [], []), { ...depth(1, 12, 12, [], []), s: 'ETHUSDT' }],
    /line 3: expected frames of BTCUSDT alone/,
  ],
  ['a price that is none', [SNAPSHOT, depth(1, 11, 11, [['x', '1']], [])], /line 2: expected a price or size above 0, found "x"/],
])('refuses %s', (_, frames, words) => {
  expect(() => read(...frames)).toThrow(words);
});

it.each([
  // Levels and sizes after the last update, counted by an independent program that keeps dictionaries of texts.
  ['BTCUSDT-spot', 332, '61828.09 x 0.34217', '61828.1 x 6.42937', [1110, 1092]],
  ['BTCUSDT-PERP', 396, '61811.3 x 0.906', '61811.4 x 2.86', [1369, 1175]],
])('%s as Binance sent it has no gap and ends in the right book', (name, trades, bid, ask, depths) => {
  const { recording, notes } = readBookFrames(join(FIXTURES, `${name}.jsonl.gz`)) ?? { notes: [] };
  if (recording === undefined) throw new Error('expected frames');
  const book = told(recording);
  expect([book.trades.length, book.bids[0], book.asks[0]]).toEqual([trades, bid, ask]);
  expect(notes).toEqual([expect.stringMatching(/^[15] trades before the first snapshot were left out$/)]);
  const [bids, asks] = [new Map<number, number>(), new Map<number, number>()];
  for (let i = 0; i < recording.length; i++) {
    const side = recording.row[i] === ROW.bid ? bids : recording.row[i] === ROW.ask ? asks : null;
    if (recording.quantity[i] === 0) side?.delete(recording.price[i] as number);
    else side?.set(recording.price[i] as number, 1);
  }
  expect([bids.size, asks.size]).toEqual(depths);
});
