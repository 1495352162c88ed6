/** Kraken on a local port: an exchange on its replay, what only this venue remembers, and the venue's requests and streams. */

import { createReplayedExchange, type ExchangeServer, type ExchangeServerOptions } from '../replayed-exchange.ts';
import { openWireServer, type WireServer } from '../wire/wire-server.ts';
import { runSwitches } from './cancel-after.ts';
import { createKrakenDialect } from './dialect.ts';
import { krakenOrderId } from './identifiers.ts';
import type { Tier } from './limits.ts';
import { KrakenVenue } from './venue.ts';

export interface KrakenServerOptions extends ExchangeServerOptions {
  /** Which tier's rate limits hold. Default starter. */
  readonly tier?: Tier;
}

export interface KrakenServer extends ExchangeServer {
  readonly venue: KrakenVenue;
}

const HEARTBEAT_MS = 1000;
/** How often the dead man's switches are looked at. */
const PULSE_MS = 100;

/** Requests are answered and the replay runs from here on. InputError PORT_UNAVAILABLE, EXCHANGE_MARKETS_INVALID. */
export async function startKrakenServer(options: KrakenServerOptions): Promise<KrakenServer> {
  const { port, tier = 'starter', wallNow = Date.now } = options;
  let wire: WireServer | null = null;
  const replayed = createReplayedExchange(options, { clientIdUniqueness: 'open', endsAtOnce: [], venueIdOf: krakenOrderId }, (downMs) =>
    wire?.restart(downMs),
  );
  const { exchange, gate, driver, present } = replayed;
  const clock = () => wallNow(exchange) + (gate.holding('clock-skew', {}, exchange.now)?.skewMs ?? 0);
  const venue = new KrakenVenue(exchange, clock, tier);
  const dialect = createKrakenDialect(venue, gate, present);
  wire = await openWireServer({ dialect, gate, now: () => exchange.now, port, present });
  driver.start();
  const timers = [setInterval(() => runSwitches(venue), PULSE_MS), setInterval(() => dialect.beat(), HEARTBEAT_MS)];
  return {
    port: wire.port,
    address: wire.address,
    faultsAddress: wire.address,
    exchange,
    gate,
    driver,
    venue,
    async close() {
      for (const timer of timers) clearInterval(timer);
      driver.stop();
      await wire?.close();
    },
  };
}
