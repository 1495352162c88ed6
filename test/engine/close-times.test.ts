// The times of an equity curve are made from the candles afterwards: they must be the instants at which the engine did mark the account.
import { expect, test } from 'vitest';
import { openSession } from '../../src/core/research/backtest.ts';
import { closeTimes } from '../../src/core/trading/engine/close-times.ts';
import type { Engine } from '../../src/core/trading/engine/engine.ts';
import { Recorder } from '../../src/core/trading/engine/recorder.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import buyAndHold from '../../strategies/buy-and-hold.ts';
import { flatCandles, MINUTE_MS } from './flat-run.ts';

const MINUTE = MINUTE_MS;
const at = (...minutes: readonly number[]) => flatCandles(minutes);

test('a candle closes after its timeframe, or when the next one starts', () => {
  // Two-minute candles from minutes 0, 2, 7 (after a gap) and 8 (a minute early): closes at 2, 4, 8 and 10.
  const series = [{ timeframeMs: 2 * MINUTE, candles: at(0, 2, 7, 8) }];
  expect(Array.from(closeTimes(series), (time) => time / MINUTE)).toEqual([2, 4, 8, 10]);
});

test('an instant at which several close counts once', () => {
  const series = [
    { timeframeMs: MINUTE, candles: at(0, 1, 3) },
    { timeframeMs: 5 * MINUTE, candles: at(0, 5) },
    { timeframeMs: MINUTE, candles: at(1, 2, 9) },
    { timeframeMs: MINUTE, candles: at() },
  ];
  // 1, 2, 4 and 5, 10 and 2, 3, 10.
  expect(Array.from(closeTimes(series), (time) => time / MINUTE)).toEqual([1, 2, 3, 4, 5, 10]);
});

class Witness extends Recorder {
  readonly seen: number[] = [];
  override marked(engine: Engine, exposed: boolean): void {
    this.seen.push(engine.at);
    super.marked(engine, exposed);
  }
}

test('they are the instants the engine marks at', () => {
  const markets = [
    { id: 'A', series: [at(0, 1, 2, 4, 5, 9), at(0, 5)] },
    { id: 'B', series: [at(1, 2, 3, 9, 30)] },
  ].map(({ id, series }) => ({
    instrument: { id, venue: 'v', kind: 'spot', base: id, quote: '', tickSize: 0.01, lotSize: 0.01, shorting: false } as const,
    series: series.map((candles, i) => ({ timeframeMs: i === 0 ? MINUTE : 5 * MINUTE, candles })),
  }));
  const session = openSession(
    {
      markets,
      strategies: markets.map(({ instrument }) => ({ definition: buyAndHold, instrumentId: instrument.id })),
      cash: 1000,
      quantumDecimals: 2,
      slippage: { kind: 'none' },
      risk: builtInProfile('none'),
    },
    new Witness(),
  );
  session.timeline.run(20 * MINUTE);
  // A at 1, 2, 3, 5, 6 and 10, twice also of five minutes; B at 2, 3, 4 and 10.
  expect(session.observer.seen.map((time) => time / MINUTE)).toEqual([1, 2, 3, 4, 5, 6, 10]);
  expect(Array.from(session.observer.equityTime)).toEqual(session.observer.seen);
});
