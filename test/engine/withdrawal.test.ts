// A strategy that wants out while its entry is still on the way must end up out: the entry is withdrawn, or closed again when it could not be.
import { expect, test } from 'vitest';
import { backtest } from '../../src/core/research/backtest.ts';
import { crossedDown, crossedUp, crossing, LONG } from '../../src/core/trading/strategy/index.ts';
import { Series } from '../../src/core/trading/strategy/series.ts';
import { flatCandles, flatRun, simpleStrategy } from './flat-run.ts';

const SECOND = 1000;

/** Enters at the close of the second candle and wants out at the close of the third. */
const inAndOut = simpleStrategy((bar) => {
  if (bar.count === 2) bar.enter(LONG, { confidence: 1, reason: 'in' });
  if (bar.count === 3) bar.exit('out');
});

/** Ten minute candles from 0 s; nothing is traded in those named. */
function play(latencyMs: number, ...untraded: readonly number[]) {
  const candles = flatCandles([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const i of untraded) candles.volume[i] = 0;
  const { session, recorder, fills } = backtest({ ...flatRun(inAndOut, candles), latencyMs });
  const lots = session.engine.slots[0]?.position.lots;
  return { lots, fills: Array.from({ length: fills }, (_, i) => ({ at: recorder.fill(i).at / SECOND, reason: recorder.fill(i).reason })) };
}

test('an entry that nothing was traded for is cancelled', () => {
  // Decided at 120 s; the candle from 120 s trades nothing; out at 180 s, before the next open.
  expect(play(0, 2)).toEqual({ lots: 0, fills: [] });
});

test('an entry that the cancel reaches too late is closed again', () => {
  // Decided at 120 s, at the venue at 210 s, filled at the open of 240 s. Out at 180 s: the cancel arrives at 270 s.
  // The exit goes out with the fill at 240 s, arrives at 330 s and is filled at the open of 360 s.
  expect(play(90 * SECOND)).toEqual({
    lots: 0,
    fills: [
      { at: 240, reason: 'in' },
      { at: 360, reason: 'out' },
    ],
  });
});

test('averages that tie but for the noise of doubles have not crossed', () => {
  const series = (...values: number[]) => new Series(Float64Array.from(values), { at: values.length - 1 });
  // (0.1 + 0.2) / 0.3 is a hair above 1.
  const tie = (0.1 + 0.2) / 0.3;
  expect(tie).toBeGreaterThan(1);
  expect(crossedUp(series(0.9, tie), series(1, 1))).toBe(false);
  expect(crossedUp(series(tie, 1.1), series(1, 1))).toBe(true);
  expect(crossedDown(series(1, 1), series(0.9, tie))).toBe(false);
  expect(crossedDown(series(1, 1), series(tie, 1.1))).toBe(true);
  expect(crossedUp(series(Number.NaN, 2), series(1, 1))).toBe(false);
  expect(crossing(series(tie, 1.1), series(1, 1))).toBe(1);
  expect(crossing(series(1, 1), series(tie, 1.1))).toBe(-1);
  expect(crossing(series(0.9, tie), series(1, 1))).toBe(0);
  expect(crossing(series(1.1, 1.2), series(1, 1))).toBe(0);
  expect(crossing(series(Number.NaN, 2), series(1, 1))).toBe(0);
});
