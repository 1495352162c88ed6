/** The book against the plainest one there is: a map of prices, sorted when it is asked. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderBook } from './order-book.ts';

test('levels are set, changed and taken away; the best of each side is known', () => {
  const book = new OrderBook(2);
  for (const [price, size] of [
    [99, 1],
    [98, 2],
    [97, 3],
  ] as const)
    book.set('bid', price, size);
  for (const [price, size] of [
    [101, 4],
    [100, 5],
  ] as const)
    book.set('ask', price, size);
  expect([book.bid, book.bidSize, book.ask, book.askSize, book.crossed]).toEqual([99, 1, 100, 5, false]);
  book.set('bid', 99, 0);
  book.set('ask', 100, 7);
  book.set('bid', 50, 0);
  expect(book.levels('bid', 5)).toEqual([
    { price: 98, size: 2 },
    { price: 97, size: 3 },
  ]);
  expect(book.levels('ask', 1)).toEqual([{ price: 100, size: 7 }]);
  book.set('bid', 100, 1);
  expect(book.crossed).toBe(true);
  book.clear();
  expect([book.bid, book.ask, book.crossed]).toEqual([Number.NaN, Number.NaN, false]);
});

test('any changes leave what a map of prices would', () => {
  const change = fc.tuple(fc.constantFrom('bid' as const, 'ask' as const), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 3 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 300 }), (changes) => {
      const book = new OrderBook(4);
      const plain = { bid: new Map<number, number>(), ask: new Map<number, number>() };
      for (const [side, price, size] of changes) {
        book.set(side, price / 4, size);
        if (size === 0) plain[side].delete(price / 4);
        else plain[side].set(price / 4, size);
      }
      for (const side of ['bid', 'ask'] as const) {
        const expected = [...plain[side]].sort(([a], [b]) => (side === 'bid' ? b - a : a - b)).map(([price, size]) => ({ price, size }));
        expect(book.levels(side, 100)).toEqual(expected);
      }
    }),
  );
});
