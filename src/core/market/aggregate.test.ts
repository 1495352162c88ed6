import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateCandles, createAggregator } from './aggregate.ts';
import { ALWAYS_OPEN, calendarNamed } from './calendar.ts';
import { type Candles, createCandles, sliceCandles } from './candles.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const at = (iso: string) => Date.parse(iso);

type Row = [time: number, open: number, high: number, low: number, close: number, volume: number];

function columns(rows: readonly Row[]): Candles {
  const candles = createCandles(rows.length);
  candles.length = rows.length;
  rows.forEach(([time, open, high, low, close, volume], i) => {
    candles.time[i] = time;
    candles.open[i] = open;
    candles.high[i] = high;
    candles.low[i] = low;
    candles.close[i] = close;
    candles.volume[i] = volume;
  });
  return candles;
}

function rowsOf(candles: Candles): Row[] {
  return Array.from({ length: candles.length }, (_, i) => [
    candles.time[i]!,
    candles.open[i]!,
    candles.high[i]!,
    candles.low[i]!,
    candles.close[i]!,
    candles.volume[i]!,
  ]);
}

/** Minutes from 2022-12-13, some missing, prices in cents and volumes in thousandths. */
const minutes = fc
  .array(
    fc.record({
      skip: fc.integer({ min: 1, max: 40 }),
      prices: fc.array(fc.integer({ min: 100, max: 100_000 }), { minLength: 4, maxLength: 4 }),
      volume: fc.nat(1_000_000),
    }),
    { minLength: 1, maxLength: 200 },
  )
  .map((items) => {
    let time = at('2022-12-13T00:00Z');
    return items.map(({ skip, prices, volume }): Row => {
      time += skip * MINUTE_MS;
      return [time, prices[0]! / 100, Math.max(...prices) / 100, Math.min(...prices) / 100, prices[3]! / 100, volume / 1000];
    });
  });

