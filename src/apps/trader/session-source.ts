/** What the web server sees of a session: answers from durable steps, a stream of changes, and the owner's commands. */

import { randomUUID } from 'node:crypto';
import type { LiveChange, LiveSource } from '../../adapters/http/live-source.ts';
import { cutIn } from '../../adapters/journal-files/cut-tail.ts';
import type { Health } from '../../api/health.ts';
import type { LiveMessage, TraderState } from '../../api/live.ts';
import type { EquityQuery, EquitySeries } from '../../api/market.ts';
import type { Decision, Page, RecordQuery, SessionEvent } from '../../api/records.ts';
import type { Instrument as ApiInstrument, SessionSnapshot } from '../../api/session.ts';
import type { Instrument } from '../../core/domain/instrument.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import type { Candles } from '../../core/market/candles.ts';
import type { EngineStream } from '../../core/trading/engine/engine-options.ts';
import { multipliersOf } from '../../core/trading/engine/net-result.ts';
import { foldEntry, type OrderRow, type StepHistory } from '../../core/trading/engine/step-history.ts';
import { SESSION_KIND } from '../../core/trading/engine/steps.ts';
import { DurableCandles } from './durable-candles.ts';
import { createIndicatorViews } from './indicator-views.ts';
import { createRiskNow } from './risk-now.ts';
import { createRiskBrief, createRiskViews, type RiskViews } from './risk-views.ts';
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
import { LASTING, NEWEST_ROWS } from './shown-rows.ts';
import { type StatusParts, statusOf } from './status.ts';
import type { DecisionRecord, TraderStep } from './trader-recorder.ts';

/** Older rows are in the journal and the database alone: a session that runs for years keeps its size. */
export const KEPT_ROWS = 10_000;
/** Decisions whose checks are kept at hand; the journal has them all. */
const DETAILED_DECISIONS = 1000;
const STATUS_EVERY_MS = 200;
/** More changes than this are no longer told one by one: a snapshot is the shorter way. Far below what is kept, so that nothing forgotten is passed over. */
const MOST_CHANGES = 2000;

export interface SourceParts extends Omit<StatusParts, 'candles' | 'modeBy' | 'riskBrief'> {
  /** Of the journal: no two histories have the same. */
  readonly stream: string;
  readonly environment: 'dev' | 'staging' | 'prod';
  readonly world: SessionSnapshot['world'];
  readonly release: string;
  readonly streams: readonly EngineStream[];
  readonly command: LiveSource['command'];
  readonly health: () => Health;
  /** What was shown before this start, of which `history` is a part, and the candles of every path; absent: nothing was. */
  readonly before?: { readonly past: Past; readonly paths: readonly Candles[] } | undefined;
}

/** What is shown of the past, as plain data; rows that are in several of its lists are one row. */
export interface Past {
  readonly history: StepHistory;
  readonly events: readonly SessionEvent[];
  readonly asked: readonly Asked[];
  readonly details: ReadonlyMap<string, DecisionRecord>;
  readonly modeBy: string | null;
  /** Candles of every path that have been shown, by instrument number. */
  readonly candles: readonly number[];
}

export interface SessionSource extends LiveSource {
  snapshot(): SessionSnapshot;
  changesAfter(sequence: number, upTo?: number): readonly LiveMessage[] | null;
  /** Durable entries, in order. */
  entriesArrived(entries: readonly JournalEntry[]): void;
  /** Something that is no journal entry: the feed was paused, the database went down. */
  tell(event: Omit<SessionEvent, 'eventId' | 'journalSequence'>): void;
  /** Everything that entries have brought so far. Shares what it gives: to be written down at once. */
  past(): Past;
  readonly risk: RiskViews;
  stop(): void;
}

/** For who takes changes one message at a time. */
export function eachMessage(listener: (message: LiveMessage) => void): (change: LiveChange) => void {
  return ({ messages }) => {
    for (const message of messages) listener(message);
  };
}

/** What a strategy asked for: the order it became, or why it did not. */
type Asked = OrderRow | StepHistory['refusals'][number];

