/** The market lake: a million candles imported from CSV, five million opened as columns. */

import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { csvHeader, csvRow } from '../../src/adapters/market-lake/export-candles.ts';
import { openLake } from '../../src/adapters/market-lake/lake.ts';
import { importCandleFile } from '../../src/apps/market-data.ts';
import { walk } from '../market.ts';
import { median, SCRATCH } from '../measure.ts';
import { agree, type Outcome, type Row } from '../row.ts';

const IMPORTED = 1_000_000;
const OPENED = 5_000_000;
const LINES_AT_A_TIME = 50_000;

/** Writes candles [from, to) as a CSV file. */
function writeCsv(path: string, candles: ReturnType<typeof walk>, from: number, to: number): void {
  const file = openSync(path, 'w');
  writeSync(file, `${csvHeader(candles)}\n`);
  for (let at = from; at < to; at += LINES_AT_A_TIME)
    writeSync(file, `${Array.from({ length: Math.min(LINES_AT_A_TIME, to - at) }, (_, k) => csvRow(candles, at + k)).join('\n')}\n`);
  closeSync(file);
}

async function measure(): Promise<Outcome> {
  mkdirSync(SCRATCH, { recursive: true });
  const folder = mkdtempSync(join(SCRATCH, 'lake-'));
  try {
    const candles = walk(OPENED);
    const lake = openLake(folder);
    const seconds: number[] = [];
    for (let from = 0; from < OPENED; from += IMPORTED) {
      const csv = join(folder, 'candles.csv');
      writeCsv(csv, candles, from, from + IMPORTED);
      const start = performance.now();
      await importCandleFile(lake, csv, { symbol: 'X', timeframe: '1m', venue: 'bench' });
      seconds.push((performance.now() - start) / 1000);
    }
    const opened: number[] = [];
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      const { candles: found } = await lake.openCandles({ venue: 'bench', symbol: 'X', timeframe: '1m' });
      opened.push((performance.now() - start) / 1000);
      agree('candles opened from the lake', [OPENED, candles.close[OPENED - 1]], [found.length, found.close[OPENED - 1]]);
    }
    return {
      figures: { 'lake.importMillionSeconds': median(seconds), 'lake.openFiveMillionSeconds': median(opened) },
      lines: [
        {
          label: 'lake: import a million candles',
          value: `${median(seconds).toFixed(2)} s`,
          note: 'CSV, checked and written; median of 5 files into one series',
        },
        { label: 'lake: open five million', value: `${median(opened).toFixed(2)} s`, note: 'Parquet to typed arrays' },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const lakeRow: Row = { name: 'lake', figures: ['lake.importMillionSeconds', 'lake.openFiveMillionSeconds'], measure };
