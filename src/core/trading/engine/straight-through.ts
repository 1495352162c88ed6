/**
 * Market orders that nothing stands in the way of, from the wish to the fill in one go: a strategy that has account and stream to itself wishes at a
 * close, risk approves, and the orders fill whole at the next open. Nothing else works, rests, is due or begins by then, and no limit of the loss ladder
 * is near, so that orders need not be kept, looked for and matched in between. What is not that simple goes the plain way, order by order.
 */

import { feeOf, valueOf } from '../ledger/position-book.ts';
import type { ApprovedOrder } from '../risk/risk-desk.ts';
import { AtOpen } from '../venue-model/at-open.ts';
import type { VenueModel } from '../venue-model/venue-model.ts';
import type { Engine } from './engine.ts';
import { decideEntry, sendEntry } from './entries.ts';
import type { Followed } from './followed.ts';
import type { Slot } from './slot.ts';
import { SlotFill } from './slot-fill.ts';

export class StraightThrough {
  declare private readonly engine: Engine;
  declare private readonly venue: AtOpen;
  /** The fills it makes. */
  private readonly leaving = SlotFill.of('exit', 'close');
  private readonly entering = SlotFill.of('entry', 'open');

  /** Null where orders never go straight through. */
  static between(engine: Engine, venue: VenueModel | null): StraightThrough | null {
    if (venue === null || engine.slots.length !== 1 || engine.streams.length !== 1 || !engine.observer.keepsNoOrders) return null;
    const atOpen = AtOpen.of(venue);
    return atOpen === null ? null : new StraightThrough(engine, atOpen);
  }

  private constructor(engine: Engine, venue: AtOpen) {
    this.engine = engine;
    this.venue = venue;
  }

  /**
   * Takes what the slot has wished at the close of a candle in a quiet stretch, where `next` opens at `at`: then there is nothing left of it, or orders
   * that work. False where a wish is not of the kind: nothing has been done.
   */
  take(slot: Slot, next: number, at: number): boolean {
    const { engine, venue } = this;
    const { wishExit } = slot;
    if (!venue.idle || slot.protection !== null || slot.wishStop === slot.wishStop) return false;
    if (slot.wishSide !== 0 && !slot.wishBare) return false;
    slot.wishes = false;
    engine.quiet.end();
    const exits = wishExit !== null && slot.position.lots !== 0;
    const approved = slot.wishSide === 0 ? null : decideEntry(engine, slot, exits);
    if ((exits || approved !== null) && !(venue.open(next) && this.fill(slot, exits, approved, at))) {
      if (wishExit !== null) engine.sendExit(slot, wishExit);
      if (approved !== null) sendEntry(engine, slot, approved);
    }
    slot.wishExit = null;
    slot.forgetWish();
    return true;
  }

  /** Fills what leaves and what enters at the open; false, with nothing done, where not all of it fills or the ladder has to look. */
  private fill(slot: Slot, exits: boolean, approved: ApprovedOrder | null, at: number): boolean {
    const { engine, leaving, entering } = this;
    let equity = engine.book.wallet;
    if (exits) {
      equity = this.priceExit(slot, leaving, equity);
      if (!engine.risk.marks.calmWithin(equity, equity)) return false;
    }
    if (approved !== null) {
      const after = this.priceEntry(slot, entering, approved, equity);
      if (!engine.risk.marks.calmWithin(after, equity)) return false;
      engine.risk.entrySent(slot.index, approved.side, engine.at);
    }
    if (exits) this.leave(slot, leaving, at);
    if (approved !== null) this.enter(slot, entering, at);
    return true;
  }

  /** The fill that closes all the slot holds, and the equity after it. */
  private priceExit({ instrument, position, wishExit }: Slot, fill: SlotFill, wallet: number): number {
    const { lots, cost } = position;
    const side = lots > 0 ? -1 : 1;
    fill.reason = wishExit as string;
    this.price(fill, instrument, side, lots > 0 ? lots : -lots);
    return wallet - side * (fill.value - cost) - fill.fee;
  }

  /** The fill of an entry, and the equity after it: what is held is worth what it has cost. NaN where it does not fill whole. */
  private priceEntry({ instrument, wish }: Slot, fill: SlotFill, { side, lots }: ApprovedOrder, free: number): number {
    fill.reason = (wish as { readonly reason: string }).reason;
    this.price(fill, instrument, side, lots);
    return this.venue.opensWhole(side, lots, fill.value, fill.fee, free) ? free - fill.fee : Number.NaN;
  }

  private price(fill: SlotFill, instrument: Slot['instrument'], side: 1 | -1, lots: number): void {
    fill.side = side;
    fill.lots = lots;
    fill.ticks = this.venue.ticksFor(side, lots);
    fill.value = valueOf(instrument, fill.ticks, lots);
    fill.fee = feeOf(instrument, fill.value, false);
  }

  /** The fill closes all there is. */
  private leave(slot: Slot, fill: SlotFill, at: number): void {
    const { engine, venue } = this;
    const { book, ledger, risk } = engine;
    const { side, lots, value, fee } = fill;
    engine.at = fill.at = at;
    fill.order = engine.nextOrderId++;
    const realised = book.closeAll(0, value);
    book.wallet -= fee;
    fill.realised = realised;
    venue.closed(fill);
    ledger.closed(0, side > 0 ? -1 : 1, lots, value, realised, fee);
    engine.held.follow(engine.paths[0] as Followed);
    slot.closed(fill);
    engine.observer.filled(slot, fill);
    risk.exitFilled(slot.index, slot.tradeNet, at);
    slot.flattened();
    risk.marks.markWithin(book.wallet, book.wallet);
  }

  /** The fill opens all there is. */
  private enter(slot: Slot, fill: SlotFill, at: number): void {
    const { engine, venue } = this;
    const { book, ledger, risk } = engine;
    const { side, lots, value, fee } = fill;
    engine.at = fill.at = at;
    fill.order = engine.nextOrderId++;
    book.open(slot.instrument, side, lots, value);
    book.wallet -= fee;
    venue.opened(fill);
    ledger.opened(0, side, lots, value, fee);
    engine.held.follow(engine.paths[0] as Followed);
    slot.pendingProtection = null;
    slot.opened(fill);
    engine.observer.filled(slot, fill);
    risk.entryFilled(slot.index, at);
    risk.marks.markWithin(book.wallet, book.wallet);
  }
}
