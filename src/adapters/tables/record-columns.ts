/** Orders, fills and events as tables: one row each, with the names of the interface. */

import type { Fill, Order, SessionEvent } from '../../api/records.ts';
import type { Column } from './table.ts';

export const ORDER_COLUMNS: readonly Column<Order>[] = [
  { name: 'createdAt', type: 'time', width: 24, value: (row) => row.createdAt },
  { name: 'updatedAt', type: 'time', width: 24, value: (row) => row.updatedAt },
  { name: 'orderId', type: 'text', width: 10, value: (row) => row.orderId },
  { name: 'clientOrderId', type: 'text', width: 24, value: (row) => row.clientOrderId },
  { name: 'decisionId', type: 'text', width: 16, value: (row) => row.decisionId },
  { name: 'strategyId', type: 'text', width: 20, value: (row) => row.strategyId },
  { name: 'instrumentId', type: 'text', width: 16, value: (row) => row.instrumentId },
  { name: 'purpose', type: 'text', width: 10, value: (row) => row.purpose },
  { name: 'side', type: 'text', width: 8, value: (row) => row.side },
  { name: 'type', type: 'text', width: 14, value: (row) => row.type },
  { name: 'status', type: 'text', width: 10, value: (row) => row.status },
  { name: 'quantity', type: 'decimal', width: 14, value: (row) => row.quantity },
  { name: 'filledQuantity', type: 'decimal', width: 14, value: (row) => row.filledQuantity },
  { name: 'limitPrice', type: 'decimal', width: 14, value: (row) => row.limitPrice },
  { name: 'stopPrice', type: 'decimal', width: 14, value: (row) => row.stopPrice },
  { name: 'timeInForce', type: 'text', width: 8, value: (row) => row.timeInForce },
  { name: 'reduceOnly', type: 'text', width: 10, value: (row) => String(row.reduceOnly) },
  { name: 'reason', type: 'text', width: 30, value: (row) => row.reason },
  { name: 'journalSequence', type: 'number', width: 16, value: (row) => row.journalSequence },
];

export const FILL_COLUMNS: readonly Column<Fill>[] = [
  { name: 'at', type: 'time', width: 24, value: (row) => row.at },
  { name: 'fillId', type: 'text', width: 24, value: (row) => row.fillId },
  { name: 'orderId', type: 'text', width: 10, value: (row) => row.orderId },
  { name: 'strategyId', type: 'text', width: 20, value: (row) => row.strategyId },
  { name: 'instrumentId', type: 'text', width: 16, value: (row) => row.instrumentId },
  { name: 'purpose', type: 'text', width: 10, value: (row) => row.purpose },
  { name: 'side', type: 'text', width: 8, value: (row) => row.side },
  { name: 'quantity', type: 'decimal', width: 14, value: (row) => row.quantity },
  { name: 'price', type: 'decimal', width: 14, value: (row) => row.price },
  { name: 'fee', type: 'decimal', width: 14, value: (row) => row.fee },
  { name: 'feeCurrency', type: 'text', width: 10, value: (row) => row.feeCurrency },
  { name: 'liquidity', type: 'text', width: 8, value: (row) => row.liquidity },
  { name: 'kind', type: 'text', width: 12, value: (row) => row.kind },
  { name: 'realised', type: 'decimal', width: 14, value: (row) => row.realised },
  { name: 'net', type: 'decimal', width: 14, value: (row) => row.net },
  { name: 'reason', type: 'text', width: 30, value: (row) => row.reason },
  { name: 'journalSequence', type: 'number', width: 16, value: (row) => row.journalSequence },
];

export const EVENT_COLUMNS: readonly Column<SessionEvent>[] = [
  { name: 'at', type: 'time', width: 24, value: (row) => row.at },
  { name: 'eventId', type: 'text', width: 24, value: (row) => row.eventId },
  { name: 'kind', type: 'text', width: 12, value: (row) => row.kind },
  { name: 'severity', type: 'text', width: 10, value: (row) => row.severity },
  { name: 'code', type: 'text', width: 28, value: (row) => row.code },
  { name: 'message', type: 'text', width: 60, value: (row) => row.message },
  { name: 'data', type: 'text', width: 40, value: (row) => JSON.stringify(row.data) },
  { name: 'journalSequence', type: 'number', width: 16, value: (row) => row.journalSequence },
];
