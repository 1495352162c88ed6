/** The exchange without a wire: hand-made candles, hand-calculated fills, wallets and refusals. */

import { expect, test } from 'vitest';
import { prepareInstrument } from '../../../core/domain/instrument.ts';
import { createCandles } from '../../../core/market/candles.ts';
import { Exchange, type ExchangeOptions } from './exchange.ts';
import type { NewOrder } from './orders.ts';

const MINUTE = 60_000;
/** Open, high, low, close, volume. */
const ROWS = [
  [100, 104, 98, 103, 1000],
  [103, 110, 102, 109, 1000],
  [109, 109, 90, 95, 1000],
];

function perpetual(rows = ROWS) {
  const candles = createCandles(rows.length);
  rows.forEach(([open, high, low, close, volume], i) => {
    Object.entries({ time: i * MINUTE, open, high, low, close, volume }).forEach(([name, value]) => {
      candles[name as 'open'][i] = value as number;
    });
  });
  candles.length = rows.length;
  const instrument = prepareInstrument(
    {
      id: 'TEST-PERP',
      venue: 'test',
      kind: 'perpetual',
      base: 'TEST',
      quote: 'USDT',
      tickSize: 0.5,
      lotSize: 0.1,
      leverage: 10,
      takerFeeRatio: 0.001,
      makerFeeRatio: 0,
      minimumNotional: 5,
    },
    0,
    2,
  );
  return { instrument, timeframeMs: MINUTE, candles, funding: null };
}

function openExchange(options: Partial<ExchangeOptions> = {}) {
  const exchange = new Exchange({
    sources: [perpetual()],
    clientIdUniqueness: 'ever',
    deposit: 100_000,
    venueIdOf: (number) => `v${number}`,
    ...options,
  });
  exchange.advance(0);
  return { exchange, account: exchange.account('a') };
}

const market: NewOrder = {
  clientId: '',
  market: 0,
  side: 1,
  type: 'market',
  lots: 20,
  limit: Number.NaN,
  trigger: Number.NaN,
  trailTicks: 0,
  timeInForce: 'GTC',
  expireAt: Number.POSITIVE_INFINITY,
  postOnly: false,
  reduceOnly: false,
};

test('a market order is filled at once at the price of the moment, with its fee', () => {
  const { exchange, account } = openExchange();
  const placed = exchange.place(account, market);
  // 2.0 units at 100.00 = 200.00; fee 0.1 % = 0.20; deposit 1,000.00.
  expect(placed).toMatchObject({ ok: true, order: { status: 'filled', filledLots: 20, filledValue: 20_000, fees: 20 } });
  expect(account.venue.book.wallet).toBe(99_980);
  expect(account.lotsOf(0)).toBe(20);
  exchange.advance(15_000);
  // The first candle rises, so its low of 98 comes first: 2 x -2.00.
  expect(account.unrealised(exchange.markets[0]!)).toBe(-400);
});

test('a resting limit is filled when the market goes through it, a stop on its level, and the result is booked', () => {
  const { exchange, account } = openExchange();
  exchange.place(account, { ...market, type: 'limit', limit: 197, side: 1 });
  const [order] = account.openOrders();
  expect(order?.status).toBe('new');
  exchange.advance(15_000);
  // 98.50 was passed on the way to 98.00.
  expect(account.executions).toMatchObject([{ lots: 20, ticks: 197, fee: 0, liquidity: 'maker', kind: 'open' }]);
  exchange.place(account, { ...market, type: 'stop', side: -1, trigger: 192, reduceOnly: true, lots: 20 });
  expect(account.openOrders().map(({ status }) => status)).toEqual(['untriggered']);
  exchange.advance(3 * MINUTE);
  // The stop at 96.00 is reached in the third candle on the way to 90: (96.00 - 98.50) x 2 = -5.00; fee 0.1 % of 192.00 = 0.19.
  expect(account.executions[1]).toMatchObject({ side: -1, ticks: 192, kind: 'close', realised: -500, fee: 19, at: 2 * MINUTE + 30_000 });
  expect(account.venue.book.wallet).toBe(100_000 - 500 - 19);
});

