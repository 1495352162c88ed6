/** The broker's state as plain JSON: what a restart can't find out by asking. */

import { shared } from '../../journal/sharing.ts';
import type { BrokerOrder } from './broker-order.ts';
import type { CostPathSnapshot } from './cost-path.ts';
import type { EndedOrder } from './ended-orders.ts';
import type { BookedExecution } from './executions.ts';
import type { FundingSnapshot } from './funding-book.ts';

/** After a restart every order is in doubt: how far the questions about it had come is of no use then, and is not written down. */
export type RecordedOrder = Omit<
  BrokerOrder,
  'state' | 'sequence' | 'since' | 'askedAt' | 'denials' | 'deniedSince' | 'tries' | 'retryAt' | 'reportAt' | 'reportedFilled'
>;

export interface BrokerSnapshot {
  /** Their wishes are on disk with it. */
  readonly orders: readonly RecordedOrder[];
  readonly net: readonly number[];
  /** Only where there is any. */
  readonly dust?: readonly number[];
  readonly booked: readonly BookedExecution[];
  /** Missing in journals from before it was kept. */
  readonly paths?: readonly CostPathSnapshot[];
  readonly ended: readonly EndedOrder[];
  readonly executionsUntil: number;
  /** Absent in journals of before there was a full comparison, and funding. */
  readonly bookedSince?: number;
  readonly funding?: FundingSnapshot;
  /** When the last full comparison ended, by the receiver's clock; null before the first. */
  readonly comparedFullyAt?: number | null;
}

/** Shares what has not changed with what was recorded before. */
export function recordedOrder(order: BrokerOrder, before?: RecordedOrder): RecordedOrder {
  const { number, clientOrderId, slot, instrument, side, type, timeInForce, expireAt, postOnly, reduceOnly } = order;
  const { oco, wanted, held, venueOrderId, filled, cancelCode, final, cameBack } = order;
  // biome-ignore format: what an order is, and how it stands
  return shared(before, {
    number, clientOrderId, slot, instrument, side, type, timeInForce, expireAt, postOnly, reduceOnly,
    oco, wanted, held, venueOrderId, filled, cancelCode, final, cameBack,
  });
}

/** Nothing is sure that is not asked: an intent may have left or not, and what worked may be over. */
export function inDoubtAgain(order: RecordedOrder, at: number): BrokerOrder {
  return {
    ...order,
    ...{ state: 'in-doubt', sequence: 0, since: at, askedAt: 0, denials: 0, deniedSince: 0, tries: 0, retryAt: 0 },
    ...{ reportAt: 0, reportedFilled: order.filled },
  };
}
