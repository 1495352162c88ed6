// What slippage took is measured at each fill, by hand: the price met, the price filled, and the difference times the quantity.
import { expect, test } from 'vitest';
import { loadStrategy } from '../../src/apps/strategy-registry.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import { backtest } from '../../src/core/research/backtest.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { SlippageModel } from '../../src/core/trading/venue-model/slippage.ts';

const HOUR_MS = 3_600_000;
const OPENS = [100, 100, 100.05, 150, 200];

async function paid(slippage: SlippageModel, finalize: 'none' | 'close'): Promise<number> {
  const candles = createCandles(OPENS.length);
  candles.length = OPENS.length;
  OPENS.forEach((open, i) => {
    candles.time[i] = i * HOUR_MS;
    for (const name of ['open', 'high', 'low', 'close'] as const) candles[name][i] = open;
    candles.volume[i] = 4000;
  });
  const instrument = { id: 'X', venue: 'test', kind: 'cfd', base: 'X', quote: '', tickSize: 0.01, lotSize: 0.001, shorting: true } as const;
  const done = backtest({
    markets: [{ instrument, series: [{ timeframeMs: HOUR_MS, candles }] }],
    strategies: [{ definition: await loadStrategy('buy-and-hold'), instrumentId: 'X' }],
    cash: 1_000_000,
    quantumDecimals: 8,
    slippage,
    risk: builtInProfile('none'),
    size: { kind: 'units', units: 1000 },
    finalize,
  });
  return done.session.venue.slippagePaid / 1e8;
}

test('of a fixed ratio, rounded to the tick away from the account', async () => {
  expect(await paid({ kind: 'none' }, 'close')).toBe(0);
  // Decided at the first close, bought at 100.00 x 1.01 = 101.00: 1.00 a unit.
  expect(await paid({ kind: 'fixed', ratio: 0.01 }, 'none')).toBe(1000);
  // Sold at the last close: 200.00 x 0.99 = 198.00, another 2.00.
  expect(await paid({ kind: 'fixed', ratio: 0.01 }, 'close')).toBe(3000);
  // 100 x 1.00001 = 100.001, up to 100.01; 200 x 0.99999 = 199.998, down to 199.99: one tick each.
  expect(await paid({ kind: 'fixed', ratio: 0.00001 }, 'close')).toBe(20);
});

test('of the volume share, which fixed settings could not tell', async () => {
  // 1000 of 4000 units: 0.1 x 0.25 x 0.25 = 0.00625 of 100.00 is 0.625, up to 0.63.
  expect(await paid({ kind: 'volume-share', impact: 0.1 }, 'none')).toBe(630);
});
