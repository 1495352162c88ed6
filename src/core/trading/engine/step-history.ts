/** The durable past of a session, folded from its steps: orders, fills, refusals, modes and equity as rows, newest last. */

import type { JournalEntry } from '../../journal/journal.ts';
import { type MultiplierOf, type OwnCosts, type OwnResult, ownResults } from './net-result.ts';
import type { DoneRecord, FillRecord, ModeRecord, OrderRecord, ProgressRecord, RefusalRow, Step, StepState } from './steps.ts';
import { STEP_KIND, stateAfter } from './steps.ts';

export interface Placed {
  readonly sequence: number;
  readonly at: number;
}

export interface OrderRow extends Placed {
  readonly record: OrderRecord;
  status: 'working' | DoneRecord['status'];
  code: string;
  filledQuantity: string;
  quantity: string | null;
  limitPrice: string | null;
  stopPrice: string | null;
  updatedAt: number;
  /** The entry that changed it last; absent in rows saved by an earlier release, for those it is `sequence`. */
  changedIn?: number;
  /** How far it has come on its way to an outside venue, oldest first. Absent where nothing of it was recorded. */
  progress?: (Omit<ProgressRecord, 'orderId'> & { readonly sequence: number })[];
}

export interface FillRowKept extends Placed {
  readonly record: FillRecord;
  /** What it has made for the strategy; null for an opening and where that is not known; absent in rows saved by an earlier release. */
  readonly own?: OwnResult | null;
}

/** An order that rests for months comes in doubt at every break of the link: its beginning and the newest of that is kept. */
const MOST_PROGRESS = 40;
const FIRST_PROGRESS = 3;

export interface StepHistory {
  readonly orders: Map<string, OrderRow>;
  readonly fills: FillRowKept[];
  /** What each strategy's own position has cost. Absent in a history saved by an earlier release until it goes on. */
  held?: OwnCosts;
  readonly refusals: (Placed & { readonly record: RefusalRow })[];
  readonly modes: (Placed & { readonly record: ModeRecord })[];
  readonly equityAt: number[];
  readonly equity: number[];
  readonly refusalsByCode: Record<string, number>;
  /** Highest equity so far. */
  peak: number;
  state: StepState | null;
  lastSequence: number;
  lastAt: number | null;
  epoch: number;
}

export function createHistory(): StepHistory {
  return {
    orders: new Map(),
    fills: [],
    held: new Map(),
    refusals: [],
    modes: [],
    equityAt: [],
    equity: [],
    refusalsByCode: {},
    peak: 0,
    state: null,
    lastSequence: 0,
    lastAt: null,
    epoch: 0,
  };
}

/** What one entry added, for those who tell it on. */
export interface Added {
  readonly step: Step | null;
  readonly orders: readonly OrderRow[];
}

/** Takes in one durable entry. Entries that are no steps only move the position. */
export function foldEntry(history: StepHistory, entry: JournalEntry, multiplierOf: MultiplierOf): Added {
  history.lastSequence = entry.sequence;
  history.epoch = entry.epoch;
  if (entry.kind !== STEP_KIND) return { step: null, orders: [] };
  const step = entry.body as Step;
  const place: Placed = { sequence: entry.sequence, at: entry.at };
  history.lastAt = entry.at;
  history.state = stateAfter(history.state, step);
  const touched = new Set<OrderRow>();
  for (const record of step.orders ?? []) touched.add(placeOrder(history, record, place));
  for (const change of step.amended ?? []) {
    const row = history.orders.get(change.orderId);
    if (row)
      touched.add(
        Object.assign(row, {
          quantity: change.quantity,
          limitPrice: change.limitPrice,
          stopPrice: change.stopPrice,
          updatedAt: entry.at,
          changedIn: entry.sequence,
        }),
      );
  }
  for (const { orderId, stage, at, venueOrderId } of step.progress ?? []) {
    const row = history.orders.get(orderId);
    if (row === undefined) continue;
    const progress = [...(row.progress ?? []), { stage, at, venueOrderId, sequence: entry.sequence }];
    if (progress.length > MOST_PROGRESS) progress.splice(FIRST_PROGRESS, 1);
    touched.add(Object.assign(row, { progress, changedIn: entry.sequence }));
  }
  history.held ??= heldBefore(history, multiplierOf);
  const results = ownResults(history.held, step, multiplierOf);
  step.fills?.forEach((record, i) => {
    history.fills.push({ ...place, record, own: results[i] ?? null });
  });
  for (const done of step.done ?? []) {
    const row = history.orders.get(done.orderId);
    if (row)
      touched.add(
        Object.assign(row, {
          status: done.status,
          code: done.code,
          filledQuantity: done.filledQuantity,
          updatedAt: done.at,
          changedIn: entry.sequence,
        }),
      );
  }
  for (const record of step.refused ?? []) {
    history.refusals.push({ ...place, record });
    history.refusalsByCode[record.code] = (history.refusalsByCode[record.code] ?? 0) + 1;
  }
  for (const record of step.modes ?? []) history.modes.push({ ...place, record });
  if (step.event === 'close') {
    const equity = Number(step.equity);
    history.equityAt.push(entry.at);
    history.equity.push(equity);
    if (equity > history.peak) history.peak = equity;
  }
  return { step, orders: [...touched] };
}

/** Of a history saved by an earlier release: its fills say it, as far back as they are kept. */
function heldBefore({ fills }: StepHistory, multiplierOf: MultiplierOf): OwnCosts {
  const held: OwnCosts = new Map();
  for (const { record } of fills) ownResults(held, { fills: [record] }, multiplierOf);
  return held;
}

function placeOrder(history: StepHistory, record: OrderRecord, place: Placed): OrderRow {
  const row: OrderRow = {
    ...place,
    record,
    status: 'working',
    code: '',
    filledQuantity: '0',
    quantity: record.quantity,
    limitPrice: record.limitPrice,
    stopPrice: record.stopPrice,
    updatedAt: place.at,
  };
  history.orders.set(record.orderId, row);
  return row;
}
