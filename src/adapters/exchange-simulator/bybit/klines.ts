/** Klines of any of the venue's intervals, built from a market's closed candles and the one under way. */

import type { Market } from '../exchange/market.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The first Monday of the epoch was its fifth day. */
const MONDAY_MS = 4 * DAY_MS;
const MINUTES = ['1', '3', '5', '15', '30', '60', '120', '240', '360', '720'];

export interface Kline {
  readonly start: number;
  readonly end: number;
  readonly open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  turnover: number;
}

/** Start of the interval that holds an instant, and of the next one; null for no interval of the venue's. */
export function intervalOf(interval: string, at: number): { readonly start: number; readonly end: number } | null {
  if (MINUTES.includes(interval)) return fixed(Number(interval) * MINUTE_MS, at, 0);
  if (interval === 'D') return fixed(DAY_MS, at, 0);
  if (interval === 'W') return fixed(7 * DAY_MS, at, MONDAY_MS);
  if (interval !== 'M') return null;
  const date = new Date(at);
  return {
    start: Date.UTC(date.getUTCFullYear(), date.getUTCMonth()),
    end: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1),
  };
}

function fixed(lengthMs: number, at: number, origin: number): { start: number; end: number } {
  const start = Math.floor((at - origin) / lengthMs) * lengthMs + origin;
  return { start, end: start + lengthMs };
}

/** At most `limit` klines that start within [from, to], oldest first: the newest of them, or, where only `from` is known, the oldest. */
export function klinesOf(market: Market, interval: string, limit: number, from: number, to: number): Kline[] {
  const { source, current, closed } = market;
  const onlyFrom = !Number.isNaN(from) && Number.isNaN(to);
  const klines: Kline[] = [];
  const last = market.isUnderWay ? closed : closed - 1;
  const at = (row: number) => (row === closed ? current.time : (source.time[row] as number));
  for (let row = last; row >= 0; row--) {
    const bounds = intervalOf(interval, at(row));
    if (bounds === null) return [];
    if (bounds.start > to) continue;
    if (bounds.start < from) break;
    const first = klines.at(-1);
    if (first?.start === bounds.start)
      klines[klines.length - 1] = joined(row === closed ? { ...current } : candleOf(source, row), first, market.turnoverOf(row));
    else {
      if (klines.length === limit && !onlyFrom) break;
      const { open, high, low, close, volume } = row === closed ? current : candleOf(source, row);
      klines.push({ ...bounds, open, high, low, close, volume, turnover: market.turnoverOf(row) });
    }
  }
  klines.reverse();
  return onlyFrom ? klines.slice(0, limit) : klines;
}

type Bare = Pick<Kline, 'open' | 'high' | 'low' | 'close' | 'volume'>;

function candleOf({ open, high, low, close, volume }: Market['source'], row: number): Bare {
  return {
    open: open[row] as number,
    high: high[row] as number,
    low: low[row] as number,
    close: close[row] as number,
    volume: volume[row] as number,
  };
}

/** A kline with the candle before it taken in. */
function joined(before: Bare, kline: Kline, turnover: number): Kline {
  return {
    ...kline,
    open: before.open,
    high: Math.max(before.high, kline.high),
    low: Math.min(before.low, kline.low),
    volume: before.volume + kline.volume,
    turnover: kline.turnover + turnover,
  };
}
