/** Two ways to play the same session, and everything either leaves. */

import type { Candles } from '../../src/core/market/candles.ts';
import { type AnyStrategy, openSession, type Session, type SessionOptions } from '../../src/core/research/backtest.ts';
import { Recorder } from '../../src/core/trading/engine/recorder.ts';
import type { RiskProfile } from '../../src/core/trading/risk/profile.ts';
import { type Bar, defineStrategy } from '../../src/core/trading/strategy/index.ts';
import smaCross from '../../strategies/sma-cross.ts';
import { MINUTE_MS } from './random-walk.ts';

/** A strategy that does this at every candle. */
export const acting = (id: string, size: ReturnType<AnyStrategy['size']>, act: (bar: Bar) => void): AnyStrategy =>
  defineStrategy({
    id,
    version: '1',
    title: { en: id, es: id },
    description: { en: id, es: id },
    timeframe: '1m',
    parameters: {},
    warmup: () => 3,
    size: () => size,
    create: () => ({ onBar: act }),
  });

export function options(candles: Candles, strategies: readonly AnyStrategy[], risk: RiskProfile, perpetual: boolean): SessionOptions {
  return {
    markets: [
      {
        instrument: {
          id: 'X',
          venue: 'test',
          kind: perpetual ? 'perpetual' : 'spot',
          base: 'X',
          quote: 'USDT',
          tickSize: 0.01,
          lotSize: 0.003,
          takerFeeRatio: 0.0005,
          shorting: perpetual,
          leverage: perpetual ? 2 : 1,
        },
        series: [{ timeframeMs: MINUTE_MS, candles }],
      },
    ],
    strategies: strategies.map((definition) => ({ definition, instrumentId: 'X' })),
    cash: 10_000,
    quantumDecimals: 8,
    slippage: { kind: 'fixed', ratio: 0.0005 },
    risk,
    ...(strategies[0] === smaCross ? { size: { kind: 'share' as const, share: 1 } } : {}),
    seed: 7,
  };
}

export function everythingIn({ engine, venue, observer, slots }: Session<Recorder>): unknown {
  return {
    marks: observer.marks,
    exposed: observer.exposedMarks,
    equity: Array.from(observer.equity),
    fall: observer.equityWatch.maxDrawdownRatio,
    times: Array.from(observer.equityTime.subarray(0, observer.marks)),
    fills: Array.from({ length: observer.fillCount }, (_, i) => observer.fill(i)),
    refusals: [observer.refusalCounts, observer.refusals],
    modes: observer.modes,
    fundings: observer.fundings,
    slippagePaid: venue.slippagePaid,
    engine: engine.snapshot(),
    venue: venue.snapshot(),
    views: slots.map((slot) => slot.snapshotViews()),
  };
}

export function played(
  given: SessionOptions,
  play: (session: Session<Recorder>) => void,
): { session: Session<Recorder>; everything: unknown } {
  const session = openSession(given, new Recorder());
  play(session);
  return { session, everything: everythingIn(session) };
}

export const bundled = ({ timeline }: Session<Recorder>) => timeline.run();

/** Venue and engine by hand, as a live feed would. */
export function candleAfterCandle({ engine, venue, streams }: Session<Recorder>): void {
  const { time, length } = streams[0]!.candles;
  for (let i = 0; i < length; i++) {
    engine.at = venue.now = time[i]!;
    venue.opened(0, i);
    engine.at = venue.now = Math.min(time[i]! + MINUTE_MS, i + 1 < length ? time[i + 1]! : Number.POSITIVE_INFINITY);
    venue.closed(0, i);
    engine.barsClosed(Int32Array.of(0), Int32Array.of(i), 1);
  }
}
