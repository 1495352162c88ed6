/** An order as TWS keeps it: the ids and terms its clients know, over the order of the exchange. It outlives the connection that placed it. */

import type { ExchangeOrder, Execution } from '../exchange/orders.ts';
import type { Security } from './contracts.ts';
import type { Terms } from './order-terms.ts';

type TwsStatus = 'PendingSubmit' | 'PreSubmitted' | 'Submitted' | 'Filled' | 'Cancelled' | 'Inactive';

const STATUS: Readonly<Record<ExchangeOrder['status'], TwsStatus>> = {
  untriggered: 'PreSubmitted',
  new: 'Submitted',
  'partially-filled': 'Submitted',
  filled: 'Filled',
  cancelled: 'Cancelled',
  expired: 'Cancelled',
  rejected: 'Inactive',
};

export class TwsOrder {
  /** Unique for ever and for all clients; nothing else is: two orders may share a reference, and even an order id. */
  readonly permId: number;
  readonly orderId: number;
  readonly clientId: number;
  readonly account: string;
  readonly security: Security;
  terms: Terms;
  /** Null while TWS holds the order itself: not transmitted, waiting for its parent, or waiting for the connection to the servers. */
  working: ExchangeOrder | null = null;
  /** It ended while TWS held it. */
  dropped = false;
  /** The exchange never took it. */
  rejected = false;
  /** TWS has no connection to the servers, and has told nobody that the order exists there. */
  pending = false;
  /** Sum of ticks times lots of its executions. */
  filledTicksLots = 0;
  lastTicks = 0;
  /** When it ended, epoch ms; NaN while it is open. */
  endedAt = Number.NaN;
  completedTime = '';

  constructor(identity: Pick<TwsOrder, 'permId' | 'orderId' | 'clientId' | 'account' | 'security' | 'terms'>) {
    this.permId = identity.permId;
    this.orderId = identity.orderId;
    this.clientId = identity.clientId;
    this.account = identity.account;
    this.security = identity.security;
    this.terms = identity.terms;
  }

  get status(): TwsStatus {
    if (this.dropped) return 'Cancelled';
    if (this.rejected) return 'Inactive';
    if (this.pending) return 'PendingSubmit';
    return this.working === null ? 'PreSubmitted' : STATUS[this.working.status];
  }

  get isOpen(): boolean {
    return !['Filled', 'Cancelled', 'Inactive'].includes(this.status);
  }

  get filledLots(): number {
    return this.working?.filledLots ?? 0;
  }

  /** Average fill price in ticks; 0 before a fill. */
  get averageTicks(): number {
    return this.filledLots === 0 ? 0 : this.filledTicksLots / this.filledLots;
  }

  get completedStatus(): string {
    if (this.status === 'Filled') return 'Filled Size: ';
    return this.working?.code === 'CANCELLED' || this.dropped ? 'Cancelled by Trader' : `Cancelled: ${this.working?.code ?? ''}`;
  }
}

export interface TwsExecution {
  readonly execId: string;
  /** Null for a liquidation by the broker. */
  readonly order: TwsOrder | null;
  readonly account: string;
  readonly security: Security;
  readonly execution: Execution;
  /** Filled so far by its order, with this execution. */
  readonly cumulativeLots: number;
  readonly averageTicks: number;
}
