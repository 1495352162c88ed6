/** A book kept from Bybit's frames: the shape of the first frame is the recorded one of the venue's documentation (orderbook.50.BTCUSDT). */

import { expect, test } from 'vitest';
import { BookGap } from '../book-gap.ts';
import { BybitBook, isBookFrame } from './book.ts';

const frame = (type: 'snapshot' | 'delta', u: number, b: string[][], a: string[][], cts = 1_672_304_484_976 + u) => ({
  topic: 'orderbook.50.BTCUSDT',
  type,
  ts: cts + 2,
  data: { s: 'BTCUSDT', b, a, u, seq: 7_961_638_724 + u },
  cts,
});

test('a snapshot sets the book, changes follow it, and only a new best is told', () => {
  const kept = new BybitBook(50);
  const first = kept.take(
    frame(
      'snapshot',
      18_521_288,
      [
        ['16493.50', '0.006'],
        ['16493.00', '0.100'],
      ],
      [
        ['16611.00', '0.029'],
        ['16612.00', '0.213'],
      ],
    ),
  );
  expect(first).toMatchObject({ bid: 16_493.5, bidSize: 0.006, ask: 16_611, askSize: 0.029 });
  expect(kept.take(frame('delta', 18_521_289, [['16493.00', '0.200']], []))).toBeNull();
  expect(kept.book.levels('bid', 2)[1]).toEqual({ price: 16_493, size: 0.2 });
  expect(kept.take(frame('delta', 18_521_290, [['16493.50', '0']], [['16610.00', '1']]))).toMatchObject({ bid: 16_493, ask: 16_610 });
});

test('a change that is missing ends the book; update 1 begins it anew, whatever it calls itself', () => {
  const kept = new BybitBook(50);
  kept.take(frame('snapshot', 10, [['1', '1']], [['2', '1']]));
  expect(() => kept.take(frame('delta', 12, [], []))).toThrow(BookGap);
  expect(kept.take(frame('delta', 1, [['5', '1']], [['6', '1']]))).toMatchObject({ bid: 5, ask: 6 });
});

test('levels that are none are a bad answer, not a wrong book', () => {
  const kept = new BybitBook(50);
  expect(() => kept.take(frame('snapshot', 1, [['x', '1']], []))).toThrow(/levels of price and size/);
  expect(isBookFrame('{"topic":"orderbook.50.BTCUSDT"}')).toBe(true);
  expect(isBookFrame('{"topic":"kline.1.BTCUSDT"}')).toBe(false);
});
