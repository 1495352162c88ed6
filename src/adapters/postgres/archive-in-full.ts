/** One decision or one order in full: what was judged, what was placed, and everything that became of it. */

import type { DecisionInFull, OrderInFull } from '../../api/archive.ts';
import type { ModeName } from '../../api/values.ts';
import { InputError } from '../../core/domain/result.ts';
import {
  CHANGE_COLUMNS,
  type ChangeRow,
  DECISION_COLUMNS,
  type DecisionRow,
  decisionOf,
  FILL_COLUMNS,
  type FillRow,
  ORDER_COLUMNS,
  type OrderRow,
} from './archive-rows.ts';
import type { Query } from './database.ts';
import { orderKey } from './write-rows.ts';

const decisionNamed = (query: Query, account: string, id: string) =>
  query<DecisionRow>(`select ${DECISION_COLUMNS} from trading.decisions where account = $1 and decision_id = $2`, [account, id]);

/** Throws DECISION_UNKNOWN. */
export async function decisionInFull(query: Query, account: string, decisionId: string): Promise<DecisionInFull> {
  const [row] = await decisionNamed(query, account, decisionId);
  if (row === undefined)
    throw new InputError('DECISION_UNKNOWN', `expected a decision of account ${account}, found "${decisionId}": take its id from the list`);
  const decision = decisionOf(row);
  const mode = row.mode as ModeName;
  if (decision.orderId === null) return { decision, mode, order: null, changes: [], fills: [] };
  return { decision, mode, ...(await lifeOf(query, account, decision.orderId)) };
}

/** Throws ORDER_UNKNOWN. */
export async function orderInFull(query: Query, account: string, orderId: string): Promise<OrderInFull> {
  const { order, ...life } = await lifeOf(query, account, orderId);
  if (order === null)
    throw new InputError('ORDER_UNKNOWN', `expected an order of account ${account}, found "${orderId}": take its id from the list`);
  const [row] = order.decisionId === null ? [] : await decisionNamed(query, account, order.decisionId);
  return { order, decision: row === undefined ? null : decisionOf(row), mode: row === undefined ? null : (row.mode as ModeName), ...life };
}

async function lifeOf(query: Query, account: string, orderId: string) {
  const key = [orderKey(account, orderId)];
  const [order] = await query<OrderRow>(`select ${ORDER_COLUMNS} from trading.orders where order_id = $1`, key);
  const changes = await query<ChangeRow>(`select ${CHANGE_COLUMNS} from trading.order_changes where order_id = $1 order by ordinal`, key);
  const fills = await query<FillRow>(`select ${FILL_COLUMNS} from trading.fills where order_id = $1 order by ordinal`, key);
  return { order: order ?? null, changes, fills };
}
