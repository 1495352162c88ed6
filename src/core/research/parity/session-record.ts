/** What a session left in its journal, gathered for the comparison: its candles as columns, what it did, and when it was started, commanded and stopped. */

import type { JournalEntry } from '../../journal/journal.ts';
import { type Candles, createCandles } from '../../market/candles.ts';
import type { ApprovalAnswer } from '../../trading/engine/approvals.ts';
import { writeCandle } from '../../trading/engine/live-driver.ts';
import type { ManualWish } from '../../trading/engine/manual-wish.ts';
import { type CandleNumbers, type FillRecord, type ModeRecord, SESSION_KIND, STEP_KIND, type Step } from '../../trading/engine/steps.ts';
import type { SignalWish } from '../../trading/signals/signal-wish.ts';
import type { AccountRecord, DatedRefusal, DecidedOrder } from './account-record.ts';

export interface Dated<T> {
  readonly sequence: number;
  readonly at: number;
  readonly record: T;
}

/** A signal from outside, and whether it came after the candles of its time had opened: what it sends then waits for the next ones. */
export interface RecordedSignal extends Dated<SignalWish> {
  readonly afterOpen: boolean;
}

/** A fill with the journal entry it is in. */
export type RecordedFill = FillRecord & { readonly sequence: number };

export interface SessionRecord extends AccountRecord {
  readonly fills: readonly RecordedFill[];
  /** By instrument, of its path; the last candle may be one that has only opened. */
  readonly candles: readonly Candles[];
  /** Every start, the first one included. */
  readonly starts: readonly { readonly sequence: number; readonly at: number }[];
  readonly commands: readonly Dated<NonNullable<Step['command']>>[];
  readonly modes: readonly Dated<ModeRecord>[];
  readonly signals: readonly RecordedSignal[];
  readonly approvals: readonly Dated<ApprovalAnswer>[];
  /** The owner's acts by hand. */
  readonly manual: readonly (Dated<ManualWish> & { readonly afterOpen: boolean })[];
  /** Fills of no order of ours, which the session itself told as done by hand or taken over. */
  readonly strays: readonly FillRecord[];
  /** Journal entries read, and the market time of the newest step. */
  readonly lastSequence: number;
  readonly lastAt: number;
  readonly steps: number;
}

const BY_HAND: ReadonlySet<string> = new Set(['STRAY_FILL', 'CORRECTION']);

/** Reads a journal's entries. `paths` says of each instrument's candles, in the session's order, what they have. */
export function readSession(
  entries: Iterable<JournalEntry>,
  paths: readonly { readonly hasVolume: boolean; readonly hasAsk: boolean }[],
): SessionRecord {
  const candles = paths.map((path) => createCandles(0, path));
  const opened: CandleNumbers[] = [];
  const orders = new Map<string, DecidedOrder>();
  const fills: RecordedFill[] = [];
  const refusals: DatedRefusal[] = [];
  const starts: { sequence: number; at: number }[] = [];
  const commands: Dated<NonNullable<Step['command']>>[] = [];
  const modes: Dated<ModeRecord>[] = [];
  const signals: RecordedSignal[] = [];
  const approvals: Dated<ApprovalAnswer>[] = [];
  const manual: (Dated<ManualWish> & { afterOpen: boolean })[] = [];
  const strays: FillRecord[] = [];
  let openedAt = Number.NEGATIVE_INFINITY;
  const equityAt: number[] = [];
  const equity: number[] = [];
  let [lastSequence, lastAt, steps] = [0, Number.NEGATIVE_INFINITY, 0];
  for (const { sequence, at, kind, body } of entries) {
    lastSequence = sequence;
    if (kind === SESSION_KIND) starts.push({ sequence, at });
    if (kind !== STEP_KIND) continue;
    const step = body as Step;
    steps++;
    lastAt = Math.max(lastAt, at);
    if (step.event === 'open') openedAt = at;
    if (step.event === 'open') for (const [index, numbers] of step.candles) opened[index] = numbers;
    if (step.event === 'close') {
      for (const [index, numbers] of step.candles) putCandle(candles[index], numbers);
      equityAt.push(at);
      equity.push(Number(step.equity));
    }
    if (step.command) commands.push({ sequence, at, record: step.command });
    if (step.signal) signals.push({ sequence, at, record: step.signal.wish, afterOpen: openedAt === at });
    if (step.manual) manual.push({ sequence, at, record: step.manual.command.wish, afterOpen: openedAt === at });
    if (step.approval) approvals.push({ sequence, at, record: step.approval });
    for (const record of step.orders ?? []) orders.set(record.orderId, { record, decidedAt: at, sequence, event: step.event, done: null });
    for (const record of step.fills ?? []) fills.push({ ...record, sequence });
    if (step.notices?.some(({ code }) => BY_HAND.has(code))) strays.push(...(step.fills ?? []).filter(({ orderId }) => orderId === null));
    for (const record of step.done ?? []) Object.assign(orders.get(record.orderId) ?? {}, { done: record });
    for (const record of step.refused ?? []) refusals.push({ at, record });
    for (const record of step.modes ?? []) modes.push({ sequence, at, record });
  }
  candles.forEach((columns, i) => {
    putCandle(columns, opened[i]);
  });
  return {
    ...{ candles, orders, fills, refusals, starts, commands, modes, signals, approvals, manual, strays },
    ...{ equityAt, equity, lastSequence, lastAt, steps },
  };
}

/** Candles come in order; an open may come right before the close of the candle before it, so that what has only opened is put last at the end. */
function putCandle(columns: Candles | undefined, numbers: CandleNumbers | undefined): void {
  if (columns === undefined || numbers === undefined) return;
  const { length } = columns;
  if (length > 0 && !((numbers[0] as number) > (columns.time[length - 1] as number))) return;
  writeCandle(columns, length, numbers);
  columns.length++;
}
