/** Markets that move along hand-made recordings: what orders meet in a book, behind a queue, and on bare trades. Numbers are worked out beside them. */

import { expect, test } from 'vitest';
import { prepareInstrument } from '../../../core/domain/instrument.ts';
import { candlesOf, type Recording, RecordingWriter, ROW } from '../../../core/market/recording.ts';
import type { ExchangeAccount } from './account.ts';
import { Exchange } from './exchange.ts';
import type { NewOrder } from './orders.ts';

const START = 1_700_000_040_000;

/** Ticks of 0.5 and lots of 0.1: a price of 100 is 200 ticks, a size of 1 is 10 lots. The taker pays 0.1 %. */
const INSTRUMENT = prepareInstrument(
  {
    ...{ id: 'TEST-PERP', venue: 'test', kind: 'perpetual', base: 'TEST', quote: 'USDT', tickSize: 0.5, lotSize: 0.1 },
    ...{ leverage: 10, takerFeeRatio: 0.001, makerFeeRatio: 0, minimumNotional: 5 },
  },
  0,
  2,
);

type Step = readonly [atMs: number, ...rows: readonly (readonly [keyof typeof ROW, price?: number, quantity?: number])[]];

function record(kind: Recording['kind'], steps: readonly Step[]): Recording {
  const writer = new RecordingWriter();
  for (const [at, ...rows] of steps) {
    for (const [row, price, quantity] of rows) writer.add(START + at, ROW[row], price, quantity);
    writer.endUpdate();
  }
  return writer.finish({ kind, priceDecimals: 1, quantityDecimals: 1 });
}

function open(kind: Recording['kind'], steps: readonly Step[]) {
  const recording = record(kind, steps);
  const source = { instrument: INSTRUMENT, timeframeMs: 60_000, candles: candlesOf(recording, 60_000), recording };
  const exchange = new Exchange({ sources: [source], clientIdUniqueness: 'none', deposit: 1_000_000, venueIdOf: String });
  exchange.advance(START);
  return { exchange, account: exchange.account('a'), to: (ms: number) => exchange.advance(START + ms) };
}

const ORDER: NewOrder = {
  ...{ clientId: '', market: 0, side: 1, type: 'market', lots: 20, limit: Number.NaN, trigger: Number.NaN, trailTicks: 0 },
  ...{ timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: false },
};
const LIMIT = { ...ORDER, type: 'limit' } as const;

const fills = (account: ExchangeAccount) => account.executions.map(({ lots, ticks, liquidity }) => [lots, ticks, liquidity]);

/** Bids 100.0 x 1, 99.5 x 2, 98.0 x 5; asks 100.5 x 1, 101.0 x 0.5, 103.0 x 2. The last trade was at 100.5. */
const BOOK: Step = [0, ['empty'], ['bid', 100, 1], ['bid', 99.5, 2], ['bid', 98, 5], ['ask', 100.5, 1], ['ask', 101, 0.5], ['ask', 103, 2]];
const TRADED: Step = [0, ['buy', 100.5, 0.1]];

test('a market order takes the book level by level, each with its fee', () => {
  const { exchange, account } = open('book', [BOOK, TRADED]);
  const placed = exchange.place(account, ORDER);
  // 1.0 at 100.5, 0.5 at 101.0 and 0.5 at 103.0: 100.50 + 50.50 + 51.50 = 202.50; fees 0.10 + 0.05 + 0.05.
  expect(fills(account)).toEqual([
    [10, 201, 'taker'],
    [5, 202, 'taker'],
    [5, 206, 'taker'],
  ]);
  expect(placed).toMatchObject({ ok: true, order: { status: 'filled', filledValue: 20_250, fees: 20 } });
  // It is worth 200.00 at the best bid.
  expect(account.unrealised(exchange.markets[0]!)).toBe(-250);
});

test('where the book is used up, the rest of a market order is cancelled', () => {
  const { exchange, account } = open('book', [BOOK, TRADED]);
  const placed = exchange.place(account, { ...ORDER, lots: 50 });
  // 1.0, 0.5 and 2.0 are there.
  expect(placed).toMatchObject({ ok: true, order: { status: 'cancelled', code: 'DEPTH_USED_UP', filledLots: 35 } });
});

test('nobody moves the recording: a second account meets the same levels', () => {
  const { exchange, account } = open('book', [BOOK, TRADED]);
  const before = exchange.markets[0]?.book(10);
  exchange.place(account, ORDER);
  const other = exchange.account('b');
  exchange.place(other, ORDER);
  expect(fills(other)).toEqual(fills(account));
  expect(exchange.markets[0]?.book(10)).toEqual(before);
});

