import { expect, test } from 'vitest';
import { createCandles } from '../../core/market/candles.ts';
import type { EngineStream } from '../../core/trading/engine/engine-options.ts';
import { DurableCandles } from './durable-candles.ts';

const MINUTE = 60_000;
const stream = (index: number, instrument: number, minutes: number, isPath: boolean): EngineStream => ({
  index,
  instrument,
  timeframeMs: minutes * MINUTE,
  candles: createCandles(0),
  isPath,
});
/** Minute `minute` since 1970, moving from `open` to `close`, one unit traded. */
const candle = (minute: number, open: number, close: number) => [
  minute * MINUTE,
  open,
  Math.max(open, close),
  Math.min(open, close),
  close,
  1,
];

test('offers the strategies’ timeframes and larger ones that the path divides, finest first', () => {
  const candles = new DurableCandles([stream(0, 0, 5, false), stream(1, 0, 1, true), stream(2, 1, 60, true)], ['BTC', 'ETH']);
  expect(candles.timeframesOf(0)).toEqual(['1m', '5m', '15m', '1h', '4h']);
  expect(candles.timeframesOf(1)).toEqual(['1h', '4h']);
});

test('larger candles are built from minutes, and a hole is not filled', () => {
  const candles = new DurableCandles([stream(0, 0, 1, true)], ['BTC']);
  const told = [];
  // Minutes 0 to 13 rise by one each; 14 to 29 have no trade; the next one is minute 30.
  for (let minute = 0; minute < 14; minute++)
    told.push(...candles.closed((minute + 1) * MINUTE, [[0, candle(minute, minute, minute + 1)]]));
  expect(told.map(({ timeframe }) => timeframe)).toEqual(new Array(14).fill('1m'));
  const after = candles.closed(31 * MINUTE, [[0, candle(30, 50, 40)]]);
  expect(after.map(({ timeframe, time }) => [timeframe, ...time])).toEqual([
    ['1m', 30 * MINUTE],
    ['15m', 0],
  ]);
  // 0 to 14 in fourteen minutes of one unit each.
  expect(after[1]).toMatchObject({ open: [0], high: [14], low: [0], close: [14], volume: [14], intervalMs: 15 * MINUTE });
  expect(candles.lastClose(0)).toBe(40);
});

test('answers the last ones of a range, and names what it has when asked for something else', () => {
  const candles = new DurableCandles([stream(0, 0, 1, true)], ['BTC']);
  for (let minute = 0; minute < 10; minute++) candles.closed((minute + 1) * MINUTE, [[0, candle(minute, 1, 1)]]);
  const times = (query: { from?: number; to?: number; limit: number }) =>
    candles.answer({ instrumentId: 'BTC', timeframe: '1m', ...query }).time.map((time) => time / MINUTE);
  expect(times({ limit: 3 })).toEqual([7, 8, 9]);
  expect(times({ from: 2 * MINUTE, to: 4 * MINUTE, limit: 100 })).toEqual([2, 3, 4]);
  expect(times({ from: 2 * MINUTE, to: 4 * MINUTE, limit: 2 })).toEqual([3, 4]);
  expect(times({ from: 20 * MINUTE, limit: 2 })).toEqual([]);
  expect(() => candles.answer({ instrumentId: 'BTC', timeframe: '1d', limit: 1 })).toThrow(
    'BTC: expected one of 1m, 15m, 1h, 4h, found 1d',
  );
  expect(() => candles.answer({ instrumentId: 'ETH', timeframe: '1m', limit: 1 })).toThrow('no instrument ETH');
});
