/** The rows of journal entries on their way into the trading views, and what the entries changed of orders placed before. */

import type { Decision, Fill, Order, SessionEvent } from '../../api/records.ts';
import type { AmendRecord, Step } from '../../core/trading/engine/steps.ts';
import type { Query } from './database.ts';
import type { DecisionTraits } from './decision-tally.ts';

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

/** Rows of several entries, written together: a statement for each row would cost more than the row. */
export class RowBatch {
  private readonly rows = new Map<string, Record<string, unknown>[]>();
  private readonly updates: (readonly [text: string, values: readonly unknown[]])[] = [];

  /** All rows of a table have the same columns. */
  add(table: string, row: Record<string, unknown>): void {
    const rows = this.rows.get(table);
    if (rows === undefined) this.rows.set(table, [row]);
    else rows.push(row);
  }

  /** Done in this order, after the rows are there. */
  update(text: string, values: readonly unknown[]): void {
    this.updates.push([text, values]);
  }

  async write(query: Query): Promise<void> {
    for (const table of TABLES) {
      const rows = this.rows.get(table);
      if (rows === undefined) continue;
      const columns = Object.keys(rows[0] as object).join(', ');
      await query(`insert into trading.${table} (${columns}) select ${columns} from json_populate_recordset(null::trading.${table}, $1)`, [
        JSON.stringify(rows),
      ]);
    }
    for (const [text, values] of this.updates) await query(text, values);
  }
}

/** Orders before what refers to them. */
const TABLES = ['decisions', 'orders', 'order_changes', 'fills', 'events'];

export async function addEntryRows(batch: RowBatch, place: RowPlace, rows: EntryRows, kindOf: KindOf): Promise<void> {
  for (const [index, decision] of rows.decisions.entries()) await addDecision(batch, place, index, decision, kindOf);
  rows.orders.forEach((order, index) => addOrder(batch, place, index, order));
  rows.fills.forEach((fill, index) => addFill(batch, place, index, fill));
  rows.events.forEach((event, index) => addEvent(batch, place, index, event));
}

/** Gives a decision's kind its number, and counts it. */
type KindOf = (at: number, traits: DecisionTraits) => Promise<number>;

async function addDecision(batch: RowBatch, place: RowPlace, index: number, row: Decision, kindOf: KindOf): Promise<void> {
  const { account, mode, sequence } = place;
  const { strategyId, instrumentId, action, side, outcome, refusal, orderId } = row;
  const code = refusal?.code ?? '';
  const kind = await kindOf(row.at, {
    ...{ strategyId, instrumentId, action, side, outcome, code, mode },
    withOrder: orderId !== null,
  });
  batch.add('decisions', {
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
    cuts: row.cuts,
    checks: row.checks.map((check) => [check.code, check.answer, check.measured, check.limit]),
    kind,
    ordinal: ordinalOf(sequence, index),
    journal_sequence: sequence,
  });
}

function addOrder(batch: RowBatch, { account, sequence }: RowPlace, index: number, row: Order): void {
  batch.add('orders', {
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

function addFill(batch: RowBatch, { account, sequence }: RowPlace, index: number, row: EntryRows['fills'][number]): void {
  const orderId = row.orderId === null ? null : orderKey(account, row.orderId);
  batch.add('fills', {
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
    net: row.net,
    reason: row.reason,
    at: new Date(row.at),
    ordinal: ordinalOf(sequence, index),
    journal_sequence: sequence,
  });
  if (orderId === null) return;
  batch.update('update trading.orders set filled_quantity = filled_quantity + $2, updated_at = $3 where order_id = $1', [
    orderId,
    row.quantity,
    new Date(row.at),
  ]);
}

function addEvent(batch: RowBatch, { account, sequence }: RowPlace, index: number, row: SessionEvent): void {
  batch.add('events', {
    account,
    event_id: row.eventId,
    ordinal: ordinalOf(sequence, index),
    at: new Date(row.at),
    kind: row.kind,
    severity: row.severity,
    code: row.code,
    message: row.message,
    data: row.data,
    journal_sequence: sequence,
  });
}

type Why = Pick<AmendRecord, 'cause' | 'by'>;

/** How far orders came on their way; amended and ended ones: the order as it is now, and the change as a row of its life. */
export function addOrderChanges(batch: RowBatch, { account, sequence, at }: RowPlace, step: Step): void {
  let changes = 0;
  const change = (
    orderId: string,
    row: { at: Date; status: string; code?: string | null; venue?: string | null; terms?: Record<string, unknown>; why?: Why },
  ) => {
    const { terms = { quantity: null, limit_price: null, stop_price: null }, code = null, venue = null, why = {}, ...rest } = row;
    const { cause = null, by: by_whom = null } = why;
    const place = { account, ordinal: ordinalOf(sequence, changes++), journal_sequence: sequence };
    batch.add('order_changes', {
      ...place,
      order_id: orderKey(account, orderId),
      ...rest,
      code,
      venue_order_id: venue,
      ...terms,
      cause,
      by_whom,
    });
  };
  for (const { orderId, stage, at: cameAt, venueOrderId } of step.progress ?? [])
    change(orderId, { at: new Date(cameAt), status: stage, venue: venueOrderId });
  for (const { orderId, quantity, limitPrice, stopPrice, ...why } of step.amended ?? []) {
    batch.update('update trading.orders set quantity = $2, limit_price = $3, stop_price = $4, updated_at = $5 where order_id = $1', [
      orderKey(account, orderId),
      quantity,
      limitPrice,
      stopPrice,
      at,
    ]);
    change(orderId, { at, status: 'working', terms: { quantity, limit_price: limitPrice, stop_price: stopPrice }, why });
  }
  for (const { orderId, status, code, at: doneAt } of step.done ?? []) {
    const when = new Date(doneAt);
    batch.update(
      "update trading.orders set status = $2, reason = case when $3 = '' then reason else $3 end, updated_at = $4 where order_id = $1",
      [orderKey(account, orderId), status, code, when],
    );
    change(orderId, { at: when, status, code: code === '' ? null : code });
  }
}
