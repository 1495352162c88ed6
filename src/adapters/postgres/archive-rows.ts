/** Rows of the views as the web interface has them: the same shapes and words as live rows. */

import type { OrderChange } from '../../api/archive.ts';
import type { Check, Decision, Fill, Order } from '../../api/records.ts';

/** The select list of each table; the account's name is in front of its order ids. */
export const ORDER_COLUMNS = `substr(order_id, length(account) + 2) as "orderId", client_order_id as "clientOrderId", decision_id as "decisionId",
  strategy_id as "strategyId", instrument_id as "instrumentId", purpose, side, type, status, quantity, filled_quantity as "filledQuantity",
  limit_price as "limitPrice", stop_price as "stopPrice", time_in_force as "timeInForce", reduce_only as "reduceOnly", reason,
  created_at as "createdAt", updated_at as "updatedAt", journal_sequence as "journalSequence"`;

export const FILL_COLUMNS = `fill_id as "fillId", coalesce(substr(order_id, length(account) + 2), 'liquidation') as "orderId",
  strategy_id as "strategyId", instrument_id as "instrumentId", purpose, side, quantity, price, fee, fee_currency as "feeCurrency", liquidity,
  kind, realised, net, reason, at, journal_sequence as "journalSequence"`;

export const EVENT_COLUMNS = `event_id as "eventId", at, kind, severity, code, message, data, journal_sequence as "journalSequence"`;

export const CHANGE_COLUMNS = `at, status, venue_order_id as "venueOrderId", code, quantity, limit_price as "limitPrice", stop_price as "stopPrice", cause,
  by_whom as "by", journal_sequence as "journalSequence"`;

export const DECISION_COLUMNS = `decision_id as "decisionId", at, strategy_id as "strategyId", instrument_id as "instrumentId", action, side, outcome,
  code, message, measured::float8 as measured, limit_value::float8 as "limit", cuts, checks, confidence::float8 as confidence, quantity, price,
  stop_price as "stopPrice", target_price as "targetPrice", reason, order_id as "orderId", mode, ordinal, journal_sequence as "journalSequence"`;

export type OrderRow = Order & Record<string, unknown>;
export type FillRow = Fill & Record<string, unknown>;
export type ChangeRow = OrderChange & Record<string, unknown>;

export type DecisionRow = Omit<Decision, 'refusal' | 'checks'> & {
  readonly code: string | null;
  readonly message: string | null;
  readonly measured: number | null;
  readonly limit: number | null;
  readonly checks: readonly (readonly [Check['code'], Check['answer'], Check['measured'], Check['limit']])[];
  readonly mode: string;
  readonly ordinal: number;
} & Record<string, unknown>;

export function decisionOf(row: DecisionRow): Decision {
  const { code, message, measured, limit, checks, mode: _mode, ordinal: _ordinal, ...rest } = row;
  return {
    ...rest,
    refusal: code === null ? null : { code, message: message ?? '', measured, limit },
    checks: checks.map((check) => ({ code: check[0], answer: check[1], measured: check[2], limit: check[3] })),
  } as Decision;
}
