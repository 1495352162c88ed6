/** What a preview expects a fill at, on hand-made candles at 100.00 and stated books: the market's price for what takes, never worse than its limit; and what it is sized at. */

import { expect, test } from 'vitest';
import { type EntryTicket, entryTicket } from '../../src/api/orders.ts';
import { type BookSide, previewOf } from '../../src/apps/trader/order-preview.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { signalWorld } from './signal-world.ts';

const ASKS = [
  { price: 101, size: 2 },
  { price: 102, size: 2 },
  { price: 110, size: 100 },
];

function looked(more: object, book: readonly BookSide[] | null, slippageRatio: number | null = null, takerFeeRatio = 0) {
  const instrument = {
    ...({ id: 'X', venue: 'test', kind: 'spot', base: 'X', quote: 'USD', tickSize: 0.01, lotSize: 1, shorting: true } as const),
    takerFeeRatio,
  };
  const markets = [{ instrument, series: [{ timeframeMs: 60_000, candles: createCandles(0) }] }];
  const { engine, candle } = signalWorld({ owner: true, signals: false, risk: builtInProfile('default'), markets });
  for (let i = 0; i < 30; i++) candle(100);
  const ticket: EntryTicket = entryTicket.parse({ instrumentId: 'X', side: 'buy', type: 'limit', quantity: '4', stopPrice: '90', ...more });
  const parts = { engine, quantumDecimals: 2, currency: 'USD', slippageRatio, book: () => book, now: () => 0 };
  const found = previewOf(parts, ticket, null);
  if ('code' in found) throw new Error(`${found.code}: ${found.message}`);
  return found;
}

const fillOf = ({ price, expectedPrice, expectedFrom }: ReturnType<typeof looked>) => [price, expectedPrice, expectedFrom];

test.each([
  // (2 x 101 + 2 x 102) / 4
  ['walks the book', { limitPrice: '105' }, ASKS, null, ['101', '101.50', 'book']],
  // Two are there below the limit, two wait at it: (2 x 101 + 2 x 101.20) / 4
  ['and waits at its limit for what is not there', { limitPrice: '101.2' }, ASKS, null, ['101', '101.10', 'book']],
  ['rests below the book', { limitPrice: '100.5' }, ASKS, null, ['100.5', '100.5', 'limit']],
  [
    'is filled at the last close where no book is known, moved by slippage',
    { limitPrice: '105' },
    null,
    0.001,
    ['100', '100.10', 'last-close'],
  ],
  ['but not beyond its limit', { limitPrice: '100.05' }, null, 0.001, ['100', '100.05', 'last-close']],
  ['a sale has its limit below', { side: 'sell', limitPrice: '99.95', stopPrice: '110' }, null, 0.001, ['100', '99.95', 'last-close']],
  ['at market it walks the book as well', { type: 'market' }, ASKS, null, ['101', '101.50', 'book']],
] as const)('%s', (_case, more, book, slippage, expected) => {
  expect(fillOf(looked(more, book, slippage))).toEqual(expected);
});

// Equity 10,000, risk a trade and regime as in the profile: whatever that leaves to lose is lost by (101 - 90) a unit at the book's price, and by (120 - 90) at the limit.
test('both sizes are told: for a fill at the limit, which is sent, and at the price it would get now', () => {
  const { price, worstPrice, quantity, quantityAtPrice, value, lossAtStop } = looked({ limitPrice: '120', quantity: '1000' }, ASKS);
  expect([price, worstPrice]).toEqual(['101', '120']);
  expect(Number(quantityAtPrice)).toBeGreaterThan(Number(quantity));
  // What risk lets a trade lose is the same money for both, to a lot.
  const money = Number(quantity) * 30;
  expect(Math.abs(money - Number(quantityAtPrice) * 11)).toBeLessThan(30);
  expect(Number(value)).toBe(Number(quantity) * 120);
  expect(Number(lossAtStop?.money)).toBe(money);
});

// A fee of 0.1 % and slippage of 0.05 %, 4 units, the market at 100, the stop 10 away.
test.each([
  // Filled at 100.05: 400.20, fee 0.40; at the stop (100.05 - 90) x 4 = 40.20, fees 0.40 and 0.36.
  ['a buy', { side: 'buy', stopPrice: '90' }, null, ['100.05', '100.05', '400.2', '0.4', '40.96']],
  // Filled at 99.95; its value is the market's, which is dearer. (110 - 99.95) x 4 = 40.20, fees 0.40 and 0.44.
  ['a sale', { side: 'sell', stopPrice: '110' }, null, ['99.95', '99.95', '400', '0.4', '41.04']],
  // Two at 101 and two at 102.01: 101.505 on average, so no better than 101.51: 406.04, fee 0.41; (101.51 - 90) x 4 = 46.04, fees 0.41 and 0.36.
  [
    'a buy through the book',
    { side: 'buy', stopPrice: '90' },
    [
      { price: 101, size: 2 },
      { price: 102.01, size: 2 },
    ],
    ['101.51', '101.50', '406.04', '0.41', '46.81'],
  ],
] as const)('%s at market is told to cost and to lose what it does where it is expected to fill', (_case, more, book, told) => {
  const { worstPrice, expectedPrice, value, fee, lossAtStop, equity, grossExposure } = looked(
    { type: 'market', ...more },
    book,
    0.0005,
    0.001,
  );
  expect([worstPrice, expectedPrice, value, fee, lossAtStop?.money]).toEqual(told);
  expect(lossAtStop?.ratio).toBeCloseTo(Number(told[4]) / Number(equity), 12);
  expect(grossExposure.after.money).toBe(value);
});
