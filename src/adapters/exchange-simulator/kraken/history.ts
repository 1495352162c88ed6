/** Candles, statistics and trades of a pair up to now, from the candles its market moves along, or what was recorded of it. */

import { priceToTicks } from '../../../core/domain/instrument.ts';
import { type Recording, ROW } from '../../../core/market/recording.ts';
import type { Market } from '../exchange/market.ts';
import { MOVES, moveOf } from '../exchange/moves.ts';
import type { Pair } from './pairs.ts';

/** A candle in units; `turnover` is the sum of price times quantity. */
export interface Bar {
  readonly time: number;
  readonly open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  turnover: number;
  trades: number;
}

/** A candle's volume is traded in this many trades: at its open, at both extremes and at its close. */
const TRADES = MOVES - 1;

/** The market's own candle number i; the one under way as far as it has come. */
function add(bars: Bar[], start: number, market: Market, i: number): void {
  const { source, closed, current } = market;
  const of = i === closed ? current : null;
  const open = of?.open ?? (source.open[i] as number);
  const high = of?.high ?? (source.high[i] as number);
  const low = of?.low ?? (source.low[i] as number);
  const close = of?.close ?? (source.close[i] as number);
  const volume = of?.volume ?? (source.volume[i] as number);
  if (bars.at(-1)?.time !== start) bars.push({ time: start, open, high, low, close, volume: 0, turnover: 0, trades: 0 });
  const bar = bars.at(-1) as Bar;
  bar.high = Math.max(bar.high, high);
  bar.low = Math.min(bar.low, low);
  bar.close = close;
  bar.volume += volume;
  bar.turnover += market.sums === null ? (volume * (open + high + low + close)) / TRADES : market.turnoverOf(i);
  bar.trades += market.sums === null ? (volume > 0 ? TRADES : 0) : (market.sums.trades[i] as number);
}

/** Index of the newest candle that has begun. */
function newestOf(market: Market): number {
  return market.isUnderWay ? market.closed : market.closed - 1;
}

/** The last `count` candles of an interval, oldest first, the one under way included. None where the source is coarser. */
export function barsOf(market: Market, intervalMs: number, count: number): Bar[] {
  const { source, timeframeMs } = market;
  if (intervalMs < timeframeMs || intervalMs % timeframeMs !== 0) return [];
  const startOf = (i: number) => Math.floor((source.time[i] as number) / intervalMs) * intervalMs;
  const newest = newestOf(market);
  let first = newest;
  for (let buckets = 0, start = Number.NaN; first >= 0; first--) {
    if (startOf(first) === start) continue;
    if (++buckets > count) break;
    start = startOf(first);
  }
  const bars: Bar[] = [];
  for (let i = first + 1; i <= newest; i++) add(bars, startOf(i), market, i);
  return bars;
}

/** All candles that began at a time or later as one; null where there is none. */
export function summaryOf(market: Market, from: number): Bar | null {
  const newest = newestOf(market);
  const bars: Bar[] = [];
  for (let i = firstAfter(market.source.time, newest, from - 1); i <= newest; i++) add(bars, from, market, i);
  return bars[0] ?? null;
}

/** The averages of volume-weighted prices: the close where nothing was traded. */
export function averagePriceOf({ turnover, volume, close }: Bar): number {
  return volume > 0 ? turnover / volume : close;
}

export interface PublicTrade {
  /** 1, 2, 3, … within the pair, in the order of time. */
  readonly id: number;
  readonly at: number;
  readonly ticks: number;
  readonly lots: number;
  readonly side: 'buy' | 'sell';
}

/** Trade number `part` (0 to 3) of a candle; null where the candle has no volume for it. */
export function tradeOf({ market, instrument }: Pair, candle: number, part: number): PublicTrade | null {
  const { source, timeframeMs } = market;
  const all = Math.round((source.volume[candle] as number) / instrument.lotSize);
  const share = Math.floor(all / TRADES);
  const lots = part === TRADES - 1 ? all - share * (TRADES - 1) : share;
  if (lots === 0) return null;
  const { at, from, to } = moveOf(source, candle, part, timeframeMs);
  const before = part > 0 ? from : candle > 0 ? (source.close[candle - 1] as number) : to;
  return { id: candle * TRADES + part + 1, at, ticks: priceToTicks(instrument, to), lots, side: to >= before ? 'buy' : 'sell' };
}

/** Up to `count` trades: the first ones after a time, or, without one, the last ones. Oldest first. */
export function tradesOf(pair: Pair, now: number, after: number | null, count: number): PublicTrade[] {
  const { source, recording } = pair.market;
  if (recording !== null) return recordedTrades(pair, recording, after, count);
  const end = newestOf(pair.market);
  const trades: PublicTrade[] = [];
  const take = (candle: number, part: number) => {
    const trade = tradeOf(pair, candle, part);
    if (trade !== null && trade.at <= now && (after === null || trade.at > after)) trades.push(trade);
  };
  if (after === null) {
    for (let candle = end; candle >= 0 && trades.length < count; candle--)
      for (let part = TRADES - 1; part >= 0; part--) take(candle, part);
    return trades.slice(0, count).reverse();
  }
  for (let candle = firstAfter(source.time, end, after - pair.market.timeframeMs); candle <= end && trades.length < count; candle++) {
    for (let part = 0; part < TRADES; part++) take(candle, part);
  }
  return trades.slice(0, count);
}

function recordedTrades(
  { market, instrument }: Pair,
  { trades, time, row, price, quantity }: Recording,
  after: number | null,
  count: number,
) {
  let first = Math.max(0, market.traded - count);
  if (after !== null) for (first = 0; first < market.traded && (time[trades[first] as number] as number) <= after; ) first++;
  const told: PublicTrade[] = [];
  for (let i = first; i < market.traded && told.length < count; i++) {
    const at = trades[i] as number;
    const lots = Math.round((quantity[at] as number) / instrument.lotSize);
    const side = row[at] === ROW.buy ? 'buy' : 'sell';
    told.push({ id: i + 1, at: time[at] as number, ticks: priceToTicks(instrument, price[at] as number), lots, side });
  }
  return told;
}

/** First index up to `end` whose time is later; `end` + 1 where there is none. */
function firstAfter(times: Float64Array, end: number, after: number): number {
  let low = 0;
  let high = end + 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
