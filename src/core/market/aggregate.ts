/** The one aggregator: smaller candles (or ticks) into larger ones, for live feeds and for columns alike. It never interpolates. */

import { InputError } from '../domain/result.ts';
import { ALWAYS_OPEN, type TradingCalendar } from './calendar.ts';
import { type Candles, createCandles, reserveCandles } from './candles.ts';
import { timeframeText } from './timeframe.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05 was a Monday: weeks are counted from there. */
const MONDAY_MS = 4 * DAY_MS;

export interface AggregatorOptions {
  /** Length of the candles pushed, in milliseconds; 0 for ticks. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Where larger candles begin; UTC multiples (weeks on Monday) when absent. */
  readonly calendar?: TradingCalendar;
  /** On an exchange calendar, candles that lie wholly outside its sessions are left out (default) or counted to their local day. */
  readonly outsideHours?: 'drop' | 'include';
  /** Rounds volume sums to the venue's decimals, so that they equal its own bars to the bit. */
  readonly volumeDecimals?: number;
}

/**
 * Builds larger candles one source candle at a time. A candle is closed when the source candle that ends at its end has come, or a later
 * one, or the clock says so ({@link closeUntil}); an unfinished candle is never given out. Larger candles start at multiples of their length
 * in UTC or, on an exchange calendar, in its own wall clock; its days and weeks start with their first session's opening.
 */
export class Aggregator {
  private readonly fromMs: number;
  private readonly toMs: number;
  private readonly calendar: TradingCalendar;
  private readonly includeAll: boolean;
  private readonly volumeScale: number;
  private readonly current = createCandles(1);
  /** The unfinished candle is [start, end); start is NaN while there is none. */
  private start = Number.NaN;
  private end = Number.NEGATIVE_INFINITY;
  private newest = Number.NEGATIVE_INFINITY;

  constructor(options: AggregatorOptions) {
    const { fromMs, toMs, calendar = ALWAYS_OPEN } = options;
    const sessions = calendar.alignment === 'session';
    if (!(toMs >= fromMs) || (fromMs > 0 && toMs % fromMs !== 0) || (sessions && toMs > DAY_MS && toMs !== WEEK_MS)) {
      const allowed = sessions ? 'a multiple of it, at most 1d, or 1w' : 'a multiple of it';
      throw new InputError(
        'TIMEFRAME_NOT_BUILDABLE',
        `expected ${allowed} to build from ${fromMs > 0 ? timeframeText(fromMs) : 'ticks'}, found ${timeframeText(toMs)}`,
        2,
      );
    }
    this.fromMs = fromMs;
    this.toMs = toMs;
    this.calendar = calendar;
    this.includeAll = options.outsideHours === 'include';
    this.volumeScale = options.volumeDecimals === undefined ? 0 : 10 ** options.volumeDecimals;
  }

  /** Start of the candle being built, NaN when there is none. */
  get unfinishedSince(): number {
    return this.start;
  }

  /** Takes candle `index` of `source`, in time order, and appends what it closes to `closed`: 0, 1 or 2 candles. Returns how many. */
  push(source: Candles, index: number, closed: Candles): number {
    const time = source.time[index] as number;
    if (time < this.newest || (time === this.newest && this.fromMs > 0)) {
      throw new RangeError(`aggregation needs rising times: ${time} after ${this.newest}`);
    }
    this.newest = time;
    let count = 0;
    if (time >= this.end) {
      count += this.close(closed);
      if (!this.open(time)) return count;
      this.begin(source, index);
    } else this.add(source, index);
    if (this.fromMs > 0 && time + this.fromMs >= this.end) count += this.close(closed);
    return count;
  }

  /** Closes the candle whose interval is over at `nowMs` although its last source candle never came (no trade in it). Returns 0 or 1. */
  closeUntil(nowMs: number, closed: Candles): number {
    return nowMs >= this.end ? this.close(closed) : 0;
  }

