/** Keeps candles out that can't be true: a feed's mistake must not move a stop, a size or a mark. What is left out is a gap, as if it had not been heard. */

import type { CandleNumbers } from '../engine/steps.ts';

/** A close this far from the one before is believed when a second candle says the same. */
const JUMP_RATIO = 0.25;

export class CandleGuard {
  /** By instrument: the last close believed, and the one that waits for a second; NaN for none. */
  private readonly believed: number[] = [];
  private readonly doubted: number[] = [];

  /** What a candle says that can't be so, in words; null where it may be taken in. `known` is the close before, NaN where there is none. */
  faultOf(instrument: number, numbers: CandleNumbers, known: number): string | null {
    const open = numbers[1] as number;
    const high = numbers[2] as number;
    const low = numbers[3] as number;
    const close = numbers[4] as number;
    if (!isPrice(open) || !isPrice(high) || !isPrice(low) || !isPrice(close) || !((numbers[5] ?? 0) >= 0))
      return `expected positive prices, found ${numbers.slice(1).join(', ')}`;
    if (high < Math.max(open, close) || low > Math.min(open, close))
      return `expected high and low around open and close, found ${numbers.slice(1).join(', ')}`;
    const before = this.believed[instrument] ?? known;
    if (isFar(high, before) || isFar(low, before)) {
      const doubted = this.doubted[instrument] ?? Number.NaN;
      this.doubted[instrument] = close;
      if (Number.isNaN(doubted) || isFar(close, doubted))
        return `a move from ${before} to ${close} (${low} to ${high}) waits for a second candle`;
    }
    this.doubted[instrument] = Number.NaN;
    this.believed[instrument] = close;
    return null;
  }
}

function isPrice(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

/** False where there is nothing to compare with. */
function isFar(price: number, from: number): boolean {
  return Math.abs(price / from - 1) > JUMP_RATIO;
}
