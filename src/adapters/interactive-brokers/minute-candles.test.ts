/** Minutes of five-second bars, calculated by hand. */

import { expect, test } from 'vitest';
import { type FiveSeconds, MinuteCandles } from './minute-candles.ts';

const bar = (second: number, price: number, volume = 1): FiveSeconds => ({
  time: second * 1000,
  open: price,
  high: price + 1,
  low: price - 1,
  close: price,
  volume,
});
const closed = (candles: MinuteCandles, bars: readonly FiveSeconds[]) =>
  bars.flatMap((one) => candles.add(one)).filter((news) => news.closed);

test('a minute is over with its twelfth bar', () => {
  const minute = Array.from({ length: 12 }, (_, i) => bar(i * 5, 100 + i));
  expect(closed(new MinuteCandles('X'), minute)).toEqual([
    { kind: 'candle', instrument: 'X', timeframeMs: 60_000, time: 0, open: 100, high: 112, low: 99, close: 111, volume: 12, closed: true },
  ]);
});

test('a minute that has no last bar is over when the next one has its first', () => {
  expect(closed(new MinuteCandles('X'), [bar(0, 100), bar(20, 90), bar(60, 95)])).toMatchObject([
    { time: 0, low: 89, close: 90, volume: 2 },
  ]);
});

test('a minute whose beginning was not seen is no candle; the one after it is', () => {
  const candles = new MinuteCandles('X');
  expect(closed(candles, [bar(30, 100), bar(55, 100), bar(60, 95), bar(115, 96)])).toMatchObject([{ time: 60_000, open: 95, close: 96 }]);
  candles.add(bar(120, 97));
  candles.interrupted();
  expect(closed(candles, [bar(130, 98), bar(175, 98), bar(180, 99), bar(235, 99)])).toMatchObject([{ time: 180_000 }]);
});

test('a bar of a minute that is over changes nothing', () => {
  const candles = new MinuteCandles('X');
  candles.add(bar(0, 100));
  candles.add(bar(60, 101));
  expect(candles.add(bar(55, 1))).toEqual([]);
});
