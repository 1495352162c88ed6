import { expect, test } from 'vitest';
import { OrderBook } from '../../core/market/order-book.ts';
import { MarketDepth } from './market-depth.ts';

test('the best levels of a book and the newest trades; nothing of a book that is crossed or not kept', () => {
  const book = new OrderBook(50);
  for (let i = 0; i < 12; i++) {
    book.set('bid', 100 - i, 1 + i);
    book.set('ask', 101 + i, 1);
  }
  const depth = new MarketDepth(
    (instrument) => (instrument === 'X' ? book : undefined),
    () => 5,
  );
  for (let i = 0; i < 40; i++) depth.hear({ kind: 'trade', instrument: 'X', at: i, price: 100, size: 1, side: 'buy' });
  const told = depth.of('X');
  expect(told).toMatchObject({ state: 'live', at: 5, bids: { 0: { price: 100, size: 1 }, 9: { price: 91, size: 10 }, length: 10 } });
  expect([told.asks[0]?.price, told.trades.length, told.trades[0]?.at]).toEqual([101, 30, 39]);
  expect(depth.of('Y')).toEqual({ instrumentId: 'Y', state: 'none', at: 5, bids: [], asks: [], trades: [] });
  book.set('bid', 102, 1);
  expect(depth.of('X')).toMatchObject({ bids: [], asks: [] });
});