test('a limit takes what is at its price or better, and rests with what is left; the same levels fill it once', () => {
  const { exchange, account, to } = open('book', [BOOK, TRADED, [10, ['bid', 97, 1]], [20, ['ask', 101, 0.7]]]);
  exchange.place(account, { ...LIMIT, limit: 202 });
  const taken = [
    [10, 201, 'taker'],
    [5, 202, 'taker'],
  ];
  expect(fills(account)).toEqual(taken);
  to(10);
  expect(fills(account)).toEqual(taken);
  // 0.2 more are offered at 101.0: who waits there is paid his own price.
  to(20);
  expect(fills(account)).toEqual([...taken, [2, 202, 'maker']]);
});

test.each([
  ['IOC', { timeInForce: 'IOC', limit: 202 }, 'cancelled', 15],
  ['FOK', { timeInForce: 'FOK', limit: 202 }, 'cancelled', 0],
  ['', { timeInForce: 'FOK', limit: 206 }, 'filled', 20],
] as const)('%s %o', (code, terms, status, filledLots) => {
  const { exchange, account } = open('book', [BOOK, TRADED]);
  expect(exchange.place(account, { ...LIMIT, ...terms })).toMatchObject({ ok: true, order: { status, code, filledLots } });
});

test('a resting limit waits behind what was displayed at its price', () => {
  const { exchange, account, to } = open('book', [
    BOOK,
    TRADED,
    // 2.0 stand in front at 99.5: a seller of 1.5 leaves 0.5, a buyer at that price takes nobody's turn.
    [10, ['sell', 99.5, 1.5]],
    [20, ['buy', 99.5, 3]],
    // Another 4.0 come behind: the next seller of 1.2 fills the 0.5 in front, then 0.7 of the order.
    [30, ['bid', 99.5, 4.5]],
    [40, ['sell', 99.5, 1.2]],
  ]);
  exchange.place(account, { ...LIMIT, limit: 199 });
  to(39);
  expect(fills(account)).toEqual([]);
  to(40);
  expect(fills(account)).toEqual([[7, 199, 'maker']]);
});

test('what leaves the queue without a trade stood behind, until less is displayed than stood in front', () => {
  const { exchange, account, to } = open('book', [
    BOOK,
    TRADED,
    // 2.0 in front. 0.3 remain displayed, so no more than 0.3 can be in front.
    [10, ['bid', 99.5, 0.3]],
    [20, ['sell', 99.5, 1]],
  ]);
  exchange.place(account, { ...LIMIT, limit: 199 });
  to(20);
  expect(fills(account)).toEqual([[7, 199, 'maker']]);
});

test('a trade beyond the price of a resting limit is his, the best price first and never more than was traded', () => {
  const { exchange, account, to } = open('book', [BOOK, TRADED, [10, ['sell', 98, 2.5]]]);
  exchange.place(account, { ...LIMIT, limit: 197, lots: 20 });
  exchange.place(account, { ...LIMIT, limit: 199, lots: 20 });
  to(10);
  expect(fills(account)).toEqual([
    [20, 199, 'maker'],
    [5, 197, 'maker'],
  ]);
});

test('a new price is a new place in the queue, fewer lots are not', () => {
  const trades: Step[] = [
    [10, ['sell', 99.5, 2]],
    [20, ['sell', 99.5, 1]],
  ];
  const { exchange, account, to } = open('book', [BOOK, TRADED, ...trades]);
  const [kept, moved] = [exchange.place(account, { ...LIMIT, limit: 199 }), exchange.place(account, { ...LIMIT, limit: 199 })];
  if (!(kept.ok && moved.ok)) throw new Error('expected both to rest');
  to(10);
  exchange.amend(account, kept.order, { lots: 4 });
  exchange.amend(account, moved.order, { limit: 198 });
  exchange.amend(account, moved.order, { limit: 199 });
  // Who kept his place has nobody in front now; the other stands behind the 2.0 that are still displayed.
  to(20);
  expect(account.executions.map(({ order, lots }) => [order, lots])).toEqual([[kept.order, 4]]);
});

test('stops go by the last trade, not by quotes, and take the book', () => {
  const { exchange, account, to } = open('book', [BOOK, TRADED, [10, ['ask', 100.5, 0], ['ask', 101, 0]], [20, ['buy', 102, 0.1]]]);
  exchange.place(account, { ...ORDER, type: 'stop', trigger: 204, lots: 5 });
  // The best ask is 103.0 now, beyond the trigger at 102.0; nothing was traded there.
  to(10);
  expect(fills(account)).toEqual([]);
  to(20);
  expect(fills(account)).toEqual([[5, 206, 'taker']]);
});

