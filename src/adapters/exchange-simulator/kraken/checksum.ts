/** The checksum Kraken sends with its order book: CRC32 over the ten best levels of each side. */

import { crc32 } from 'node:zlib';

export interface LevelText {
  readonly price: string;
  readonly quantity: string;
}

/** Asks from low to high, then bids from high to low; of each level the digits of price and quantity without point and leading zeros. */
export function bookChecksum(asks: readonly LevelText[], bids: readonly LevelText[]): number {
  return crc32([...asks.slice(0, 10), ...bids.slice(0, 10)].map(({ price, quantity }) => digits(price) + digits(quantity)).join(''));
}

function digits(text: string): string {
  return text.replace('.', '').replace(/^0+/, '');
}
