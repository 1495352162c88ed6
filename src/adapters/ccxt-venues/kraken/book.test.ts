/** A book kept from Kraken's frames: the worked example of its documentation ("Book checksum, WebSocket v2"). */

import { expect, test } from 'vitest';
import { BookGap } from '../book-gap.ts';
import { type Payload, parseExact } from '../payload.ts';
import { KrakenBook, krakenDepth } from './book.ts';

const levels = (rows: readonly string[]) =>
  rows.map((row) => {
    const [price, qty] = row.split(' ');
    return `{"price":${price},"qty":${qty}}`;
  });
/** Read as it is read off the wire: digits and all. */
const rowOf = (bids: readonly string[], asks: readonly string[], checksum: number) =>
  parseExact(`{"symbol":"BTC/USD","bids":[${levels(bids)}],"asks":[${levels(asks)}],"checksum":${checksum}}`) as Payload;
const ASKS = [
  ...['45285.2 0.00100000', '45286.4 1.54571953', '45286.6 1.54571109', '45289.6 1.54560911', '45290.2 0.15890660'],
  ...['45291.8 1.54553491', '45294.7 0.04454749', '45296.1 0.35380000', '45297.5 0.09945542', '45299.5 0.18772827'],
];
const BIDS = [
  ...['45283.5 0.10000000', '45283.4 1.54582015', '45282.1 0.10000000', '45281.0 0.10000000', '45280.3 1.54592586'],
  ...['45279.0 0.07990000', '45277.6 0.03310103', '45277.5 0.30000000', '45277.3 1.54602737', '45276.6 0.15445238'],
];
const PUBLISHED = 3310070434;

test('the published snapshot has the published checksum; another one is refused', () => {
  const kept = new KrakenBook(10);
  kept.take(rowOf(BIDS, ASKS, PUBLISHED), true);
  expect([kept.book.bid, kept.book.bidSize, kept.book.ask]).toEqual([45283.5, 0.1, 45285.2]);
  expect(() => new KrakenBook(10).take(rowOf(BIDS.slice(1), ASKS, PUBLISHED), true)).toThrow(BookGap);
});

test('a level beyond the depth goes, one that is empty goes, and what comes back is as before', () => {
  const kept = new KrakenBook(10);
  kept.take(rowOf(BIDS, ASKS, PUBLISHED), true);
  // A better bid pushes the tenth out: without it being taken away again the checksum of the rest is the published one.
  const change = (bids: string[]) => {
    try {
      kept.take(rowOf(bids, [], 0), false);
    } catch (error) {
      return Number(/found (\d+)/.exec((error as Error).message)?.[1]);
    }
    return 0;
  };
  expect(change(['45284.0 1.00000000'])).not.toBe(PUBLISHED);
  expect([kept.book.bid, kept.book.levels('bid', 20).length, kept.book.sizeAt('bid', 45276.6)]).toEqual([45284, 10, 0]);
  expect(change(['45284.0 0.00000000', '45276.6 0.15445238'])).toBe(PUBLISHED);
  expect(kept.book.bid).toBe(45283.5);
});

test('of the depths Kraken has the smallest with so many levels is taken', () => {
  expect([1, 10, 11, 50, 1000, 5000].map(krakenDepth)).toEqual([10, 10, 25, 100, 1000, 1000]);
});
