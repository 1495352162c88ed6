/** A Kraken simulator on made-up candles, moved by a small timer of its own, for tests. */

import { Exchange } from '../../src/adapters/exchange-simulator/exchange/exchange.ts';
import type { MarketSource } from '../../src/adapters/exchange-simulator/exchange/market.ts';
import { parseScenario } from '../../src/adapters/exchange-simulator/faults/scenario.ts';
import { krakenOrderId } from '../../src/adapters/exchange-simulator/kraken/identifiers.ts';
import { type KrakenServer, startKrakenServer } from '../../src/adapters/exchange-simulator/kraken/kraken-server.ts';
import type { Tier } from '../../src/adapters/exchange-simulator/kraken/limits.ts';
import { prepareInstrument } from '../../src/core/domain/instrument.ts';
import { createCandles } from '../../src/core/market/candles.ts';

export const MINUTE = 60_000;
/** 2026-11-02 00:00 UTC. */
export const START = Date.UTC(2026, 10, 2);
/** Candles told as history before trading begins. */
export const HISTORY = 1_000;

/** XBT/USD around 10,000.0: candle n opens at 10,000 + 10 (n mod 7), rises by 4, falls by 3 and closes 1 higher; 8 XBT are traded. */
function krakenSources({ candleCount = 2_000, tickSize = 0.1 } = {}): readonly MarketSource[] {
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
  return [{ instrument, timeframeMs: MINUTE, candles, history: HISTORY }];
}

const DEPOSIT = 100_000 * 1e8;

export function krakenExchange(): Exchange {
  return new Exchange({ sources: krakenSources(), clientIdUniqueness: 'open', deposit: DEPOSIT, venueIdOf: krakenOrderId });
}

export interface Stand {
  readonly exchange: Exchange;
  readonly server: KrakenServer;
  readonly url: string;
  /** Adds a fault as scenarios write it. */
  fault(written: object): void;
  /** Moves the market by so many milliseconds of its own time. */
  advance(ms: number): void;
  close(): Promise<void>;
}

export interface StandOptions {
  readonly tickSize?: number;
  readonly tier?: Tier;
  /** The venue's clock; the replay's when absent. */
  readonly wallNow?: () => number;
  /** Moves the market a quarter of a minute each so many milliseconds; otherwise it stands until `advance`. */
  readonly everyMs?: number;
}

/** The replay stands still unless it is moved. */
export async function startStand({ tickSize, tier = 'none', wallNow, everyMs }: StandOptions = {}): Promise<Stand> {
  const server = await startKrakenServer({
    sources: krakenSources(tickSize === undefined ? {} : { tickSize }),
    quantumDecimals: 8,
    deposit: DEPOSIT,
    port: 0,
    speed: 0,
    seed: 1,
    from: START + HISTORY * MINUTE,
    wallNow: wallNow ?? (({ now }) => now),
    tier,
  });
  const { exchange } = server;
  const advance = (ms: number) => exchange.advance(exchange.now + ms);
  const timer = everyMs === undefined ? undefined : setInterval(() => advance(MINUTE / 4), everyMs);
  return {
    exchange,
    server,
    url: `http://${server.address}`,
    fault: (written) => void parseScenario(JSON.stringify(written), 'the test').map((fault) => server.gate.add(fault)),
    advance,
    close: () => {
      clearInterval(timer);
      return server.close();
    },
  };
}
