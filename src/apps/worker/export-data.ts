/** A stored series as a file on its way to a browser: CSV as it is read, Parquet from a file that is gone when it has been sent. */

import { randomUUID } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { csvHeader, csvRow, exportCandles } from '../../adapters/market-lake/export-candles.ts';
import { type Lake, openLake } from '../../adapters/market-lake/lake.ts';
import type { SeriesInfo } from '../../adapters/market-lake/series-manifest.ts';
import type { ExportQuery } from '../../api/data.ts';
import { InputError } from '../../core/domain/result.ts';
import { type StoredSpan, storedCandles } from './stored-candles.ts';

const ROWS_AT_ONCE = 5_000;

export interface Download {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Readable;
}

/** InputError SERIES_UNKNOWN, CANDLES_NONE, DISK_*. */
export async function exportData(dataFolder: string, query: ExportQuery): Promise<Download> {
  const { venue, symbol, timeframe, kind, from, to, format, adjusted } = query;
  const lake = openLake(dataFolder);
  const series = lake.series({ venue, symbol, timeframe, kind });
  if (!series)
    throw new InputError(
      'SERIES_UNKNOWN',
      `the lake holds no ${venue} ${symbol} ${timeframe} ${kind}; the list of data sets has what it holds`,
    );
  const span = { ...(from !== undefined && { from }), ...(to !== undefined && { to }), adjusted };
  const fileName = `${[symbol, venue, timeframe, ...(kind === 'quotes' ? [kind] : [])].join('-').replaceAll(/[^\w.-]/g, '_')}.${format}`;
  if (format === 'csv') return { fileName, contentType: 'text/csv; charset=utf-8', content: Readable.from(csvOf(lake, series, span)) };
  const { candles } = await lake.openCandles({ venue, symbol, timeframe, kind, ...span });
  const path = join(tmpdir(), `atalaya-export-${randomUUID()}.parquet`);
  await exportCandles(candles, path);
  const content = createReadStream(path).on('close', () => rmSync(path, { force: true }));
  return { fileName, contentType: 'application/vnd.apache.parquet', content };
}

async function* csvOf(lake: Lake, series: SeriesInfo, span: StoredSpan): AsyncGenerator<string> {
  let begun = false;
  for await (const candles of storedCandles(lake, series, span)) {
    if (!begun) yield csvHeader(candles);
    begun = true;
    for (let from = 0; from < candles.length; from += ROWS_AT_ONCE) {
      let text = '';
      for (let i = from; i < Math.min(from + ROWS_AT_ONCE, candles.length); i++) text += csvRow(candles, i);
      yield text;
    }
  }
}
