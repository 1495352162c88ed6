/** A stored series a piece at a time, so that years of minutes need no more memory than some months of them. */

import type { Lake } from '../../adapters/market-lake/lake.ts';
import type { SeriesInfo } from '../../adapters/market-lake/series-manifest.ts';
import { InputError } from '../../core/domain/result.ts';
import type { Candles } from '../../core/market/candles.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';

/** Candles of a piece at most. */
const PIECE = 200_000;

export interface StoredSpan {
  /** Candles that start in [from, to). */
  readonly from?: number;
  readonly to?: number;
  readonly adjusted?: boolean;
}

/** Oldest first; nothing where the span holds no candle. */
export async function* storedCandles(lake: Lake, series: SeriesInfo, { from, to, adjusted }: StoredSpan = {}): AsyncGenerator<Candles> {
  const { venue, symbol, timeframe, kind } = series;
  const end = Math.min(to ?? Number.POSITIVE_INFINITY, series.to + 1);
  const step = PIECE * timeframeMs(timeframe);
  for (let start = Math.max(from ?? Number.NEGATIVE_INFINITY, series.from); start < end; start += step) {
    const span = { from: start, to: Math.min(start + step, end) };
    try {
      yield (await lake.openCandles({ venue, symbol, timeframe, kind, ...span, adjusted: adjusted ?? false })).candles;
    } catch (error) {
      // A piece that lies in a gap.
      if (!(error instanceof InputError && error.code === 'CANDLES_NONE')) throw error;
    }
  }
}
