/** The deterministic machine every world shares: closed candles, fills and commands in; orders, marks and refusals out. */

import type { Instrument } from '../../domain/instrument.ts';
import { priceToTicks } from '../../domain/instrument.ts';
import type { OrderStatus } from '../../domain/order.ts';
import type { Result } from '../../domain/result.ts';
import { Ledger } from '../ledger/ledger.ts';
import { type Position, PositionBook, valueOf } from '../ledger/position-book.ts';
import type { Candidate } from '../risk/candidate.ts';
import type { ApprovedOrder, RefusalRecord, RiskDesk } from '../risk/risk-desk.ts';
import type { Fill, OrderChange, Venue, VenueListener } from '../venue-model/venue.ts';
import { accountView, type EngineAccount } from './account-view.ts';
import { newDay } from './day-end.ts';
import type { EngineOptions, EngineStream } from './engine-options.ts';
import { type AmendCause, type Bracket, type Draft, type EngineOrder, type OrderPurpose, WorkingOrders } from './engine-order.ts';
import { type EngineSnapshot, restoreInto, snapshotOf } from './engine-snapshot.ts';
import { considerEntries } from './entries.ts';
import { Followed } from './followed.ts';
import { HeldPaths } from './held-paths.ts';
import { lotsOfShare, newCandidate } from './new-candidate.ts';
import type { EngineObserver } from './observer.ts';
import { orderEnded } from './order-ended.ts';
import { carryOut, OWNER_ID, type OwnerCommand, protectOwner } from './owner.ts';
import { protectRest } from './protect-rest.ts';
import { protect, ratchet, tighten } from './protection.ts';
import { QuietStretch } from './quiet-stretch.ts';
import { shareFill, shareFunding } from './shared-fill.ts';
import type { Slot } from './slot.ts';
import { SlotFill } from './slot-fill.ts';
import { leaveRest, withdrawEntry } from './withdrawal.ts';

export class Engine implements VenueListener {
  declare readonly instruments: readonly Instrument[];
  declare readonly streams: readonly EngineStream[];
  declare readonly slots: readonly Slot[];
  declare readonly risk: RiskDesk;
  declare readonly observer: EngineObserver;
  declare readonly book: PositionBook;
  readonly ledger = new Ledger();
  declare readonly size: EngineOptions['size'];
  declare readonly sizesAtSend: boolean;
  declare readonly account: EngineAccount;
  readonly orders = new WorkingOrders();
  declare private readonly venue: Venue;
  /** By stream. */
  declare readonly followed: readonly Followed[];
  declare private readonly slotsIn: Slot[][];
  /** By instrument: the stream its orders are filled on. */
  declare readonly paths: readonly (Followed | null)[];
  readonly held = new HeldPaths();
  /** Slots that have wished to enter at this close, in canonical order: the first `wishCount`. */
  declare readonly wishing: Slot[];
  wishCount = 0;
  /** The one candidate record each slot reuses. */
  declare private readonly candidateOf: Candidate[];
  declare readonly quiet: QuietStretch;
  /** Whose the fill is that is being taken in where no order says so. */
  private stray: Slot | null = null;
  /** The fill that is being taken in. */
  private readonly part = new SlotFill();
  nextOrderId = 1;
  declare equity: number;
  at = Number.NEGATIVE_INFINITY;
  dayEnd = Number.NaN;
  /** Everything has been closed by an EMERGENCY that still lasts. */
  stopped = false;

  constructor(options: EngineOptions) {
    this.instruments = options.instruments;
    this.streams = options.streams;
    this.slots = options.slots;
    this.risk = options.risk;
    this.venue = options.venue;
    this.observer = options.observer;
    this.size = options.size;
    this.sizesAtSend = options.sizesAtSend ?? false;
    this.book = new PositionBook(options.wallet, options.instruments.length);
    this.equity = options.wallet;
    this.ledger.flow(options.wallet);
    this.followed = options.streams.map((stream) => this.followedOf(stream));
    this.slotsIn = options.instruments.map((instrument) => options.slots.filter((slot) => slot.instrument === instrument));
    this.paths = options.instruments.map(
      ({ index }) => this.followed.find(({ stream }) => stream.isPath && stream.instrument === index) ?? null,
    );
    this.wishing = [...options.slots];
    this.candidateOf = options.slots.map((slot) => newCandidate(slot, options.size));
    this.account = accountView(this);
    this.quiet = new QuietStretch(this);
    this.observer.begins?.(this);
  }