describe('aggregateCandles', () => {
  it('makes first open, highest high, lowest low, last close and summed volume, and leaves the unfinished candle out', () => {
    const start = at('2022-12-13T00:00Z');
    const source = columns([
      [start, 10, 12, 9, 11, 1],
      [start + MINUTE_MS, 11, 15, 11, 14, 2],
      [start + 4 * MINUTE_MS, 14, 14, 8, 9, 3],
      [start + 5 * MINUTE_MS, 9, 10, 9, 10, 4],
    ]);
    expect(rowsOf(aggregateCandles(source, MINUTE_MS, 5 * MINUTE_MS))).toEqual([[start, 10, 15, 8, 9, 6]]);
    expect(rowsOf(aggregateCandles(source, MINUTE_MS, 5 * MINUTE_MS, ALWAYS_OPEN, { completeUntilMs: start + 10 * MINUTE_MS }))).toEqual([
      [start, 10, 15, 8, 9, 6],
      [start + 5 * MINUTE_MS, 9, 10, 9, 10, 4],
    ]);
  });

  it('gives the same hours through quarter hours as at once, and through one candle at a time as in one go', () => {
    fc.assert(
      fc.property(minutes, (rows) => {
        const source = columns(rows);
        const end = { completeUntilMs: Number.POSITIVE_INFINITY, volumeDecimals: 3 };
        const hours = aggregateCandles(source, MINUTE_MS, HOUR_MS, ALWAYS_OPEN, end);
        const quarters = aggregateCandles(source, MINUTE_MS, 15 * MINUTE_MS, ALWAYS_OPEN, end);
        expect(rowsOf(aggregateCandles(quarters, 15 * MINUTE_MS, HOUR_MS, ALWAYS_OPEN, end))).toEqual(rowsOf(hours));
        const live = createAggregator({ fromMs: MINUTE_MS, toMs: HOUR_MS, volumeDecimals: 3 });
        const closed = createCandles(1);
        for (let i = 0; i < rows.length; i++) live.push(sliceCandles(source, i, i + 1), 0, closed);
        live.closeUntil(Number.POSITIVE_INFINITY, closed);
        expect(rowsOf(closed)).toEqual(rowsOf(hours));
        // Nothing is invented: an hour exists exactly where a minute of it does.
        expect([...new Set(rows.map(([time]) => Math.floor(time / HOUR_MS) * HOUR_MS))]).toEqual(rowsOf(hours).map(([time]) => time));
      }),
      { numRuns: 200 },
    );
  });

  it('starts weeks on Monday', () => {
    // 2022-12-18 is a Sunday.
    const days = columns(Array.from({ length: 10 }, (_, i): Row => [at('2022-12-15T00:00Z') + i * DAY_MS, 1, 2, 1, 1, 1]));
    expect(rowsOf(aggregateCandles(days, DAY_MS, 7 * DAY_MS, ALWAYS_OPEN, { completeUntilMs: at('2022-12-26T00:00Z') }))).toEqual([
      [at('2022-12-12T00:00Z'), 1, 2, 1, 1, 4],
      [at('2022-12-19T00:00Z'), 1, 2, 1, 1, 6],
    ]);
  });

  it('builds days and weeks of an exchange from its sessions, across the clock change and a half day, without the hours outside', () => {
    const calendar = calendarNamed('XNYS');
    const minute = (iso: string, price: number): Row => [at(iso), price, price, price, price, 1];
    // Clocks change on Sunday 2014-03-09: 09:30 is 14:30 UTC on Friday and 13:30 UTC on Monday. 08:29 and 16:00 lie outside.
    const source = columns([
      minute('2014-03-07T13:29Z', 1),
      minute('2014-03-07T14:30Z', 2),
      minute('2014-03-07T20:59Z', 3),
      minute('2014-03-07T21:00Z', 4),
      minute('2014-03-10T13:30Z', 5),
      minute('2014-03-10T19:59Z', 6),
    ]);
    expect(rowsOf(aggregateCandles(source, MINUTE_MS, DAY_MS, calendar))).toEqual([
      [at('2014-03-07T14:30Z'), 2, 3, 2, 3, 2],
      [at('2014-03-10T13:30Z'), 5, 6, 5, 6, 2],
    ]);
    expect(
      rowsOf(aggregateCandles(source, MINUTE_MS, DAY_MS, calendar, { outsideHours: 'include', completeUntilMs: at('2014-03-11T04:00Z') })),
    ).toEqual([
      [at('2014-03-07T14:30Z'), 1, 4, 1, 4, 4],
      [at('2014-03-10T13:30Z'), 5, 6, 5, 6, 2],
    ]);
    expect(
      rowsOf(aggregateCandles(source, MINUTE_MS, 7 * DAY_MS, calendar, { completeUntilMs: at('2014-03-15T00:00Z') })).map(([time]) => time),
    ).toEqual([at('2014-03-03T14:30Z'), at('2014-03-10T13:30Z')]);
    // Hours follow New York's clock: the first holds half an hour, a half day ends at 13:00.
    const halfDay = columns([minute('2014-07-03T13:30Z', 7), minute('2014-07-03T16:59Z', 8)]);
    expect(rowsOf(aggregateCandles(halfDay, MINUTE_MS, HOUR_MS, calendar))).toEqual([
      [at('2014-07-03T13:00Z'), 7, 7, 7, 7, 1],
      [at('2014-07-03T16:00Z'), 8, 8, 8, 8, 1],
    ]);
    expect(rowsOf(aggregateCandles(halfDay, MINUTE_MS, DAY_MS, calendar))).toHaveLength(1);
  });

  it('closes a live candle when its last minute has come, when a later one comes, or when the clock says so', () => {
    const start = at('2022-12-13T00:00Z');
    const source = columns([0, 4, 6, 11].map((minute): Row => [start + minute * MINUTE_MS, 1, 1, 1, 1, 1]));
    const live = createAggregator({ fromMs: MINUTE_MS, toMs: 5 * MINUTE_MS });
    const closed = createCandles(1);
    expect([0, 1, 2, 3].map((i) => live.push(source, i, closed))).toEqual([0, 1, 0, 1]);
    expect(live.unfinishedSince).toBe(start + 10 * MINUTE_MS);
    expect([
      live.closeUntil(start + 15 * MINUTE_MS - 1, closed),
      live.closeUntil(start + 15 * MINUTE_MS, closed),
      live.closeUntil(start + 20 * MINUTE_MS, closed),
    ]).toEqual([0, 1, 0]);
    expect(closed.length).toBe(3);
    expect(() => live.push(source, 0, closed)).toThrowError(/rising times/);
  });

  it('keeps the ask beside the bid, known from the first quote that has one', () => {
    const source = columns([0, 1, 2].map((second): Row => [second * 1000, 10, 10, 10, 10, 0]));
    source.ask = {
      open: Float64Array.of(Number.NaN, 12, 11),
      high: Float64Array.of(Number.NaN, 13, 11),
      low: Float64Array.of(Number.NaN, 12, 11),
      close: Float64Array.of(Number.NaN, 12, 11),
    };
    const { ask } = aggregateCandles(source, 1000, 3000);
    expect([ask!.open[0], ask!.high[0], ask!.low[0], ask!.close[0]]).toEqual([12, 13, 11, 11]);
  });

  it('refuses timeframes that do not divide', () => {
    const build = (fromMs: number, toMs: number, calendar?: string) => () =>
      createAggregator({ fromMs, toMs, ...(calendar && { calendar: calendarNamed(calendar) }) });
    expect(build(2 * MINUTE_MS, 5 * MINUTE_MS)).toThrowError('expected a multiple of it to build from 2m, found 5m');
    expect(build(HOUR_MS, MINUTE_MS)).toThrowError(/found 1m/);
    expect(build(DAY_MS, 3 * DAY_MS, 'XNYS')).toThrowError(/at most 1d, or 1w/);
  });
});