export function createSessionSource(parts: SourceParts): SessionSource {
  const { history } = parts;
  const multiplierOf = multipliersOf(parts.instruments);
  const candles = new DurableCandles(
    parts.streams,
    parts.instruments.map(({ id }) => id),
  );
  const listeners = new Set<(change: LiveChange) => void>();
  const { past, paths } = parts.before ?? {};
  const events: SessionEvent[] = [...(past?.events ?? [])];
  const asked: Asked[] = [...(past?.asked ?? [])];
  const details = new Map<string, DecisionRecord>(past?.details);
  let modeBy: string | null = past?.modeBy ?? null;
  let hasBegun = events.some(({ kind }) => kind === 'session');
  /** A journal whose end was cut off tells another history from there on. */
  let cutAt = events.findLast(({ code }) => code === 'JOURNAL_CUT')?.journalSequence ?? 0;
  if (past && paths) candles.refill(paths, past.candles, history.equityAt.at(-1) ?? Number.NEGATIVE_INFINITY);
  const publish = (sequence: number | null, ...messages: LiveMessage[]) => {
    if (messages.length === 0) return;
    for (const listener of listeners) listener({ sequence, messages });
  };
  const running: TraderState = { state: 'running', since: parts.startedAt, detail: null };
  const riskParts = { ...parts, candles };
  const riskNow = createRiskNow(riskParts);
  const risk = createRiskViews(riskParts, riskNow);
  const riskBrief = createRiskBrief(riskParts, riskNow);
  const indicators = createIndicatorViews({ ...parts, candles });
  const status = () => statusOf({ ...parts, candles, modeBy, riskBrief });
  let changed = true;
  let lastStatusAt = 0;
  const timer = setInterval(() => {
    if (listeners.size === 0 || (!changed && parts.now() - lastStatusAt < 1000)) return;
    changed = false;
    lastStatusAt = parts.now();
    publish(null, { type: 'status', status: status() });
  }, STATUS_EVERY_MS);
  timer.unref();

  const addEvent = (event: SessionEvent): LiveMessage => {
    events.push(event);
    return { type: 'event', event };
  };
  const decisionOf = (row: Asked): Decision => {
    const detail = details.get(row.record.decisionId);
    return 'filledQuantity' in row ? (approvedDecision(row, detail) as Decision) : refusedDecision(row, detail);
  };
  const addDecision = (row: Asked): LiveMessage => {
    asked.push(row);
    return { type: 'decision', decision: decisionOf(row) };
  };

  /** The rows of one entry are told together: who has heard of an entry has all of it. */
  function arrived(entry: JournalEntry): void {
    // A delivery may be repeated.
    if (entry.sequence <= history.lastSequence) return;
    const told: LiveMessage[] = [];
    const step = fold(entry, told);
    // Before anybody hears of it: who looks then finds the step and its candles.
    const figures = step?.event === 'close' ? figuresOf(entry, step) : [];
    publish(entry.sequence, ...told);
    publish(null, ...figures);
    forgetOld();
  }

  function fold(entry: JournalEntry, told: LiveMessage[]): TraderStep | null {
    const known = { refusals: history.refusals.length, fills: history.fills.length, modes: history.modes.length };
    const { step, orders } = foldEntry(history, entry, multiplierOf);
    changed = true;
    const cut = cutIn(entry);
    if (cut !== null) {
      cutAt = entry.sequence;
      told.push(addEvent(cutEvent(history.equityAt.at(-1) ?? parts.beginsAt, entry.sequence, cut)));
    }
    if (entry.kind === SESSION_KIND) {
      told.push(addEvent(startEvent(entry, !hasBegun)));
      hasBegun = true;
    }
    if (step === null) return null;
    const { decided = [], failed = [], notices = [], command } = step as TraderStep;
    keepDetails(decided);
    for (const row of orders) {
      told.push({ type: 'order', order: orderOf(row) });
      if (row.sequence === entry.sequence && approvedDecision(row) !== null) told.push(addDecision(row));
    }
    for (const row of history.refusals.slice(known.refusals)) told.push(addDecision(row));
    for (const row of history.fills.slice(known.fills)) told.push({ type: 'fill', fill: fillOf(row, parts.currency) });
    for (const row of history.modes.slice(known.modes)) {
      modeBy = command?.by ?? null;
      told.push(addEvent(modeEvent(row, modeBy)));
    }
    for (const event of strategyEvents(entry, (step as TraderStep).strategy)) told.push(addEvent(event));
    for (const failure of failed) told.push(addEvent(failureEvent(entry, failure)));
    notices.forEach((notice, index) => {
      told.push(addEvent(noticeEvent(entry, notice, index)));
    });
    return step as TraderStep;
  }

  function changesAfter(sequence: number, upTo = Number.POSITIVE_INFINITY): LiveMessage[] | null {
    const changes: [number, LiveMessage][] = [];
    const take = (at: number | null, message: () => LiveMessage) => {
      if (at !== null && at > sequence && at <= upTo) changes.push([at, message()]);
      return changes.length <= MOST_CHANGES;
    };
    // Newest first, so that a client far behind costs no more than one that is not.
    const enough =
      newestFirst(history.orders.values()).every((row) =>
        take(row.changedIn ?? row.sequence, () => ({ type: 'order', order: orderOf(row) })),
      ) &&
      newestFirst(asked).every((row) => take(row.sequence, () => ({ type: 'decision', decision: decisionOf(row) }))) &&
      newestFirst(history.fills).every((row) => take(row.sequence, () => ({ type: 'fill', fill: fillOf(row, parts.currency) }))) &&
      newestFirst(events).every((event) => take(event.journalSequence, () => ({ type: 'event', event })));
    return enough
      ? changes
          .reverse()
          .sort(([a], [b]) => a - b)
          .map(([, message]) => message)
      : null;
  }

  /** Half of what is kept at once, so that it costs next to nothing. */
  function forgetOld(): void {
    const { fills, refusals, modes, orders } = history;
    for (const rows of [fills, refusals, modes, asked, events] as unknown[][])
      if (rows.length > 2 * KEPT_ROWS) rows.splice(0, rows.length - KEPT_ROWS);
    if (orders.size <= 2 * KEPT_ROWS) return;
    for (const [id, { status }] of orders) {
      if (orders.size <= KEPT_ROWS) return;
      if (status !== 'working') orders.delete(id);
    }
  }

  function keepDetails(decided: readonly DecisionRecord[]): void {
    for (const detail of decided) details.set(detail.decisionId, detail);
    for (const oldest of details.keys()) {
      if (details.size <= DETAILED_DECISIONS) break;
      details.delete(oldest);
    }
  }

  function figuresOf({ at }: JournalEntry, step: TraderStep): LiveMessage[] {
    const series = { time: [at], equity: [Number(step.equity)], drawdownRatio: [drawdownAt(history.equity.length - 1)] };
    return [{ type: 'equity', series }, ...[...candles.closed(at, step.candles)].map((batch): LiveMessage => ({ type: 'candles', batch }))];
  }

  /** Drawdown from the highest equity up to that point. */
  function drawdownAt(index: number): number {
    const equity = history.equity[index] as number;
    return history.peak > 0 ? Math.max(0, (history.peak - equity) / history.peak) : 0;
  }

  return {
    entriesArrived: (entries) => {
      for (const entry of entries) arrived(entry);
    },
    tell: (event) => publish(null, addEvent({ ...event, eventId: randomUUID(), journalSequence: null })),
    traderState: () => running,
    place: () => ({ stream: `${parts.stream}:${cutAt}`, sequence: history.lastSequence }),
    changesAfter,
    // What was told and is in no entry was of that start alone.
    past: () => ({
      history,
      events: events.filter(({ journalSequence }) => journalSequence !== null),
      asked,
      details,
      modeBy,
      candles: candles.counts,
    }),
    stop: () => clearInterval(timer),
    snapshot: (): SessionSnapshot => ({
      environment: parts.environment,
      world: parts.world,
      release: parts.release,
      zone: parts.profile.zone,
      startedAt: parts.startedAt,
      instruments: parts.instruments.map((instrument) => instrumentOf(instrument, candles.timeframesOf(instrument.index))),
      status: status(),
      fills: newest(history.fills).map((row) => fillOf(row, parts.currency)),
      decisions: newest(asked).map(decisionOf),
      events: events.filter(({ code }, i) => i >= events.length - NEWEST_ROWS || LASTING.has(code)).reverse(),
    }),
    candles: (query) => candles.answer(query),
    indicators: (query) => indicators.answer(query),
    equity: (query) => equityFor(parts, query),
    fills: (query) =>
      page(
        history.fills.map((row) => fillOf(row, parts.currency)),
        query,
      ),
    orders: (query) =>
      page(
        [...history.orders.values()]
          .map(orderOf)
          .filter(({ status: state }) => !query.status || state === query.status)
          .map((row) => ({ ...row, at: row.createdAt })),
        query,
      ),
    decisions: (query) =>
      page(
        asked.map(decisionOf).filter(({ outcome }) => !query.outcome || outcome === query.outcome),
        query,
      ),
    events: (query) => page(events, query),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    command: parts.command,
    health: parts.health,
    risk,
  };
}

