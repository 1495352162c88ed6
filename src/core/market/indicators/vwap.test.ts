import { describe, expect, it } from 'vitest';
import { createCandles } from '../candles.ts';
import { computeIndicator } from './batch.ts';
import { vwap } from './vwap.ts';

const DAY = Date.UTC(2024, 2, 10);
const HOUR_MS = 3_600_000;

/** Hours after midnight UTC, typical price (high, low and close spread around it) and volume. */
function candlesOf(rows: [hours: number, typical: number, volume: number][]) {
  const candles = createCandles(rows.length);
  candles.length = rows.length;
  rows.forEach(([hours, typical, volume], i) => {
    candles.time[i] = DAY + hours * HOUR_MS;
    candles.high[i] = typical + 3;
    candles.low[i] = typical - 2;
    candles.close[i] = typical - 1;
    candles.volume[i] = volume;
  });
  return candles;
}

const candles = candlesOf([
  [22, 10, 1],
  [23, 16, 2],
  [24, 20, 3],
  [25, 30, 1],
  [48, 40, 0],
  [49, 50, 5],
]);

describe('vwap', () => {
  it('begins anew with the first candle of each UTC day', () => {
    // (10 + 2 × 16) / 3 = 14; then (3 × 20 + 30) / 4 = 22.5; no volume yet; 50
    expect([...computeIndicator(vwap, {}, candles).value]).toEqual([10, 14, 20, 22.5, Number.NaN, 50]);
  });

  it('runs on from the first candle when anchored at time 0', () => {
    // 42 / 3; 102 / 6; 132 / 7; the same; 382 / 12
    expect([...computeIndicator(vwap, { anchor: 'time' }, candles).value]).toEqual([10, 14, 17, 132 / 7, 132 / 7, 382 / 12]);
  });

  it('counts from the first candle at or after its anchor', () => {
    const from = DAY + 24 * HOUR_MS;
    expect([...computeIndicator(vwap, { anchor: 'time', from }, candles).value]).toEqual([Number.NaN, Number.NaN, 20, 22.5, 22.5, 340 / 9]);
  });
});
