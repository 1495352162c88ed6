/**
 * Market orders that come alone to an open: the account has nothing else working or waiting in the instrument, and what they are for is known. The plain
 * case of what `VenueModel` does with an order that arrives, with the same prices, conditions and books, but without an order to keep.
 */

import type { Instrument } from '../../domain/instrument.ts';
import { feeOf, initialMargin, valueOf } from '../ledger/position-book.ts';
import type { Desk } from './desk.ts';
import { slip } from './slippage.ts';
import type { VenueModel } from './venue-model.ts';

/** Money in quanta, price in ticks. */
export interface AloneFill {
  side: 1 | -1;
  lots: number;
  ticks: number;
  value: number;
  fee: number;
}

export class AtOpen {
  declare private readonly venue: VenueModel;
  declare private readonly desk: Desk;
  declare private readonly instrument: Instrument;

  /** For the venue's only instrument; null where its orders are never that plain: they take time to arrive, quotes have two sides, or it liquidates. */
  static of(venue: VenueModel): AtOpen | null {
    const [desk, ...others] = venue.desks as readonly [Desk, ...Desk[]];
    const plain = others.length === 0 && venue.latencyMs === 0 && desk.instrument.tiers.length === 0 && !desk.candles?.ask;
    return plain ? new AtOpen(venue, desk) : null;
  }

  private constructor(venue: VenueModel, desk: Desk) {
    this.venue = venue;
    this.desk = desk;
    this.instrument = desk.instrument;
  }

  /** Whether nothing works or waits. */
  get idle(): boolean {
    return !this.desk.active;
  }

  /** Opens candle `index`; false where nothing is traded in it. */
  open(index: number): boolean {
    const { desk } = this;
    desk.index = index;
    desk.open();
    return desk.volumeLots !== 0;
  }

  /** Writes the fill that an order gets: at the open, after slippage, with a taker's fee. */
  fill(into: AloneFill, side: 1 | -1, lots: number): void {
    const { desk, venue, instrument } = this;
    into.side = side;
    into.lots = lots;
    into.ticks = slip(venue.slippage, side, desk.openBid, lots, desk.volumeLots, false);
    into.value = valueOf(instrument, into.ticks, lots);
    into.fee = feeOf(instrument, into.value, false);
  }

  /** Whether an account that holds nothing, and `free` quanta of money, may open all of a fill. */
  opensWhole({ side, lots, value, fee }: AloneFill, free: number): boolean {
    const { instrument, desk } = this;
    if (lots === 0 || (side < 0 && !instrument.shorting)) return false;
    if (instrument.minimumNotional > 0 && valueOf(instrument, desk.openBid, lots) < instrument.minimumNotional) return false;
    return initialMargin(instrument, value) + fee <= free;
  }

  opened({ side, lots, value, fee, ticks }: AloneFill): void {
    const { book } = this.venue;
    book.open(this.instrument, side, lots, value);
    book.wallet -= fee;
    this.countSlippage(ticks, lots);
  }

  /** All that is held has been closed. */
  closed({ lots, value, fee, ticks }: AloneFill): void {
    const { book } = this.venue;
    book.closeAll(0, value);
    book.wallet -= fee;
    this.countSlippage(ticks, lots);
  }

  private countSlippage(ticks: number, lots: number): void {
    const { venue, instrument, desk } = this;
    if (ticks !== desk.openBid) venue.slippagePaid += valueOf(instrument, Math.abs(ticks - desk.openBid), lots);
  }
}