function newestFirst<T>(rows: Iterable<T>): T[] {
  return [...rows].reverse();
}

function newest<T>(rows: readonly T[]): T[] {
  return rows.slice(-NEWEST_ROWS).reverse();
}

interface Row {
  readonly at: number;
  readonly journalSequence: number | null;
  readonly instrumentId?: string;
  readonly strategyId?: string;
}

function page<T extends Row>(rows: readonly T[], query: RecordQuery): Page<T> {
  const matching = rows.filter(
    (row) =>
      (!query.instrumentId || row.instrumentId === query.instrumentId) &&
      (!query.strategyId || row.strategyId === query.strategyId) &&
      (query.from === undefined || row.at >= query.from) &&
      (query.before === undefined || (row.journalSequence ?? 0) < query.before),
  );
  const taken = matching.slice(-query.limit).reverse();
  return { rows: taken, next: matching.length > taken.length ? (taken[taken.length - 1]?.journalSequence ?? null) : null };
}

function instrumentOf({ id, specification, tickDecimals, lotDecimals }: Instrument, timeframes: string[]): ApiInstrument {
  const { base, quote, venue } = specification;
  return {
    instrumentId: id,
    label: `${base}/${quote}`,
    venue,
    base,
    quote,
    priceDecimals: tickDecimals,
    quantityDecimals: lotDecimals,
    timeframes,
  };
}

