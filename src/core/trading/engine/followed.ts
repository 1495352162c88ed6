/** A candle stream while the engine plays it: where it has come to, what moves with it, and what the account holds in its instrument. */

import { type Instrument, priceToTicks } from '../../domain/instrument.ts';
import type { Candles } from '../../market/candles.ts';
import { type Position, unrealisedOf } from '../ledger/position-book.ts';
import type { CandleView } from './candle-view.ts';
import type { EngineStream } from './engine-options.ts';
import type { Slot } from './slot.ts';

export class Followed {
  declare readonly stream: EngineStream;
  declare readonly candles: Candles;
  declare readonly instrument: Instrument;
  /** What the account holds in the instrument. */
  declare readonly position: Position;
  readonly views: CandleView[] = [];
  readonly slots: Slot[] = [];
  /** The slot whose view alone this stream moves; null where there are several. */
  declare readonly lone: Slot | null;
  /** The candle that closed last, and how many have been taken in by the views. */
  index = -1;
  seen = 0;
  /** First candle of the day that is not finished yet. */
  dayStart = 0;

  constructor(stream: EngineStream, instrument: Instrument, position: Position, slots: readonly Slot[]) {
    this.stream = stream;
    this.candles = stream.candles;
    this.instrument = instrument;
    this.position = position;
    for (const slot of slots) {
      for (const higher of slot.higher) if (higher.stream === stream.index) this.views.push(higher.view);
      if (slot.stream !== stream.index) continue;
      this.views.push(slot.view);
      this.slots.push(slot);
    }
    this.lone = this.views.length === 1 && this.slots.length === 1 ? (this.slots[0] as Slot) : null;
  }

  advance(index: number): void {
    const { views } = this;
    this.seen = index + 1;
    for (let v = 0; v < views.length; v++) (views[v] as CandleView).advance(index);
  }

  /** Price at the last close in ticks; 0 before the first. */
  get ticks(): number {
    return this.index < 0 ? 0 : priceToTicks(this.instrument, this.candles.close[this.index] as number);
  }

  /** Result of the open position at the close of a candle, in quanta. */
  unrealisedAt(index: number): number {
    return unrealisedOf(this.instrument, this.position, priceToTicks(this.instrument, this.candles.close[index] as number));
  }
}
