/** The candles the web interface may show: built from durable steps alone, in the strategies' timeframes and in larger ones to look at. */

import type { CandleBatch, CandleQuery } from '../../api/market.ts';
import { InputError } from '../../core/domain/result.ts';
import { type Aggregator, createAggregator } from '../../core/market/aggregate.ts';
import { type Candles, copyCandles, createCandles, reserveCandles, sliceCandles, startedBefore } from '../../core/market/candles.ts';
import { timeframeMs, timeframeText } from '../../core/market/timeframe.ts';
import type { EngineStream } from '../../core/trading/engine/engine-options.ts';
import type { ArrivedCandles } from '../../core/trading/engine/journaled-session.ts';
import type { CandleNumbers } from '../../core/trading/engine/steps.ts';

/** Offered wherever the path divides them, whatever the strategies look at. */
const ALWAYS_OFFERED = ['15m', '1h', '4h'];
const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

interface Series {
  readonly instrument: number;
  readonly instrumentId: string;
  readonly timeframeMs: number;
  readonly candles: Candles;
  /** Null for the path, which the others are built from. */
  readonly aggregator: Aggregator | null;
  /** Candles that have been handed out. */
  told: number;
}

export class DurableCandles {
  /** Finest first. */
  private readonly series: readonly Series[];

  /** `instrumentIds` by instrument number, as in the streams. */
  constructor(streams: readonly EngineStream[], instrumentIds: readonly string[]) {
    this.series = instrumentIds.flatMap((instrumentId, instrument) => seriesOf(streams, instrument, instrumentId));
  }

  /** Takes in a durable close; every candle that is over by it, in order, finest timeframe first. */
  closed(at: number, candles: ArrivedCandles): CandleBatch[] {
    for (const [instrument, numbers] of candles) this.closePath(instrument, numbers);
    for (const { aggregator, candles: columns } of this.series) aggregator?.closeUntil(at, columns);
    return this.series.flatMap((series) => {
      const from = series.told;
      series.told = series.candles.length;
      return series.told > from ? [batchOf(series, from, series.told)] : [];
    });
  }

  /** How many candles of each instrument's path there are, by instrument number. */
  get counts(): number[] {
    return this.series.filter(({ aggregator }) => aggregator === null).map(({ candles }) => candles.length);
  }

  /** Takes in the first candles of every path, closed by `at`, as told before. */
  refill(paths: readonly Candles[], counts: readonly number[], at: number): void {
    for (const series of this.series) {
      const path = paths[series.instrument];
      const count = counts[series.instrument] ?? 0;
      if (path === undefined) continue;
      if (series.aggregator === null) copyCandles(sliceCandles(path, 0, count), series.candles);
      else for (let i = 0; i < count; i++) series.aggregator.push(path, i, series.candles);
      series.aggregator?.closeUntil(at, series.candles);
      series.told = series.candles.length;
    }
  }

  private closePath(instrument: number, numbers: CandleNumbers): void {
    const [path, ...larger] = this.series.filter((series) => series.instrument === instrument);
    if (!path) return;
    append(path.candles, numbers);
    for (const { aggregator, candles } of larger) aggregator?.push(path.candles, path.candles.length - 1, candles);
  }

  timeframesOf(instrument: number): string[] {
    return this.series.filter((series) => series.instrument === instrument).map((series) => timeframeText(series.timeframeMs));
  }

  count(instrument: number, lengthMs: number): number {
    return this.series.find((series) => series.instrument === instrument && series.timeframeMs === lengthMs)?.candles.length ?? 0;
  }

  /** Last close of the instrument's path; NaN before the first. */
  lastClose(instrument: number): number {
    const path = this.series.find((series) => series.instrument === instrument);
    return path && path.candles.length > 0 ? (path.candles.close[path.candles.length - 1] as number) : Number.NaN;
  }

  /** InputError SYMBOL_UNKNOWN or TIMEFRAME_MISSING for what is not offered. */
  answer({ instrumentId, timeframe, from, to, limit }: CandleQuery): CandleBatch {
    const own = this.series.filter((series) => series.instrumentId === instrumentId);
    if (own.length === 0) throw new InputError('SYMBOL_UNKNOWN', `no instrument ${instrumentId} in this session`, 2);
    const series = own.find((one) => timeframeText(one.timeframeMs) === timeframe);
    if (!series) {
      const offered = own.map((one) => timeframeText(one.timeframeMs)).join(', ');
      throw new InputError('TIMEFRAME_MISSING', `${instrumentId}: expected one of ${offered}, found ${timeframe}`, 2);
    }
    const { candles } = series;
    const end = to === undefined ? candles.length : startedBefore(candles, to + 1);
    const first = from === undefined ? 0 : startedBefore(candles, from);
    return batchOf(series, Math.min(end, Math.max(first, end - limit)), end);
  }
}

function seriesOf(streams: readonly EngineStream[], instrument: number, instrumentId: string): Series[] {
  const own = streams.filter((stream) => stream.instrument === instrument);
  const path = own.find((stream) => stream.isPath);
  if (!path) return [];
  const pathMs = path.timeframeMs;
  const offered = ALWAYS_OFFERED.map(timeframeMs).filter((ms) => ms % pathMs === 0);
  const lengths = [...new Set([...own.map((stream) => stream.timeframeMs), ...offered])].sort((a, b) => a - b);
  return lengths.map((ms) => ({
    instrument,
    instrumentId,
    timeframeMs: ms,
    candles: createCandles(0, { hasVolume: path.candles.hasVolume }),
    aggregator: ms === pathMs ? null : createAggregator({ fromMs: pathMs, toMs: ms }),
    told: 0,
  }));
}

function append(candles: Candles, numbers: CandleNumbers): void {
  const at = candles.length;
  if (at === candles.time.length) reserveCandles(candles, Math.max(1024, at * 2));
  COLUMNS.forEach((name, column) => {
    candles[name][at] = numbers[column] as number;
  });
  candles.length = at + 1;
}

function batchOf({ instrumentId, timeframeMs: intervalMs, candles }: Series, from: number, to: number): CandleBatch {
  const cut = (name: (typeof COLUMNS)[number]) => Array.from(candles[name].subarray(from, to));
  return {
    instrumentId,
    timeframe: timeframeText(intervalMs),
    intervalMs,
    time: cut('time'),
    open: cut('open'),
    high: cut('high'),
    low: cut('low'),
    close: cut('close'),
    volume: cut('volume'),
    lastIsOpen: false,
  };
}
