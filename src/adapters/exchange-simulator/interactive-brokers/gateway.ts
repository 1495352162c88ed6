/** What the sessions of one simulated gateway share: the desk, the securities, the accounts' currency, and whether its servers can be reached. */

import type { Zone } from '../../../core/market/zone.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Security } from './contracts.ts';
import type { TradingDesk } from './trading-desk.ts';

/** Stands in the way of the messages of a connection. */
export interface WireFaults {
  /** A message on its way, its number first; `deliver` hands it on: not calling it drops, twice duplicates, later delays and reorders. */
  message(way: 'in' | 'out', clientId: number, tokens: readonly string[], deliver: () => void): void;
  /** A rejection in the place of what would become of an order; null lets it go on. */
  refusal?(clientId: number, orderId: number): { readonly code: number; readonly message: string } | null;
}

export interface Gateway {
  readonly exchange: Exchange;
  readonly desk: TradingDesk;
  readonly securities: readonly Security[];
  readonly accounts: readonly string[];
  readonly currency: string;
  readonly quantumDecimals: number;
  readonly zone: Zone;
  readonly faults: WireFaults | null;
  /** Symbols whose market data the account has not subscribed to. */
  readonly unsubscribed: readonly string[];
  /** Executions that TWS knows of: those made without its connection are not among them. */
  knownExecutions(): TradingDesk['executions'];
  readonly connected: boolean;
}
