// Candles out of the lake: a CSV anyone can read, or Parquet; whole or not there at all.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Candles } from '../../core/market/candles.ts';
import { explainDisk } from '../support/explain-disk.ts';
import { temporaryName } from './disk.ts';
import { writeParquetCandles } from './parquet-candles.ts';

const ROWS_PER_WRITE = 20_000;

/** Writes `.parquet` as Parquet, any other name as CSV. Errors: InputError DISK_* (exit code 3). */
export async function exportCandles(candles: Candles, path: string): Promise<void> {
  try {
    if (path.endsWith('.parquet')) await writeParquetCandles(path, candles);
    else writeCsv(candles, path);
  } catch (error) {
    throw explainDisk(error, dirname(path));
  }
}

function writeCsv(candles: Candles, path: string): void {
  const temporary = temporaryName(path);
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, csvHeader(candles));
    for (let from = 0; from < candles.length; from += ROWS_PER_WRITE) {
      let text = '';
      for (let i = from; i < Math.min(from + ROWS_PER_WRITE, candles.length); i++) text += csvRow(candles, i);
      writeSync(handle, text);
    }
    fsyncSync(handle);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, path);
}

/** `time` is the start of the candle in epoch milliseconds UTC. */
export function csvHeader(candles: Candles): string {
  return `time,open,high,low,close${candles.hasVolume ? ',volume' : ''}${candles.ask ? ',askOpen,askHigh,askLow,askClose' : ''}\n`;
}

export function csvRow(candles: Candles, i: number): string {
  const { ask } = candles;
  const row = `${candles.time[i]},${candles.open[i]},${candles.high[i]},${candles.low[i]},${candles.close[i]}`;
  const known = (value: number | undefined) => (value === value ? value : '');
  const quotes = ask ? `,${known(ask.open[i])},${known(ask.high[i])},${known(ask.low[i])},${known(ask.close[i])}` : '';
  return `${row}${candles.hasVolume ? `,${candles.volume[i]}` : ''}${quotes}\n`;
}
