/** The deterministic machine every world shares: closed candles, fills and commands in; orders, marks and refusals out. */

import type { Instrument } from '../../domain/instrument.ts';
import { priceToTicks } from '../../domain/instrument.ts';
import type { FillKind, Liquidity, OrderStatus } from '../../domain/order.ts';
import type { Result } from '../../domain/result.ts';
import type { Candles } from '../../market/candles.ts';
import { Ledger } from '../ledger/ledger.ts';
import { type BookSnapshot, type Position, PositionBook, unrealisedOf, valueOf } from '../ledger/position-book.ts';
import type { Candidate } from '../risk/candidate.ts';
import type { ApprovedOrder, RefusalRecord, RiskDesk } from '../risk/risk-desk.ts';
import type { OrderChange, Venue, VenueListener } from '../venue-model/venue-model.ts';
import { accountView, type EngineAccount } from './account-view.ts';
import { type Bracket, type Draft, EngineOrder, type EngineOrderSnapshot, type OrderPurpose, WorkingOrders } from './engine-order.ts';
import { considerEntries } from './entries.ts';
import { Followed } from './followed.ts';
import type { EngineObserver } from './observer.ts';
import { carryOut, type OwnerCommand, protectOwner } from './owner.ts';
import { protect, ratchet, tighten } from './protection.ts';
import { QuietStretch } from './quiet-stretch.ts';
import { shareFill } from './shared-fill.ts';
import type { Slot, SlotSnapshot } from './slot.ts';

const DAY_MS = 86_400_000;

/** One column set the engine follows: an instrument at a timeframe. The path stream of an instrument also moves its mark. */
export interface EngineStream {
  readonly index: number;
  readonly instrument: number;
  readonly timeframeMs: number;
  readonly candles: Candles;
  readonly isPath: boolean;
}

export interface EngineOptions {
  readonly instruments: readonly Instrument[];
  readonly streams: readonly EngineStream[];
  /** In canonical order: larger timeframe, instrument id, strategy id. */
  readonly slots: readonly Slot[];
  /** Deposit in quanta. */
  readonly wallet: number;
  readonly risk: RiskDesk;
  readonly venue: Venue;
  readonly observer: EngineObserver;
  /** A run's own size rule instead of the strategies': a share of equity, or a fixed quantity in units. */
  readonly size?: { readonly kind: 'share'; readonly share: number } | { readonly kind: 'units'; readonly units: number };
  readonly ledger?: Ledger;
}

export class Engine implements VenueListener {
  declare readonly instruments: readonly Instrument[];
  declare readonly streams: readonly EngineStream[];
  declare readonly slots: readonly Slot[];
  declare readonly risk: RiskDesk;
  declare readonly observer: EngineObserver;
  declare readonly book: PositionBook;
  declare readonly ledger: Ledger;
  declare readonly size: EngineOptions['size'];
  declare readonly account: EngineAccount;
  readonly orders = new WorkingOrders();
  declare private readonly venue: Venue;
  /** By stream. */
  declare readonly followed: readonly Followed[];
  declare private readonly slotsIn: Slot[][];
  /** By instrument: the stream its orders are filled on. */
  declare readonly paths: readonly (Followed | null)[];
  /** Paths of the instruments with a position: the first `heldCount`. */
  declare private readonly held: Followed[];
  private heldCount = 0;
  /** Slots that have wished to enter at this close, in canonical order: the first `wishCount`. */
  declare readonly wishing: Slot[];
  wishCount = 0;
  /** The one candidate record each slot reuses. */
  declare private readonly candidateOf: Candidate[];
  declare readonly quiet: QuietStretch;
  nextOrderId = 1;
  declare equity: number;
  at = Number.NEGATIVE_INFINITY;
  dayEnd = Number.NaN;
  private stopped = false;

  constructor(options: EngineOptions) {
    this.instruments = options.instruments;
    this.streams = options.streams;
    this.slots = options.slots;
    this.risk = options.risk;
    this.venue = options.venue;
    this.observer = options.observer;
    this.size = options.size;
    this.book = new PositionBook(options.wallet, options.instruments.length);
    this.equity = options.wallet;
    this.ledger = options.ledger ?? new Ledger();
    this.ledger.flow(options.wallet);
    this.followed = options.streams.map((stream) => this.followedOf(stream));
    this.slotsIn = options.instruments.map((instrument) => options.slots.filter((slot) => slot.instrument === instrument));
    this.paths = options.instruments.map(
      ({ index }) => this.followed.find(({ stream }) => stream.isPath && stream.instrument === index) ?? null,
    );
    this.held = this.paths.filter((path) => path !== null);
    this.wishing = [...options.slots];
    this.candidateOf = options.slots.map((slot) => this.newCandidate(slot));
    this.account = accountView(this);
    this.quiet = new QuietStretch(this);
  }

