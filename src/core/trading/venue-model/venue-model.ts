/** The venue in process: orders in, fills out, by docs/reference/fill-rules.md. The same class serves backtest, paper and the exchange simulators. */

import { mulRound } from '../../domain/decimal.ts';
import { type Fraction, type Instrument, priceToTicks } from '../../domain/instrument.ts';
import type { FillKind, Liquidity, OrderStatus, OrderTicket } from '../../domain/order.ts';
import type { Candles } from '../../market/candles.ts';
import { type BookSnapshot, feeOf, PositionBook, valueOf } from '../ledger/position-book.ts';
import type { Depth } from './depth.ts';
import { Desk, type DeskSnapshot } from './desk.ts';
import type { FundingHistory } from './funding.ts';
import { affordable, lotsForShare } from './funds.ts';
import { bankruptcyTicks, isLiquidated } from './liquidation.ts';
import { matchAtOpen, matchInside } from './matching.ts';
import { type PreparedSlippage, prepareSlippage, type SlippageModel, slip } from './slippage.ts';
import { ToldFill } from './told-fill.ts';
import type { OrderChange, Venue, VenueListener } from './venue.ts';
import { ARRIVING, DONE, VenueOrder } from './venue-order.ts';

export interface VenueOptions {
  readonly instruments: readonly Instrument[];
  /** Deposit in quanta. */
  readonly wallet: number;
  readonly slippage: SlippageModel;
  readonly latencyMs: number;
  /** Limit orders fill when touched instead of when passed by a tick. */
  readonly touch?: boolean;
  /** By instrument index; null for instruments without funding. */
  readonly funding?: readonly (FundingHistory | 'missing' | null)[];
}

export interface VenueSnapshot {
  readonly now: number;
  readonly book: BookSnapshot;
  readonly desks: readonly DeskSnapshot[];
}

export class VenueModel implements Venue {
  declare readonly book: PositionBook;
  declare readonly desks: readonly Desk[];
  declare readonly touch: boolean;
  declare readonly slippage: PreparedSlippage;
  declare readonly latencyMs: number;
  private listener: VenueListener | null = null;
  now = Number.NEGATIVE_INFINITY;
  /** What slippage has cost since the venue was made, in quanta: value of the distance between the price met and the price filled. */
  slippagePaid = 0;
  /** True while the inside of a candle is being played. */
  inside = false;
  /** True while a fill is being told: orders submitted then are born of it. */
  private filling = false;
  private fillTicks = 0;
  private readonly told = new ToldFill();
  /** Orders that are over, to be used again. */
  private readonly used: VenueOrder[] = [];

  constructor(options: VenueOptions) {
    this.book = new PositionBook(options.wallet, options.instruments.length);
    this.desks = options.instruments.map((instrument) => new Desk(instrument, options.funding?.[instrument.index] ?? null));
    this.slippage = prepareSlippage(options.slippage);
    this.latencyMs = options.latencyMs;
    this.touch = options.touch ?? false;
  }

  connect(listener: VenueListener): void {
    this.listener = listener;
  }

  /** Gives an instrument the candles it will be played on (the path; last prices where there is `depth`). A live feed's come later: `begin` tells when. */
  attach(instrument: number, candles: Candles, depth: Depth | null = null): void {
    const desk = this.desks[instrument] as Desk;
    [desk.candles, desk.depth] = [candles, depth];
    if (candles.length > 0) this.begin(instrument, candles.time[0] as number);
  }

  /** The instrument's first candle starts at `at`, and its funding with it. */
  begin(instrument: number, at: number): void {
    const desk = this.desks[instrument] as Desk;
    desk.funding.start(at);
    this.sweep(desk);
  }

  submit(ticket: OrderTicket, at: number): void {
    const desk = this.desks[ticket.instrument] as Desk;
    const order = (this.used.pop() ?? new VenueOrder()).begin(ticket, at + this.latencyMs);
    if (ticket.oco !== 0) {
      for (const other of desk.orders) if (other.id === ticket.oco && other.stage !== DONE) [order.oco, other.oco] = [other, order];
    }
    if (this.filling && this.latencyMs === 0) {
      order.born = true;
      order.inside = this.inside;
      if (this.inside) order.extreme = this.fillTicks;
    }
    desk.orders[desk.orders.length] = order;
    desk.wake();
  }

  cancel(order: number, instrument: number, at: number): void {
    this.later(instrument, order, null, at);
  }

  amend(order: number, instrument: number, change: OrderChange, at: number): void {
    if (change.oco !== undefined) {
      const desk = this.desks[instrument] as Desk;
      const [a, b] = [desk.working(order), desk.working(change.oco)];
      if (a !== null && b !== null) [a.oco, b.oco] = [b, a];
    }
    this.later(instrument, order, change, at);
  }

