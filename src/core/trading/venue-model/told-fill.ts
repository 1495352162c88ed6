/** The fill a venue is telling: one record for all of them. */

import type { FillKind, Liquidity } from '../../domain/order.ts';
import type { Fill } from './venue.ts';

export class ToldFill implements Fill {
  order = 0;
  instrument = 0;
  side: 1 | -1 = 1;
  lots = 0;
  ticks = 0;
  fee = 0;
  liquidity: Liquidity = 'taker';
  kind: FillKind = 'open';
  at = 0;

  set(
    order: number,
    instrument: number,
    side: 1 | -1,
    lots: number,
    ticks: number,
    fee: number,
    liquidity: Liquidity,
    kind: FillKind,
    at: number,
  ): this {
    this.order = order;
    this.instrument = instrument;
    this.side = side;
    this.lots = lots;
    this.ticks = ticks;
    this.fee = fee;
    this.liquidity = liquidity;
    this.kind = kind;
    this.at = at;
    return this;
  }
}
