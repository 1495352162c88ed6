/** The driver: replay time against wall time, and markets that begin together. */

import { expect, test } from 'vitest';
import { prepareInstrument } from '../../core/domain/instrument.ts';
import { createCandles } from '../../core/market/candles.ts';
import { candlesOf, RecordingWriter, ROW } from '../../core/market/recording.ts';
import { beginTogether, ReplayDriver } from './driver.ts';
import { Exchange } from './exchange/exchange.ts';

const MINUTE = 60_000;
const DAY = Date.UTC(2022, 11, 13);

function source(count: number, { from = DAY, index = 0, timeframeMs = MINUTE } = {}) {
  const candles = createCandles(count);
  candles.length = count;
  for (let i = 0; i < count; i++) {
    candles.time[i] = from + i * timeframeMs;
    for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) candles[name][i] = 100 + i;
  }
  const instrument = prepareInstrument(
    { id: `M${index}`, venue: 't', kind: 'spot', base: 'B', quote: 'Q', tickSize: 1, lotSize: 1 },
    index,
    2,
  );
  return { instrument, timeframeMs, candles, funding: null };
}

function exchangeOf(count: number): Exchange {
  return new Exchange({ sources: [source(count)], clientIdUniqueness: 'none', deposit: 0, venueIdOf: String });
}

test('replay time is wall time multiplied, stands still while stopped, and goes on from there', () => {
  let wall = 5_000;
  const exchange = exchangeOf(100);
  const driver = new ReplayDriver({ exchange, speed: 60, now: () => wall });
  const after = (ms: number) => {
    wall += ms;
    driver.catchUp();
    return exchange.now - DAY;
  };
  driver.start();
  expect(after(1_000)).toBe(MINUTE);
  expect(after(1)).toBe(MINUTE + 60);
  driver.stop();
  expect(after(10_000)).toBe(MINUTE + 60);
  driver.start();
  expect(after(500)).toBe(MINUTE + 30_060);
  driver.stop();
});

test.each([3600, Number.POSITIVE_INFINITY])('at speed %d moves are made without being asked, to the end', async (speed) => {
  const exchange = exchangeOf(3);
  const times: number[] = [];
  exchange.listen({ moved: (_, { at }) => times.push((at - DAY) / 15_000) });
  const driver = new ReplayDriver({ exchange, speed, now: Date.now });
  driver.start();
  await driver.ended;
  driver.stop();
  expect(times).toEqual([0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12]);
});

test('markets begin at one instant with the history asked for, or half of the shortest', () => {
  const early = source(100);
  const late = source(40, { from: DAY + 30 * MINUTE, index: 1 });
  expect(beginTogether([early, late], 500).map(({ history }) => history)).toEqual([50, 20]);
  expect(beginTogether([early, late], 5).map(({ history }) => history)).toEqual([35, 5]);
});

test('aligned to now, the first candle traded is the one under way; funding moves along', () => {
  const now = Date.UTC(2026, 5, 1, 12, 34, 56);
  const funding = { time: Float64Array.of(DAY + 8 * 3_600_000), rate: Float64Array.of(0.0001) };
  const [aligned] = beginTogether([{ ...source(10), funding }], 3, now);
  expect(aligned?.candles.time[3]).toBe(Date.UTC(2026, 5, 1, 12, 34));
  const shift = Date.UTC(2026, 5, 1, 12, 34) - (DAY + 3 * MINUTE);
  expect(aligned?.funding).toMatchObject({ time: Float64Array.of(DAY + 8 * 3_600_000 + shift) });
});

test('a recording begins with its first event, or where the others begin, and moves to now with candles of whole minutes', () => {
  const writer = new RecordingWriter();
  for (const [at, price] of [
    [16_500, 100],
    [59_000, 101],
    [61_000, 102],
  ] as const)
    writer.add(DAY + at, ROW.buy, price, 1);
  const recording = writer.finish({ kind: 'trades', priceDecimals: 0, quantityDecimals: 0 });
  const recorded = { ...source(1), candles: candlesOf(recording, MINUTE), recording };
  expect(beginTogether([recorded])[0]).toMatchObject({ beginsAt: DAY + 16_500 });
  // Ten candles from 00:00 on have five before 00:05; the recording is over by then.
  expect(() => beginTogether([recorded, source(10)])).toThrow(/expected data that overlap in time/);
  expect(beginTogether([recorded, source(2)])[0]).toMatchObject({ beginsAt: DAY + MINUTE });
  const now = Date.UTC(2026, 5, 1, 12, 34, 50);
  const [aligned] = beginTogether([recorded], undefined, now);
  // 42.5 s later, in the next minute, comes the second trade, and two seconds after it the third.
  expect([aligned?.recording?.time[0], [...(aligned?.candles.time.subarray(0, aligned.candles.length) ?? [])]]).toEqual([
    now,
    [Date.UTC(2026, 5, 1, 12, 34), Date.UTC(2026, 5, 1, 12, 35)],
  ]);
});
