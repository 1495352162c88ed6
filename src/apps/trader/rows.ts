/** Rows of the step history in the words of the web interface. */

import type { Decision, Fill, Order, SessionEvent } from '../../api/records.ts';
import type { OrderRow, Placed } from '../../core/trading/engine/step-history.ts';
import type { FillRecord, ModeRecord, RefusalRow } from '../../core/trading/engine/steps.ts';

export function orderOf(row: OrderRow): Order {
  const { record } = row;
  return {
    orderId: record.orderId,
    clientOrderId: record.clientOrderId,
    decisionId: record.decisionId,
    strategyId: record.strategyId,
    instrumentId: record.instrumentId,
    purpose: record.purpose,
    side: record.side,
    type: record.type,
    status: row.status,
    quantity: row.quantity,
    filledQuantity: row.filledQuantity,
    limitPrice: row.limitPrice,
    stopPrice: row.stopPrice,
    timeInForce: record.timeInForce,
    reduceOnly: record.reduceOnly,
    reason: row.code === '' ? record.reason : row.code,
    createdAt: row.at,
    updatedAt: row.updatedAt,
    journalSequence: row.sequence,
  };
}

export function fillOf({ record, sequence }: Placed & { readonly record: FillRecord }, currency: string): Fill {
  return { ...record, orderId: record.orderId ?? 'liquidation', feeCurrency: currency, journalSequence: sequence };
}

/** Entries and exits that were approved are decisions too; protective orders follow from a fill. */
export function approvedDecision(row: OrderRow): Decision | null {
  const { record } = row;
  if (record.purpose !== 'entry' && record.purpose !== 'exit') return null;
  const buys = record.side === 'buy';
  return {
    decisionId: record.decisionId,
    at: row.at,
    strategyId: record.strategyId,
    instrumentId: record.instrumentId,
    action: record.purpose === 'entry' ? 'enter' : 'exit',
    side: buys === (record.purpose === 'entry') ? 'long' : 'short',
    outcome: 'approved',
    refusal: null,
    cuts: [...record.cuts],
    checks: [],
    confidence: record.confidence,
    quantity: record.quantity,
    price: record.referencePrice,
    stopPrice: null,
    targetPrice: null,
    reason: record.reason,
    orderId: record.orderId,
    journalSequence: row.sequence,
  };
}

export function refusedDecision({ record, sequence, at }: Placed & { readonly record: RefusalRow }): Decision {
  return {
    decisionId: record.decisionId,
    at,
    strategyId: record.strategyId,
    instrumentId: record.instrumentId,
    action: 'enter',
    side: record.side,
    outcome: 'refused',
    refusal: { code: record.code, message: record.message, measured: record.measured, limit: record.limit },
    cuts: [],
    checks: [{ code: record.code, answer: 'refused', measured: record.measured, limit: record.limit }],
    confidence: record.confidence,
    quantity: null,
    price: record.price,
    stopPrice: null,
    targetPrice: null,
    reason: record.reason,
    orderId: null,
    journalSequence: sequence,
  };
}

export function modeEvent({ record, sequence, at }: Placed & { readonly record: ModeRecord }): SessionEvent {
  const critical = record.to === 'EMERGENCY';
  return {
    eventId: `mode-${sequence}-${record.to}`,
    at,
    kind: 'mode',
    severity: critical ? 'critical' : record.to === 'NORMAL' ? 'info' : 'warning',
    code: 'MODE_CHANGED',
    message: `mode ${record.from} to ${record.to}: ${record.reason}`,
    data: { from: record.from, to: record.to, reason: record.reason },
    journalSequence: sequence,
  };
}
