/** Kraken's order book as a client of its stream keeps it. */

import { crc32 } from 'node:zlib';

/** Keeps a book as the documentation tells clients to, with prices and quantities as the digits on the wire, and takes its checksum. */
export function keepBook(depth: number) {
  const sides = { bids: new Map<string, string>(), asks: new Map<string, string>() };
  const digits = (text: string) => text.replace('.', '').replace(/^0+/, '');
  const sorted = (side: 'bids' | 'asks') =>
    [...sides[side]].sort(([a], [b]) => (side === 'asks' ? Number(a) - Number(b) : Number(b) - Number(a)));
  return (text: string): { expected: number; found: number } => {
    const source = (_: string, value: unknown, { source: written }: { source?: string } = {}) =>
      typeof value === 'number' ? written : value;
    const [data] = JSON.parse(text, source as never).data;
    for (const side of ['bids', 'asks'] as const) {
      for (const { price, qty } of data[side]) Number(qty) === 0 ? sides[side].delete(price) : sides[side].set(price, qty);
      for (const [price] of sorted(side).slice(depth)) sides[side].delete(price);
    }
    const levels = (['asks', 'bids'] as const).flatMap((side) => sorted(side).slice(0, 10));
    return { expected: Number(data.checksum), found: crc32(levels.map(([price, qty]) => digits(price) + digits(qty)).join('')) };
  };
}
