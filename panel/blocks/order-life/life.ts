/** An order's life as it is known: from the recorded history, or, where that has not followed yet, from what the session itself tells. */

import type { OrderChange, OrderInFull } from '../../../src/api/archive.ts';
import type { Fill, Order } from '../../../src/api/records.ts';
import type { SessionSnapshot } from '../../../src/api/session.ts';

/** Without an order: a wish that was refused. */
export type Life = Pick<OrderInFull, 'decision' | 'changes' | 'fills'> & {
  readonly order: Order | null;
  /** Of what protects or closes a position, where the history has told it. */
  readonly opened?: OrderInFull['opened'];
};

/** What the session tells of an order: its newest executions and decisions are at hand, and how far it came. */
export function lifeInSession(order: Order, { fills, decisions }: Pick<SessionSnapshot, 'fills' | 'decisions'>): Life {
  const terms = { quantity: null, limitPrice: null, stopPrice: null };
  const way = (order.progress ?? []).map(
    ({ stage, at, venueOrderId, journalSequence }): OrderChange => ({
      ...{ at, status: stage, venueOrderId, code: null, journalSequence, ...terms },
    }),
  );
  const own = fills.filter(({ orderId }) => orderId === order.orderId).sort((a, b) => a.journalSequence - b.journalSequence);
  const lastEntry = Math.max(
    order.journalSequence,
    ...own.map(({ journalSequence }) => journalSequence),
    ...way.map((one) => one.journalSequence),
  );
  const end: OrderChange[] =
    order.status === 'working'
      ? []
      : [{ at: order.updatedAt, status: order.status, venueOrderId: null, code: order.reason, journalSequence: lastEntry, ...terms }];
  return { order, decision: decisions.find(({ orderId }) => orderId === order.orderId) ?? null, changes: [...way, ...end], fills: own };
}

/** The recorded one, unless the session knows of more. */
export function newerLife(recorded: Life | undefined, told: Life | null): Life | null {
  if (recorded === undefined || told === null) return recorded ?? told;
  const isBehind =
    recorded.order?.status !== told.order?.status || recorded.fills.length < told.fills.length || wayOf(recorded) < wayOf(told);
  // The decision may be older than what the session keeps at hand, as is what opened the position.
  const known = { decision: told.decision ?? recorded.decision, ...(recorded.opened !== undefined && { opened: recorded.opened }) };
  return isBehind ? { ...told, ...known } : recorded;
}

const ON_ITS_WAY = ['approved', 'sent', 'acknowledged', 'in-doubt'] as const satisfies readonly OrderChange['status'][];
export type OnItsWay = (typeof ON_ITS_WAY)[number];
export const isOnItsWay = (status: OrderChange['status']): status is OnItsWay => (ON_ITS_WAY as readonly string[]).includes(status);
const wayOf = ({ changes }: Life) => changes.filter(({ status }) => isOnItsWay(status)).length;

/** How much worse (above zero) or better an execution was than what it is measured against, as a ratio; null where there is nothing to measure against. */
export function slippageOf(
  fill: Fill,
  { order, decision }: Life,
): { readonly ratio: number; readonly against: 'decision' | 'stop' } | null {
  const isStop = order?.stopPrice != null;
  const isOwn = decision !== null && decision.orderId === order?.orderId;
  const wanted = isStop ? order.stopPrice : isOwn ? decision.price : null;
  if (wanted === null || !(Number(wanted) > 0)) return null;
  const ratio = Number(fill.price) / Number(wanted) - 1;
  return { ratio: fill.side === 'buy' ? ratio : -ratio, against: isStop ? 'stop' : 'decision' };
}
