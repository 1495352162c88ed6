/** The worked example of Kraken's documentation ("Book checksum, WebSocket v2"). */

import { expect, test } from 'vitest';
import { bookChecksum } from './checksum.ts';

const levels = (rows: string[]) =>
  rows.map((row) => {
    const [price = '', quantity = ''] = row.split(' ');
    return { price, quantity };
  });

const ASKS = levels([
  '45285.2 0.00100000',
  '45286.4 1.54571953',
  '45286.6 1.54571109',
  '45289.6 1.54560911',
  '45290.2 0.15890660',
  '45291.8 1.54553491',
  '45294.7 0.04454749',
  '45296.1 0.35380000',
  '45297.5 0.09945542',
  '45299.5 0.18772827',
]);
const BIDS = levels([
  '45283.5 0.10000000',
  '45283.4 1.54582015',
  '45282.1 0.10000000',
  '45281.0 0.10000000',
  '45280.3 1.54592586',
  '45279.0 0.07990000',
  '45277.6 0.03310103',
  '45277.5 0.30000000',
  '45277.3 1.54602737',
  '45276.6 0.15445238',
]);

test('the published book has the published checksum', () => {
  expect(bookChecksum(ASKS, BIDS)).toBe(3310070434);
});

test('only the ten best levels of each side count', () => {
  const more = levels(['45300.0 1.00000000']);
  expect(bookChecksum([...ASKS, ...more], BIDS)).toBe(3310070434);
  expect(bookChecksum(ASKS, BIDS.slice(1))).not.toBe(3310070434);
});
