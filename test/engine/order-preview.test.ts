/** What a preview expects a fill at, on hand-made candles at 100.00 and stated books: the market's price for what takes, never worse than its limit. */

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
  const { price, expectedPrice, expectedFrom } = found;
  return [price, expectedPrice, expectedFrom];
}

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
  expect(looked(more, book, slippage)).toEqual(expected);
});
