/** The Bybit v5 exchange on a local port: an exchange on its replay, what only this venue remembers, and the venue's requests and streams. */

import { seedFor } from '../../../core/trading/engine/random.ts';
import type { ExchangeAccount } from '../exchange/account.ts';
import { createReplayedExchange, type ExchangeServer, type ExchangeServerOptions } from '../replayed-exchange.ts';
import { openWireServer, type WireServer } from '../wire/wire-server.ts';
import { Books } from './book.ts';
import { DeadMan } from './dead-man.ts';
import { createBybitDialect } from './dialect.ts';
import { PositionStops } from './position-stops.ts';
import { Symbols } from './symbols.ts';
import { Tape } from './tape.ts';
import { type BybitVenue, closingFeeOf, tallyOf } from './venue.ts';

/** Requests are answered and the replay runs from here on. InputError PORT_UNAVAILABLE, INSTRUMENT_TWICE. */
export async function startBybitServer(options: ExchangeServerOptions): Promise<ExchangeServer> {
  const { quantumDecimals, port, seed, wallNow = Date.now } = options;
  const idOf = idsOf(seed);
  let wire: WireServer | null = null;
  const { exchange, gate, driver, present } = createReplayedExchange(
    options,
    {
      clientIdUniqueness: 'ever',
      buyFeesInCoin: true,
      joinsReversals: true,
      endsAtOnce: ['POST_ONLY_WOULD_TAKE', 'SELF_TRADE'],
      venueIdOf: (number) => idOf('order', number),
    },
    (downMs) => wire?.restart(downMs),
  );
  const extras: BybitVenue['extras'] = new WeakMap();
  const venue: BybitVenue = {
    exchange,
    gate,
    extras,
    quantumDecimals,
    symbols: new Symbols(exchange.markets),
    clock: () => wallNow(exchange) + (gate.holding('clock-skew', {}, exchange.now)?.skewMs ?? 0),
    tape: new Tape(exchange.markets),
    books: new Books(exchange),
    tallies: new WeakMap(),
    stops: new PositionStops(exchange, extras),
    deadMan: new DeadMan(exchange),
    madeAt: new WeakMap(),
    openFees: new WeakMap(),
    idOf,
  };
  keepBooks(venue, () => wallNow(exchange));
  wire = await openWireServer({ dialect: createBybitDialect(venue, present), gate, now: () => exchange.now, port, present });
  driver.start();
  return {
    port: wire.port,
    address: wire.address,
    faultsAddress: wire.address,
    exchange,
    gate,
    driver,
    async close() {
      driver.stop();
      await wire?.close();
    },
  };
}

/** Remembers what the venue tells and the exchange does not: results of positions, triggered orders, and when things were made by the wall's clock. */
function keepBooks(venue: BybitVenue, now: () => number): void {
  const { exchange, extras, madeAt, openFees } = venue;
  const add = (account: ExchangeAccount, market: number, amount: number) => {
    const tally = tallyOf(venue, account, market);
    tally.cumulative += amount;
    tally.current += amount;
    tally.changedAt = exchange.now;
  };
  exchange.listen({
    account(account, event) {
      if (event.kind === 'order') {
        const { order } = event;
        madeAt.set(order, now());
        const extra = extras.get(order);
        if (extra !== undefined && order.type === 'stop-limit' && order.status === 'new') extra.triggered = true;
      } else if (event.kind === 'execution') {
        const { execution } = event;
        madeAt.set(execution, now());
        const tally = tallyOf(venue, account, execution.market);
        const { market, lots, closedLots, realised } = execution;
        const closeFee = closingFeeOf(execution);
        const openFee = execution.fee - closeFee;
        if (closedLots > 0) {
          const fee = tally.openLots === 0 ? 0 : Math.round((tally.openFee * closedLots) / tally.openLots);
          tally.openLots -= closedLots;
          tally.openFee -= fee;
          openFees.set(execution, fee);
          add(account, market, realised - closeFee);
        }
        if (lots > closedLots) {
          if (tally.openLots === 0) {
            tally.current = 0;
            tally.openedAt = execution.at;
          }
          tally.openLots += lots - closedLots;
          tally.openFee += openFee;
          add(account, market, -openFee);
        }
      } else if (event.kind === 'funding') {
        madeAt.set(event.payment, now());
        add(account, event.payment.market, -event.payment.amount);
      }
    },
  });
}

const KINDS = { order: '0001', execution: '0002', trade: '0003', message: '0004' } as const;

/** Ids in the form of the venue's, one for each kind, number and seed. */
function idsOf(seed: number): (kind: keyof typeof KINDS, number: number) => string {
  const first = seedFor(seed, 'ids').toString(16).padStart(8, '0');
  return (kind, number) => `${first}-${KINDS[kind]}-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
