/** Bars of a market: stored candles and the one under way in any length, and the five-second bars of a move. */

import { formatTicks, priceToTicks } from '../../../core/domain/instrument.ts';
import { startedBefore } from '../../../core/market/candles.ts';
import type { Market } from '../exchange/market.ts';
import type { Move } from '../exchange/moves.ts';

/** Times are starts, epoch ms. */
export interface Bar {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

const REAL_TIME_MS = 5000;

/** What the client calls a bar's length, in ms. */
const SIZES: Readonly<Record<string, number>> = {
  '5 secs': 5000,
  '1 min': 60_000,
  '2 mins': 120_000,
  '3 mins': 180_000,
  '5 mins': 300_000,
  '10 mins': 600_000,
  '15 mins': 900_000,
  '20 mins': 1_200_000,
  '30 mins': 1_800_000,
  '1 hour': 3_600_000,
  '4 hours': 14_400_000,
  '1 day': 86_400_000,
};

const UNITS: Readonly<Record<string, number>> = { S: 1000, D: 86_400_000, W: 7 * 86_400_000, M: 30 * 86_400_000, Y: 365 * 86_400_000 };

/** Null for a length the simulator has no bars of. */
export function barLength(market: Market, size: string): number | null {
  const length = SIZES[size];
  return length !== undefined && length % market.timeframeMs === 0 ? length : null;
}

/** `1 D`, `3600 S`, … in ms; null where it is not one. */
export function duration(text: string): number | null {
  const match = /^(\d+) ([SDWMY])$/.exec(text);
  return match === null ? null : Number(match[1]) * (UNITS[match[2] as string] as number);
}

/** Bars that begin in from <= t < to, the one under way last. */
export function barsOf(market: Market, lengthMs: number, from: number, to: number): Bar[] {
  const { source, closed, current } = market;
  const bars: Bar[] = [];
  const add = (candle: Bar) => {
    const time = Math.floor(candle.time / lengthMs) * lengthMs;
    if (time < from || time >= to) return;
    const last = bars.at(-1);
    if (last?.time !== time) {
      bars.push({ ...candle, time });
      return;
    }
    last.high = Math.max(last.high, candle.high);
    last.low = Math.min(last.low, candle.low);
    last.close = candle.close;
    last.volume += candle.volume;
  };
  const at = (column: Float64Array, index: number) => column[index] as number;
  for (let i = startedBefore(source, from); i < closed; i++) {
    add({
      time: at(source.time, i),
      open: at(source.open, i),
      high: at(source.high, i),
      low: at(source.low, i),
      close: at(source.close, i),
      volume: at(source.volume, i),
    });
  }
  if (market.isUnderWay) add({ ...current });
  return bars;
}

/**
 * The five-second bars of the way to a move, since the move before it. Together those of a candle have its open, extremes, close and volume. A recording's
 * are its candles, where these are of five seconds.
 */
export function realTimeBars(market: Market, move: Move): Bar[] {
  const { instrument, timeframeMs, current } = market;
  if (move.trade !== undefined) return move.part === 'close' && timeframeMs === REAL_TIME_MS ? [{ ...current }] : [];
  if (move.part === 'open') return [];
  const span = timeframeMs / 4;
  const count = Math.max(1, Math.round(span / REAL_TIME_MS));
  const price = (share: number) => Number(formatTicks(instrument, priceToTicks(instrument, move.from + (move.to - move.from) * share)));
  const volume = move.part === 'inside' ? move.volume / count : 0;
  return Array.from({ length: count }, (_, index) => {
    const open = price(index / count);
    const close = price((index + 1) / count);
    return { time: move.at - span + index * REAL_TIME_MS, open, high: Math.max(open, close), low: Math.min(open, close), close, volume };
  });
}
