/** Reading stored candles for a page, in a process of its own: what they need of memory is gone when it ends. */

import { exportCandles } from '../../adapters/market-lake/export-candles.ts';
import { openLake } from '../../adapters/market-lake/lake.ts';
import type { Coverage, ExportQuery, SeriesKeyQuery } from '../../api/data.ts';
import { InputError } from '../../core/domain/result.ts';
import { calendarNamed } from '../../core/market/calendar.ts';
import { type CoverageCell, CoverageCount } from '../../core/market/coverage.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { openSample } from '../market-data.ts';
import type { TaskOrder } from './task.ts';

/** Candles read at a time: years of minutes need no more memory than some months of them. */
const PIECE = 200_000;

export type CoverageOrder = { readonly cell: CoverageCell } & ({ readonly sample: string } | { readonly series: SeriesKeyQuery });

export async function countCoverage({ input, dataFolder }: TaskOrder): Promise<Coverage> {
  const order = input as CoverageOrder;
  if ('series' in order) return countStored(dataFolder, order.series, order.cell);
  const { candles, timeframeMs: stepMs, sample } = await openSample(order.sample);
  const count = new CoverageCount(stepMs, calendarNamed(sample.calendar), order.cell);
  count.add(candles);
  return { cell: order.cell, calendar: sample.calendar, ...count.columns };
}

async function countStored(dataFolder: string, key: SeriesKeyQuery, cell: CoverageCell): Promise<Coverage> {
  const lake = openLake(dataFolder);
  const series = lake.series(key);
  if (!series) throw new InputError('SERIES_UNKNOWN', `the lake no longer holds ${key.venue} ${key.symbol} ${key.timeframe} ${key.kind}`);
  const count = new CoverageCount(timeframeMs(series.timeframe), calendarNamed(series.calendar), cell);
  const step = PIECE * timeframeMs(series.timeframe);
  for (let from = series.from; from <= series.to; from += step) {
    try {
      count.add((await lake.openCandles({ ...key, from, to: from + step })).candles);
    } catch (error) {
      // A piece that lies in a gap.
      if (!(error instanceof InputError && error.code === 'CANDLES_NONE')) throw error;
    }
  }
  return { cell, calendar: series.calendar, ...count.columns };
}

export interface ExportOrder {
  readonly query: ExportQuery;
  /** Where to write; its ending says the format. */
  readonly path: string;
}

export async function exportSeries({ input, dataFolder }: TaskOrder): Promise<null> {
  const { query, path } = input as ExportOrder;
  const { format: _, ...wanted } = query;
  const { candles } = await openLake(dataFolder).openCandles(wanted);
  await exportCandles(candles, path);
  return null;
}
