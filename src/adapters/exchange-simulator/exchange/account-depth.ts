/** What one account's orders meet in a recorded market: its levels, and, for each resting order, its place in the queue. */

import type { Depth, RestingLimit } from '../../../core/trading/venue-model/depth.ts';
import type { Market } from './market.ts';
import type { Sides } from './sides.ts';

interface Place {
  limit: number;
  /** Lots that are filled before the order is; Infinity where nobody knows. */
  ahead: number;
  /** Lots displayed against the order at its price or better that it has met already. */
  met: number;
  left: number;
}

/**
 * The recording is not changed by anybody's orders. A resting order stands behind all that was displayed at its price when it came. Trades at its price go
 * to those in front first; what leaves the queue without a trade is taken to have stood behind it, until less is displayed than stood in front. A trade
 * beyond its price, and what comes to be displayed against it, is the order's.
 */
export class AccountDepth implements Depth {
  private readonly market: Market;
  private readonly sides: Sides;
  private readonly places = new Map<number, Place>();
  /** Lots given to the account's orders in this move. */
  private given = 0;
  private givenIn = -1;

  constructor(market: Market, sides: Sides) {
    this.market = market;
    this.sides = sides;
  }

  ticksAt(side: 1 | -1, n: number): number {
    return this.sides.ticksAt(side, n);
  }

  lotsAt(side: 1 | -1, n: number): number {
    return this.sides.lotsAt(side, n);
  }

  rests({ id, side, limit, remaining: left }: RestingLimit): void {
    const known = this.places.get(id);
    if (known !== undefined && known.limit === limit && left <= known.left) known.left = left;
    else this.places.set(id, { limit, left, ahead: this.sides.queueAt(side, limit), met: this.sides.against(side, limit) });
  }

  gone(order: number): void {
    this.places.delete(order);
  }

  reaching(order: RestingLimit): number {
    const place = this.places.get(order.id);
    if (place === undefined) {
      this.rests(order);
      return 0;
    }
    if (this.givenIn !== this.market.moves) [this.given, this.givenIn] = [0, this.market.moves];
    const reached = this.byTrade(order, place) + this.byBook(order, place) - this.given;
    const lots = Math.max(0, Math.min(order.remaining, reached));
    this.given += lots;
    place.left = order.remaining - lots;
    return lots;
  }

  /** Lots of the trade of this moment that come to the order. */
  private byTrade({ side, limit }: RestingLimit, place: Place): number {
    const { trade } = this.market;
    if (trade === null) return 0;
    const beyond = side * (limit - trade.ticks);
    if (beyond > 0) {
      place.ahead = 0;
      return trade.lots;
    }
    if (beyond < 0 || trade.side === side) return 0;
    const before = place.ahead;
    place.ahead = Math.max(0, before - trade.lots);
    return Math.max(0, trade.lots - before);
  }

  /** Lots that have come to be displayed against the order. */
  private byBook({ side, limit }: RestingLimit, place: Place): number {
    const against = this.sides.against(side, limit);
    const news = Math.max(0, against - place.met);
    place.met = against;
    place.ahead = Math.min(place.ahead, this.sides.queueAt(side, limit));
    return news;
  }
}