test('client order ids are unique for ever, among open orders, or not at all', () => {
  const outcomes = (['ever', 'open', 'none'] as const).map((clientIdUniqueness) => {
    const { exchange, account } = openExchange({ clientIdUniqueness });
    const resting = { ...market, clientId: 'x', type: 'limit', limit: 180 } as const;
    exchange.place(account, { ...market, clientId: 'y' });
    exchange.place(account, resting);
    return [exchange.place(account, { ...market, clientId: 'y' }), exchange.place(account, resting)].map((placed) =>
      placed.ok ? 'placed' : placed.code,
    );
  });
  expect(outcomes).toEqual([
    ['DUPLICATE_CLIENT_ID', 'DUPLICATE_CLIENT_ID'],
    ['placed', 'DUPLICATE_CLIENT_ID'],
    ['placed', 'placed'],
  ]);
});

test.each([
  ['QUANTITY_INVALID', { lots: 0 }],
  ['BELOW_MINIMUM', { type: 'limit', limit: 90, lots: 1 }],
  ['PRICE_BAND', { type: 'limit', limit: 301 }],
  ['POST_ONLY_WOULD_TAKE', { type: 'limit', limit: 200, postOnly: true }],
  ['NOTHING_TO_REDUCE', { reduceOnly: true }],
  // 1,000.00 at 10x opens at most 10,000.00 less fees: 100 units would need 10,010.00.
  ['INSUFFICIENT_FUNDS', { lots: 1000 }],
] as const)('%s', (code, change) => {
  const { exchange, account } = openExchange();
  expect(exchange.place(account, { ...market, ...change })).toEqual({ ok: false, code });
  expect(account.orders.size).toBe(0);
});

test('an amended order keeps its place under its new terms; a cancelled one is final', () => {
  const { exchange, account } = openExchange();
  const placed = exchange.place(account, { ...market, type: 'limit', limit: 180 });
  if (!placed.ok) throw new Error(placed.code);
  expect(exchange.amend(account, placed.order, { limit: 199, lots: 30 })).toBeNull();
  exchange.advance(15_000);
  expect(account.executions).toMatchObject([{ lots: 30, ticks: 199 }]);
  expect(exchange.cancel(account, placed.order)).toBe('ORDER_FINAL');
});

test('a large limit is filled in parts, a tenth of the volume at a time', () => {
  const { exchange, account } = openExchange({ deposit: 100_000_00 });
  exchange.place(account, { ...market, type: 'limit', limit: 199, lots: 900 });
  exchange.advance(MINUTE);
  // Each of the three legs of a candle of 1,000 units carries 333.3: a tenth of its 3,333 lots is 333. The leg down to 98 goes through 99.50,
  // and the leg up from there begins below it; who rests is paid his own price.
  expect(account.executions.map(({ lots, ticks }) => [lots, ticks])).toEqual([
    [333, 199],
    [333, 199],
  ]);
  expect(account.openOrders()).toMatchObject([{ status: 'partially-filled', filledLots: 666 }]);
});

test('what happens is told in order: the order, its execution, its end, the account', () => {
  const { exchange, account } = openExchange();
  const told: string[] = [];
  const stop = exchange.listen({
    account: (_, event) => told.push(event.kind === 'order' ? `order ${event.order.status}` : event.kind),
    moved: (_, { part }) => told.push(part),
  });
  exchange.place(account, market);
  exchange.advance(MINUTE);
  stop();
  expect(told).toEqual(['order new', 'execution', 'account', 'order filled', 'inside', 'inside', 'inside', 'close', 'open']);
});

test('a restart that forgets open orders leaves positions and wallet alone', () => {
  const { exchange, account } = openExchange();
  exchange.place(account, market);
  exchange.place(account, { ...market, type: 'limit', limit: 180 });
  exchange.forgetOpenOrders();
  expect(account.openOrders()).toEqual([]);
  expect(account.lotsOf(0)).toBe(20);
  exchange.advance(3 * MINUTE);
  expect(account.executions).toHaveLength(1);
});

test("an amended limit that meets the market takes it at the market's price, its filled part kept", () => {
  const { exchange, account } = openExchange();
  const placed = exchange.place(account, { ...market, type: 'limit', limit: 199, lots: 400 });
  if (!placed.ok) throw new Error(placed.code);
  exchange.advance(15_000);
  // A tenth of the leg's volume at 99.50; the price is 98.00 now.
  expect(placed.order).toMatchObject({ status: 'partially-filled', filledLots: 333 });
  expect(exchange.amend(account, placed.order, { limit: 190, lots: 380 })).toBeNull();
  expect(placed.order.filledLots).toBe(333);
  expect(exchange.amend(account, placed.order, { limit: 200 })).toBeNull();
  expect(placed.order).toMatchObject({ status: 'filled', filledLots: 380 });
  expect(account.executions[1]).toMatchObject({ lots: 47, ticks: 196, liquidity: 'taker' });
});

