/** A Bybit order book kept from its stream: a snapshot sets it, changes follow each other by number, and a number that is missing ends it. */

import { OrderBook } from '../../../core/market/order-book.ts';
import { BookGap } from '../book-gap.ts';
import { milliseconds, optionalText, type Payload, payload } from '../payload.ts';
import { badAnswer } from '../venue-error.ts';

const SIDES = [
  ['b', 'bid'],
  ['a', 'ask'],
] as const;

/** What the best of a book is now. */
export interface Quote {
  readonly at: number;
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
}

export class BybitBook {
  readonly book: OrderBook;
  private update = Number.NaN;
  private last: Quote | null = null;

  constructor(depth: number) {
    this.book = new OrderBook(depth);
  }

  /** Takes a frame in. The quote where the best has changed, or null; BookGap for one that does not follow the last: subscribe anew. */
  take(message: Payload): Quote | null {
    const data = payload(message.data, 'data');
    const update = Number(data.u);
    // Update 1 is a snapshot whatever it says of itself: the venue has restarted.
    if (message.type === 'snapshot' || update === 1) this.book.clear();
    else if (update !== this.update + 1) throw new BookGap(`expected change ${this.update + 1} of the book, found ${update}`);
    this.update = update;
    for (const [name, side] of SIDES) this.takeLevels(side, data[name]);
    const { bid, bidSize, ask, askSize } = this.book;
    if (Number.isNaN(bid) || Number.isNaN(ask)) return null;
    const { last } = this;
    if (last !== null && bid === last.bid && bidSize === last.bidSize && ask === last.ask && askSize === last.askSize) return null;
    const at = milliseconds(message, optionalText(message, 'cts') === '' ? 'ts' : 'cts');
    this.last = { at, bid, bidSize, ask, askSize };
    return this.last;
  }

  private takeLevels(side: 'bid' | 'ask', levels: unknown): void {
    if (levels === undefined) return;
    if (!Array.isArray(levels)) throw badAnswer('Bybit: expected levels of price and size');
    for (const level of levels) {
      const price = Number(level[0]);
      const size = Number(level[1]);
      if (!(price > 0) || !(size >= 0)) throw badAnswer('Bybit: expected levels of price and size');
      this.book.set(side, price, size);
    }
  }
}

/** Book frames come by the thousand and hold their figures as text: they need no reader that keeps numbers to the digit. */
export function isBookFrame(frame: string): boolean {
  return frame.startsWith('{"topic":"orderbook.');
}