  private followedOf(stream: EngineStream): Followed {
    const position = this.book.positions[stream.instrument] as Position;
    return new Followed(stream, this.instruments[stream.instrument] as Instrument, position, this.slots);
  }

  candidateFor(slot: Slot): Candidate {
    return this.candidateOf[slot.index] as Candidate;
  }

  /** Timeframe of the instrument's path. */
  pathMs(instrument: number): number {
    return this.paths[instrument]?.stream.timeframeMs ?? 0;
  }

  /** Records why a wish did not become an order. */
  readonly refuse = (candidate: Candidate, refusal: RefusalRecord): void => {
    const slot = this.slots[candidate.slot] as Slot;
    const reason = slot.wish?.reason ?? '';
    this.observer.refused(slot, candidate.side, candidate.confidence, reason, refusal, this.at);
    slot.forgetWish();
  };

  /**
   * A batch of candles that closed at `this.at`, in canonical order: `closing[k]` is a stream, `indices[k]` its candle.
   * Marks first, then every view, then the strategies, then their entries together.
   */
  barsClosed(closing: Int32Array, indices: Int32Array, count: number): void {
    for (let k = 0; k < count; k++) (this.followed[closing[k] as number] as Followed).index = indices[k] as number;
    this.mark();
    for (let k = 0; k < count; k++) (this.followed[closing[k] as number] as Followed).advance(indices[k] as number);
    for (let k = 0; k < count; k++) this.ask(this.followed[closing[k] as number] as Followed);
    if (this.wishCount > 0) considerEntries(this);
  }

  /** The same for a candle that closes alone. */
  barClosed(followed: Followed, index: number): void {
    followed.index = index;
    this.mark();
    this.follow(followed, index);
  }

  /** A candle has closed: every view, then every strategy, then their entries together. */
  follow(followed: Followed, index: number): void {
    followed.index = index;
    followed.advance(index);
    this.ask(followed);
    if (this.wishCount > 0) considerEntries(this);
  }

  private ask({ slots, index }: Followed): void {
    for (let s = 0; s < slots.length; s++) {
      const slot = slots[s] as Slot;
      this.askSlot(slot, index);
      if (slot.wishes) this.hear(slot);
    }
  }

  askSlot(slot: Slot, index: number): void {
    if (slot.position.lots !== 0) {
      slot.position.candlesHeld++;
      if (slot.protection !== null) ratchet(this, slot);
    }
    if (index + 1 >= slot.warmup) slot.ask();
  }

  /** Takes what a strategy has wished: stops and exits at once, entries when every strategy of this close has been asked. */
  hear(slot: Slot): void {
    slot.wishes = false;
    this.quiet.end();
    if (slot.wishSide !== 0) this.wishing[this.wishCount++] = slot;
    if (slot.wishStop === slot.wishStop) {
      if (Number.isFinite(slot.wishStop)) tighten(this, slot, priceToTicks(slot.instrument, slot.wishStop), 'strategy');
      slot.wishStop = Number.NaN;
    }
    if (slot.wishExit !== null) {
      this.sendExit(slot, slot.wishExit);
      slot.wishExit = null;
    }
  }

  /** Recovery: views catch up with their columns; strategies are not asked. */
  followViews(): void {
    for (const followed of this.followed) while (followed.seen < followed.stream.candles.length) followed.advance(followed.seen);
  }

  /** Price of an instrument at the last close of its path, in ticks; 0 before the first. */
  markTicks(instrument: number): number {
    return this.paths[instrument]?.ticks ?? 0;
  }

  /** Marks the account at the last closes. */
  mark(): void {
    const equity = this.book.wallet + this.held.unrealised();
    this.equity = equity;
    // A candle that ends at T covers time up to T - 1 ms: the mark belongs to the day that ends there.
    this.risk.mark(equity, this.at - 1);
    if (this.risk.modeChanged) this.followMode();
    if (this.risk.noticed) for (const { code, message } of this.risk.takeNotices()) this.observer.noticed(code, message, this.at);
    this.observer.marked(this, this.held.count !== 0);
    if (!(this.at < this.dayEnd)) newDay(this);
  }

  /** Reports mode changes; an EMERGENCY cancels entries and closes everything at market. */
  followMode(): void {
    for (const change of this.risk.takeModeChanges()) this.observer.modeChanged(change.from, change.to, change.reason, this.at);
    if (this.risk.mode === 'EMERGENCY' && !this.stopped) {
      this.stopped = true;
      this.closeEverything('kill-switch');
    } else if (this.risk.mode !== 'EMERGENCY') this.stopped = false;
  }

