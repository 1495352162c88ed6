// An entry never goes out without the stop that was meant: a wish with a price or ratio that is none is refused, by name and with the strategy's reason.
import { describe, expect, test } from 'vitest';
import { createCandles } from '../../src/core/market/candles.ts';
import { openSession } from '../../src/core/research/backtest.ts';
import { Recorder } from '../../src/core/trading/engine/recorder.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { type Bar, defineStrategy, LONG } from '../../src/core/trading/strategy/index.ts';
import type { EntryWish } from '../../src/core/trading/strategy/strategy.ts';

class Told extends Recorder {
  readonly told: { code: string; reason: string }[] = [];
  override refused(...given: Parameters<Recorder['refused']>): void {
    const [, , , reason, refusal] = given;
    this.told.push({ code: refusal.code, reason });
    super.refused(...given);
  }
}

function play(wish: Partial<EntryWish>): Told {
  const candles = createCandles(4);
  candles.length = 4;
  for (let i = 0; i < 4; i++) {
    candles.time[i] = i * 60_000;
    candles.open[i] = candles.high[i] = candles.low[i] = candles.close[i] = 100;
    candles.volume[i] = 1000;
  }
  const series = [{ timeframeMs: 60_000, candles }];
  const definition = defineStrategy({
    id: 'once',
    version: '1',
    title: { en: 'Once', es: 'Una vez' },
    description: { en: 'Once', es: 'Una vez' },
    timeframe: '1m',
    parameters: {},
    warmup: () => 1,
    size: () => ({ kind: 'all' }),
    create: () => ({
      onBar: (bar: Bar) => {
        if (bar.count === 1) bar.enter(LONG, { confidence: 1, reason: 'first candle', ...wish });
      },
    }),
  });
  const session = openSession(
    {
      markets: [
        { instrument: { id: 'X', venue: 'v', kind: 'spot', base: 'X', quote: '', tickSize: 0.01, lotSize: 0.01, shorting: true }, series },
      ],
      strategies: [{ definition, instrumentId: 'X' }],
      cash: 1000,
      quantumDecimals: 2,
      slippage: { kind: 'none' },
      risk: builtInProfile('none'),
    },
    new Told(series),
  );
  session.timeline.run();
  return session.observer;
}

describe('a wish that makes no sense', () => {
  test.each([
    { stopPrice: Number.NaN },
    { stopRatio: Number.NaN },
    { stopRatio: 0 },
    { stopPrice: -1 },
    { targetPrice: Number.POSITIVE_INFINITY },
    { targetRatio: Number.NaN },
    { trailRatio: Number.NEGATIVE_INFINITY },
    { type: 'limit' as const, price: Number.NaN },
  ])('%o is refused', (wish) => {
    const observer = play(wish);
    expect(observer.fillCount).toBe(0);
    expect(observer.told).toEqual([{ code: 'SIGNAL_SCHEMA', reason: 'first candle' }]);
  });

  test('and one that does is filled', () => {
    expect(play({ stopRatio: 0.1, targetPrice: 200 }).fillCount).toBe(1);
  });
});
