// The same fixtures through the real engine and venue model: what a strategy does there is what its rules say.
import { describe, expect, test } from 'vitest';
import { type AnyStrategy, openSession, type SessionOptions } from '../../src/core/research/backtest.ts';
import { lookAheadCheck, warmUpCheck } from '../../src/core/research/self-checks.ts';
import { Recorder } from '../../src/core/trading/engine/recorder.ts';
import type { Slot } from '../../src/core/trading/engine/slot.ts';
import type { SlotFill } from '../../src/core/trading/engine/slot-fill.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { fixtureCandles, fixtureCases, TICK } from './fixtures.ts';
import type { Happening } from './play.ts';
import { NINE } from './the-nine.ts';

/** So little cash that no fill is cut by a candle's volume; no costs, no limits. */
function session(definition: AnyStrategy, file: string, parameters: object): SessionOptions {
  return {
    markets: [
      {
        instrument: {
          id: 'BTC-USD',
          venue: 'coinbase',
          kind: 'spot',
          base: 'BTC',
          quote: 'USD',
          tickSize: TICK,
          lotSize: 1e-8,
          shorting: true,
        },
        series: [{ timeframeMs: 60_000, candles: fixtureCandles(file) }],
      },
    ],
    strategies: [{ definition, parameters: { ...parameters }, instrumentId: 'BTC-USD' }],
    cash: 10,
    quantumDecimals: 8,
    slippage: { kind: 'none' },
    risk: builtInProfile('none'),
  };
}

/** Tells fills as happenings: at a fill the strategy's last closed candle is the one it decided at, and the one before a protective fill. */
class Witness extends Recorder {
  readonly happenings: Omit<Happening, 'confidence'>[] = [];

  override filled(slot: Slot, fill: SlotFill): void {
    super.filled(slot, fill);
    const { kind, purpose, side, reason } = fill;
    const opens = kind === 'open';
    const bar = slot.view.index + (purpose === 'stop' || purpose === 'target' ? 1 : 0);
    this.happenings.push({ bar, act: opens ? 'enter' : 'exit', side: opens ? side : side === 1 ? -1 : 1, reason });
  }
}

describe.each(NINE)('$id', ({ id, definition }) => {
  test('does what its fixture expects', () => {
    for (const { candles, parameters, expected } of fixtureCases(id)) {
      const options = session(definition, candles, parameters);
      const { timeline, observer } = openSession(options, new Witness());
      timeline.run();
      expect(observer.happenings).toEqual(expected.map(({ confidence: _, ...happening }) => happening));
    }
  });

  test('decides the same without later candles, and its indicators have settled after the warm-up', () => {
    const [{ candles, parameters }] = fixtureCases(id);
    const options = session(definition, candles, parameters);
    expect(lookAheadCheck(options)).toMatchObject({ severity: 'ok' });
    expect(warmUpCheck(options).figures.largestChangeRatio).toBeLessThan(0.001);
  });
});
