import { describe, expect, test } from 'vitest';
import { CandleGuard } from './candle-guard.ts';

const candle = (open: number, high: number, low: number, close: number, volume = 1) => [0, open, high, low, close, volume];

describe('a candle is left out', () => {
  test.each([
    ['that has no number', candle(100, 101, 99, Number.NaN)],
    ['with a price that is not positive', candle(100, 101, -1, 100)],
    ['whose high lies below its close', candle(100, 100, 99, 101)],
    ['whose low lies above its open', candle(100, 103, 101, 102)],
    ['with less volume than none', candle(100, 101, 99, 100, -1)],
    ['with a close a quarter away and more', candle(100, 126, 100, 126)],
    ['with a wick a quarter away and more', candle(100, 101, 74, 100)],
  ])('%s', (_, numbers) => {
    expect(new CandleGuard().faultOf(0, numbers, 100)).not.toBeNull();
  });
});

test('a move that a second candle confirms is believed, and another instrument knows nothing of it', () => {
  const guard = new CandleGuard();
  expect(guard.faultOf(0, candle(100, 101, 99, 100), Number.NaN)).toBeNull();
  expect(guard.faultOf(0, candle(100, 100, 60, 60), Number.NaN)).not.toBeNull();
  expect(guard.faultOf(1, candle(60, 61, 59, 60), 60)).toBeNull();
  expect(guard.faultOf(0, candle(60, 62, 58, 61), Number.NaN)).toBeNull();
  expect(guard.faultOf(0, candle(61, 62, 60, 61), Number.NaN)).toBeNull();
});

test('one wild tick is forgotten when the next candle is where the one before it was', () => {
  const guard = new CandleGuard();
  guard.faultOf(0, candle(100, 101, 99, 100), Number.NaN);
  expect(guard.faultOf(0, candle(100, 1_000, 100, 1_000), Number.NaN)).not.toBeNull();
  expect(guard.faultOf(0, candle(100, 101, 99, 100), Number.NaN)).toBeNull();
  expect(guard.faultOf(0, candle(100, 1_000, 100, 1_000), Number.NaN)).not.toBeNull();
});

test('a quarter exactly is a move like any other', () => {
  expect(new CandleGuard().faultOf(0, candle(100, 125, 75, 100), 100)).toBeNull();
});
