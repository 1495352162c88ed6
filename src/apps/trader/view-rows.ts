/** A journal entry in the rows of the web interface, for the views in the database: the same rows as are shown live. */

import { cutIn } from '../../adapters/journal-files/cut-tail.ts';
import type { RowsOf } from '../../adapters/postgres/projector.ts';
import type { Decision } from '../../api/records.ts';
import type { MultiplierOf } from '../../core/trading/engine/net-result.ts';
import { createHistory, foldEntry } from '../../core/trading/engine/step-history.ts';
import { SESSION_KIND, STEP_KIND } from '../../core/trading/engine/steps.ts';
import {
  approvedDecision,
  cutEvent,
  failureEvent,
  fillOf,
  modeEvent,
  noticeEvent,
  orderOf,
  refusedDecision,
  startEvent,
  strategyEvents,
} from './rows.ts';
import type { TraderStep } from './trader-recorder.ts';

/** `currency` is the one the account's fees are in. */
export function viewRows(currency: string, multiplierOf: MultiplierOf): RowsOf {
  return (entry, { hasBegun, closedAt, held }) => {
    const cut = cutIn(entry);
    const cuts = cut === null ? [] : [cutEvent(closedAt ?? entry.at, entry.sequence, cut)];
    if (entry.kind === SESSION_KIND) return { decisions: [], orders: [], fills: [], events: [startEvent(entry, !hasBegun)] };
    if (entry.kind !== STEP_KIND) return { decisions: [], orders: [], fills: [], events: cuts };
    const step = entry.body as TraderStep;
    // Orders as they were placed: what became of them in the same step is told as a change. The state is of no use here.
    const { amended: _amended, done: _done, progress: _progress, state: _state, changes: _changes, ...placed } = step;
    const history = { ...createHistory(), held };
    const { orders } = foldEntry(history, { ...entry, body: placed }, multiplierOf);
    const details = new Map((step.decided ?? []).map((detail) => [detail.decisionId, detail]));
    const approved = orders.map((row) => approvedDecision(row, details.get(row.record.decisionId)));
    const refused = history.refusals.map((row) => refusedDecision(row, details.get(row.record.decisionId)));
    return {
      decisions: [...approved.filter((row): row is Decision => row !== null), ...refused],
      orders: orders.map(orderOf),
      fills: history.fills.map((row) => ({ ...fillOf(row, currency), orderId: row.record.orderId })),
      events: [
        ...history.modes.map((row) => modeEvent(row, step.command?.by ?? null)),
        ...strategyEvents(entry, step.strategy),
        ...(step.failed ?? []).map((failure) => failureEvent(entry, failure)),
        ...(step.notices ?? []).map((notice, index) => noticeEvent(entry, notice, index)),
      ],
    };
  };
}
