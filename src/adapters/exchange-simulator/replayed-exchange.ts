/** An exchange on a replay, with its faults carried out: what the servers of all venues are built around. */

import { ReplayDriver } from './driver.ts';
import { Exchange, type ExchangeOptions } from './exchange/exchange.ts';
import type { MarketSource } from './exchange/market.ts';
import { applyFaults, refuseByFaults } from './faults/apply-faults.ts';
import { FaultGate } from './faults/fault-gate.ts';
import type { Fault } from './faults/scenario.ts';

/** What every venue's server is started with. */
export interface ExchangeServerOptions {
  /** Instruments prepared for one currency of `quantumDecimals`, in the order of their indices. */
  readonly sources: readonly MarketSource[];
  readonly quantumDecimals: number;
  /** Deposit of every account, in quanta. */
  readonly deposit: number;
  /** 0 for any that is free. */
  readonly port: number;
  /** Replayed seconds per second; Infinity for as fast as the machine; at 0 it stands until somebody moves it. */
  readonly speed: number;
  readonly seed: number;
  readonly faults?: readonly Fault[];
  /** Replay time at the start; the first candle's when absent. */
  readonly from?: number;
  /** The venue's clock, epoch ms, the wall's when absent. With the exchange's own here a client that corrects its clock lives in the replay's time. */
  readonly wallNow?: (exchange: Exchange) => number;
}

export interface ExchangeServer {
  readonly port: number;
  /** Host and port. */
  readonly address: string;
  /** Where faults are set over HTTP: the same, where the venue speaks HTTP. */
  readonly faultsAddress: string;
  readonly exchange: Exchange;
  readonly gate: FaultGate;
  readonly driver: ReplayDriver;
  close(): Promise<void>;
}

export interface ReplayedExchange {
  readonly exchange: Exchange;
  readonly gate: FaultGate;
  readonly driver: ReplayDriver;
  /** Brings exchange and faults to the present: called before anything is asked. */
  readonly present: () => void;
}

/** `restart` is called when a fault wants the server gone for a while. */
export function createReplayedExchange(
  { sources, deposit, speed, seed, faults, from }: ExchangeServerOptions,
  rules: Pick<ExchangeOptions, 'clientIdUniqueness' | 'endsAtOnce' | 'venueIdOf' | 'buyFeesInCoin' | 'joinsReversals'>,
  restart: (downMs: number) => void,
): ReplayedExchange {
  const exchange = new Exchange({ sources, deposit, ...rules });
  const gate = new FaultGate(seed, faults);
  const driver = new ReplayDriver({ exchange, speed, now: Date.now, ...(from !== undefined && { from }) });
  const apply = () => {
    // Connections are cut when the work at hand is done.
    for (const { downMs } of applyFaults(exchange, gate)) setImmediate(restart, downMs);
  };
  refuseByFaults(exchange, gate);
  exchange.listen({ moved: apply });
  const present = () => {
    driver.catchUp();
    apply();
  };
  return { exchange, gate, driver, present };
}
