// A lone stream played in quiet stretches must leave exactly what it leaves when venue and engine are driven by hand, candle after candle.
import { describe, expect, test } from 'vitest';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import type { AnyStrategy } from '../../src/core/research/backtest.ts';
import { builtInProfile, type RiskProfile } from '../../src/core/trading/risk/profile.ts';
import { type Bar, LONG, SHORT } from '../../src/core/trading/strategy/index.ts';
import smaCross from '../../strategies/sma-cross.ts';
import { MINUTE_MS, randomWalk, START } from './random-walk.ts';
import { acting, bundled, candleAfterCandle, options, played } from './twins.ts';

const restless = (id: string): AnyStrategy =>
  acting(id, { kind: 'risk', maxFraction: 0.2 }, (bar) => {
    const drawn = bar.random();
    if (drawn < 0.05) bar.enter(drawn < 0.025 && bar.shortable ? SHORT : LONG, { confidence: 0.9, reason: 'drawn', stopRatio: 0.01 });
    else if (drawn < 0.08) bar.exit('drawn');
    else if (drawn < 0.2) bar.moveStop(bar.close() * (bar.position.side > 0 ? 0.99 : 1.01));
  });

/** Nothing but the drawdown rungs. */
const calm = builtInProfile('evaluate-all');
const drawdownOnly: RiskProfile = {
  ...calm,
  ladder: {
    ...calm.ladder,
    drawdownAlert: 0.05,
    drawdownDefensive: 0.1,
    drawdownClosesOnly: 0.12,
    drawdownStop: 0.15,
    drawdownClear: 0.08,
  },
};

const dayOnly: RiskProfile = { ...calm, ladder: { ...calm.ladder, dayDefensive: 0.02, dayStop: 0.03 } };

describe('quiet stretches leave what candle after candle leaves', () => {
  const cases = [
    { name: 'a strategy that trades now and then', strategies: [smaCross], risk: calm, perpetual: false, step: 0.004 },
    {
      name: 'the default limits, whose loss ladder fires',
      strategies: [smaCross],
      risk: builtInProfile('default'),
      perpetual: true,
      step: 0.02,
    },
    { name: 'all in, with drawdown limits alone', strategies: [smaCross], risk: drawdownOnly, perpetual: true, step: 0.01 },
    { name: 'all in, with day limits alone', strategies: [smaCross], risk: dayOnly, perpetual: true, step: 0.01 },
    { name: 'a strategy that wishes at any candle', strategies: [restless('restless')], risk: calm, perpetual: true, step: 0.004 },
    {
      name: 'several strategies',
      strategies: [restless('a'), smaCross, restless('b')],
      risk: builtInProfile('default'),
      perpetual: true,
      step: 0.01,
    },
    { name: 'no strategy', strategies: [], risk: builtInProfile('none'), perpetual: false, step: 0.004 },
  ] as const;
  test.each(cases)('$name', ({ strategies, risk, perpetual, step }) => {
    let fills = 0;
    let modes = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const given = options(randomWalk(6000, seed, step), strategies, risk, perpetual);
      const { session, everything } = played(given, bundled);
      expect(everything).toEqual(played(given, candleAfterCandle).everything);
      fills += session.observer.fillCount;
      modes += session.observer.modes.length;
    }
    expect(fills).toBeGreaterThanOrEqual(strategies.length * 50);
    expect(modes > 0).toBe(risk.ladder.drawdownStop < 1 || risk.ladder.dayStop < 1);
  });
});

/** Candles with these closes, each opening at the close before; `wicks` are added to the highs of some. */
function closing(closes: readonly number[], wicks: Readonly<Record<number, number>> = {}): Candles {
  const candles = createCandles(closes.length);
  closes.forEach((close, i) => {
    const open = closes[i - 1] ?? close;
    candles.time[i] = START + i * MINUTE_MS;
    candles.open[i] = open;
    candles.close[i] = close;
    candles.high[i] = Math.max(open, close) + (wicks[i] ?? 0);
    candles.low[i] = Math.min(open, close);
    candles.volume[i] = 1e6;
  });
  candles.length = closes.length;
  return candles;
}

/** A 0.4 share each: one takes its profit in a wick far above every close, the other goes on. */
test('the deepest fall is that of the closes, also where risk has seen a higher equity at a fill', () => {
  const climb = (i: number) => (i < 60 ? 10_000 : i < 600 ? 9940 + i : 10_400);
  const closes = Array.from({ length: 1000 }, (_, i) => (i < 640 ? climb(i) : Math.max(9000, 10_400 - (i - 640) * 60)) / 100);
  const enters = (when: number, wish: object) => (bar: Bar) => {
    if (bar.count === when) bar.enter(LONG, { confidence: 1, reason: 'in', ...wish });
  };
  const size = { kind: 'share', share: 0.4 } as const;
  const given = {
    ...options(closing(closes, { 20: 10 }), [], builtInProfile('none'), false),
    strategies: [acting('taker', size, enters(5, { targetRatio: 0.08 })), acting('holder', size, enters(7, {}))].map((definition) => ({
      definition,
      instrumentId: 'X',
    })),
  };
  const { session, everything } = played(given, bundled);
  expect(everything).toEqual(played(given, candleAfterCandle).everything);
  const { equity, equityWatch } = session.observer;
  let peak = 0;
  let deepest = 0;
  for (const mark of equity) {
    peak = Math.max(peak, mark);
    deepest = Math.max(deepest, (peak - mark) / peak);
  }
  expect(deepest).toBeGreaterThan(0.03);
  expect(equityWatch.maxDrawdownRatio).toBe(deepest);
});

test('an amount that can not be counted is an error only for who comes to it', () => {
  const rise = Array.from({ length: 60 }, (_, i) => (i < 20 ? 100 : 250));
  const holdsUntil = (candle: number) => ({
    ...options(closing(rise), [], builtInProfile('none'), false),
    cash: 4.4e7,
    strategies: [
      acting('holder', { kind: 'share', share: 0.9 }, (bar) => {
        if (bar.count === 5) bar.enter(LONG, { confidence: 1, reason: 'in' });
        if (bar.count === candle) bar.exit('out');
      }),
    ].map((definition) => ({ definition, instrumentId: 'X' })),
  });
  const { session, everything } = played(holdsUntil(18), bundled);
  expect(session.observer.fillCount).toBe(2);
  expect(everything).toEqual(played(holdsUntil(18), candleAfterCandle).everything);
  for (const play of [bundled, candleAfterCandle]) expect(() => played(holdsUntil(30), play)).toThrow('left the exact range');
});
