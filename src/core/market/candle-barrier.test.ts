/** Candles of one close go on together, in the order of their instruments, however they arrive. */

import { expect, test } from 'vitest';
import { CandleBarrier } from './candle-barrier.ts';

const MINUTE = 60_000;

function barrier(over?: number) {
  const told: string[] = [];
  const made = new CandleBarrier(
    {
      instruments: 2,
      timeframeMs: MINUTE,
      waitMs: 2_000,
      closed: (at, candles, received) =>
        told.push(`${at / MINUTE} ${candles.map(([instrument, numbers]) => `${instrument}:${numbers[4]}`).join(' ')} @${received}`),
      late: (instrument, at) => told.push(`late ${instrument} ${at / MINUTE}`),
    },
    over,
  );
  const candle = (instrument: number, minute: number, close: number) => [instrument, [minute * MINUTE, 1, 1, 1, close, 0]] as const;
  return { made, told, candle };
}

test('a close waits for its second instrument, and is told in the order of instruments', () => {
  const { made, told, candle } = barrier();
  made.arrived(candle(1, 0, 11), 100);
  expect(told).toEqual([]);
  made.arrived(candle(0, 0, 10), 150);
  expect(told).toEqual(['1 0:10 1:11 @150']);
  expect(made.nextAt).toBe(Number.POSITIVE_INFINITY);
});

test('a straggler is waited for two seconds, then it is late', () => {
  const { made, told, candle } = barrier();
  made.arrived(candle(0, 0, 10), 100);
  expect(made.nextAt).toBe(2_100);
  made.let(2_099);
  expect(told).toEqual([]);
  made.let(2_100);
  made.arrived(candle(1, 0, 11), 2_200);
  expect(told).toEqual(['1 0:10 @2100', 'late 1 1']);
});

test('a later close that is whole lets the one before it go first', () => {
  const { made, told, candle } = barrier();
  made.arrived(candle(0, 0, 10), 0);
  made.arrived(candle(0, 1, 20), 10);
  made.arrived(candle(1, 1, 21), 20);
  expect(told).toEqual(['1 0:10 @20', '2 0:20 1:21 @20']);
});

test('what was taken in before a restart is late when it comes again', () => {
  const { made, told, candle } = barrier(5 * MINUTE);
  made.arrived(candle(0, 4, 10), 0);
  expect(told).toEqual(['late 0 5']);
});
