/** One instrument's order book of the account, and the candle being played. */

import type { Instrument } from '../../domain/instrument.ts';
import type { Candles } from '../../market/candles.ts';
import { FundingClock, type FundingHistory } from './funding.ts';
import type { OrderChange } from './venue-model.ts';
import type { VenueOrder } from './venue-order.ts';

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

  constructor(instrument: Instrument, funding: FundingHistory | 'missing' | null) {
    this.instrument = instrument;
    this.funding = new FundingClock(funding);
  }

  wake(): void {
    this.active = true;
    this.wakeAt = Number.NEGATIVE_INFINITY;
  }
}
