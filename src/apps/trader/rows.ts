/** Rows of the step history in the words of the web interface. */

import { type CutTail, describeCut } from '../../adapters/journal-files/cut-tail.ts';
import type { Check, Decision, Fill, Order, OrderProgress, SessionEvent } from '../../api/records.ts';
import type { JournalFailure } from '../../core/journal/durable-journal.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import type { FillRowKept, OrderRow, Placed } from '../../core/trading/engine/step-history.ts';
import type { ModeRecord, RefusalRow, Step } from '../../core/trading/engine/steps.ts';
import type { StrategyCommand } from '../../core/trading/engine/strategy-command.ts';
import { SENTENCES } from '../../core/trading/risk/refusal.ts';
import { QUANTUM_DECIMALS } from './paper-session.ts';
import type { DecisionRecord, FailureRecord } from './trader-recorder.ts';

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
    ...(row.progress && { progress: row.progress.map(({ sequence, ...one }): OrderProgress => ({ ...one, journalSequence: sequence })) }),
  };
}

export function fillOf({ record, sequence, own = null }: FillRowKept, currency: string): Fill {
  return {
    ...record,
    realised: own?.gross ?? record.realised,
    net: own?.net ?? null,
    orderId: record.orderId ?? 'liquidation',
    feeCurrency: currency,
    journalSequence: sequence,
  };
}

/** Which check made an order smaller or warned about it, where it was one. */
const CUT_BY: Readonly<Record<string, string>> = {
  HALF_SCORE: 'SIGNAL_SCORE',
  SIZE_WEIGHT: 'SIZE_WEIGHT',
  CUT_POSITION_LIMIT: 'RISK_POSITION_LIMIT',
  CUT_REGIME_POSITION: 'RISK_REGIME_POSITION',
  CUT_FIRST_ORDERS: 'RISK_FIRST_ORDERS',
  HALF_CORRELATION: 'RISK_CORRELATION',
  HALF_VALUE_AT_RISK: 'RISK_VALUE_AT_RISK',
  WARN_MEAN_CORRELATION: 'WARN_MEAN_CORRELATION',
  WARN_BETA: 'WARN_BETA',
};

export function checksOf(detail: Pick<DecisionRecord, 'checks'> | undefined, cuts: readonly string[]): Check[] {
  const cutting = new Set(cuts.map((cut) => CUT_BY[cut]));
  return (detail?.checks ?? []).map(([code, passed, measured, limit]) => ({
    code,
    answer: !passed ? 'refused' : cutting.has(code) ? 'cut' : 'passed',
    measured: shown(code, measured),
    limit: shown(code, limit),
  }));
}

/** Risk measures the smallest order in quanta; `CHECK_FIGURES` promises account currency. */
export const shown = (code: string, figure: number | null) =>
  figure !== null && code === 'SIZE_BELOW_MINIMUM' ? figure / 10 ** QUANTUM_DECIMALS : figure;

/** Entries and exits that were approved are decisions too; protective orders follow from a fill. */
export function approvedDecision(row: OrderRow, detail?: DecisionRecord): Decision | null {
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
    checks: checksOf(detail, record.cuts),
    confidence: record.confidence,
    quantity: record.quantity,
    price: record.referencePrice,
    stopPrice: detail?.stopPrice ?? null,
    targetPrice: detail?.targetPrice ?? null,
    reason: record.reason,
    orderId: record.orderId,
    journalSequence: row.sequence,
  };
}

export function refusedDecision({ record, sequence, at }: Placed & { readonly record: RefusalRow }, detail?: DecisionRecord): Decision {
  const { code, message } = record;
  const [measured, limit] = [shown(code, record.measured), shown(code, record.limit)];
  return {
    decisionId: record.decisionId,
    at,
    strategyId: record.strategyId,
    instrumentId: record.instrumentId,
    action: 'enter',
    side: record.side,
    outcome: 'refused',
    refusal: { code, message, measured, limit },
    cuts: [],
    checks: detail ? checksOf(detail, []) : [{ code, answer: 'refused', measured, limit }],
    confidence: record.confidence,
    quantity: null,
    price: record.price,
    stopPrice: detail?.stopPrice ?? null,
    targetPrice: detail?.targetPrice ?? null,
    reason: record.reason,
    orderId: null,
    journalSequence: sequence,
  };
}

export function modeEvent({ record, sequence, at }: Placed & { readonly record: ModeRecord }, by: string | null): SessionEvent {
  const critical = record.to === 'EMERGENCY';
  return {
    eventId: `mode-${sequence}-${record.to}`,
    at,
    kind: 'mode',
    severity: critical ? 'critical' : record.to === 'NORMAL' ? 'info' : 'warning',
    code: 'MODE_CHANGED',
    message: `mode ${record.from} to ${record.to}: ${record.reason}`,
    data: { from: record.from, to: record.to, reason: record.reason, by },
    journalSequence: sequence,
  };
}

/** A start of the session: its first, or one that went on. */
export function startEvent({ sequence, at }: JournalEntry, first: boolean): SessionEvent {
  return {
    eventId: `session-${sequence}`,
    at,
    kind: 'session',
    severity: 'info',
    code: first ? 'SESSION_STARTED' : 'SESSION_RECOVERED',
    message: first ? 'the session began' : `the session went on where it was, after ${sequence - 1} journal entries`,
    data: { entries: sequence - 1 },
    journalSequence: sequence,
  };
}