/** Thinned out by taking the lowest and highest point of equal spans; the newest one is always there. */
function equityFor({ history }: SourceParts, query: EquityQuery): EquitySeries {
  const start = query.from === undefined ? 0 : history.equityAt.findIndex((at) => at >= (query.from as number));
  const first = start < 0 ? history.equityAt.length : start;
  const count = history.equityAt.length - first;
  const span = Math.max(1, Math.ceil((2 * count) / (query.points - 1)));
  const series: EquitySeries = { time: [], equity: [], drawdownRatio: [] };
  let peak = history.equity.slice(0, first).reduce((highest, value) => Math.max(highest, value), 0);
  for (let i = first; i < history.equity.length; i += span) {
    const end = Math.min(i + span, history.equity.length);
    let [low, high] = [i, i];
    for (let k = i; k < end; k++) {
      if ((history.equity[k] as number) < (history.equity[low] as number)) low = k;
      if ((history.equity[k] as number) > (history.equity[high] as number)) high = k;
    }
    const newest = end === history.equity.length ? [end - 1] : [];
    for (const k of new Set([Math.min(low, high), Math.max(low, high), ...newest])) {
      const equity = history.equity[k] as number;
      peak = Math.max(peak, equity);
      series.time.push(history.equityAt[k] as number);
      series.equity.push(equity);
      series.drawdownRatio.push(peak > 0 ? (peak - equity) / peak : 0);
    }
  }
  return series;
}
