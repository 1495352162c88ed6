// An entry never goes out without the stop that was meant: a wish with a price or ratio that is none is refused, by name and with the strategy's reason.
import { describe, expect, test } from 'vitest';
import { openSession } from '../../src/core/research/backtest.ts';
import { Recorder } from '../../src/core/trading/engine/recorder.ts';
import { LONG } from '../../src/core/trading/strategy/index.ts';
import type { EntryWish } from '../../src/core/trading/strategy/strategy.ts';
import { flatCandles, flatRun, simpleStrategy } from './flat-run.ts';

class Told extends Recorder {
  readonly told: { code: string; reason: string }[] = [];
  override refused(...given: Parameters<Recorder['refused']>): void {
    const [, , , reason, refusal] = given;
    this.told.push({ code: refusal.code, reason });
    super.refused(...given);
  }
}

function play(wish: Partial<EntryWish>): Told {
  const definition = simpleStrategy((bar) => {
    if (bar.count === 1) bar.enter(LONG, { confidence: 1, reason: 'first candle', ...wish });
  });
  const options = flatRun(definition, flatCandles([0, 1, 2, 3]));
  const session = openSession(options, new Told());
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
