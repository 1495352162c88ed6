/** What the small tests of the engine share: flat minute candles, a strategy that is one function, and a session of the two. */

import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import type { AnyStrategy, SessionOptions } from '../../src/core/research/backtest.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { type Bar, defineStrategy } from '../../src/core/trading/strategy/index.ts';

export const MINUTE_MS = 60_000;

/** Candles at a price of 100 that start at the given minutes. */
export function flatCandles(minutes: readonly number[]): Candles {
  const candles = createCandles(minutes.length);
  candles.length = minutes.length;
  minutes.forEach((minute, i) => {
    candles.time[i] = minute * MINUTE_MS;
    candles.open[i] = candles.high[i] = candles.low[i] = candles.close[i] = 100;
    candles.volume[i] = 1000;
  });
  return candles;
}

/** All in, from the first candle on. */
export function simpleStrategy(onBar: (bar: Bar) => void): AnyStrategy {
  return defineStrategy({
    id: 'simple',
    version: '1',
    title: { en: 'Simple', es: 'Sencilla' },
    description: { en: 'Simple', es: 'Sencilla' },
    timeframe: '1m',
    parameters: {},
    warmup: () => 1,
    size: () => ({ kind: 'all' }),
    create: () => ({ onBar }),
  });
}

/** One instrument, one strategy, 1,000.00 of cash, no costs and no limits. */
export function flatRun(definition: AnyStrategy, candles: Candles): SessionOptions {
  return {
    markets: [
      {
        instrument: { id: 'X', venue: 'v', kind: 'spot', base: 'X', quote: '', tickSize: 0.01, lotSize: 0.01, shorting: true },
        series: [{ timeframeMs: MINUTE_MS, candles }],
      },
    ],
    strategies: [{ definition, instrumentId: 'X' }],
    cash: 1000,
    quantumDecimals: 2,
    slippage: { kind: 'none' },
    risk: builtInProfile('none'),
  };
}
