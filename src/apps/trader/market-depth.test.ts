import { expect, test } from 'vitest';
import type { FeedNews } from '../../core/market/market-feed.ts';
import { OrderBook } from '../../core/market/order-book.ts';
import { MarketDepth } from './market-depth.ts';

const trade = (instrument: string, at: number): FeedNews => ({ kind: 'trade', instrument, at, price: 100, size: 1, side: 'buy' });
const link = (state: 'up' | 'down'): FeedNews => ({ kind: 'link', state, reason: 'test' });

function fullBook(): OrderBook {
  const book = new OrderBook(50);
  for (let i = 0; i < 12; i++) {
    book.set('bid', 100 - i, 1 + i);
    book.set('ask', 101 + i, 1);
  }
  return book;
}

test('the best levels of a book and the newest trades; nothing of a book that is crossed or not kept', () => {
  const book = fullBook();
  const depth = new MarketDepth({ book: (instrument) => (instrument === 'X' ? book : undefined) }, () => 5);
  for (let i = 0; i < 40; i++) depth.hear(trade('X', i));
  const told = depth.of('X');
  expect(told).toMatchObject({
    state: 'live',
    why: null,
    at: 5,
    bids: { 0: { price: 100, size: 1 }, 9: { price: 91, size: 10 }, length: 10 },
  });
  expect([told.asks[0]?.price, told.trades.length, told.trades[0]?.at]).toEqual([101, 30, 39]);
  expect(depth.of('Y')).toEqual({ instrumentId: 'Y', state: 'none', why: 'CAPABILITY_MISSING', at: 5, bids: [], asks: [], trades: [] });
  book.set('bid', 102, 1);
  expect(depth.of('X')).toMatchObject({ bids: [], asks: [] });
});

test('a book that is not kept anyway is asked for while it is looked at, and is old while its line is down', () => {
  const [opened, closed]: string[][] = [[], []];
  const book = fullBook();
  let tell: (news: FeedNews) => void = () => {};
  let now = 1;
  const look = (instrument: string, hear: (news: FeedNews) => void) => {
    opened?.push(instrument);
    tell = hear;
    return { book, close: () => void closed?.push(instrument) };
  };
  const depth = new MarketDepth({ look }, () => now);
  expect(depth.of('X').state).toBe('joining');
  depth.open('X');
  depth.open('X');
  expect([opened, depth.of('X').state, depth.book('X')]).toEqual([['X'], 'joining', undefined]);
  tell(link('up'));
  tell(trade('X', 7));
  expect(depth.of('X')).toMatchObject({ state: 'live', at: 1, bids: { 0: { price: 100 } }, trades: [{ at: 7 }] });
  now = 60;
  tell(link('down'));
  book.clear();
  expect(depth.of('X')).toMatchObject({ state: 'stale', at: 1, bids: { 0: { price: 100 } }, trades: [{ at: 7 }] });
  expect(depth.book('X')).toBeUndefined();
  tell(link('up'));
  // Trades between the two nobody has told: the list begins anew.
  expect(depth.of('X')).toMatchObject({ state: 'joining', trades: [] });
  depth.shut('X');
  expect(closed).toEqual(['X']);
});
