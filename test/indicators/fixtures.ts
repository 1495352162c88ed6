/** The reference candles and results of `test/golden/indicators`. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';

const folder = new URL('../golden/indicators/', import.meta.url);

function readText(name: string): string {
  return gunzipSync(readFileSync(new URL(`${name}.gz`, folder))).toString('utf8');
}

export type QuotesName = 'default' | 'bitcoin' | 'bad' | 'zeros' | 'penny' | 'toobig' | '_issue0859.adx.nan';

/** Rows time, open, high, low, close, volume; an empty cell becomes NaN, as no importer would let it. */
export function readCandles(name: QuotesName): Candles {
  const rows = readText(`${name}.csv`)
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
  const candles = createCandles(rows.length);
  candles.length = rows.length;
  const number = (text: string) => (text === '' ? Number.NaN : Number(text));
  rows.forEach(([time, open, high, low, close, volume], i) => {
    candles.time[i] = Date.parse(time.includes('T') ? time : `${time} UTC`);
    candles.open[i] = number(open);
    candles.high[i] = number(high);
    candles.low[i] = number(low);
    candles.close[i] = number(close);
    candles.volume[i] = number(volume);
  });
  return candles;
}

/** One column of a result file; NaN where it has no value, 1 and 0 for true and false. */
export function readReference(file: string, column: string): Float64Array {
  const rows = JSON.parse(readText(`${file}.json`)) as Record<string, number | boolean | null>[];
  if (!(column in rows[0])) throw new Error(`${file} has no column ${column}`);
  return Float64Array.from(rows, (row) => Number(row[column] ?? Number.NaN));
}