  /** Cancels every entry and sends a reduce-only market order for every position. Safe to call again. */
  closeEverything(reason: string): void {
    for (const slot of this.slots) this.sendExit(slot, reason);
    for (const order of this.orders.values()) if (order.purpose === 'owner' && !order.ticket.reduceOnly) this.cancel(order);
  }

  /** Withdraws the slot's entry and closes its position at market, once. Exits are never throttled, scored or blocked. */
  sendExit(slot: Slot, reason: string): void {
    if (slot.entry !== null) withdrawEntry(this, slot, reason);
    if (slot.position.lots === 0 || slot.exitOrder !== null || slot.isTooSmall) return;
    const approved = this.risk.approveExit(slot.index, slot.position.lots > 0 ? -1 : 1, Math.abs(slot.position.lots));
    slot.exitReason = reason;
    slot.exitOrder = this.send(slot, 'exit', approved, this.closingTicket(), reason, 1);
  }

  /** A reduce-only market order. */
  closingTicket(): Draft {
    const ticket = this.orders.ticket('market');
    ticket.reduceOnly = true;
    return ticket;
  }

  /** Sends a reduce-only order for `lots` of the slot's position. */
  sendProtective(slot: Slot, purpose: 'stop' | 'target', lots: number, ticket: Draft, reason: string): EngineOrder | null {
    const approved = this.risk.approveExit(slot.index, slot.position.lots > 0 ? -1 : 1, lots);
    ticket.reduceOnly = true;
    return this.send(slot, purpose, approved, ticket, reason, 1);
  }

  /**
   * The one gate to the venue for orders that work: only what risk has approved passes. Number, instrument, side and size of the ticket are written here.
   * (What fills whole at the next open anyway may go straight through: `straight-through.ts`, from the same approval.)
   * Returns the order, or null when it was over at once.
   */
  send(
    slot: Slot,
    purpose: OrderPurpose,
    approved: ApprovedOrder,
    ticket: Draft,
    reason: string,
    confidence: number,
    bracket: Bracket | null = null,
  ): EngineOrder | null {
    ticket.id = this.nextOrderId++;
    ticket.instrument = slot.instrument.index;
    ticket.side = approved.side;
    const sized = approved.share > 0 && this.sizesAtSend;
    ticket.lots = sized ? lotsOfShare(this, slot, approved.share) : approved.lots;
    ticket.equityShare = sized ? 0 : approved.share;
    const order = this.orders.unused().begin(slot.index, purpose, ticket, this.at, reason);
    order.bracket = bracket;
    this.orders.add(order);
    this.observer.ordered(order, slot, confidence, approved.cuts);
    const { id } = order;
    this.venue.submit(ticket, this.at);
    return this.orders.get(id) ?? null;
  }

  amend(order: EngineOrder, change: OrderChange, cause: AmendCause): void {
    this.quiet.end();
    if (change.lots !== undefined) order.lots = change.lots;
    if (change.limit !== undefined) order.limit = change.limit;
    if (change.trigger !== undefined) order.trigger = change.trigger;
    this.observer.amended(order, this.slots[order.slot] as Slot, cause);
    this.venue.amend(order.id, order.ticket.instrument, change, this.at);
  }

  cancel(order: EngineOrder): void {
    this.venue.cancel(order.id, order.ticket.instrument, this.at);
  }

  /** The owner's own orders, at `this.at`, between two market events: the order's number, or why not. */
  command(command: OwnerCommand): Result<number> {
    this.quiet.end();
    return carryOut(this, command);
  }

  onFill(fill: Fill): void {
    const { instrument: index, side, lots, ticks, fee, at } = fill;
    // What a venue tells late does not turn the clock back.
    if (!(at < this.at)) this.at = at;
    const instrument = this.instruments[index] as Instrument;
    const order = this.orders.get(fill.order) ?? null;
    const { part, book } = this;
    const opens = fill.kind === 'open';
    part.begin(fill, order);
    const value = valueOf(instrument, ticks, lots);
    part.value = value;
    if (opens) {
      book.open(instrument, side, lots, value);
      part.realised = 0;
      this.ledger.opened(index, side, lots, value, fee);
    } else {
      part.realised = book.close(instrument, lots, value);
      this.ledger.closed(index, side > 0 ? -1 : 1, lots, value, part.realised, fee);
    }
    book.wallet -= fee;
    this.held.follow(this.paths[index] as Followed | null);
    if (order !== null) order.filled += lots;
    const own = order === null ? this.stray : (this.slots[order.slot] as Slot);
    if (own !== null && (opens || own.position.lots * side <= -lots)) this.applyFill(own, order);
    else this.applyShared(index, own, order);
  }

