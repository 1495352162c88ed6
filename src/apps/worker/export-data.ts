/** A stored series as a file on its way to a browser; the file is gone when it has been sent. */

import { randomUUID } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ExportQuery } from '../../api/data.ts';
import type { ExportOrder } from './data-tasks.ts';
import { askTask } from './task-process.ts';

const CONTENT_TYPES: Readonly<Record<ExportQuery['format'], string>> = {
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

export interface Download {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Readable;
}

/** InputError SYMBOL_UNKNOWN, TIMEFRAME_ABSENT, CANDLES_NONE, LAKE_*, DISK_*. */
export async function exportData(dataFolder: string, query: ExportQuery): Promise<Download> {
  const { venue, symbol, timeframe, kind, format } = query;
  const path = join(tmpdir(), `atalaya-export-${randomUUID()}.${format}`);
  try {
    await askTask('data-export', { query, path } satisfies ExportOrder, dataFolder);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  const name = [symbol, venue, timeframe, ...(kind === 'quotes' ? [kind] : [])].join('-').replaceAll(/[^\w.-]/g, '_');
  const content = createReadStream(path).on('close', () => rmSync(path, { force: true }));
  return { fileName: `${name}.${format}`, contentType: CONTENT_TYPES[format], content };
}
