/** The fixtures that ship beside the strategies: candles, and what is expected of each strategy on them. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import type { Happening } from './play.ts';

export const TICK = 0.01;
const PROJECT = new URL('../../', import.meta.url);
/** Samples the fixtures are about. */
export const SEPTEMBER_2017 = 'samples/market/BTCUSD-coinbase-1m-2017-09.csv.gz';
export const APRIL_2018 = 'samples/market/BTCUSD-coinbase-1m-2018-04.csv.gz';

export interface FixtureCase {
  /** A sample's file, from the root of the project. */
  candles: string;
  parameters: Record<string, number | boolean>;
  expected: Happening[];
}

export function fixtureCases(id: string): FixtureCase[] {
  return JSON.parse(readFileSync(new URL(`strategies/fixtures/${id}.json`, PROJECT), 'utf8')).cases;
}

const read = new Map<string, Candles>();

export function fixtureCandles(file: string): Candles {
  const known = read.get(file);
  if (known) return known;
  const rows = gunzipSync(readFileSync(new URL(file, PROJECT)))
    .toString()
    .trim()
    .split('\n')
    .slice(1);
  const candles = createCandles(rows.length);
  candles.length = rows.length;
  rows.forEach((row, i) => {
    const [time, open, high, low, close, volume] = row.split(',').map(Number);
    candles.time[i] = time;
    candles.open[i] = open;
    candles.high[i] = high;
    candles.low[i] = low;
    candles.close[i] = close;
    candles.volume[i] = volume;
  });
  read.set(file, candles);
  return candles;
}
