/** The position of one slot alone, as its strategy sees it. */

import { type Instrument, ticksToPrice } from '../../domain/instrument.ts';
import type { PositionView, Side } from '../strategy/strategy.ts';

export class SlotPosition implements PositionView {
  declare private readonly instrument: Instrument;
  lots = 0;
  /** Entry value in quanta. */
  cost = 0;
  openedAt = 0;
  candlesHeld = 0;
  stopTicks = Number.NaN;
  targetTicks = Number.NaN;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  get side(): Side | 0 {
    return this.lots > 0 ? 1 : this.lots < 0 ? -1 : 0;
  }
  get units(): number {
    return Math.abs(this.lots) * this.instrument.lotSize;
  }
  get entryPrice(): number {
    if (this.lots === 0) return Number.NaN;
    const { valueDivisor, valueMultiplier } = this.instrument;
    return ticksToPrice(this.instrument, (this.cost * valueDivisor) / (Math.abs(this.lots) * valueMultiplier));
  }
  get stopPrice(): number {
    return ticksToPrice(this.instrument, this.stopTicks);
  }
  get targetPrice(): number {
    return ticksToPrice(this.instrument, this.targetTicks);
  }
}
