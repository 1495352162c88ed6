/** A fill, or the part of one that is a slot's own, as slot and observers are told of it. */

import type { FillKind, Liquidity } from '../../domain/order.ts';
import type { FeeInKind, Fill } from '../venue-model/venue.ts';
import type { EngineOrder, OrderPurpose } from './engine-order.ts';

/** Money in quanta, price in ticks. The engine fills in one record again and again: copy what must be kept. */
export class SlotFill {
  /** Number of the order; 0 for a liquidation. */
  order = 0;
  purpose: OrderPurpose | 'liquidation' = 'entry';
  reason = '';
  side: 1 | -1 = 1;
  lots = 0;
  ticks = 0;
  value = 0;
  fee = 0;
  liquidity: Liquidity = 'taker';
  kind: FillKind = 'open';
  /** Result of what it closes, before fees. */
  realised = 0;
  at = 0;
  feeInKind: FeeInKind | undefined = undefined;

  /** A taker's fill of a kind and purpose; the rest is to be written. */
  static of(purpose: OrderPurpose, kind: FillKind): SlotFill {
    return Object.assign(new SlotFill(), { purpose, kind });
  }

  begin(fill: Fill, order: EngineOrder | null): void {
    this.order = fill.order;
    this.purpose = order === null ? 'liquidation' : order.purpose;
    this.reason = order === null ? 'liquidation' : order.reason;
    this.side = fill.side;
    this.lots = fill.lots;
    this.ticks = fill.ticks;
    this.fee = fill.fee;
    this.liquidity = fill.liquidity;
    this.kind = fill.kind;
    this.at = fill.at;
    this.feeInKind = fill.feeInKind;
  }
}
