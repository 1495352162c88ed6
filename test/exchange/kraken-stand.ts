/** A Kraken simulator on made-up candles, moved by a small timer of its own, for tests. */

import { Exchange } from '../../src/adapters/exchange-simulator/exchange/exchange.ts';
import { krakenOrderId } from '../../src/adapters/exchange-simulator/kraken/identifiers.ts';
import { type KrakenServer, type KrakenServerOptions, startKrakenServer } from '../../src/adapters/exchange-simulator/kraken/server.ts';
import { prepareInstrument } from '../../src/core/domain/instrument.ts';
import { createCandles } from '../../src/core/market/candles.ts';

export const MINUTE = 60_000;
/** 2026-11-02 00:00 UTC. */
export const START = Date.UTC(2026, 10, 2);
/** Candles told as history before trading begins. */
export const HISTORY = 1_000;

/** XBT/USD around 10,000.0: candle n opens at 10,000 + 10 (n mod 7), rises by 4, falls by 3 and closes 1 higher; 8 XBT are traded. */
export function krakenExchange({ candleCount = 2_000, tickSize = 0.1 } = {}): Exchange {
  const candles = createCandles(candleCount);
  candles.length = candleCount;
  for (let i = 0; i < candleCount; i++) {
    const open = 10_000 + 10 * (i % 7);
    Object.entries({ time: START + i * MINUTE, open, high: open + 4, low: open - 3, close: open + 1, volume: 8 }).forEach(
      ([name, value]) => {
        candles[name as 'open'][i] = value;
      },
    );
  }
  const instrument = prepareInstrument(
    {
      id: 'BTCUSD',
      venue: 'kraken',
      kind: 'spot',
      base: 'BTC',
      quote: 'USD',
      tickSize,
      lotSize: 1e-8,
      minimumNotional: 0,
      makerFeeRatio: 0.0016,
      takerFeeRatio: 0.0026,
    },
    0,
    8,
  );
  return new Exchange({
    sources: [{ instrument, timeframeMs: MINUTE, candles, history: HISTORY }],
    clientIdUniqueness: 'open',
    deposit: 100_000 * 1e8,
    venueIdOf: krakenOrderId,
  });
}

export interface Stand {
  readonly exchange: Exchange;
  readonly server: KrakenServer;
  readonly url: string;
  /** Moves the market by so many milliseconds of its own time. */
  advance(ms: number): void;
  close(): Promise<void>;
}

/** `everyMs`: moves the market a quarter of a minute each so many milliseconds; otherwise it stands until `advance`. */
export async function startStand(options: Partial<KrakenServerOptions> & { everyMs?: number } = {}): Promise<Stand> {
  const { everyMs, ...rest } = options;
  const exchange = options.exchange ?? krakenExchange();
  exchange.advance(START + HISTORY * MINUTE);
  const server = await startKrakenServer({ port: 0, wallNow: () => exchange.now, tier: 'none', ...rest, exchange });
  const advance = (ms: number) => exchange.advance(exchange.now + ms);
  const timer = everyMs === undefined ? undefined : setInterval(() => advance(MINUTE / 4), everyMs);
  return {
    exchange,
    server,
    url: `http://127.0.0.1:${server.port}`,
    advance,
    close: () => {
      clearInterval(timer);
      return server.close();
    },
  };
}
