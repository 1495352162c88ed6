/** The newest durable closes as prices of the engine: what is held is valued at them wherever it is shown. */

import { type Instrument, priceToTicks } from '../../core/domain/instrument.ts';
import type { DurableCandles } from './durable-candles.ts';

interface MarkedParts {
  readonly instruments: readonly Instrument[];
  readonly candles: Pick<DurableCandles, 'lastClose'>;
}

/** Ticks of every instrument's last close; NaN before the first. */
export function marksOf({ instruments, candles }: MarkedParts): number[] {
  return instruments.map((instrument) => priceToTicks(instrument, candles.lastClose(instrument.index)));
}
