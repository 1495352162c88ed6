/** What the web server sees of a paper session: answers from durable steps, a stream of changes, and the owner's commands. */

import { randomUUID } from 'node:crypto';
import type { LiveSource } from '../../adapters/http/live-source.ts';
import type { Health } from '../../api/health.ts';
import type { LiveMessage } from '../../api/live.ts';
import type { CandleBatch, CandleQuery, EquityQuery, EquitySeries } from '../../api/market.ts';
import type { Page, RecordQuery, SessionEvent } from '../../api/records.ts';
import type { Instrument as ApiInstrument, SessionSnapshot } from '../../api/session.ts';
import { InputError } from '../../core/domain/result.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import type { Candles } from '../../core/market/candles.ts';
import { timeframeText } from '../../core/market/timeframe.ts';
import type { EngineStream } from '../../core/trading/engine/engine.ts';
import { foldEntry } from '../../core/trading/engine/step-history.ts';
import { approvedDecision, fillOf, modeEvent, orderOf, refusedDecision } from './rows.ts';
import { type StatusParts, statusOf } from './status.ts';

const NEWEST_ROWS = 100;
const STATUS_EVERY_MS = 200;

export interface SourceParts extends StatusParts {
  readonly environment: 'dev' | 'staging' | 'prod';
  readonly release: string;
  readonly instruments: readonly ApiInstrument[];
  readonly command: LiveSource['command'];
  readonly health: () => Health;
}

export interface PaperSource extends LiveSource {
  /** Durable entries, in order. */
  entriesArrived(entries: readonly JournalEntry[]): void;
  /** Something that is no journal entry: the feed was paused, the database went down. */
  tell(event: Omit<SessionEvent, 'eventId' | 'journalSequence'>): void;
  stop(): void;
}

export function createPaperSource(parts: SourceParts): PaperSource {
  const { history } = parts;
  const listeners = new Set<(message: LiveMessage) => void>();
  const events: SessionEvent[] = [];
  const publish = (message: LiveMessage) => {
    for (const listener of listeners) listener(message);
  };
  const status = () => statusOf(parts);
  let changed = true;
  let lastStatusAt = 0;
  const timer = setInterval(() => {
    if (listeners.size === 0 || (!changed && parts.now() - lastStatusAt < 1000)) return;
    changed = false;
    lastStatusAt = parts.now();
    publish({ type: 'status', status: status() });
  }, STATUS_EVERY_MS);
  timer.unref();

  const decisions = () =>
    [...[...history.orders.values()].map(approvedDecision).filter((one) => one !== null), ...history.refusals.map(refusedDecision)].sort(
      (a, b) => a.journalSequence - b.journalSequence,
    );
  const addEvent = (event: SessionEvent) => {
    events.push(event);
    publish({ type: 'event', event });
  };

  function arrived(entry: JournalEntry): void {
    const refusals = history.refusals.length;
    const fills = history.fills.length;
    const modes = history.modes.length;
    const { step, orders } = foldEntry(history, entry);
    changed = true;
    for (const row of orders) {
      publish({ type: 'order', order: orderOf(row) });
      const decision = row.sequence === entry.sequence ? approvedDecision(row) : null;
      if (decision) publish({ type: 'decision', decision });
    }
    for (const row of history.refusals.slice(refusals)) publish({ type: 'decision', decision: refusedDecision(row) });
    for (const row of history.fills.slice(fills)) publish({ type: 'fill', fill: fillOf(row, parts.currency) });
    for (const row of history.modes.slice(modes)) addEvent(modeEvent(row));
    for (const { code, message } of step?.notices ?? [])
      addEvent({
        eventId: `notice-${entry.sequence}-${code}`,
        at: entry.at,
        kind: 'notice',
        severity: 'warning',
        code,
        message,
        data: {},
        journalSequence: entry.sequence,
      });
    if (step?.event !== 'close') return;
    publish({
      type: 'equity',
      series: { time: [entry.at], equity: [Number(step.equity)], drawdownRatio: [drawdownAt(history.equity.length - 1)] },
    });
    for (const stream of parts.streams) {
      const last = batchOf(stream, parts, stream.candles.length - 1, stream.candles.length);
      if (last.time.length > 0) publish({ type: 'candles', batch: last });
    }
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
    tell: (event) => addEvent({ ...event, eventId: randomUUID(), journalSequence: null }),
    stop: () => clearInterval(timer),
    snapshot: (): SessionSnapshot => ({
      environment: parts.environment,
      world: 'paper',
      release: parts.release,
      zone: parts.profile.zone,
      startedAt: parts.startedAt,
      instruments: [...parts.instruments],
      status: status(),
      fills: newest(history.fills).map((row) => fillOf(row, parts.currency)),
      decisions: newest(decisions()),
      events: newest(events),
    }),
    candles: (query) => candlesFor(parts, query),
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
        decisions().filter(({ outcome }) => !query.outcome || outcome === query.outcome),
        query,
      ),
    events: (query) => page(events, query),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    command: parts.command,
    health: parts.health,
  };
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

