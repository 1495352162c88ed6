/** A Kraken order book kept from its stream v2: a snapshot sets it, changes follow, and a checksum says whether it is still the venue's own. */

import { crc32 } from 'node:zlib';
import { OrderBook } from '../../../core/market/order-book.ts';
import { BookGap } from '../book-gap.ts';
import { type Payload, rows, text } from '../payload.ts';
import { badAnswer } from '../venue-error.ts';

const SIDES = [
  ['asks', 'ask'],
  ['bids', 'bid'],
] as const;
/** Depths that Kraken tells. */
const DEPTHS = [10, 25, 100, 500, 1000];
/** Levels of a side that the checksum is made of. */
const SUMMED = 10;

/** The smallest depth with so many levels. */
export function krakenDepth(levels: number): number {
  return DEPTHS.find((depth) => depth >= levels) ?? (DEPTHS.at(-1) as number);
}

export class KrakenBook {
  readonly book: OrderBook;
  private readonly depth: number;
  /** Digits of price and quantity as they came, by price: the checksum is made of them. */
  private readonly digits = { ask: new Map<number, string>(), bid: new Map<number, string>() };

  constructor(depth: number) {
    this.depth = depth;
    this.book = new OrderBook(depth + 1);
  }

  /** Takes a row in, read with `parseExact`; BookGap where the checksum says that something was missed: subscribe anew. */
  take(row: Payload, isSnapshot: boolean): void {
    if (isSnapshot) this.clear();
    for (const [name, side] of SIDES) {
      for (const level of rows(row[name], name)) this.set(side, text(level, 'price'), text(level, 'qty'));
      // Deeper ones are told no more: they would be there for good.
      for (let beyond = this.book.priceOf(side, this.depth); !Number.isNaN(beyond); beyond = this.book.priceOf(side, this.depth))
        this.remove(side, beyond);
    }
    const [told, found] = [Number(text(row, 'checksum')), this.checksum()];
    if (told !== found) throw new BookGap(`expected a book with the checksum ${told}, found ${found}`);
  }

  clear(): void {
    this.book.clear();
    for (const [, side] of SIDES) this.digits[side].clear();
  }

  private set(side: 'ask' | 'bid', priceText: string, sizeText: string): void {
    const [price, size] = [Number(priceText), Number(sizeText)];
    if (!(price > 0) || !(size >= 0)) throw badAnswer('Kraken: expected levels of price and quantity');
    if (size === 0) return this.remove(side, price);
    this.book.set(side, price, size);
    this.digits[side].set(price, digitsOf(priceText) + digitsOf(sizeText));
  }

  private remove(side: 'ask' | 'bid', price: number): void {
    this.book.set(side, price, 0);
    this.digits[side].delete(price);
  }

  /** Of the best ten of each side, asks first (docs.kraken.com, "Book checksum (v2)"). */
  private checksum(): number {
    const summed = SIDES.flatMap(([, side]) => this.book.levels(side, SUMMED).map(({ price }) => this.digits[side].get(price)));
    return crc32(summed.join(''));
  }
}

function digitsOf(text: string): string {
  return text.replace('.', '').replace(/^0+/, '');
}
