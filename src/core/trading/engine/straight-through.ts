/**
 * Market orders that nothing stands in the way of, from the wish to the fill in one go: a strategy that has account and stream to itself wishes at a
 * close, risk approves, and the orders fill whole at the next open. Nothing else works, rests, is due or begins by then, and no limit of the loss ladder
 * is near, so that orders need not be kept, looked for and matched in between. What is not that simple goes the plain way, order by order.
 */

import type { ApprovedOrder } from '../risk/risk-desk.ts';
import type { EntryWish } from '../strategy/strategy.ts';
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
  /** The only one there is, and its path. */
  declare private readonly slot: Slot;
  declare private readonly path: Followed;
  /** The fills it makes. */
  private readonly leaving = SlotFill.of('exit', 'close');
  private readonly entering = SlotFill.of('entry', 'open');

  /** Null where orders never go straight through. */
  static between(engine: Engine, venue: VenueModel | null): StraightThrough | null {
    const [slot, ...others] = engine.slots;
    const [path] = engine.followed;
    if (venue === null || slot === undefined || path?.lone !== slot || others.length > 0 || !engine.observer.keepsNoOrders) return null;
    const atOpen = AtOpen.of(venue);
    return atOpen === null ? null : new StraightThrough(engine, atOpen, slot, path);
  }

  private constructor(engine: Engine, venue: AtOpen, slot: Slot, path: Followed) {
    this.engine = engine;
    this.venue = venue;
    this.slot = slot;
    this.path = path;
  }

  /**
   * Takes what has been wished at the close of a candle in a quiet stretch, where candle `next` opens: then there is nothing left of it, or orders that
   * work. False where a wish is not of the kind: nothing has been done.
   */
  take(next: number): boolean {
    const { engine, venue, slot } = this;
    const { wishExit } = slot;
    if (!venue.idle || slot.protection !== null || slot.wishStop === slot.wishStop) return false;
    if (slot.wishSide !== 0 && !slot.wishBare) return false;
    slot.wishes = false;
    engine.quiet.end();
    const exits = wishExit !== null && slot.position.lots !== 0;
    const approved = slot.wishSide === 0 ? null : decideEntry(engine, slot, exits);
    if ((exits || approved !== null) && !(venue.open(next) && this.fill(exits, approved, next))) {
      if (wishExit !== null) engine.sendExit(slot, wishExit);
      if (approved !== null) sendEntry(engine, slot, approved);
    }
    slot.wishExit = null;
    slot.forgetWish();
    return true;
  }

  /** Fills what leaves and what enters at the open; false, with nothing done, where not all of it fills or the ladder has to look. */
  private fill(exits: boolean, approved: ApprovedOrder | null, next: number): boolean {
    const { engine, venue, slot, leaving, entering } = this;
    const { risk } = engine;
    const { marks } = risk;
    let equity = engine.book.wallet;
    if (exits) {
      const { lots, cost } = slot.position;
      const side = lots > 0 ? -1 : 1;
      venue.fill(leaving, side, lots > 0 ? lots : -lots);
      equity -= side * (leaving.value - cost);
      equity -= leaving.fee;
      if (!marks.calmWithin(equity, equity)) return false;
    }
    let highest = equity;
    if (approved !== null) {
      venue.fill(entering, approved.side, approved.lots);
      if (!venue.opensWhole(entering, equity)) return false;
      // What is held is worth what it has cost.
      equity -= entering.fee;
      if (!exits) highest = equity;
      if (!marks.calmWithin(equity, highest)) return false;
      risk.entrySent(slot.index, approved.side, engine.at);
    }
    const at = this.path.candles.time[next] as number;
    engine.at = at;
    if (exits) this.leave(at);
    if (approved !== null) this.enter(at);
    marks.markWithin(highest, equity);
    return true;
  }

  /** Closes all there is. */
  private leave(at: number): void {
    const { engine, slot, leaving: fill } = this;
    const { book } = engine;
    const { side, lots, value, fee } = fill;
    fill.at = at;
    fill.order = engine.nextOrderId++;
    fill.reason = slot.wishExit as string;
    fill.realised = book.closeAll(0, value);
    book.wallet -= fee;
    this.venue.closed(fill);
    engine.ledger.closed(0, side > 0 ? -1 : 1, lots, value, fill.realised, fee);
    engine.held.follow(this.path);
    slot.closed(fill);
    engine.observer.filled(slot, fill);
    engine.risk.exitFilled(slot.index, slot.tradeNet, at);
    slot.flattened();
  }

  /** Opens all there is. */
  private enter(at: number): void {
    const { engine, slot, entering: fill } = this;
    const { book } = engine;
    const { side, lots, value, fee } = fill;
    fill.at = at;
    fill.order = engine.nextOrderId++;
    fill.reason = (slot.wish as EntryWish).reason;
    book.open(slot.instrument, side, lots, value);
    book.wallet -= fee;
    this.venue.opened(fill);
    engine.ledger.opened(0, side, lots, value, fee);
    engine.held.follow(this.path);
    slot.pendingProtection = null;
    slot.opened(fill);
    engine.observer.filled(slot, fill);
    engine.risk.entryFilled(slot.index, at);
  }
}