function candlesFor(parts: SourceParts, query: CandleQuery): CandleBatch {
  const instrument = parts.streams.filter((stream) => parts.instruments[stream.instrument]?.instrumentId === query.instrumentId);
  if (instrument.length === 0) throw new InputError('SYMBOL_UNKNOWN', `no instrument ${query.instrumentId} in this session`, 2);
  const stream = instrument.find(({ timeframeMs }) => timeframeText(timeframeMs) === query.timeframe);
  if (!stream) throw new InputError('TIMEFRAME_MISSING', `${query.instrumentId} has no ${query.timeframe} candles in this session`, 2);
  const { time, length } = stream.candles;
  let from = 0;
  while (from < length && query.from !== undefined && (time[from] as number) < query.from) from++;
  let to = length;
  while (to > from && query.to !== undefined && (time[to - 1] as number) > query.to) to--;
  return batchOf(stream, parts, Math.max(from, to - query.limit), to);
}

function batchOf(stream: EngineStream, parts: SourceParts, from: number, to: number): CandleBatch {
  const cut = (column: Candles['open']) => Array.from(column.subarray(Math.max(0, from), to));
  const { candles } = stream;
  return {
    instrumentId: parts.instruments[stream.instrument]?.instrumentId ?? '',
    timeframe: timeframeText(stream.timeframeMs),
    intervalMs: stream.timeframeMs,
    time: cut(candles.time),
    open: cut(candles.open),
    high: cut(candles.high),
    low: cut(candles.low),
    close: cut(candles.close),
    volume: cut(candles.volume),
    lastIsOpen: false,
  };
}

/** Thinned out by taking the lowest and highest point of equal spans. */
function equityFor({ history }: SourceParts, query: EquityQuery): EquitySeries {
  const start = query.from === undefined ? 0 : history.equityAt.findIndex((at) => at >= (query.from as number));
  const first = start < 0 ? history.equityAt.length : start;
  const count = history.equityAt.length - first;
  const span = Math.max(1, Math.ceil((2 * count) / query.points));
  const series: EquitySeries = { time: [], equity: [], drawdownRatio: [] };
  let peak = history.equity.slice(0, first).reduce((highest, value) => Math.max(highest, value), 0);
  for (let i = first; i < history.equity.length; i += span) {
    const end = Math.min(i + span, history.equity.length);
    let [low, high] = [i, i];
    for (let k = i; k < end; k++) {
      if ((history.equity[k] as number) < (history.equity[low] as number)) low = k;
      if ((history.equity[k] as number) > (history.equity[high] as number)) high = k;
    }
    for (const k of [...new Set([Math.min(low, high), Math.max(low, high)])]) {
      const equity = history.equity[k] as number;
      peak = Math.max(peak, equity);
      series.time.push(history.equityAt[k] as number);
      series.equity.push(equity);
      series.drawdownRatio.push(peak > 0 ? (peak - equity) / peak : 0);
    }
  }
  return series;
}
