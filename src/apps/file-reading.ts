/** How a candle file is to be read, wherever that is asked: on a command line, for a backtest, for an import. */

import type { CandleFileOptions, CandleFormat } from '../adapters/market-lake/read-candle-file.ts';

export interface FileReading<F extends string = CandleFormat> {
  readonly format: F;
  readonly calendar?: string;
  readonly zone?: string;
  readonly dates?: 'dmy' | 'mdy' | 'ymd';
  readonly entry?: string;
  readonly volumeColumn?: string;
}

/** The options as the reader takes them. The calendar stays with the caller: importing knows more of it. */
export function readingOf(options: FileReading): Pick<CandleFileOptions, 'format' | 'zone' | 'dates' | 'entry' | 'columnNames'> {
  const { format, zone, dates, entry, volumeColumn } = options;
  return {
    format,
    ...(zone !== undefined && { zone }),
    ...(dates !== undefined && { dates }),
    ...(entry !== undefined && { entry }),
    ...(volumeColumn !== undefined && { columnNames: { volume: volumeColumn } }),
  };
}
