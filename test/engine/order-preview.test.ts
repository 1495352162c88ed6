/** What a preview expects a fill at, on hand-made candles at 100.00 and stated books: the market's price for what takes, never worse than its limit; and what it is sized at. */

import { expect, test } from 'vitest';
import { type EntryTicket, entryTicket } from '../../src/api/orders.ts';
import { type BookSide, previewOf } from '../../src/apps/trader/order-preview.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { signalWorld } from './signal-world.ts';

const ASKS = [
  { price: 101, size: 2 },
  { price: 102, size: 2 },
  { price: 110, size: 100 },
];

function looked(more: object, book: readonly BookSide[] | null, slippageRatio: number | null = null) {
  const { engine, candle } = signalWorld({ owner: true, signals: false, risk: builtInProfile('default') });
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
