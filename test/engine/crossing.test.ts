// Where two series cross, computed ahead in blocks, must be where a strategy sees them cross candle by candle; and what is no series of the candles is refused.
import { describe, expect, test } from 'vitest';
import type { AnyStrategy } from '../../src/core/research/backtest.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { type Bar, type Build, crossing, sma } from '../../src/core/trading/strategy/index.ts';
import { MINUTE_MS, randomWalk } from './random-walk.ts';
import { acting, bundled, candleAfterCandle, options, played } from './twins.ts';

const CANDLES = 1700;

/** Averages of prices in a few coarse steps: they tie often, to the last bit and next to it. */
const coarse = () => {
  const candles = randomWalk(CANDLES, 5, 0.01);
  for (let i = 0; i < CANDLES; i++) candles.close[i] = 0.1 * Math.round(candles.close[i]! / 10);
  return candles;
};

const built = (create: (build: Build) => ReturnType<AnyStrategy['create']>): AnyStrategy => ({
  ...acting('one', { kind: 'all' }, () => {}),
  warmup: () => 1,
  create: (_, build) => create(build),
});

describe('crossings', () => {
  test.each([
    ['in bundles', bundled],
    ['candle after candle', candleAfterCandle],
  ])('computed ahead are those seen, %s', (_, play) => {
    const seen: number[] = [];
    const ahead: number[] = [];
    const watching = built((build) => {
      const [fast, slow] = [build.use(sma, { period: 3 }), build.use(sma, { period: 9 })];
      const crosses = build.crossing(fast, slow);
      return {
        onBar: () => {
          ahead.push(crosses.value);
          seen.push(crossing(fast, slow));
        },
      };
    });
    played(options(coarse(), [watching], builtInProfile('none'), false), play);
    expect(ahead).toEqual(seen);
    expect(seen.length).toBe(CANDLES);
    expect(seen.filter((side) => side !== 0).length).toBeGreaterThan(100);
  });

  test('wake a strategy where there are any, and nowhere else', () => {
    const at: number[] = [];
    const all: number[] = [];
    const woken = built((build) => {
      const wakes = build.crossing(build.use(sma, { period: 3 }), build.use(sma, { period: 9 }));
      return { wakes, onBar: (bar: Bar) => at.push(bar.count) };
    });
    const asked = built((build) => {
      const crosses = build.crossing(build.use(sma, { period: 3 }), build.use(sma, { period: 9 }));
      return { onBar: (bar: Bar) => void (crosses.value !== 0 && all.push(bar.count)) };
    });
    for (const strategy of [woken, asked]) played(options(coarse(), [strategy], builtInProfile('none'), false), bundled);
    expect(at).toEqual(all);
    at.length = 0;
    played(options(coarse(), [woken], builtInProfile('none'), false), candleAfterCandle);
    expect(at).toEqual(all);
  });
});

describe('a strategy is refused', () => {
  const walk = randomWalk(100, 1, 0.01);
  const open = (strategy: AnyStrategy) => {
    const session = options(walk, [strategy], builtInProfile('none'), false);
    const hours = { timeframeMs: 60 * MINUTE_MS, candles: randomWalk(10, 2, 0.01) };
    const markets = session.markets.map((one) => ({ ...one, series: [...one.series, hours] }));
    return () => played({ ...session, markets }, bundled);
  };

  test('that wants to be asked at the candles of another timeframe', () => {
    const other = built((build) => {
      const hour = build.timeframe('1h');
      return { wakes: hour.crossing(hour.use(sma, { period: 2 }), hour.use(sma, { period: 3 })), onBar: () => {} };
    });
    expect(open(other)).toThrow(/strategy one: expected a series of its own timeframe as "wakes"/);
  });

  test('that crosses series of different timeframes', () => {
    const mixed = built((build) => {
      build.crossing(build.use(sma, { period: 2 }), build.timeframe('1h').use(sma, { period: 2 }));
      return { onBar: () => {} };
    });
    expect(open(mixed)).toThrow(/crossing\(a, b\): expected a series of the timeframe it is asked of/);
  });
});