  private followedOf(stream: EngineStream): Followed {
    const position = this.book.positions[stream.instrument] as Position;
    return new Followed(stream, this.instruments[stream.instrument] as Instrument, position, this.slots);
  }

  /** A slot's candidate record: what never changes, and its size rule. */
  private newCandidate(slot: Slot): Candidate {
    const own = slot.definition.size(slot.parameters);
    const { size } = this;
    return {
      at: 0,
      createdAt: 0,
      score: Number.NaN,
      ownerApproved: false,
      slot: slot.index,
      strategy: slot.strategy,
      instrument: slot.instrument,
      side: 1,
      confidence: 0,
      entryTicks: 0,
      stopDistanceTicks: Number.NaN,
      sizing: size ? (size.kind === 'units' ? 'lots' : 'share') : own.kind === 'risk' ? 'risk' : 'share',
      share: size?.kind === 'share' ? size.share : size || own.kind === 'risk' ? 0 : own.kind === 'share' ? own.share : 1,
      lots: size?.kind === 'units' ? Math.round(size.units / slot.instrument.lotSize) : 0,
      maxFraction: own.kind === 'risk' ? own.maxFraction : Number.POSITIVE_INFINITY,
      candles: slot.candles,
      index: 0,
      gap: false,
      ignoresVolume: slot.definition.needs?.volume === false,
      regimes: slot.definition.regimes ?? null,
    };
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
    slot.wishSide = 0;
    slot.wish = null;
    this.observer.refused(slot, candidate.side, candidate.confidence, reason, refusal, this.at);
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
    if (index + 1 >= slot.warmup) slot.onBar.call(slot.instance, slot);
  }

