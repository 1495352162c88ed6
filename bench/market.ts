/** The bench's candles and backtests: a seeded walk in ticks of 1/64, so that averages are exact and no rounding decides a cross. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadStrategyFile, strategyFiles } from '../src/apps/strategy-registry.ts';
import type { InstrumentSpecification } from '../src/core/domain/instrument.ts';
import { type Candles, createCandles } from '../src/core/market/candles.ts';
import { type AnyStrategy, type Backtest, type BacktestOptions, backtest } from '../src/core/research/backtest.ts';
import { nextRandom, uniform } from '../src/core/trading/engine/random.ts';
import { builtInProfile } from '../src/core/trading/risk/profile.ts';

export const BARS = 500_000;
export const TICK = 1 / 64;
const MINUTE_MS = 60_000;
const START = Date.UTC(2010, 0, 4);
const toTicks = (price: number) => Math.max(1, Math.round(price / TICK));

/** One-minute candles without gaps: steps of up to 0.1 % either way, each open at the close before. */
export function walk(count: number, shared = false): Candles {
  const candles = createCandles(count, { shared });
  candles.length = count;
  let state = 42;
  const draw = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  let ticks = toTicks(1000);
  for (let i = 0; i < count; i++) {
    const open = ticks;
    ticks = toTicks(open * TICK * (1 + (draw() - 0.5) * 0.002));
    candles.time[i] = START + i * MINUTE_MS;
    candles.open[i] = open * TICK;
    candles.close[i] = ticks * TICK;
    candles.high[i] = (Math.max(open, ticks) + Math.floor(draw() * 16)) * TICK;
    candles.low[i] = Math.max(1, Math.min(open, ticks) - Math.floor(draw() * 16)) * TICK;
    candles.volume[i] = 1 + Math.floor(draw() * 1000);
  }
  return candles;
}

export const INSTRUMENT: InstrumentSpecification = {
  id: 'X',
  venue: 'bench',
  kind: 'spot',
  base: 'X',
  quote: '',
  tickSize: TICK,
  lotSize: 0.01,
  takerFeeRatio: 0.001,
};

/** The comparison of every row: cash 1e6, one unit, fee 0.1 %, money to 10^-8, no slippage, every limit evaluated and none reached. */
export function optionsFor(candles: Candles, definition: AnyStrategy, more: Partial<BacktestOptions> = {}): BacktestOptions {
  return {
    markets: [{ instrument: INSTRUMENT, series: [{ timeframeMs: MINUTE_MS, candles }] }],
    strategies: [{ definition, instrumentId: INSTRUMENT.id }],
    cash: 1e6,
    quantumDecimals: 8,
    slippage: { kind: 'none' },
    risk: builtInProfile('evaluate-all'),
    size: { kind: 'units', units: 1 },
    ...more,
  };
}

export const resultOf = ({ fills, finalEquity, maxDrawdownRatio }: Backtest) => ({ fills, finalEquity, maxDrawdownRatio });

/** A strategy of the bench's own. */
export const benchStrategyFile = (name: string): string => join(fileURLToPath(new URL('strategies', import.meta.url)), `${name}.ts`);
export const benchStrategy = (name: string): Promise<AnyStrategy> => loadStrategyFile(benchStrategyFile(name));

export const smaCross = (): Promise<AnyStrategy> => loadStrategyFile(strategyFiles().get('sma-cross') as string);

/** Runs every strategy of the owner's folder once, so that what is measured afterwards shares the process with all of them. */
export async function runEveryStrategy(candles: Candles): Promise<number> {
  let count = 0;
  for (const file of strategyFiles().values()) {
    const definition = await loadStrategyFile(file);
    backtest(optionsFor(candles, definition, { risk: builtInProfile('default') }));
    backtest(optionsFor(candles, definition));
    count++;
  }
  return count;
}