  /** A fill that no working order explains belongs to this slot: a strategy's is closed again, the owner's own is kept. */
  takeStray(fill: Fill, slotIndex: number): void {
    const slot = this.slots[slotIndex] as Slot;
    const isOwners = slot.definition.id === OWNER_ID;
    // What the owner closes by hand was held by somebody.
    this.stray = isOwners && fill.kind === 'close' ? null : slot;
    this.onFill(fill);
    this.stray = null;
    if (!isOwners) this.sendExit(slot, 'stray-fill');
  }

  /**
   * A liquidation has no slot of its own, and an order may close more than its slot holds: what it does not hold is closed for the others, in order.
   */
  private applyShared(instrument: number, own: Slot | null, order: EngineOrder | null): void {
    const { part } = this;
    const others = (this.slotsIn[instrument] as Slot[]).filter((slot) => slot !== own);
    for (const { slot, ...share } of shareFill(own === null ? others : [own, ...others], part)) {
      Object.assign(part, share);
      this.applyFill(slot, order);
    }
  }

  /** The fill in `part` is the slot's own. */
  private applyFill(slot: Slot, order: EngineOrder | null): void {
    const { part } = this;
    const { at } = part;
    const opens = part.kind === 'open';
    if (opens) slot.opened(part);
    else slot.closed(part);
    this.observer.filled(slot, part);
    if (opens) {
      if (order !== null) this.account.filled(order, part.value);
      this.risk.entryFilled(slot.index, at, order?.id);
      if (order !== null && order.bracket !== null) protectOwner(this, slot, order.bracket);
      else protect(this, slot);
      if (slot.unwanted !== null) this.sendExit(slot, slot.unwanted);
    } else if (slot.position.lots === 0) this.flat(slot, order, at);
    else protectRest(this, slot, order, part.lots);
    this.markFill(slot.instrument, part.ticks);
  }

  /** The ladder looks at every fill too: this instrument at the fill's price, the others at their last close. */
  private markFill(filled: Instrument, ticks: number): void {
    const equity = this.book.wallet + this.held.unrealisedWith(filled, ticks);
    // A path that ends at midnight belongs to the day that ends there.
    this.risk.mark(equity, this.at === this.dayEnd ? this.at - 1 : this.at);
    if (this.risk.modeChanged) this.followMode();
  }

  /**
   * The slot's position is closed: its counters, and, where others still hold the instrument, so that the venue does not cancel them itself,
   * its orders that were to close it. `by` is the order that has just filled: the venue ends that one.
   */
  private flat(slot: Slot, by: EngineOrder | null, at: number): void {
    this.risk.exitFilled(slot.index, slot.tradeNet, at);
    slot.flattened();
    if ((this.book.positions[slot.instrument.index] as { lots: number }).lots === 0) return;
    for (const order of this.orders.values())
      if (order.slot === slot.index && order.ticket.reduceOnly && (order !== by || order.filled < order.lots)) this.cancel(order);
  }

  onDone(id: number, status: OrderStatus, code: string, at: number): void {
    const order = this.orders.get(id);
    if (order === undefined) return;
    this.orders.delete(id);
    const slot = this.slots[order.slot] as Slot;
    slot.forget(order);
    this.account.release(order);
    this.observer.done(order, slot, status, code, at);
    orderEnded(this, slot, order, status);
    if (slot.unwanted !== null && slot.entry === null) leaveRest(this, slot);
    if (this.observer.keepsNoOrders) this.orders.reuse(order);
  }

  onFunding(instrumentIndex: number, quanta: number, at: number): void {
    if (!(at < this.at)) this.at = at;
    this.book.wallet -= quanta;
    this.ledger.funded(quanta);
    shareFunding(this.slotsIn[instrumentIndex] as Slot[], quanta, (slot, part) => {
      slot.funded(part);
      this.observer.funded(slot, part, at);
    });
  }

  snapshot(before?: EngineSnapshot): EngineSnapshot {
    return snapshotOf(this, before);
  }

  restore(snapshot: EngineSnapshot): void {
    restoreInto(this, snapshot);
    this.observer.begins?.(this);
  }
}
