/** Test support: the shipped sample of one day of Bitcoin as candles of any timeframe. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const SAMPLE = fileURLToPath(new URL('../../samples/market/BTCUSDT-bybit-1m.csv.gz', import.meta.url));

export interface Candle {
  readonly time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** 1,440 minutes of 2022-12-13, Bybit spot BTCUSDT. */
export function sampleMinutes(): Candle[] {
  const [, ...lines] = gunzipSync(readFileSync(SAMPLE)).toString('utf8').trim().split('\n');
  return lines.map((line) => {
    const [time, open, high, low, close, volume] = line.split(',').map(Number) as [number, number, number, number, number, number];
    return { time, open, high, low, close, volume };
  });
}

/** Minutes joined into candles of `intervalMs`; the last may still be forming. */
export function joined(minutes: readonly Candle[], intervalMs: number): Candle[] {
  const candles: Candle[] = [];
  for (const minute of minutes) {
    const time = Math.floor(minute.time / intervalMs) * intervalMs;
    const last = candles.at(-1);
    if (last?.time !== time) candles.push({ ...minute, time });
    else {
      last.high = Math.max(last.high, minute.high);
      last.low = Math.min(last.low, minute.low);
      last.close = minute.close;
      last.volume += minute.volume;
    }
  }
  return candles;
}