  /** Takes what a strategy has wished: stops and exits at once, entries when every strategy of this close has been asked. */
  hear(slot: Slot): void {
    slot.wishes = false;
    this.quiet.end();
    if (slot.wishSide !== 0) this.wishing[this.wishCount++] = slot;
    if (slot.wishStop === slot.wishStop) {
      tighten(this, slot, priceToTicks(slot.instrument, slot.wishStop));
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

  private mark(): void {
    const { held, heldCount } = this;
    let equity = this.book.wallet;
    for (let i = 0; i < heldCount; i++) {
      const path = held[i] as Followed;
      equity += path.unrealisedAt(path.index);
    }
    this.equity = equity;
    // A candle that ends at T covers time up to T - 1 ms: the mark belongs to the day that ends there.
    this.risk.mark(equity, this.at - 1);
    if (this.risk.modeChanged) this.followMode();
    if (this.risk.noticed) this.tellNotices();
    this.observer.marked(this, heldCount !== 0);
    if (!(this.at < this.dayEnd)) this.newDay();
  }

  private tellNotices(): void {
    for (const { code, message } of this.risk.takeNotices()) this.observer.noticed(code, message, this.at);
  }

  /** Marks again at the last close time, after positions were settled there. */
  remark(): void {
    this.mark();
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
    for (const slot of this.slots) {
      if (slot.entry !== null) this.cancel(slot.entry);
      this.sendExit(slot, reason);
    }
    for (const order of this.orders.values()) if (order.purpose === 'owner' && !order.ticket.reduceOnly) this.cancel(order);
  }

  /** The UTC day has changed: the finished day's candle and close go to the risk statistics. */
  private newDay(): void {
    const { at } = this;
    if (!Number.isNaN(this.dayEnd)) {
      for (const instrument of this.instruments) this.finishDay(instrument.index, this.dayEnd);
      this.risk.dailyReview(this.account, at);
      const share = this.risk.takeReduction();
      if (share > 0) this.reduceEverything(share);
    }
    for (const slot of this.slots) {
      slot.keepDailyResult();
      slot.regime = this.risk.regime(slot.instrument.index);
    }
    this.dayEnd = (Math.floor(at / DAY_MS) + 1) * DAY_MS;
  }

  /** Closes a share of every position at market: what expected shortfall demands. */
  private reduceEverything(share: number): void {
    for (const slot of this.slots) {
      const lots = Math.floor(Math.abs(slot.position.lots) * share);
      if (lots === 0 || slot.exitOrder !== null) continue;
      const approved = this.risk.approveExit(slot.index, slot.position.lots > 0 ? -1 : 1, lots);
      this.send(slot, 'exit', approved, this.closingTicket(), 'shortfall-reduction', 1);
    }
  }

  private finishDay(instrument: number, at: number): void {
    const path = this.paths[instrument] as Followed | null;
    if (path === null) return;
    const { dayStart: from } = path;
    const { time, open, high, low, close } = path.candles;
    let last = path.index;
    // Where no candle closed at midnight, the one that has just closed is the new day's.
    while (last >= from && (time[last] as number) >= at) last--;
    if (last < from) return;
    let top = high[from] as number;
    let bottom = low[from] as number;
    for (let i = from + 1; i <= last; i++) {
      if ((high[i] as number) > top) top = high[i] as number;
      if ((low[i] as number) < bottom) bottom = low[i] as number;
    }
    this.risk.dailyBar(instrument, open[from] as number, top, bottom, close[last] as number, at);
    path.dayStart = last + 1;
  }

  /** Closes the slot's position at market, once. Exits are never throttled, scored or blocked. */
  sendExit(slot: Slot, reason: string): void {
    if (slot.position.lots === 0 || slot.exitOrder !== null) return;
    const approved = this.risk.approveExit(slot.index, slot.position.lots > 0 ? -1 : 1, Math.abs(slot.position.lots));
    slot.exitReason = reason;
    slot.exitOrder = this.send(slot, 'exit', approved, this.closingTicket(), reason, 1);
  }

  /** A reduce-only market order. */
  private closingTicket(): Draft {
    const ticket = this.orders.ticket('market');
    ticket.reduceOnly = true;
    return ticket;
  }

  /** Sends a reduce-only order for `lots` of the slot's position. */
  sendProtective(slot: Slot, purpose: 'stop' | 'target', lots: number, ticket: Draft): EngineOrder | null {
    const approved = this.risk.approveExit(slot.index, slot.position.lots > 0 ? -1 : 1, lots);
    ticket.reduceOnly = true;
    return this.send(slot, purpose, approved, ticket, purpose, 1);
  }

  /**
   * The one gate to the venue: only what risk has approved passes. Number, instrument, side and size of the ticket are written here.
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
    ticket.lots = approved.share > 0 ? 0 : approved.lots;
    ticket.equityShare = approved.share;
    const order = this.orders.unused().begin(slot.index, purpose, ticket, this.at, reason);
    order.bracket = bracket;
    this.orders.add(order);
    this.observer.ordered(order, slot, confidence, approved.cuts);
    const { id } = order;
    this.venue.submit(ticket, this.at);
    return this.orders.get(id) ?? null;
  }

  amend(order: EngineOrder, change: OrderChange): void {
    if (change.lots !== undefined) order.lots = change.lots;
    if (change.limit !== undefined) order.limit = change.limit;
    if (change.trigger !== undefined) order.trigger = change.trigger;
    this.observer.amended(order, this.slots[order.slot] as Slot);
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

  onFill(
    id: number,
    instrumentIndex: number,
    side: 1 | -1,
    lots: number,
    ticks: number,
    fee: number,
    liquidity: Liquidity,
    kind: FillKind,
    at: number,
  ): void {
    this.at = at;
    const instrument = this.instruments[instrumentIndex] as Instrument;
    const order = this.orders.get(id) ?? null;
    const opens = kind === 'open';
    const value = valueOf(instrument, ticks, lots);
    if (opens) this.book.open(instrument, side, lots, value);
    const realised = opens ? 0 : this.book.close(instrument, lots, value);
    this.book.wallet -= fee;
    if (opens) this.ledger.opened(instrumentIndex, side, lots, value, fee);
    else this.ledger.closed(instrumentIndex, side > 0 ? -1 : 1, lots, value, realised, fee);
    this.followHeld(instrumentIndex);
    if (order !== null) order.filled += lots;
    const own = order === null ? null : (this.slots[order.slot] as Slot);
    if (own !== null && (opens || own.position.lots * side <= -lots)) {
      this.applyFill(own, order, side, lots, ticks, value, fee, realised, liquidity, kind, at);
      return;
    }
    // A liquidation has no slot of its own, and an order may close more than its slot holds: what it does not hold is closed for the others, in order.
    const slots = (this.slotsIn[instrumentIndex] as Slot[]).filter((slot) => slot !== own);
    for (const part of shareFill(own === null ? slots : [own, ...slots], side, lots, value, fee, realised))
      this.applyFill(part.slot, order, side, part.lots, ticks, part.value, part.fee, part.realised, liquidity, kind, at);
  }

  private applyFill(
    slot: Slot,
    order: EngineOrder | null,
    side: 1 | -1,
    lots: number,
    ticks: number,
    value: number,
    fee: number,
    realised: number,
    liquidity: Liquidity,
    kind: FillKind,
    at: number,
  ): void {
    const opens = kind === 'open';
    const reason = order === null ? 'liquidation' : order.reason;
    if (opens) slot.opened(side, lots, value, fee, reason, at);
    else slot.closed(lots, value, fee, reason);
    this.observer.filled(
      slot,
      order?.id ?? 0,
      order?.purpose ?? 'liquidation',
      reason,
      side,
      lots,
      ticks,
      fee,
      liquidity,
      kind,
      realised,
      at,
    );
    if (opens) {
      if (order !== null) this.account.filled(order, value);
      this.risk.entryFilled(slot.index, at);
      if (order !== null && order.bracket !== null) protectOwner(this, slot, order.bracket);
      else protect(this, slot);
    } else if (slot.position.lots === 0) this.flat(slot, order, at);
    this.markFill(slot.instrument, ticks);
  }

  /** The ladder looks at every fill too: this instrument at the fill's price, the others at their last close. */
  private markFill(filled: Instrument, ticks: number): void {
    let equity = this.book.wallet;
    for (let i = 0; i < this.heldCount; i++) {
      const { instrument, position, ticks: last } = this.held[i] as Followed;
      equity += unrealisedOf(instrument, position, instrument === filled ? ticks : last);
    }
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

  private followHeld(instrument: number): void {
    const { held } = this;
    const path = this.paths[instrument] as Followed | null;
    if (path === null) return;
    let at = 0;
    while (at < this.heldCount && held[at] !== path) at++;
    const holds = path.position.lots !== 0;
    if (holds && at === this.heldCount) held[this.heldCount++] = path;
    else if (!holds && at < this.heldCount) held[at] = held[--this.heldCount] as Followed;
  }

  onDone(id: number, status: OrderStatus, code: string, at: number): void {
    const order = this.orders.get(id);
    if (order === undefined) return;
    this.orders.delete(id);
    const slot = this.slots[order.slot] as Slot;
    slot.forget(order);
    this.account.release(order);
    this.observer.done(order, slot, status, code, at);
    if (this.observer.keepsNoOrders) this.orders.reuse(order);
  }

  onFunding(instrumentIndex: number, quanta: number, at: number): void {
    this.at = at;
    this.book.wallet -= quanta;
    this.ledger.funded(quanta);
    const holders = (this.slotsIn[instrumentIndex] as Slot[]).filter((slot) => slot.position.lots !== 0);
    let rest = quanta;
    const total = Math.abs((this.book.positions[instrumentIndex] as { lots: number }).lots);
    holders.forEach((slot, i) => {
      const part = i === holders.length - 1 ? rest : Math.round((quanta * Math.abs(slot.position.lots)) / total);
      rest -= part;
      slot.funded(part);
      this.observer.funded(slot, part, at);
    });
  }

  /** Everything that changes, as plain data; indicators and candles are the views' own (`Slot.snapshotViews`). */
  snapshot(): EngineSnapshot {
    return {
      at: Number.isFinite(this.at) ? this.at : null,
      equity: this.equity,
      nextOrderId: this.nextOrderId,
      dayEnd: Number.isNaN(this.dayEnd) ? null : this.dayEnd,
      stopped: this.stopped,
      book: this.book.snapshot(),
      ledger: Array.from(this.ledger.balances),
      pathIndex: this.paths.map((path) => path?.index ?? -1),
      dayStartIndex: this.paths.map((path) => path?.dayStart ?? 0),
      orders: [...this.orders.values()].map((order) => order.snapshot()),
      slots: this.slots.map((slot) => slot.snapshot()),
      risk: this.risk.snapshot(),
    };
  }

  restore(snapshot: EngineSnapshot): void {
    this.at = snapshot.at ?? Number.NEGATIVE_INFINITY;
    this.equity = snapshot.equity;
    this.nextOrderId = snapshot.nextOrderId;
    this.dayEnd = snapshot.dayEnd ?? Number.NaN;
    this.stopped = snapshot.stopped;
    this.book.restore(snapshot.book);
    this.ledger.restore(snapshot.ledger);
    this.paths.forEach((path, i) => {
      if (path === null) return;
      path.index = snapshot.pathIndex[i] as number;
      path.dayStart = snapshot.dayStartIndex[i] as number;
    });
    this.orders.clear();
    for (const order of snapshot.orders) this.orders.add(EngineOrder.restore(order));
    snapshot.slots.forEach((slot, i) => (this.slots[i] as Slot).restore(slot, this.orders));
    this.account.restore(this.orders.values());
    this.heldCount = 0;
    for (const { index } of this.instruments) this.followHeld(index);
    this.risk.restore(snapshot.risk);
  }
}

export interface EngineSnapshot {
  readonly at: number | null;
  readonly equity: number;
  readonly nextOrderId: number;
  readonly dayEnd: number | null;
  readonly stopped: boolean;
  readonly book: BookSnapshot;
  readonly ledger: readonly number[];
  readonly pathIndex: readonly number[];
  readonly dayStartIndex: readonly number[];
  readonly orders: readonly EngineOrderSnapshot[];
  readonly slots: readonly SlotSnapshot[];
  readonly risk: unknown;
}
