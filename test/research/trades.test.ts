// Round trips account for every cent: nets, fees and funding of the closed trades are what the account gained, paid and was charged.
import { expect, test } from 'vitest';
import { openSampleMarket } from '../../src/apps/market-data.ts';
import { loadStrategy } from '../../src/apps/strategy-registry.ts';
import { type BacktestOptions, backtest } from '../../src/core/research/backtest.ts';
import { runOf } from '../../src/core/research/run-of.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { dice } from './honest-strategies.ts';

const CASH = 10_000;

async function runClosed(strategy: string, parameters: Record<string, unknown> = {}, size?: BacktestOptions['size']) {
  const market = await openSampleMarket('BTCUSDT-PERP-bybit-1m');
  const options: BacktestOptions = {
    markets: [{ ...market, instrument: { ...market.instrument, takerFeeRatio: 0.00055, makerFeeRatio: 0.0002, leverage: 3 } }],
    strategies: [{ definition: strategy === 'dice' ? dice : await loadStrategy(strategy), parameters, instrumentId: market.instrument.id }],
    cash: CASH,
    quantumDecimals: 8,
    slippage: { kind: 'fixed', ratio: 0.0002 },
    risk: builtInProfile('none'),
    finalize: 'close',
    ...(size && { size }),
  };
  const done = backtest(options);
  return { done, run: runOf(done, { startingCash: CASH, currency: '', quantumDecimals: 8, warnings: [] }) };
}

const total = <T>(rows: readonly T[], pick: (row: T) => number) => rows.reduce((sum, row) => sum + pick(row), 0);

test.each([
  ['buy-and-hold', {}, undefined],
  ['sma-cross', { direction: 'long-short', fast: 5, slow: 20 }, undefined],
  ['dice', {}, { kind: 'share', share: 0.5 }],
  ['liquidation-hunter', {}, undefined],
] as const)('%s', async (strategy, parameters, size) => {
  const { done, run } = await runClosed(strategy, parameters, size);
  expect(run.trades.length).toBeGreaterThan(0);
  expect(run.openPositions).toEqual([]);
  expect(total(run.trades, ({ net }) => net)).toBeCloseTo(done.finalEquity - CASH, 6);
  expect(total(run.trades, ({ fees }) => fees)).toBeCloseTo(run.feesPaid, 6);
  expect(total(run.trades, ({ funding }) => funding)).toBeCloseTo(run.fundingPaid, 6);
  for (const { gross, fees, funding, net, side, quantity, entryPrice, exitPrice } of run.trades) {
    expect(net).toBeCloseTo(gross - fees - funding, 8);
    expect(gross).toBeCloseTo(side * quantity * (exitPrice - entryPrice), 4);
  }
  // The sample crosses funding times at 00:00 and 08:00 UTC: who holds through one pays or receives.
  if (strategy === 'buy-and-hold') expect(run.fundingPaid).not.toBe(0);
});