  /** Finds the interval of an instant; false outside the sessions of an exchange. */
  private open(time: number): boolean {
    const { calendar, toMs } = this;
    if (calendar.alignment === 'utc') {
      const origin = toMs % WEEK_MS === 0 ? MONDAY_MS : 0;
      this.start = Math.floor((time - origin) / toMs) * toMs + origin;
      this.end = this.start + toMs;
      return true;
    }
    const session = calendar.sessionFrom(time);
    const inside = session.open < time + Math.max(this.fromMs, 1);
    if (!inside && !this.includeAll) return false;
    const offset = calendar.offsetAt(time);
    if (toMs < DAY_MS) {
      this.start = Math.floor((time + offset) / toMs) * toMs - offset;
      this.end = inside ? Math.min(this.start + toMs, session.close) : this.start + toMs;
    } else if (toMs === DAY_MS) {
      const midnight = Math.floor((time + offset) / DAY_MS) * DAY_MS - offset;
      const today = calendar.sessionFrom(midnight);
      const held = today.open < midnight + DAY_MS;
      this.start = held ? today.open : midnight;
      this.end = held && !this.includeAll ? today.close : midnight + DAY_MS;
    } else {
      const monday = Math.floor((time + offset - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS - offset;
      this.start = calendar.sessionFrom(monday).open;
      for (let at = calendar.sessionFrom(monday); at.open < monday + WEEK_MS; at = calendar.sessionFrom(at.close)) this.end = at.close;
    }
    return true;
  }

  private begin(source: Candles, index: number): void {
    const { current } = this;
    current.hasVolume = source.hasVolume;
    for (const column of ['open', 'high', 'low', 'close', 'volume'] as const) current[column][0] = source[column][index] as number;
    if (!source.ask) return;
    current.ask ??= createCandles(1, { hasAsk: true }).ask as NonNullable<Candles['ask']>;
    for (const column of ['open', 'high', 'low', 'close'] as const) current.ask[column][0] = source.ask[column][index] as number;
  }

  private add(source: Candles, index: number): void {
    const { current } = this;
    const high = source.high[index] as number;
    const low = source.low[index] as number;
    if (high > (current.high[0] as number)) current.high[0] = high;
    if (low < (current.low[0] as number)) current.low[0] = low;
    current.close[0] = source.close[index] as number;
    current.volume[0] = (current.volume[0] as number) + (source.volume[index] as number);
    if (source.ask && current.ask) addAsk(current.ask, source.ask, index);
  }

  private close(closed: Candles): number {
    if (this.start !== this.start) return 0;
    const { current } = this;
    const at = closed.length;
    if (current.ask && !closed.ask) closed.ask = createCandles(closed.time.length, { hasAsk: true }).ask as NonNullable<Candles['ask']>;
    if (at === closed.time.length) reserveCandles(closed, Math.max(64, at * 2));
    closed.length = at + 1;
    closed.hasVolume = current.hasVolume;
    closed.time[at] = this.start;
    for (const column of ['open', 'high', 'low', 'close'] as const) {
      closed[column][at] = current[column][0] as number;
      if (closed.ask && current.ask) closed.ask[column][at] = current.ask[column][0] as number;
    }
    const volume = current.volume[0] as number;
    closed.volume[at] = this.volumeScale > 0 ? Math.round(volume * this.volumeScale) / this.volumeScale : volume;
    this.start = Number.NaN;
    this.end = Number.NEGATIVE_INFINITY;
    return 1;
  }
}

/** Ask prices may be unknown (NaN) in some source candles: those do not count. */
function addAsk(current: NonNullable<Candles['ask']>, ask: NonNullable<Candles['ask']>, index: number): void {
  const close = ask.close[index] as number;
  if (close !== close) return;
  const high = ask.high[index] as number;
  const low = ask.low[index] as number;
  if (current.open[0] !== current.open[0]) current.open[0] = ask.open[index] as number;
  if (!(high <= (current.high[0] as number))) current.high[0] = high;
  if (!(low >= (current.low[0] as number))) current.low[0] = low;
  current.close[0] = close;
}

export function createAggregator(options: AggregatorOptions): Aggregator {
  return new Aggregator(options);
}

/**
 * Larger candles from columns, by pushing each candle through an {@link Aggregator}. The last one is left out unless the columns reach its
 * end; `completeUntilMs` says that nothing is missing before that instant (a thin series need not trade in its last minute).
 */
export function aggregateCandles(
  candles: Candles,
  fromMs: number,
  toMs: number,
  calendar: TradingCalendar = ALWAYS_OPEN,
  options: Pick<AggregatorOptions, 'outsideHours' | 'volumeDecimals'> & { readonly completeUntilMs?: number } = {},
): Candles {
  const aggregator = new Aggregator({ ...options, fromMs, toMs, calendar });
  const spanMs = candles.length > 0 ? (candles.time[candles.length - 1] as number) - (candles.time[0] as number) : 0;
  const closed = createCandles(Math.min(candles.length, Math.ceil(spanMs / toMs) + 2), { hasVolume: candles.hasVolume });
  for (let i = 0; i < candles.length; i++) aggregator.push(candles, i, closed);
  if (options.completeUntilMs !== undefined) aggregator.closeUntil(options.completeUntilMs, closed);
  return closed;
}
