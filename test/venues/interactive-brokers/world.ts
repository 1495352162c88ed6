/** A small world for the tests of Interactive Brokers: one stock on hand-made candles, and a simulated gateway for it. */

import { Exchange } from '../../../src/adapters/exchange-simulator/exchange/exchange.ts';
import type { MarketSource } from '../../../src/adapters/exchange-simulator/exchange/market.ts';
import { type IbServer, type IbServerOptions, startIbServer } from '../../../src/adapters/exchange-simulator/interactive-brokers/server.ts';
import { prepareInstrument } from '../../../src/core/domain/instrument.ts';
import { createCandles } from '../../../src/core/market/candles.ts';

export const MINUTE = 60_000;
/** 2024-01-16 09:30 in New York. */
export const OPEN = Date.UTC(2024, 0, 16, 14, 30);
/** Open, high, low, close, volume. A third of the volume is traded on each of the three ways of a candle. */
const ROWS = [
  [100, 104, 98, 103, 3000],
  [103, 110, 102, 109, 3000],
  [109, 109, 90, 95, 3000],
];

const cleanUp: (() => unknown)[] = [];

/** To be done when the test is over, the last first. */
export function later(act: () => unknown): void {
  cleanUp.push(act);
}

export async function tidyUp(): Promise<void> {
  for (const act of cleanUp.splice(0).reverse()) await act();
}

export interface World {
  readonly exchange: Exchange;
  readonly server: IbServer;
}

/** AAPL at 100.00, 0.1 % a trade. */
export function sources(): MarketSource[] {
  const candles = createCandles(ROWS.length);
  ROWS.forEach(([open, high, low, close, volume], i) => {
    Object.entries({ time: OPEN + i * MINUTE, open, high, low, close, volume }).forEach(([name, value]) => {
      candles[name as 'open'][i] = value as number;
    });
  });
  candles.length = ROWS.length;
  const specification = { id: 'AAPL', venue: 'ib', kind: 'equity', base: 'AAPL', quote: 'USD', tickSize: 0.01, lotSize: 1 } as const;
  const instrument = prepareInstrument({ ...specification, takerFeeRatio: 0.001 }, 0, 2);
  return [{ instrument, timeframeMs: MINUTE, candles, funding: null }];
}

/** A gateway to an account of 100,000.00 USD, at the opening of the first candle: `exchange.advance` moves it. */
export async function gateway(options: Partial<IbServerOptions> = {}): Promise<World> {
  const exchange = new Exchange({ sources: sources(), clientIdUniqueness: 'none', deposit: 10_000_000, venueIdOf: String });
  exchange.advance(OPEN);
  const server = await startIbServer({ exchange, port: 0, ...options });
  later(() => server.close());
  return { exchange, server };
}
