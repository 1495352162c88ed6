/** How a market moves, and how a candle does: the instants at which it opens, trades along and closes, so that an exchange can be asked for a price at any time. */

import type { Candles } from '../../../core/market/candles.ts';

/** The market went from one price to another; `volume` was traded on the way. Prices in units, and of the ask where the source has one. */
export interface Move {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly volume: number;
  readonly askFrom: number;
  readonly askTo: number;
  /** Index of the candle, and whether it begins here or is over. `close` moves nothing. */
  readonly candle: number;
  readonly part: 'open' | 'inside' | 'close';
  /** The recorded trade that the move is; null for a recorded move that is none, and absent where a candle's trades have to be made up. */
  readonly trade?: RecordedTrade | null;
}

/** `side` is who took. */
export interface RecordedTrade {
  readonly side: 1 | -1;
  readonly ticks: number;
  readonly lots: number;
}

/** Number of moves of one candle. */
export const MOVES = 5;

/** When move `step` (0 to 4) of a candle is made. */
export function timeOf(candles: Candles, candle: number, step: number, timeframeMs: number): number {
  return (candles.time[candle] as number) + Math.floor((timeframeMs * step) / (MOVES - 1));
}

/**
 * Move `step` (0 to 4) of a candle: it opens, goes to the extreme behind it, to the one before it, to its close, and is over. A candle that rises sees its
 * low first, one that falls its high: the usual reading of a candle whose inside is not known.
 */
export function moveOf(candles: Candles, candle: number, step: number, timeframeMs: number): Move {
  const last = Math.min(step, 3);
  const before = step === 0 || step === MOVES - 1 ? last : last - 1;
  const from = priceAt(candles, candle, before);
  const to = priceAt(candles, candle, last);
  const { ask } = candles;
  return {
    at: timeOf(candles, candle, step, timeframeMs),
    from,
    to,
    volume: (candles.volume[candle] as number) / 3,
    askFrom: ask === undefined ? from : priceAt(ask, candle, before),
    askTo: ask === undefined ? to : priceAt(ask, candle, last),
    candle,
    part: step === 0 ? 'open' : step === MOVES - 1 ? 'close' : 'inside',
  };
}

/** Where a candle's price is after so many of its moves: open, one extreme, the other, close. */
function priceAt({ open, high, low, close }: Pick<Candles, 'open' | 'high' | 'low' | 'close'>, i: number, moves: number): number {
  if (moves === 0) return open[i] as number;
  if (moves === 3) return close[i] as number;
  const rises = (close[i] as number) >= (open[i] as number);
  return (rises === (moves === 1) ? low[i] : high[i]) as number;
}