  /** True when a candle of this instrument can't pass without meaning something to the account. */
  busy(instrument: number): boolean {
    const desk = this.desks[instrument] as Desk;
    return desk.orders.length > 0 || desk.waiting.length > 0 || this.lotsOf(desk) !== 0;
  }

  /** How many candles from `from` on, `most` at most (where orders rest, `reach`), may close without a word to the venue; the first has been opened. */
  quietCandles(instrument: number, from: number, most: number, reach: number): number {
    const desk = this.desks[instrument] as Desk;
    return desk.active ? desk.quietCandles(from, most < reach ? most : reach) : most;
  }

  /** From this time on an open may mean something to the instrument whatever its price is: funding is due. */
  quietUntil(instrument: number): number {
    return (this.desks[instrument] as Desk).funding.nextAt;
  }

  /** Candle `index` of the instrument opens at `this.now`. */
  opened(instrument: number, index: number): void {
    const desk = this.desks[instrument] as Desk;
    desk.index = index;
    if (desk.wakeAt > this.now) return;
    const open = (desk.candles as Candles).open[index] as number;
    desk.unopened = desk.isBetween(open, open) && desk.funding.nextAt > this.now;
    if (!desk.unopened) this.playOpen(desk);
  }

  /** Candle `index` closes at `this.now`: its inside is played, then its close becomes the mark. */
  closed(instrument: number, index: number): void {
    const desk = this.desks[instrument] as Desk;
    if (desk.active) this.playInside(desk, index);
    // Other instruments' marks are asked where an order is sized by equity; a lone instrument has none.
    if (this.desks.length > 1) desk.lastClose = priceToTicks(desk.instrument, (desk.candles as Candles).close[index] as number);
  }

  private playInside(desk: Desk, index: number): void {
    const { high, low } = desk.candles as Candles;
    if (desk.isBetween(low[index] as number, high[index] as number)) return;
    if (desk.unopened) desk.open();
    matchInside(this, desk, priceToTicks(desk.instrument, high[index] as number), priceToTicks(desk.instrument, low[index] as number));
    this.sweep(desk);
  }

  /** The run is over: market exits are filled at a price of the last candle, everything else is cancelled. */
  settle(instrument: number, price: 'open' | 'close', at: number): void {
    const desk = this.desks[instrument] as Desk;
    const { candles, index } = desk;
    if (candles === null) return;
    this.now = at;
    desk.openBid = priceToTicks(desk.instrument, candles[price][index] as number);
    desk.openAsk = candles.ask ? priceToTicks(desk.instrument, candles.ask[price][index] as number) : desk.openBid;
    desk.volumeLots = Number.NaN;
    for (const order of desk.orders) {
      if (order.stage === DONE) continue;
      if (order.type !== 'market' || !order.reduceOnly) this.finish(order, 'cancelled', 'END');
      else this.fillSlipped(desk, order, order.remaining, order.side > 0 ? desk.openAsk : desk.openBid, order.remaining);
    }
    this.sweep(desk);
  }

  snapshot(): VenueSnapshot {
    return {
      now: this.now,
      book: this.book.snapshot(),
      desks: this.desks.map((desk) => desk.snapshot()),
    };
  }

  restore(snapshot: VenueSnapshot): void {
    this.now = snapshot.now;
    this.book.restore(snapshot.book);
    snapshot.desks.forEach((from, i) => {
      const desk = this.desks[i] as Desk;
      desk.restore(from);
      this.sweep(desk);
    });
  }

  private playOpen(desk: Desk): void {
    const at = this.now;
    desk.open();
    if (desk.waiting.length > 0) this.applyWaiting(desk);
    if (desk.funding.nextAt <= at) this.payFunding(desk);
    this.liquidateIf(desk, desk.openBid, desk.openAsk);
    for (const order of desk.orders) if (order.stage !== DONE && order.expireAt <= at) this.finish(order, 'expired', 'GTD');
    matchAtOpen(this, desk);
    this.sweep(desk);
  }

  private later(instrument: number, order: number, change: OrderChange | null, at: number): void {
    const desk = this.desks[instrument] as Desk;
    const arrival = at + this.latencyMs;
    if (arrival <= Math.max(at, this.now)) this.apply(desk, order, change);
    else {
      desk.waiting.push({ arrival, order, change });
      desk.wake();
    }
  }

