/** The Bybit v5 exchange on a local port: an exchange, its replay, the faults, and the venue's requests and streams. */

import { ReplayDriver } from '../driver.ts';
import type { ExchangeAccount } from '../exchange/account.ts';
import { Exchange } from '../exchange/exchange.ts';
import type { MarketSource } from '../exchange/market.ts';
import { applyFaults, refuseByFaults } from '../faults/apply-faults.ts';
import { FaultGate, scattered } from '../faults/fault-gate.ts';
import type { Fault } from '../faults/scenario.ts';
import { type Dialect, openWireServer, type WireServer } from '../wire/wire-server.ts';
import { DeadMan } from './dead-man.ts';
import { createBybitDialect } from './dialect.ts';
import { PositionStops } from './position-stops.ts';
import { Symbols } from './symbols.ts';
import { Tape } from './tape.ts';
import { type BybitVenue, tallyOf } from './venue.ts';

export interface BybitServerOptions {
  /** Instruments prepared for one currency of `quantumDecimals`, in the order of their indices. */
  readonly sources: readonly MarketSource[];
  readonly quantumDecimals: number;
  /** Deposit of every account, in quanta. */
  readonly deposit: number;
  readonly port: number;
  readonly speed: number;
  readonly seed: number;
  readonly faults?: readonly Fault[];
  /** Replay time at the start; the first candle's when absent. */
  readonly from?: number;
}

export interface ExchangeServer {
  readonly port: number;
  readonly address: string;
  readonly exchange: Exchange;
  readonly gate: FaultGate;
  readonly driver: ReplayDriver;
  close(): Promise<void>;
}

/** Requests are answered and the replay runs from here on. InputError PORT_UNAVAILABLE, INSTRUMENT_TWICE. */
export async function startBybitServer(options: BybitServerOptions): Promise<ExchangeServer> {
  const { sources, quantumDecimals, deposit, port, speed, seed, faults = [], from } = options;
  const idOf = idsOf(seed);
  const exchange = new Exchange({
    sources,
    deposit,
    clientIdUniqueness: 'ever',
    endsAtOnce: ['POST_ONLY_WOULD_TAKE', 'SELF_TRADE'],
    venueIdOf: (number) => idOf('order', number),
  });
  const gate = new FaultGate(seed, faults);
  const driver = new ReplayDriver({ exchange, speed, now: Date.now, ...(from !== undefined && { from }) });
  const extras: BybitVenue['extras'] = new WeakMap();
  const venue: BybitVenue = {
    exchange,
    gate,
    extras,
    quantumDecimals,
    symbols: new Symbols(exchange.markets),
    clock: () => Date.now() + (gate.holding('clock-skew', {}, exchange.now)?.skewMs ?? 0),
    tape: new Tape(exchange.markets),
    stops: new PositionStops(exchange, extras),
    deadMan: new DeadMan(exchange),
    madeAt: new WeakMap(),
    idOf,
  };
  let wire: WireServer | null = null;
  const moveFaults = () => {
    driver.catchUp();
    for (const { downMs } of applyFaults(exchange, gate)) wire?.restart(downMs);
  };
  refuseByFaults(exchange, gate);
  keepBooks(venue);
  const dialect: Dialect = createBybitDialect(venue, moveFaults);
  exchange.listen({ account: () => undefined, moved: () => applyInReplay(exchange, gate, () => wire) });
  wire = await openWireServer({ dialect, gate, now: () => exchange.now, port, faultsMoved: moveFaults });
  driver.start();
  return {
    port: wire.port,
    address: wire.address,
    exchange,
    gate,
    driver,
    async close() {
      driver.stop();
      await wire?.close();
    },
  };
}

/** A restart waits for the end of the move it falls in. */
function applyInReplay(exchange: Exchange, gate: FaultGate, wire: () => WireServer | null): void {
  for (const { downMs } of applyFaults(exchange, gate)) setImmediate(() => wire()?.restart(downMs));
}

/** Remembers what the venue tells and the exchange does not: results of positions, triggered orders, and when things were made by the wall's clock. */
function keepBooks({ exchange, extras, madeAt }: BybitVenue): void {
  const add = (account: ExchangeAccount, market: number, amount: number) => {
    const tally = tallyOf(account, market);
    tally.cumulative += amount;
    tally.current += amount;
    tally.changedAt = exchange.now;
  };
  exchange.listen({
    account(account, event) {
      if (event.kind === 'order') {
        const { order } = event;
        madeAt.set(order, Date.now());
        const extra = extras.get(order);
        if (extra !== undefined && order.type === 'stop-limit' && order.status === 'new') extra.triggered = true;
      } else if (event.kind === 'execution') {
        const { execution } = event;
        madeAt.set(execution, Date.now());
        const tally = tallyOf(account, execution.market);
        if (Math.abs(account.lotsOf(execution.market)) === execution.lots && execution.kind === 'open') {
          tally.current = 0;
          tally.openedAt = execution.at;
        }
        add(account, execution.market, execution.realised - execution.fee);
      } else if (event.kind === 'funding') {
        madeAt.set(event.payment, Date.now());
        add(account, event.payment.market, -event.payment.amount);
      }
    },
    moved: () => undefined,
  });
}

const KINDS = { order: '0001', execution: '0002', trade: '0003', message: '0004' } as const;

/** Ids in the form of the venue's, one for each kind, number and seed. */
function idsOf(seed: number): (kind: keyof typeof KINDS, number: number) => string {
  const first = scattered(seed).toString(16).padStart(8, '0');
  return (kind, number) => `${first}-${KINDS[kind]}-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