test('on bare trades the touch is the last price of buyers and of sellers, and takers meet it whole', () => {
  const { exchange, account, to } = open('trades', [
    [0, ['buy', 100.5, 1]],
    [10, ['sell', 99, 2]],
    // A buyer below the last ask pulls it down; the bid stays a tick behind.
    [20, ['buy', 98, 0.5]],
  ]);
  const [market] = exchange.markets;
  // Nobody has sold yet: the bid is taken to be a tick below.
  expect([market?.bidTicks, market?.askTicks]).toEqual([200, 201]);
  to(10);
  exchange.place(account, { ...ORDER, lots: 500 });
  exchange.place(account, { ...ORDER, side: -1, lots: 500 });
  expect(fills(account)).toEqual([
    [500, 201, 'taker'],
    [500, 198, 'taker'],
  ]);
  expect(market?.book(50)).toEqual({ bids: [{ ticks: 198, lots: 20 }], asks: [{ ticks: 201, lots: 10 }] });
  to(20);
  expect([market?.bidTicks, market?.askTicks, market?.lastTicks]).toEqual([195, 196, 196]);
});

test('on bare trades a limit is filled by what is traded beyond its price, for nobody knows the queue at it', () => {
  const { exchange, account, to } = open('trades', [
    [0, ['buy', 100.5, 1]],
    [10, ['sell', 99.5, 7]],
    [20, ['sell', 99, 1.2]],
  ]);
  exchange.place(account, { ...LIMIT, limit: 199 });
  to(10);
  expect(fills(account)).toEqual([]);
  to(20);
  expect(fills(account)).toEqual([[12, 199, 'maker']]);
});

test('on quotes, buys meet the ask and sells the bid', () => {
  const { exchange, account, to } = open('quotes', [
    [0, ['bid', 100], ['ask', 101]],
    [10, ['bid', 98], ['ask', 98.5]],
  ]);
  exchange.place(account, { ...ORDER, lots: 10 });
  exchange.place(account, { ...LIMIT, limit: 198, lots: 10 });
  to(10);
  exchange.place(account, { ...ORDER, side: -1, lots: 10 });
  expect(fills(account)).toEqual([
    [10, 202, 'taker'],
    [10, 198, 'maker'],
    [10, 196, 'taker'],
  ]);
});

test('candles, their turnover and their number of trades are those of the recorded trades', () => {
  const { exchange, to } = open('trades', [
    [0, ['buy', 100.5, 1]],
    [10, ['sell', 99, 2]],
    [60_000, ['buy', 100, 0.5]],
  ]);
  const [market] = exchange.markets;
  const parts: string[] = [];
  exchange.listen({ moved: (_, { at, part }) => parts.push(`${at - START} ${part}`) });
  to(10);
  expect(market?.current).toEqual({ time: START, open: 100.5, high: 100.5, low: 99, close: 99, volume: 3 });
  to(200_000);
  expect(parts).toEqual(['10 inside', '60000 close', '60000 open', '120000 close']);
  // 1 x 100.5 + 2 x 99.
  expect([market?.turnoverOf(0), market?.sums?.trades[0], market?.source.volume[0], market?.closed]).toEqual([298.5, 2, 3, 2]);
});

test('a book that a fault makes stand still is shown as it was, while orders go on meeting the recorded one', () => {
  const { exchange, account, to } = open('book', [BOOK, TRADED, [10, ['ask', 100.5, 0]]]);
  const [market] = exchange.markets;
  const version = market?.bookVersion;
  market?.holdBook(true);
  to(10);
  expect([market?.book(1).asks, market?.bookVersion]).toEqual([[{ ticks: 201, lots: 10 }], version]);
  exchange.place(account, { ...ORDER, lots: 5 });
  expect(fills(account)).toEqual([[5, 202, 'taker']]);
  market?.holdBook(false);
  expect(market?.book(1).asks).toEqual([{ ticks: 202, lots: 5 }]);
});

test('funds are asked for at the best price, before anything is filled', () => {
  const { exchange, account } = open('book', [BOOK, TRADED]);
  // 1,000.0 at 100.5 and 10x bind 10,050.00 of 10,000.00.
  expect(exchange.place(account, { ...ORDER, lots: 10_000 })).toEqual({ ok: false, code: 'INSUFFICIENT_FUNDS' });
});
