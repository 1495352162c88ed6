import { expect, test } from 'vitest';
import { createCandles } from './candles.ts';
import { importOddities } from './import-oddities.ts';
import { cleanCandles } from './quality.ts';

const DAY = 86_400_000;

/** One candle a row: day, open, high, low, close. */
function reportOf(rows: readonly (readonly [number, number, number, number, number])[]) {
  const raw = createCandles(rows.length);
  raw.length = rows.length;
  rows.forEach(([day, open, high, low, close], i) => {
    raw.time[i] = day * DAY;
    raw.open[i] = open;
    raw.high[i] = high;
    raw.low[i] = low;
    raw.close[i] = close;
    raw.volume[i] = 1;
  });
  return cleanCandles(raw, {
    ...{ source: 'hand.csv', nowMs: 1000 * DAY, timeframeMs: DAY, badRows: 'report', order: 'sort' },
    rowAt: (row) => ({ line: row + 2, text: '' }),
  }).report;
}

test('a row that comes twice with other values, a jump, and a missing candle are told in both languages', () => {
  // The last of the two rows of day 11 counts, and 130 is 30 % over 100; day 14 is missing.
  const report = reportOf([
    [10, 100, 100, 100, 100],
    [11, 100, 100, 100, 100],
    [11, 130, 130, 130, 130],
    [12, 130, 130, 130, 130],
    [13, 130, 130, 130, 130],
    [15, 130, 130, 130, 130],
    [16, 130, 130, 130, 130],
    [17, 130, 130, 130, 130],
  ]);
  expect(importOddities(report)).toEqual([
    { en: '1 duplicate (1 with other values: the last one counts)', es: '1 fila duplicada (1 con otros valores: cuenta la última)' },
    { en: '1 jump over 10 %, largest 30.0 %', es: '1 salto de más del 10 %, el mayor del 30,0 %' },
    {
      en: '1 gap, 1 candle missing, longest 1 (calendar 24/7)',
      es: '1 hueco, falta 1 vela, el más largo de 1 (calendario 24/7)',
    },
  ]);
});

test('rows without any oddity have nothing told', () => {
  const report = reportOf([
    [10, 100, 100, 100, 100],
    [11, 100, 100, 100, 100],
    [12, 100, 100, 100, 100],
  ]);
  expect(importOddities(report)).toEqual([]);
});
