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
  const decided = row === undefined ? { decision: null, mode: null } : { decision: decisionOf(row), mode: row.mode as ModeName };
  return { order, ...decided, opened: await openedBy(query, account, order), ...life };
}

/** A protective order is made with the execution that opens or adds to its position, in the same entry of the journal: it says no more of its own. */
async function openedBy(query: Query, account: string, order: OrderRow): Promise<OrderInFull['opened']> {
  if (order.purpose === 'entry') return null;
  const [opened] = await query<NonNullable<OrderInFull['opened']> & Record<string, unknown>>(
    `select substr(o.order_id, length(o.account) + 2) as "orderId", o.decision_id as "decisionId"
     from trading.fills f join trading.orders o on o.order_id = f.order_id
     where f.account = $1 and f.strategy_id collate "C" = $2 and f.instrument_id = $3 and f.kind = 'open' and f.journal_sequence <= $4
       and o.order_id <> $5
     order by f.at desc, f.ordinal desc limit 1`,
    [account, order.strategyId, order.instrumentId, order.journalSequence, orderKey(account, order.orderId)],
  );
  return opened ?? null;
}

async function lifeOf(query: Query, account: string, orderId: string) {
  const key = [orderKey(account, orderId)];
  const [order] = await query<OrderRow>(`select ${ORDER_COLUMNS} from trading.orders where order_id = $1`, key);
  const changes = await query<ChangeRow>(`select ${CHANGE_COLUMNS} from trading.order_changes where order_id = $1 order by ordinal`, key);
  const fills = await query<FillRow>(`select ${FILL_COLUMNS} from trading.fills where order_id = $1 order by ordinal`, key);
  return { order: order ?? null, changes, fills };
}
