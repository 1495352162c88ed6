/** A market that moves along what a live feed tells of another: best prices, the book behind them where it is known, and trades. */

import { type Instrument, priceToTicks, ticksToPrice } from '../../../core/domain/instrument.ts';
import type { OrderBook } from '../../../core/market/order-book.ts';
import { lotsWithin } from '../../../core/trading/venue-model/depth.ts';
import type { Course } from './course.ts';
import type { Move, RecordedTrade } from './moves.ts';
import type { BookLevel, Sides } from './sides.ts';

/** The best of both sides, in units. */
export interface BestPrices {
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
}

/** The book of the venue where the feed keeps it; elsewhere the best of each side, and whatever else is wanted a tick behind it. */
class LiveSides implements Sides {
  version = 0;
  private readonly instrument: Instrument;
  private readonly book: () => OrderBook | undefined;
  private readonly best = { bid: { ticks: Number.NaN, lots: 0 }, ask: { ticks: Number.NaN, lots: 0 } };

  constructor(instrument: Instrument, book: () => OrderBook | undefined) {
    this.instrument = instrument;
    this.book = book;
  }

  told({ bid, bidSize, ask, askSize }: BestPrices): void {
    this.version++;
    this.best.bid = { ticks: priceToTicks(this.instrument, bid), lots: this.lots(bidSize) };
    this.best.ask = { ticks: priceToTicks(this.instrument, ask), lots: this.lots(askSize) };
  }

  /** Less than a lot is nothing that could be taken. */
  private lots(size: number): number {
    return Math.floor(size / this.instrument.lotSize + 1e-6);
  }

  ticksAt(side: 1 | -1, n: number): number {
    const book = this.book();
    if (book !== undefined) return priceToTicks(this.instrument, book.priceOf(side > 0 ? 'ask' : 'bid', n));
    const { ticks } = side > 0 ? this.best.ask : this.best.bid;
    return n > 1 ? Number.NaN : ticks + side * n;
  }

  lotsAt(side: 1 | -1, n: number): number {
    const book = this.book();
    if (book !== undefined) return this.lots(book.sizeOf(side > 0 ? 'ask' : 'bid', n));
    return n > 0 ? Number.POSITIVE_INFINITY : (side > 0 ? this.best.ask : this.best.bid).lots;
  }

  queueAt(side: 1 | -1, ticks: number): number {
    const own = side > 0 ? 'bid' : 'ask';
    const book = this.book();
    if (book !== undefined) return this.lots(book.sizeAt(own, ticksToPrice(this.instrument, ticks)));
    const best = this.best[own];
    // Behind the best nobody knows who waits: a trade beyond the price fills the order all the same.
    return ticks === best.ticks ? best.lots : side * (ticks - best.ticks) > 0 ? 0 : Number.POSITIVE_INFINITY;
  }

  against(side: 1 | -1, limit: number): number {
    if (this.book() !== undefined) return lotsWithin(this, side, limit);
    const { ticks, lots } = side > 0 ? this.best.ask : this.best.bid;
    return side * (limit - ticks) >= 0 ? lots : 0;
  }

  levels(): BookLevel[] {
    return [];
  }
}

interface Told {
  readonly at: number;
  readonly best: BestPrices | null;
  readonly trade: RecordedTrade | null;
}

/** What was told and has not happened yet waits in the order it came: whoever tells it sees to it that time never goes back. */
export class LiveCourse implements Course {
  readonly sides: LiveSides;
  readonly closesNext = false;
  readonly closed = 0;
  traded = 0;
  private readonly instrument: Instrument;
  private readonly due: Told[] = [];
  private last = Number.NaN;

  constructor(instrument: Instrument, book: () => OrderBook | undefined) {
    this.instrument = instrument;
    this.sides = new LiveSides(instrument, book);
  }

  get nextAt(): number {
    return this.due[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  quoted(at: number, best: BestPrices): void {
    this.due.push({ at, best, trade: null });
  }

  /** `side`: who took. */
  tradedAt(at: number, side: 1 | -1, price: number, size: number): void {
    const trade = { side, ticks: priceToTicks(this.instrument, price), lots: Math.round(size / this.instrument.lotSize) };
    this.due.push({ at, best: null, trade });
  }

  move(): Move {
    const { at, best, trade } = this.due.shift() as Told;
    if (best !== null) {
      this.sides.told(best);
      // Before the first trade the best price that somebody pays is all there is.
      if (this.traded === 0) this.last = best.bid;
    }
    const price = trade === null ? this.last : ticksToPrice(this.instrument, trade.ticks);
    const from = Number.isNaN(this.last) ? price : this.last;
    if (trade !== null) this.traded++;
    this.last = price;
    const ask = ticksToPrice(this.instrument, this.sides.ticksAt(1, 0));
    const volume = trade === null ? 0 : trade.lots * this.instrument.lotSize;
    return { at, from, to: this.last, volume, askFrom: ask, askTo: ask, candle: 0, part: 'inside', trade };
  }

  /** Every move is played. */
  skip(): void {}
}
