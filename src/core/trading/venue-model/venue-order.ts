/** A working order inside the venue model. One class, one shape: the matching loop reads these fields on every candle. */

import { type Fraction, fractionOf } from '../../domain/instrument.ts';
import type { OrderTicket, OrderType, TimeInForce } from '../../domain/order.ts';

/** Where an order's matching stands. */
export const ARRIVING = 0;
export const RESTING = 1;
export const DONE = 2;

export class VenueOrder {
  id = 0;
  instrument = 0;
  side: 1 | -1 = 1;
  type: OrderType = 'market';
  lots = 0;
  filled = 0;
  /** Share of equity that sizes the order at its fill; null when the quantity is given. */
  equityShare: Fraction | null = null;
  declare limit: number;
  declare trigger: number;
  trailTicks = 0;
  trail: Fraction | null = null;
  /** Best price seen by a trailing stop, in ticks; NaN before its first open. */
  declare extreme: number;
  timeInForce: TimeInForce = 'GTC';
  declare expireAt: number;
  postOnly = false;
  reduceOnly = false;
  oco: VenueOrder | null = null;
  declare arrival: number;
  stage = ARRIVING;
  /** True while the order may not act before the next open. */
  asleep = false;
  /** True for a trailing stop that was active at the open of this candle. */
  seenOpen = false;
  /** Created by a fill, without latency; `inside`: while the inside of a candle was played. */
  born = false;
  inside = false;
  /** A share of equity not yet turned into lots. */
  unsized = false;
  /** Reduced to the position it may reduce. */
  cut = false;

  /** Starts, or starts again, as the order of a ticket. */
  begin(ticket: OrderTicket, arrival: number): this {
    this.id = ticket.id;
    this.instrument = ticket.instrument;
    this.side = ticket.side;
    this.type = ticket.type;
    this.lots = ticket.lots;
    this.filled = 0;
    this.equityShare = ticket.equityShare > 0 ? fractionOf(ticket.equityShare) : null;
    this.limit = ticket.limit;
    this.trigger = ticket.trigger;
    this.trailTicks = ticket.trailTicks;
    this.trail = ticket.trailRatio > 0 ? fractionOf(ticket.trailRatio) : null;
    this.extreme = Number.NaN;
    this.timeInForce = ticket.timeInForce;
    this.expireAt = ticket.expireAt;
    this.postOnly = ticket.postOnly;
    this.reduceOnly = ticket.reduceOnly;
    this.oco = null;
    this.arrival = arrival;
    this.stage = ARRIVING;
    this.asleep = this.seenOpen = this.born = this.inside = this.cut = false;
    this.unsized = this.equityShare !== null;
    return this;
  }

  get remaining(): number {
    return this.lots - this.filled;
  }

  /** Trigger price now: for a trailing stop the level its extreme gives, rounded away from the market. */
  get level(): number {
    if (this.type !== 'trailing-stop') return this.trigger;
    if (this.trail === null) return this.extreme + this.side * this.trailTicks;
    const { numerator, denominator } = this.trail;
    return this.side < 0
      ? Math.floor((this.extreme * (denominator - numerator)) / denominator)
      : Math.ceil((this.extreme * (denominator + numerator)) / denominator);
  }

  snapshot(): VenueOrderSnapshot {
    const whole = (value: number) => (Number.isFinite(value) ? value : null);
    const {
      id,
      instrument,
      side,
      type,
      lots,
      filled,
      equityShare,
      trailTicks,
      trail,
      timeInForce,
      postOnly,
      reduceOnly,
      arrival,
      stage,
      asleep,
      seenOpen,
    } = this;
    return {
      ...{
        id,
        instrument,
        side,
        type,
        lots,
        filled,
        equityShare,
        trailTicks,
        trail,
        timeInForce,
        postOnly,
        reduceOnly,
        arrival,
        stage,
        asleep,
        seenOpen,
      },
      unsized: this.unsized,
      cut: this.cut,
      limit: whole(this.limit),
      trigger: whole(this.trigger),
      extreme: whole(this.extreme),
      expireAt: whole(this.expireAt),
      oco: this.oco?.id ?? 0,
    };
  }

  /** The order of a snapshot; its partner is linked by the caller. */
  static restore(from: VenueOrderSnapshot): VenueOrder {
    const { equityShare, trail } = from;
    const order = new VenueOrder().begin(
      {
        ...from,
        equityShare: equityShare === null ? 0 : equityShare.numerator / equityShare.denominator,
        trailRatio: trail === null ? 0 : trail.numerator / trail.denominator,
        limit: from.limit ?? Number.NaN,
        trigger: from.trigger ?? Number.NaN,
        expireAt: from.expireAt ?? Number.POSITIVE_INFINITY,
      },
      from.arrival,
    );
    order.filled = from.filled;
    order.extreme = from.extreme ?? Number.NaN;
    order.stage = from.stage;
    order.asleep = from.asleep;
    order.seenOpen = from.seenOpen;
    order.unsized = from.unsized;
    order.cut = from.cut;
    return order;
  }
}

export interface VenueOrderSnapshot {
  readonly id: number;
  readonly instrument: number;
  readonly side: 1 | -1;
  readonly type: OrderType;
  readonly lots: number;
  readonly filled: number;
  readonly equityShare: Fraction | null;
  readonly limit: number | null;
  readonly trigger: number | null;
  readonly trailTicks: number;
  readonly trail: Fraction | null;
  readonly extreme: number | null;
  readonly timeInForce: TimeInForce;
  readonly expireAt: number | null;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly oco: number;
  readonly arrival: number;
  readonly stage: number;
  readonly asleep: boolean;
  readonly seenOpen: boolean;
  readonly unsized: boolean;
  readonly cut: boolean;
}
