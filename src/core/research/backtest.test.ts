import { expect, test } from 'vitest';
import type { Candles } from '../market/candles.ts';
import { createCandles } from '../market/candles.ts';
import { builtInProfile } from '../trading/risk/profile.ts';
import { defineStrategy, LONG } from '../trading/strategy/index.ts';
import { type BacktestOptions, backtest } from './backtest.ts';

const HOUR = 3_600_000;

/** Buys and sells by the run's own dice, so that every candle counts for what follows. */
const dice = defineStrategy({
  id: 'dice',
  version: '1.0.0',
  title: { en: 'Dice', es: 'Dados' },
  description: { en: 'Dice.', es: 'Dados.' },
  timeframe: '1h',
  parameters: {},
  warmup: () => 5,
  size: () => ({ kind: 'share', share: 0.5 }),
  create: () => ({
    onBar(bar) {
      if (bar.random() < 0.2) bar.enter(LONG, { confidence: 1, reason: 'dice', stopRatio: 0.02, targetRatio: 0.03 });
      else if (bar.random() < 0.1) bar.exit('dice');
    },
  }),
});

function waves(length: number): Candles {
  const candles = createCandles(length);
  candles.length = length;
  for (let i = 0; i < length; i++) {
    const [open, close] = [1000 + 60 * Math.sin(i / 9), 1000 + 60 * Math.sin((i + 1) / 9)].map(Math.round) as [number, number];
    candles.time[i] = i * HOUR;
    candles.open[i] = open;
    candles.close[i] = close;
    candles.high[i] = Math.max(open, close) + 3;
    candles.low[i] = Math.min(open, close) - 3;
    candles.volume[i] = 1000;
  }
  return candles;
}

function optionsFor(length: number): BacktestOptions {
  const instrument = {
    id: 'WAVES',
    venue: 'file',
    kind: 'cfd',
    base: 'WAVES',
    quote: '',
    tickSize: 1,
    lotSize: 0.001,
    shorting: true,
  } as const;
  return {
    markets: [{ instrument, series: [{ timeframeMs: HOUR, candles: waves(length) }] }],
    strategies: [{ definition: dice, instrumentId: 'WAVES' }],
    cash: 10_000,
    quantumDecimals: 2,
    slippage: { kind: 'none' },
    risk: builtInProfile('none'),
    finalize: 'close',
  };
}

test.each([7, 99, 1234, 5000])('a run of %i candles that tells how far it is comes to the same, to the bit', (length) => {
  const told: number[] = [];
  const plain = backtest(optionsFor(length));
  const telling = backtest(optionsFor(length), (played, total) => {
    told.push(played);
    expect(total).toBe(length);
  });
  if (length > 1000) expect(plain.fills).toBeGreaterThan(20);
  expect(telling.fills).toBe(plain.fills);
  expect(telling.finalEquity).toBe(plain.finalEquity);
  expect([...telling.recorder.equity]).toEqual([...plain.recorder.equity]);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(length);
});
