// What a run does at its edges: the exit at the last open, candles in which hardly anything was traded, sizes that are less than a lot.
import { expect, test } from 'vitest';
import { type BacktestOptions, backtest } from '../../src/core/research/backtest.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { LONG } from '../../src/core/trading/strategy/index.ts';
import { MINUTE_MS, randomWalk } from '../engine/random-walk.ts';
import { acting, options } from '../engine/twins.ts';

const COUNT = 40;
const candles = randomWalk(COUNT, 3, 0.01, 0);
const buys = acting('buys', { kind: 'share', share: 0.5 }, (bar) => {
  if (bar.count === 10) bar.enter(LONG, { confidence: 1, reason: 'in' });
});
const given: BacktestOptions = options(candles, [buys], builtInProfile('none'), false);

test.each([
  ['open', candles.time[COUNT - 1]!],
  ['close', candles.time[COUNT - 1]! + MINUTE_MS],
] as const)('the exit at the last %s happens then', (finalize, at) => {
  const { recorder } = backtest({ ...given, finalize });
  expect(recorder.fillCount).toBe(2);
  expect([recorder.fill(1).at, recorder.fill(1).reason]).toEqual([at, 'end']);
});

test('less than a lot traded is traded: market orders fill, as in any candle that is not empty', () => {
  const thin = { ...candles, volume: candles.volume.map((_, i) => (i === 10 ? 0.002 : 1000)) };
  const fillAt = (volume: Float64Array) => {
    const { recorder } = backtest({ ...given, markets: options({ ...thin, volume }, [buys], given.risk, false).markets });
    return recorder.fill(0).at;
  };
  // Lots are of 0.003. The wish at the tenth close fills at the open of candle 10, or of the one after where that is empty.
  expect(fillAt(thin.volume)).toBe(candles.time[10]);
  expect(fillAt(thin.volume.map((volume, i) => (i === 10 ? 0 : volume)))).toBe(candles.time[11]);
});

test('a size that is less than a lot is refused by name', () => {
  expect(() => backtest({ ...given, size: { kind: 'units', units: 0.001 } })).toThrow(/at least one lot of X, 0.003 units, found 0.001/);
});
