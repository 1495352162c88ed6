/** One instrument's order book of the account, and the candle being played. */

import { type Instrument, priceToTicks } from '../../domain/instrument.ts';
import type { Candles } from '../../market/candles.ts';
import type { Depth } from './depth.ts';
import { FundingClock, type FundingHistory } from './funding.ts';
import type { OrderChange } from './venue.ts';
import { DONE, RESTING, VenueOrder, type VenueOrderSnapshot } from './venue-order.ts';

/** A change on its way; null cancels. */
export interface Waiting {
  readonly arrival: number;
  readonly order: number;
  readonly change: OrderChange | null;
}

export class Desk {
  declare readonly instrument: Instrument;
  readonly orders: VenueOrder[] = [];
  readonly waiting: Waiting[] = [];
  declare readonly funding: FundingClock;
  candles: Candles | null = null;
  /** What orders meet besides the candle's prices; null where they are all that is known. */
  depth: Depth | null = null;
  index = 0;
  /** Open of the candle by order side, in ticks: buys look at the ask where there is one. */
  openBid = 0;
  openAsk = 0;
  lastClose = 0;
  /** Lots limit-class fills may still take in this candle. */
  budget = 0;
  volumeLots = Number.NaN;
  /** True when an order has ended since the last sweep. */
  finished = false;
  /** False when a candle can pass without being looked at: no order works, and no position that could be liquidated is held. */
  active = false;
  /** When a candle has to be looked at next: at once while active, else at the next funding time; Infinity for never. */
  wakeAt = Number.POSITIVE_INFINITY;
  /** While every price of a candle lies between these two, in ticks, its orders have nothing to do. Nothing does where they cross. */
  below = Number.POSITIVE_INFINITY;
  above = Number.NEGATIVE_INFINITY;
  /** True when the open of the candle was passed over: `open` is still to be called should the candle matter after all. */
  unopened = false;

  constructor(instrument: Instrument, funding: FundingHistory | 'missing' | null) {
    this.instrument = instrument;
    this.funding = new FundingClock(funding);
  }

  /** Candle `index` opens: its prices and what may be traded in it. */
  open(): void {
    const { instrument, index } = this;
    this.unopened = false;
    const candles = this.candles as Candles;
    this.openBid = priceToTicks(instrument, candles.open[index] as number);
    this.openAsk = candles.ask ? priceToTicks(instrument, candles.ask.open[index] as number) : this.openBid;
    this.volumeLots = candles.hasVolume ? wholeLots((candles.volume[index] as number) / instrument.lotSize) : Number.NaN;
    this.budget = candles.hasVolume ? Math.floor(this.volumeLots / 10) : Number.POSITIVE_INFINITY;
    // With depth, limit orders are filled with what it says and nothing else.
    if (this.depth !== null) this.budget = 0;
  }

