/** Float noise: prices such as 100.33999633789062 or 129587.00000000001 are decimals that passed through a binary float; this finds the decimals again. */

import type { Candles } from './candles.ts';

/** A few roundings in 64-bit arithmetic, relative. */
const FLOAT64_TOLERANCE = 2 ** -50;
/** Prices written with no more decimals than this are taken at their word. */
const PLAIN_DECIMALS = 5;
/** As fine as engines here count. */
const MOST_DECIMALS = 8;

export interface PricePrecision {
  /** Decimals of the prices: those written, or those found under the noise; at most 8. */
  readonly decimals: number;
  /** Present when the written digits were noise. */
  readonly noise?: 'float32' | 'float64';
  /** True when prices need more than 8 decimals, as adjusted series do: they can't be whole ticks. */
  readonly finer: boolean;
}

/** Says how precise the prices of a series are. `writtenDecimals` is the most any price had in its text. */
export function pricePrecision(candles: Candles, writtenDecimals: number): PricePrecision {
  if (writtenDecimals <= PLAIN_DECIMALS) return { decimals: writtenDecimals, finer: false };
  const float64 = fewestDecimals(candles, (price, decimal) => Math.abs(decimal - price) <= Math.abs(price) * FLOAT64_TOLERANCE);
  if (float64 <= MOST_DECIMALS && float64 < writtenDecimals) return { decimals: float64, noise: 'float64', finer: false };
  // Written with d decimals, a 32-bit float is off by at most half of 10^-d.
  const halfUnit = 0.5001 * 10 ** -writtenDecimals;
  const float32 = fewestDecimals(
    candles,
    (price, decimal) =>
      decimal === price || Math.abs(Math.fround(decimal) - price) <= Math.max(halfUnit, Math.abs(price) * FLOAT64_TOLERANCE),
  );
  if (float32 < writtenDecimals && float32 <= PLAIN_DECIMALS) return { decimals: float32, noise: 'float32', finer: false };
  return { decimals: Math.min(writtenDecimals, MOST_DECIMALS), finer: writtenDecimals > MOST_DECIMALS };
}

/** The fewest decimals at which every price counts as its own rounding; more than 8 when there are none. */
function fewestDecimals(candles: Candles, isSame: (price: number, decimal: number) => boolean): number {
  let decimals = 0;
  for (const column of [candles.open, candles.high, candles.low, candles.close]) {
    for (let i = 0; i < candles.length; i++) {
      const price = column[i] as number;
      while (decimals <= MOST_DECIMALS && price === price && !isSame(price, roundTo(price, decimals))) decimals++;
      if (decimals > MOST_DECIMALS) return decimals;
    }
  }
  return decimals;
}

/** Rounds all price columns to that many decimals, in place. */
export function roundPrices(candles: Candles, decimals: number): void {
  const { ask } = candles;
  const columns = [candles.open, candles.high, candles.low, candles.close, ...(ask ? [ask.open, ask.high, ask.low, ask.close] : [])];
  for (const column of columns) for (let i = 0; i < candles.length; i++) column[i] = roundTo(column[i] as number, decimals);
}

/** The double nearest to the decimal: one correctly rounded division of an integer. */
function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
