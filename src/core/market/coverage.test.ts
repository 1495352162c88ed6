import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALWAYS_OPEN, calendarNamed } from './calendar.ts';
import { createCandles } from './candles.ts';
import { type CoverageCell, CoverageCount } from './coverage.ts';
import { findGaps } from './gaps.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

function candlesAt(times: readonly number[]) {
  const candles = createCandles(times.length, { hasVolume: false });
  candles.length = times.length;
  candles.time.set(times);
  return candles;
}

function coverage(times: readonly number[], timeframeMs: number, calendar = ALWAYS_OPEN, cell: CoverageCell = 'day') {
  const count = new CoverageCount(timeframeMs, calendar, cell);
  count.add(candlesAt(times));
  return count.columns;
}

test('a removed stretch over midnight is missing on both days, each with its own part', () => {
  // Minutes from 22:00 on; 23:50 to 00:19 are not there: 10 minutes of the first day, 20 of the second.
  const evening = Date.UTC(2024, 0, 1, 22);
  const times = Array.from({ length: 180 }, (_, i) => evening + i * MINUTE).filter((_, i) => i < 110 || i >= 140);
  expect(coverage(times, MINUTE)).toEqual({
    start: [Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2)],
    present: [110, 40],
    expected: [120, 60],
    flat: [0, 0],
  });
});

test('a day without any candle is there, with nothing present', () => {
  const times = [0, 1, 2].flatMap((day) => (day === 1 ? [] : Array.from({ length: 24 }, (_, h) => Date.UTC(2024, 4, 1 + day, h))));
  expect(coverage(times, 3_600_000)).toMatchObject({ present: [24, 0, 24], expected: [24, 24, 24] });
});

test('closed days are left out: an exchange has no weekend, and 4 July 2024 was none of its days', () => {
  // Wednesday 3 July to Monday 8 July 2024, without Friday the 5th.
  const times = [3, 8].map((day) => Date.UTC(2024, 6, day));
  const { start, present, expected } = coverage(times, DAY, calendarNamed('XNYS'), 'day');
  expect(start.map((at) => new Date(at).getUTCDate())).toEqual([3, 5, 8]);
  expect(present).toEqual([1, 0, 1]);
  expect(expected).toEqual([1, 1, 1]);
});

test('candles without a trade are counted, a flat one with volume or without a known volume is none', () => {
  const candles = createCandles(4);
  candles.length = 4;
  candles.time.set([0, 1, 2, 3].map((i) => i * MINUTE));
  candles.high.set([10, 10, 11, 10]);
  candles.low.set([10, 10, 9, 10]);
  candles.volume.set([0, 5, 0, 0]);
  const flat = (hasVolume: boolean) => {
    const count = new CoverageCount(MINUTE, ALWAYS_OPEN, 'day');
    count.add({ ...candles, hasVolume });
    return count.columns.flat;
  };
  expect(flat(true)).toEqual([2]);
  expect(flat(false)).toEqual([0]);
});

test('months are as long as they are', () => {
  const times = Array.from({ length: 60 }, (_, i) => Date.UTC(2024, 0, 1 + i));
  expect(coverage(times, DAY, ALWAYS_OPEN, 'month')).toMatchObject({ present: [31, 29], expected: [31, 29] });
});

test('in pieces or at once, what is there and what is missing add up to what the gaps say', () => {
  const timeline = fc.record({
    holes: fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 1, max: 900 })), { maxLength: 6 }),
    calendar: fc.constantFrom('24/7', 'XNYS', 'FX', 'WEEKDAYS'),
    step: fc.constantFrom(1, 5, 15, 60),
    cell: fc.constantFrom<CoverageCell>('day', 'month'),
    cut: fc.nat(4000),
  });
  fc.assert(
    fc.property(timeline, ({ holes, calendar: id, step, cell, cut }) => {
      const calendar = calendarNamed(id);
      const start = Date.UTC(2024, 0, 29);
      const times = Array.from({ length: 4000 }, (_, i) => i)
        .filter((i) => !holes.some(([from, length]) => i >= from && i < from + length))
        .map((i) => start + i * step * MINUTE)
        .filter((at) => calendar.sessionFrom(at).open <= at);
      fc.pre(times.length > 0);
      const count = new CoverageCount(step * MINUTE, calendar, cell);
      count.add(candlesAt(times.slice(0, cut)));
      count.add(candlesAt(times.slice(cut)));
      const sum = (column: number[]) => column.reduce((total, value) => total + value, 0);
      expect(sum(count.columns.present)).toBe(times.length);
      expect(sum(count.columns.expected) - times.length).toBe(findGaps(candlesAt(times), step * MINUTE, calendar).missing);
      expect([...new Set(count.columns.start)].sort((a, b) => a - b)).toEqual(count.columns.start);
    }),
    { numRuns: 150 },
  );
});