  /** Moves the orders that are over to `used`. */
  dropFinished(used: VenueOrder[]): void {
    const { orders } = this;
    this.finished = false;
    let kept = 0;
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i] as VenueOrder;
      if (order.stage === DONE) {
        used[used.length] = order;
        this.depth?.gone(order.id);
      } else orders[kept++] = order;
    }
    while (orders.length > kept) orders.pop();
  }

  /** The order of this number that is not over; null when there is none. */
  working(id: number): VenueOrder | null {
    for (const order of this.orders) if (order.id === id && order.stage !== DONE) return order;
    return null;
  }

  /** Sees between which prices the orders have nothing to do. */
  bound(): void {
    this.unbound();
    const { orders, instrument, waiting, candles, depth } = this;
    if (waiting.length > 0 || instrument.tiers.length > 0 || candles?.ask || depth !== null) return;
    let below = Number.NEGATIVE_INFINITY;
    let above = Number.POSITIVE_INFINITY;
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i] as VenueOrder;
      const ticks = actsAt(order);
      if (Number.isNaN(ticks)) return;
      const fromBelow = order.type === 'stop' ? order.side > 0 : order.side < 0;
      if (fromBelow) above = Math.min(above, ticks);
      else below = Math.max(below, ticks);
    }
    this.below = below;
    this.above = above;
  }

  private unbound(): void {
    this.below = Number.POSITIVE_INFINITY;
    this.above = Number.NEGATIVE_INFINITY;
  }

  /** Whether a candle's prices from `low` to `high`, in units, leave the orders with nothing to do. */
  isBetween(low: number, high: number): boolean {
    const { instrument } = this;
    return priceToTicks(instrument, low) > this.below && priceToTicks(instrument, high) < this.above;
  }

  /** How many candles in a row from `from` on, `most` at most, leave the orders with nothing to do. */
  quietCandles(from: number, most: number): number {
    const { below, above, instrument } = this;
    if (!(below < above)) return 0;
    const { low, high } = this.candles as Candles;
    const { ticksPerUnit, tickUnits } = instrument;
    let count = 0;
    // As in `isBetween`, with the rounding to ticks taken to the other side of the comparison.
    while (
      count < most &&
      ((low[from + count] as number) * ticksPerUnit) / tickUnits + 0.5 >= below + 1 &&
      ((high[from + count] as number) * ticksPerUnit) / tickUnits + 0.5 < above
    )
      count++;
    return count;
  }

  wake(): void {
    this.unbound();
    this.active = true;
    this.wakeAt = Number.NEGATIVE_INFINITY;
  }

  snapshot(): DeskSnapshot {
    const { orders, waiting, funding, index, openBid, openAsk, lastClose, budget, volumeLots } = this;
    return {
      orders: orders.filter(({ stage }) => stage !== DONE).map((order) => order.snapshot()),
      waiting: [...waiting],
      funding: funding.snapshot(),
      index,
      openBid,
      openAsk,
      lastClose,
      budget: Number.isFinite(budget) ? budget : null,
      volumeLots: Number.isNaN(volumeLots) ? null : volumeLots,
      unopened: this.unopened,
    };
  }

  restore(from: DeskSnapshot): void {
    this.orders.splice(0, this.orders.length, ...from.orders.map((order) => VenueOrder.restore(order)));
    for (const { id, oco } of from.orders) {
      if (oco !== 0)
        (this.orders.find((order) => order.id === id) as VenueOrder).oco = this.orders.find((order) => order.id === oco) ?? null;
    }
    this.waiting.splice(0, this.waiting.length, ...from.waiting);
    this.funding.restore(from.funding);
    Object.assign(this, { index: from.index, openBid: from.openBid, openAsk: from.openAsk, lastClose: from.lastClose });
    this.budget = from.budget ?? Number.POSITIVE_INFINITY;
    this.volumeLots = from.volumeLots ?? Number.NaN;
    this.unopened = from.unopened;
  }
}

export interface DeskSnapshot {
  readonly orders: readonly VenueOrderSnapshot[];
  readonly waiting: readonly Waiting[];
  readonly funding: { readonly next: number; readonly nextAt: number | null };
  readonly index: number;
  readonly openBid: number;
  readonly openAsk: number;
  readonly lastClose: number;
  readonly budget: number | null;
  readonly volumeLots: number | null;
  readonly unopened: boolean;
}

/** The price at which a resting order may act at the earliest, in ticks; NaN for an order that has to be looked at whatever the prices are. */
function actsAt({ stage, asleep, expireAt, type, trigger, limit }: VenueOrder): number {
  if (stage !== RESTING || asleep || expireAt !== Number.POSITIVE_INFINITY) return Number.NaN;
  return type === 'stop' ? trigger : type === 'limit' ? limit : Number.NaN;
}

/**
 * A volume read from decimal text is a hair off its whole lots: the nearest whole number when within a millionth of a millionth, else the one below. Less
 * than a lot stays what it is: something was traded, and only a candle without volume fills nothing.
 */
function wholeLots(lots: number): number {
  const near = Math.round(lots);
  if (Math.abs(lots - near) <= lots * 1e-12) return near;
  return lots < 1 ? lots : Math.floor(lots);
}