/** An opening, recorded as entry `sequence`, that cut off the end of the journal; `at` in the session's time, not the opening's. */
export function cutEvent(at: number, sequence: number, cut: CutTail): SessionEvent {
  const { bytes, file } = cut;
  return {
    eventId: `cut-${sequence}`,
    at,
    kind: 'journal',
    severity: 'critical',
    code: 'JOURNAL_CUT',
    message: describeCut(cut, sequence),
    data: { bytes, file },
    journalSequence: sequence,
  };
}

export function failureEvent({ sequence, at }: Placed, { strategyId, instrumentId, message }: FailureRecord): SessionEvent {
  return {
    eventId: `failure-${sequence}-${strategyId}`,
    at,
    kind: 'strategy',
    severity: 'critical',
    code: 'STRATEGY_FAILED',
    message: `${message}; its entries are blocked, its exits and stops go on`,
    data: { strategyId, instrumentId, error: message },
    journalSequence: sequence,
  };
}

/** The owner's word on a strategy: one event of it, or one for each run that was weighed. */
export function strategyEvents({ sequence, at }: Placed, command: StrategyCommand | undefined): SessionEvent[] {
  if (command === undefined) return [];
  const { by, reason } = command;
  const event = (name: string, code: string, message: string, data: SessionEvent['data']): SessionEvent => ({
    eventId: `strategy-${sequence}-${name}`,
    at,
    kind: 'strategy',
    severity: command.kind === 'disable' ? 'warning' : 'info',
    code,
    message: `${message} by ${by}: ${reason}`,
    data: { ...data, by, reason },
    journalSequence: sequence,
  });
  if (command.kind === 'weigh')
    return command.weights.map(({ strategy, instrument, weight }) =>
      event(`${strategy}-${instrument}`, 'STRATEGY_WEIGHED', `${strategy} on ${instrument} keeps ${weight} of its size,`, {
        strategyId: strategy,
        instrumentId: instrument,
        weight,
      }),
    );
  const { strategy } = command;
  if (command.kind === 'enable') return [event(strategy, 'STRATEGY_ENABLED', `${strategy} may enter again,`, { strategyId: strategy })];
  const until = command.forMs === null ? null : at + command.forMs;
  const words = until === null ? '' : ` until ${new Date(until).toISOString()}`;
  return [event(strategy, 'STRATEGY_DISABLED', `entries of ${strategy} are blocked${words},`, { strategyId: strategy, until })];
}

/** What a notice means for the owner's sleep; a warning where it is not listed. */
const SEVERITIES: Readonly<Record<string, SessionEvent['severity']>> = {
  POSITION_UNPROTECTED: 'critical',
  STRAY_FILL: 'critical',
  ORDER_CAME_BACK: 'critical',
  RECONCILIATION: 'critical',
  VENUE_FORGOT: 'critical',
  REPORT_UNREADABLE: 'critical',
  PRICES_LOST: 'critical',
  ORDER_UNRECORDED: 'critical',
  FILL_BEYOND: 'critical',
  LIQUIDATED: 'critical',
  DELEVERAGED: 'critical',
  KILL_NOT_FLAT: 'critical',
  KILL_NOT_OURS: 'critical',
  KILL_FLAT: 'info',
  FUNDING_LATE: 'info',
  STANDBY_TOOK_OVER: 'critical',
  LEASE_RENEWED: 'info',
  VENUE_PAUSED: 'critical',
  COMPARISON_LATE: 'critical',
  COMPARED_AGAIN: 'info',
  VENUE_HEARD: 'info',
  VENUE_DOWN: 'info',
  VENUE_UP: 'info',
  FEED_HEARD: 'info',
  FEED_UP: 'info',
  FEED_RESUMED: 'info',
  JOURNAL_CAUGHT_UP: 'info',
  BREAKER_CLOSED: 'info',
  CLOCK_RIGHT: 'info',
};

/** `LADDER` names its rung before the colon; a refused command has the code of its refusal. */
export function noticeEvent(
  { sequence, at }: Placed,
  { code, message }: NonNullable<Step['notices']>[number],
  index: number,
): SessionEvent {
  return {
    eventId: `notice-${sequence}-${index}`,
    at,
    kind: code in SENTENCES ? 'command' : 'notice',
    severity: SEVERITIES[code] ?? 'warning',
    code,
    message,
    data: code === 'LADDER' ? { rung: message.slice(0, message.indexOf(':')) } : {},
    journalSequence: sequence,
  };
}

/** That nothing is written down any more. */
export function failureNotice({ code, message }: JournalFailure, at: number): Omit<SessionEvent, 'eventId' | 'journalSequence'> {
  return { at, kind: 'notice', severity: 'critical', code, message: `${message}: nothing is entered, exits and stops go on`, data: {} };
}

/** The same of a notice that is in no entry. */
export function untoldNotice(notice: NonNullable<Step['notices']>[number], at: number): Omit<SessionEvent, 'eventId' | 'journalSequence'> {
  const { eventId: _id, journalSequence: _sequence, ...event } = noticeEvent({ sequence: 0, at }, notice, 0);
  return event;
}