  private applyWaiting(desk: Desk): void {
    const at = this.now;
    const due = desk.waiting.filter((waiting) => waiting.arrival <= at);
    if (due.length === 0) return;
    const rest = desk.waiting.filter((waiting) => waiting.arrival > at);
    desk.waiting.length = 0;
    desk.waiting.push(...rest);
    for (const { order, change } of due) this.apply(desk, order, change);
  }

  private apply(desk: Desk, id: number, change: OrderChange | null): void {
    const order = desk.working(id);
    if (order === null) return;
    if (change === null) return this.finish(order, 'cancelled', 'CANCELLED');
    if (change.limit !== undefined) order.limit = change.limit;
    if (change.trigger !== undefined) order.trigger = change.trigger;
    if (change.lots !== undefined) {
      order.lots = Math.max(change.lots, order.filled);
      if (order.remaining === 0) this.finish(order, 'cancelled', 'CANCELLED');
    }
    if (order.type === 'limit') desk.depth?.rests(order);
    desk.bound();
  }

  private payFunding(desk: Desk): void {
    const at = this.now;
    const { funding, instrument } = desk;
    while (funding.nextAt <= at) {
      const { lots } = this.book.positions[instrument.index] as { lots: number };
      if (lots !== 0) {
        const { by, always } = funding.rate();
        const amount = mulRound(valueOf(instrument, desk.openBid, Math.abs(lots)), by.numerator, 1, by.denominator);
        const paid = always || lots > 0 ? amount : -amount;
        this.book.wallet -= paid;
        this.listener?.onFunding(instrument.index, paid, at);
      }
      funding.advance();
    }
  }

  /** Closes the whole position at its bankruptcy price when the price reaches the liquidation condition. */
  liquidateIf(desk: Desk, bid: number, ask: number): void {
    const { instrument } = desk;
    const position = this.book.positions[instrument.index] as { lots: number; cost: number; margin: number };
    if (position.lots === 0 || instrument.tiers.length === 0) return;
    if (!isLiquidated(instrument, position, position.lots > 0 ? bid : ask)) return;
    const side = position.lots > 0 ? -1 : 1;
    const lots = Math.abs(position.lots);
    const ticks = bankruptcyTicks(instrument, position);
    for (const order of desk.orders) if (order.stage !== DONE && order.reduceOnly) this.finish(order, 'cancelled', 'LIQUIDATED');
    this.book.close(instrument, lots, valueOf(instrument, ticks, lots));
    this.listener?.onFill(this.told.set(0, instrument.index, side, lots, ticks, 0, 'taker', 'liquidation', this.now));
  }

  /** Whether slippage depends on the size of the order. */
  get slipsByVolume(): boolean {
    return this.slippage.kind === 'volume-share';
  }

  /** A market-class fill of up to `cap` lots that meets `ticks`: filled after the slippage of an order of `lots`, which is counted. */
  fillSlipped(desk: Desk, order: VenueOrder, cap: number, ticks: number, lots: number): void {
    const worse = slip(this.slippage, order.side, ticks, lots, desk.volumeLots, desk.candles?.ask !== undefined);
    const done = this.fill(desk, order, cap, worse, 'taker');
    if (worse !== ticks) this.slippagePaid += valueOf(desk.instrument, Math.abs(worse - ticks), done);
  }

  /** Lots an order is for at a price: its remainder, or, sized by equity, the opposite position plus what its share buys. */
  lotsAt(desk: Desk, order: VenueOrder, ticks: number, liquidity: Liquidity): number {
    if (!order.unsized) return order.remaining;
    const { instrument } = desk;
    const position = this.book.positions[instrument.index] as { lots: number };
    const opposite = position.lots * order.side < 0 ? Math.abs(position.lots) : 0;
    const fee = opposite > 0 ? feeOf(instrument, valueOf(instrument, ticks, opposite), liquidity === 'maker') : 0;
    const lots = this.lotsForShare(desk, order.equityShare as Fraction, ticks, fee);
    return opposite + (valueOf(instrument, ticks, lots) < instrument.minimumNotional ? 0 : lots);
  }

