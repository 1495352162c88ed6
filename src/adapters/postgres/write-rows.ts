/** Writes the rows of one journal entry into the trading views, and what it changed of orders placed before. */

import type { Decision, Fill, Order, SessionEvent } from '../../api/records.ts';
import type { Step } from '../../core/trading/engine/steps.ts';
import type { Query } from './database.ts';
import type { DecisionTally } from './decision-tally.ts';

/** What an entry has brought, orders as they were placed. */
export interface EntryRows {
  readonly decisions: readonly Decision[];
  readonly orders: readonly Order[];
  readonly fills: readonly (Omit<Fill, 'orderId'> & { readonly orderId: string | null })[];
  readonly events: readonly SessionEvent[];
}

export interface RowPlace {
  readonly account: string;
  /** In force before the entry. */
  readonly mode: string;
  readonly sequence: number;
  readonly at: Date;
}

/** More rows of one sort than any entry brings. */
const ROWS_OF_AN_ENTRY = 65_536;

const ordinalOf = (sequence: number, index: number): number => sequence * ROWS_OF_AN_ENTRY + index;

/** Order ids are names within an account; the tables hold several accounts. */
export const orderKey = (account: string, orderId: string): string => `${account}-${orderId}`;

export async function writeEntryRows(query: Query, place: RowPlace, rows: EntryRows, tally: DecisionTally): Promise<void> {
  for (const [index, decision] of rows.decisions.entries()) await writeDecision(query, place, index, decision, tally);
  for (const [index, order] of rows.orders.entries()) await writeOrder(query, place, index, order);
  for (const [index, fill] of rows.fills.entries()) await writeFill(query, place, index, fill);
  for (const [index, event] of rows.events.entries()) await writeEvent(query, place, index, event);
}

async function insert(query: Query, table: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  const columns = Object.keys(values);
  const places = columns.map((_, index) => `$${index + 1}`);
  await query(`insert into trading.${table} (${columns.join(', ')}) values (${places.join(', ')})`, Object.values(values));
}

async function writeDecision(query: Query, place: RowPlace, index: number, row: Decision, tally: DecisionTally): Promise<void> {
  const { account, mode, sequence } = place;
  const { strategyId, instrumentId, action, side, outcome, refusal, orderId } = row;
  const code = refusal?.code ?? '';
  const kind = await tally.count(query, row.at, {
    ...{ strategyId, instrumentId, action, side, outcome, code, mode },
    withOrder: orderId !== null,
  });
  await insert(query, 'decisions', {
    decision_id: row.decisionId,
    account,
    at: new Date(row.at),
    strategy_id: strategyId,
    instrument_id: instrumentId,
    action,
    side,
    outcome,
    code: refusal?.code ?? null,
    message: refusal?.message ?? null,
    measured: refusal?.measured ?? null,
    limit_value: refusal?.limit ?? null,
    confidence: row.confidence,
    mode,
    order_id: orderId,
    quantity: row.quantity,
    price: row.price,
    stop_price: row.stopPrice,
    target_price: row.targetPrice,
    reason: row.reason,
    cuts: JSON.stringify(row.cuts),
    checks: JSON.stringify(row.checks.map((check) => [check.code, check.answer, check.measured, check.limit])),
    kind,
    ordinal: ordinalOf(sequence, index),
    journal_sequence: sequence,
  });
}

async function writeOrder(query: Query, { account, sequence }: RowPlace, index: number, row: Order): Promise<void> {
  await insert(query, 'orders', {
    order_id: orderKey(account, row.orderId),
    client_order_id: row.clientOrderId,
    account,
    decision_id: row.decisionId,
    strategy_id: row.strategyId,
    instrument_id: row.instrumentId,
    purpose: row.purpose,
    side: row.side,
    type: row.type,
    quantity: row.quantity,
    limit_price: row.limitPrice,
    stop_price: row.stopPrice,
    time_in_force: row.timeInForce,
    reduce_only: row.reduceOnly,
    status: row.status,
    reason: row.reason,
    created_at: new Date(row.createdAt),
    updated_at: new Date(row.updatedAt),
    ordinal: ordinalOf(sequence, index),
    journal_sequence: sequence,
  });
}

async function writeFill(query: Query, { account, sequence }: RowPlace, index: number, row: EntryRows['fills'][number]): Promise<void> {
  const orderId = row.orderId === null ? null : orderKey(account, row.orderId);
  await insert(query, 'fills', {
    fill_id: row.fillId,
    account,
    order_id: orderId,
    strategy_id: row.strategyId,
    instrument_id: row.instrumentId,
    purpose: row.purpose,
    side: row.side,
    quantity: row.quantity,
    price: row.price,
    fee: row.fee,
    fee_currency: row.feeCurrency,
    liquidity: row.liquidity,
    kind: row.kind,
    realised: row.realised,
    reason: row.reason,
    at: new Date(row.at),
    ordinal: ordinalOf(sequence, index),
    journal_sequence: sequence,
  });
  if (orderId === null) return;
  await query('update trading.orders set filled_quantity = filled_quantity + $2, updated_at = $3 where order_id = $1', [
    orderId,
    row.quantity,
    new Date(row.at),
  ]);
}

async function writeEvent(query: Query, { account, sequence }: RowPlace, index: number, row: SessionEvent): Promise<void> {
  await insert(query, 'events', {
    account,
    event_id: row.eventId,
    ordinal: ordinalOf(sequence, index),
    at: new Date(row.at),
    kind: row.kind,
    severity: row.severity,
    code: row.code,
    message: row.message,
    data: JSON.stringify(row.data),
    journal_sequence: sequence,
  });
}

/** Amended and ended orders: the order as it is now, and the change as a row of its life. */
export async function updateOrders(query: Query, { account, sequence, at }: RowPlace, step: Step): Promise<void> {
  let changes = 0;
  const place = () => ({ account, ordinal: ordinalOf(sequence, changes++), journal_sequence: sequence });
  for (const { orderId, quantity, limitPrice, stopPrice } of step.amended ?? []) {
    const key = orderKey(account, orderId);
    const found = await query<{ order_id: string }>(
      'update trading.orders set quantity = $2, limit_price = $3, stop_price = $4, updated_at = $5 where order_id = $1 returning order_id',
      [key, quantity, limitPrice, stopPrice, at],
    );
    if (found.length === 0) continue;
    const terms = { quantity, limit_price: limitPrice, stop_price: stopPrice };
    await insert(query, 'order_changes', { ...place(), order_id: key, at, status: 'working', ...terms });
  }
  for (const { orderId, status, code, at: doneAt } of step.done ?? []) {
    const key = orderKey(account, orderId);
    const found = await query<{ order_id: string }>(
      `update trading.orders set status = $2, reason = case when $3 = '' then reason else $3 end, updated_at = $4 where order_id = $1
       returning order_id`,
      [key, status, code, new Date(doneAt)],
    );
    if (found.length > 0)
      await insert(query, 'order_changes', { ...place(), order_id: key, at: new Date(doneAt), status, code: code === '' ? null : code });
  }
}