test('funds that resting orders need are not spent twice, and come back with a cancel', () => {
  const { exchange, account } = openExchange();
  // 1,000.00 at 10x: 600 lots at 90.00 bind 540.00, and a second time they would bind 1,080.00.
  const resting = { ...market, type: 'limit', limit: 180, lots: 600 } as const;
  const first = exchange.place(account, resting);
  if (!first.ok) throw new Error(first.code);
  expect(account.reserved()).toBe(54_000);
  expect(exchange.place(account, resting)).toEqual({ ok: false, code: 'INSUFFICIENT_FUNDS' });
  // It makes room for itself.
  expect(exchange.amend(account, first.order, { lots: 900 })).toBeNull();
  expect(exchange.amend(account, first.order, { lots: 1200 })).toBe('INSUFFICIENT_FUNDS');
  exchange.cancel(account, first.order);
  expect(exchange.place(account, resting).ok).toBe(true);
});

test('what a venue ends at once is told as taken and ended', () => {
  const { exchange, account } = openExchange({ endsAtOnce: ['POST_ONLY_WOULD_TAKE'] });
  const told: string[] = [];
  exchange.listen({ account: (_, event) => event.kind === 'order' && told.push(event.order.status) });
  const placed = exchange.place(account, { ...market, type: 'limit', limit: 200, postOnly: true });
  expect(placed).toMatchObject({ ok: true, order: { status: 'rejected', code: 'POST_ONLY_WOULD_TAKE' } });
  expect(told).toEqual(['new', 'rejected']);
  expect(account.open.size).toBe(0);
});

test('a stop-limit order rests once its trigger was met', () => {
  const { exchange, account } = openExchange();
  const placed = exchange.place(account, { ...market, type: 'stop-limit', side: 1, trigger: 204, limit: 190 });
  if (!placed.ok) throw new Error(placed.code);
  expect(placed.order.status).toBe('untriggered');
  // The first candle reaches 104.00, beyond the trigger at 102.00; the limit at 95.00 is met in the third, which falls to 90.00.
  exchange.advance(MINUTE);
  expect(placed.order.status).toBe('new');
  exchange.advance(3 * MINUTE);
  expect(account.executions).toMatchObject([{ ticks: 190, liquidity: 'maker' }]);
});

test("margin follows the account's own leverage; another account's stays", () => {
  const { exchange, account } = openExchange();
  exchange.place(account, market);
  account.setLeverage(0, 4);
  // 2.0 units at 100.00.
  expect([account.positionOf(0).margin, account.venue.book.marginUsed]).toEqual([5_000, 5_000]);
  const other = exchange.account('b');
  exchange.place(other, market);
  expect(other.positionOf(0).margin).toBe(2_000);
});

test('what is over is forgotten in the end, its client order id never', () => {
  const { exchange, account } = openExchange();
  for (let i = 0; i < 11_500; i++) {
    const placed = exchange.place(account, { ...market, type: 'limit', limit: 180, clientId: `id-${i}` });
    if (placed.ok) exchange.cancel(account, placed.order);
  }
  expect(account.orders.size).toBe(10_500);
  expect(account.byClientId('id-0')).toBeUndefined();
  expect(exchange.place(account, { ...market, clientId: 'id-0' })).toEqual({ ok: false, code: 'DUPLICATE_CLIENT_ID' });
});

test('an exchange that nobody has looked at for a while is where it would be had every move been watched', () => {
  const [watched, unwatched] = [openExchange().exchange, openExchange().exchange];
  watched.listen({ moved: () => {} });
  for (const at of [0, 1, 15_000, 50_000, 60_000, 75_000, 120_000, 134_000, 180_000, 200_000]) {
    watched.advance(at);
    const alone = openExchange().exchange;
    alone.advance(at);
    unwatched.advance(at);
    for (const { now, nextAt, markets } of [alone, unwatched]) {
      const { last, current, row, closed, isUnderWay } = watched.markets[0] as (typeof markets)[0];
      expect({ now, nextAt }).toEqual({ now: watched.now, nextAt: watched.nextAt });
      expect(markets[0]).toMatchObject({ last, current, row, closed, isUnderWay });
    }
  }
  expect(watched.nextAt).toBe(Number.POSITIVE_INFINITY);
});