  /**
   * Fills up to `cap` lots of an order at a price: the opposite position first, then what funds and rules allow to open.
   * What may not be filled ends the order with its code. Returns the lots filled.
   */
  fill(desk: Desk, order: VenueOrder, cap: number, ticks: number, liquidity: Liquidity): number {
    const { instrument } = desk;
    const position = this.book.positions[instrument.index] as { lots: number };
    const opposite = position.lots * order.side < 0 ? Math.abs(position.lots) : 0;
    if (order.reduceOnly && opposite === 0) {
      this.finish(order, 'cancelled', 'NOTHING_TO_REDUCE');
      return 0;
    }
    let opensNothing = false;
    if (order.unsized) {
      order.lots = this.lotsAt(desk, order, ticks, liquidity);
      order.unsized = false;
      opensNothing = order.lots === opposite;
    }
    if (order.reduceOnly && order.remaining > opposite) {
      order.lots = order.filled + opposite;
      order.cut = true;
    }
    const lots = Math.min(order.remaining, cap);
    const closing = Math.min(lots, opposite);
    let done = 0;
    if (closing > 0) {
      const value = valueOf(instrument, ticks, closing);
      this.book.close(instrument, closing, value);
      done = this.execute(order, closing, ticks, feeOf(instrument, value, liquidity === 'maker'), liquidity, 'close');
    }
    if (closing > 0 && order.remaining === 0 && !opensNothing)
      this.finish(order, order.cut ? 'cancelled' : 'filled', order.cut ? 'NOTHING_TO_REDUCE' : '');
    if (closing > 0 && position.lots === 0) this.cancelReduceOnly(desk);
    if (lots > closing || (opensNothing && order.remaining === 0)) done += this.openRest(desk, order, lots - closing, ticks, liquidity);
    if (order.stage !== DONE && order.remaining === 0) this.finish(order, 'filled', '');
    return done;
  }

  private openRest(desk: Desk, order: VenueOrder, wanted: number, ticks: number, liquidity: Liquidity): number {
    const { instrument } = desk;
    if (order.stage === DONE) return 0;
    if (order.reduceOnly) {
      this.finish(order, 'cancelled', 'NOTHING_TO_REDUCE');
      return 0;
    }
    if (order.side < 0 && !instrument.shorting) {
      this.finish(order, 'cancelled', 'SHORT_NOT_ALLOWED');
      return 0;
    }
    const lots = affordable(instrument, this.book.free, wanted, ticks, liquidity === 'maker');
    const value = valueOf(instrument, ticks, lots);
    if (lots === 0 || (lots < wanted && value < instrument.minimumNotional)) {
      this.finish(order, 'cancelled', 'INSUFFICIENT_FUNDS');
      return 0;
    }
    this.book.open(instrument, order.side, lots, value);
    const done = this.execute(order, lots, ticks, feeOf(instrument, value, liquidity === 'maker'), liquidity, 'open');
    if (lots < wanted && order.stage !== DONE) this.finish(order, 'cancelled', 'INSUFFICIENT_FUNDS');
    return done;
  }

  private execute(order: VenueOrder, lots: number, ticks: number, fee: number, liquidity: Liquidity, kind: FillKind): number {
    this.book.wallet -= fee;
    order.filled += lots;
    const partner = order.oco;
    if (partner !== null && partner.stage !== DONE) {
      partner.lots -= lots;
      if (partner.remaining <= 0) this.finish(partner, 'cancelled', 'OCO_DONE');
    }
    this.fillTicks = ticks;
    this.filling = true;
    this.listener?.onFill(this.told.set(order.id, order.instrument, order.side, lots, ticks, fee, liquidity, kind, this.now));
    this.filling = false;
    return lots;
  }

  private lotsForShare(desk: Desk, share: Fraction, ticks: number, fee: number): number {
    let equity = this.book.wallet - fee;
    for (const other of this.desks) {
      const mark = other === desk ? ticks : other.lastClose;
      if (mark > 0) equity += this.book.unrealised(other.instrument, mark);
    }
    return lotsForShare(desk.instrument, share, equity, ticks);
  }

  private cancelReduceOnly(desk: Desk): void {
    for (const order of desk.orders) {
      if (order.stage !== DONE && (order.stage !== ARRIVING || order.born) && order.reduceOnly)
        this.finish(order, 'cancelled', 'NOTHING_TO_REDUCE');
    }
  }

  finish(order: VenueOrder, status: OrderStatus, code: string): void {
    if (order.stage === DONE) return;
    order.stage = DONE;
    (this.desks[order.instrument] as Desk).finished = true;
    if (order.oco !== null) {
      order.oco.oco = null;
      order.oco = null;
    }
    this.listener?.onDone(order.id, status, code, this.now);
  }

  /** Forgets finished orders and sees whether the desk has to be looked at again; called when no loop is walking the desk. */
  private sweep(desk: Desk): void {
    if (desk.finished) desk.dropFinished(this.used);
    desk.active = desk.orders.length > 0 || desk.waiting.length > 0 || (desk.instrument.tiers.length > 0 && this.lotsOf(desk) !== 0);
    desk.wakeAt = desk.active ? Number.NEGATIVE_INFINITY : desk.funding.nextAt;
    if (desk.active) desk.bound();
  }

  private lotsOf(desk: Desk): number {
    return (this.book.positions[desk.instrument.index] as { lots: number }).lots;
  }
}
