/** A trading day of a few made-up markets: one-minute candles of a seeded walk, on whole ticks. */

import type { MarketSource } from '../../adapters/exchange-simulator/exchange/market.ts';
import { type InstrumentSpecification, prepareInstrument } from '../../core/domain/instrument.ts';
import { type Candles, createCandles } from '../../core/market/candles.ts';
import type { Random } from './world.ts';

export const MINUTE_MS = 60_000;
export const QUANTUM_DECIMALS = 8;
export const CURRENCY = 'USDT';

const MARKETS = [
  { id: 'AAA-PERP', base: 'AAA', tickSize: 0.1, lotSize: 0.001, price: 20_000 },
  { id: 'BBB-PERP', base: 'BBB', tickSize: 0.01, lotSize: 0.01, price: 1_500 },
] as const;

/** The instruments of every run: perpetuals, so that both directions are traded. */
export const SPECIFICATIONS: readonly InstrumentSpecification[] = MARKETS.map(({ id, base, tickSize, lotSize }) => ({
  ...{ id, base, tickSize, lotSize, venue: 'simulated', kind: 'perpetual', quote: CURRENCY },
  ...{
    leverage: 2,
    takerFeeRatio: 0.0006,
    makerFeeRatio: 0.0001,
    minimumNotional: 5,
    maintenanceTiers: [{ upTo: null, maintenanceRatio: 0.005 }],
  },
}));

export function simulatedSources(random: Random, startsAt: number, bars: number): MarketSource[] {
  return MARKETS.map(({ price, tickSize }, index) => ({
    instrument: prepareInstrument(SPECIFICATIONS[index] as InstrumentSpecification, index, QUANTUM_DECIMALS),
    timeframeMs: MINUTE_MS,
    candles: walk(random, startsAt, bars, Math.round(price / tickSize), tickSize),
    funding: null,
  }));
}

function walk(random: Random, startsAt: number, bars: number, startTicks: number, tickSize: number): Candles {
  const candles = createCandles(bars);
  const step = startTicks * 0.001;
  let ticks = startTicks;
  for (let i = 0; i < bars; i++) {
    const open = Math.max(100, Math.round(ticks + (random.next() - 0.5) * step * 0.2));
    const close = Math.max(100, Math.round(open + (random.next() - 0.5) * step * 2));
    const high = Math.max(open, close) + Math.round(random.next() * step * 0.7);
    const low = Math.max(50, Math.min(open, close) - Math.round(random.next() * step * 0.7));
    const units = (whole: number) => Math.round(whole * tickSize * 100) / 100;
    candles.time[i] = startsAt + i * MINUTE_MS;
    candles.open[i] = units(open);
    candles.high[i] = units(high);
    candles.low[i] = units(low);
    candles.close[i] = units(close);
    // Thin enough that a resting order is now and then filled in parts.
    candles.volume[i] = Math.round(random.next() * 40);
    ticks = close;
  }
  candles.length = bars;
  return candles;
}
