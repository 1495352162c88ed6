/** Decisions as a table: one row each, with every check in one cell. */

import type { Decision } from '../../api/records.ts';
import type { Column } from './table.ts';

const figure = (value: number | null): string => (value === null ? '' : String(value));

/** The names are those of the interface. */
export const DECISION_COLUMNS: readonly Column<Decision>[] = [
  { name: 'at', type: 'time', width: 24, value: (row) => row.at },
  { name: 'decisionId', type: 'text', width: 16, value: (row) => row.decisionId },
  { name: 'strategyId', type: 'text', width: 20, value: (row) => row.strategyId },
  { name: 'instrumentId', type: 'text', width: 16, value: (row) => row.instrumentId },
  { name: 'action', type: 'text', width: 8, value: (row) => row.action },
  { name: 'side', type: 'text', width: 8, value: (row) => row.side },
  { name: 'outcome', type: 'text', width: 10, value: (row) => row.outcome },
  { name: 'code', type: 'text', width: 24, value: (row) => row.refusal?.code ?? null },
  { name: 'measured', type: 'number', width: 12, value: (row) => row.refusal?.measured ?? null },
  { name: 'limit', type: 'number', width: 12, value: (row) => row.refusal?.limit ?? null },
  { name: 'message', type: 'text', width: 40, value: (row) => row.refusal?.message ?? null },
  { name: 'confidence', type: 'number', width: 12, value: (row) => row.confidence },
  { name: 'quantity', type: 'decimal', width: 14, value: (row) => row.quantity },
  { name: 'price', type: 'decimal', width: 14, value: (row) => row.price },
  { name: 'stopPrice', type: 'decimal', width: 14, value: (row) => row.stopPrice },
  { name: 'targetPrice', type: 'decimal', width: 14, value: (row) => row.targetPrice },
  { name: 'reason', type: 'text', width: 30, value: (row) => row.reason },
  { name: 'cuts', type: 'text', width: 24, value: (row) => row.cuts.join(' ') || null },
  {
    name: 'checks',
    type: 'text',
    width: 60,
    value: (row) =>
      row.checks.map((check) => `${check.code} ${check.answer} ${figure(check.measured)}/${figure(check.limit)}`).join('; ') || null,
  },
  { name: 'orderId', type: 'text', width: 10, value: (row) => row.orderId },
  { name: 'journalSequence', type: 'number', width: 16, value: (row) => row.journalSequence },
];
