/** Quality: turns rows as they came into candles that can be trusted, and says in one report what was wrong with the others. */

import type { Words } from '../domain/parameters.ts';
import { InputError } from '../domain/result.ts';
import { aggregateCandles } from './aggregate.ts';
import { ALWAYS_OPEN, guessCalendar, type TradingCalendar } from './calendar.ts';
import { dropDuplicates, putInOrder, type RowNumbers, type RowRules } from './candle-order.ts';
import { type Candles, pickCandles } from './candles.ts';
import { findGaps, type GapSummary } from './gaps.ts';
import { IMPORT_FAULTS, IMPORT_NOTES, ROW_FAULTS, type RowFault } from './import-words.ts';
import { timeframeText } from './timeframe.ts';
import { detectTimeframe } from './timeframe-of.ts';

/** Rows this much ahead of the clock still count as now. */
const CLOCK_TOLERANCE_MS = 5000;
/** 10 %, and the rounding of 110 / 100 - 1. */
const JUMP_RATIO = 0.1 + 1e-12;
/** Lists in a report are cut here; the counts are complete. */
const LISTED = 100;
/** Beyond this share of bad rows the file itself is in doubt and nothing is taken from it. */
const MOST_REJECTED_RATIO = 0.1;

export type { RowFault } from './import-words.ts';

export interface RejectedRow {
  readonly line: number;
  readonly reason: RowFault;
  /** The row as it stood in the file. */
  readonly text: string;
}

/** A move of more than 10 %: `close` against the close before, `wick` of high or low against the candle's own body. Ratios are signed. */
export interface Jump {
  readonly time: number;
  readonly kind: 'close' | 'wick';
  readonly ratio: number;
}

/** What came in and what became of it. Instants are epoch milliseconds; `from` and `to` are the first and last candle's start. */
export interface ImportReport {
  readonly source: string;
  readonly timeframe: string;
  /** The calendar gaps were counted by. */
  readonly calendar: string;
  readonly rowsRead: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly rejectedByReason: Readonly<Partial<Record<RowFault, number>>>;
  readonly rejectedRows: readonly RejectedRow[];
  /** Rows equal to another row of the same time, dropped. */
  readonly duplicates: number;
  /** Rows of the same time with other values; the last one in the file was taken. */
  readonly conflictingDuplicates: number;
  readonly outOfOrder: number;
  readonly newestFirst: boolean;
  /** 1 when the last candle had not closed yet and was left out. */
  readonly unfinished: number;
  readonly jumps: { readonly count: number; readonly largestRatio: number; readonly rows: readonly Jump[] };
  readonly gaps: GapSummary;
  readonly from: number;
  readonly to: number;
  readonly notes: readonly Words[];
}

export interface QualityOptions extends RowRules {
  readonly nowMs: number;
  /** The declared timeframe; detected when absent. */
  readonly timeframeMs?: number;
  /** Guessed from the candles' hours when absent. */
  readonly calendar?: TradingCalendar;
  /** The rows are ticks, several per instant allowed: build candles of this length from them. */
  readonly ticksToMs?: number;
  readonly notes?: readonly Words[];
}

/**
 * Checks rows in file order (NaN where a field could not be read) and returns candles: sorted, unique, finite, enclosed.
 * The columns are reused, and changed, where nothing has to be left out.
 * InputError CANDLE_<FAULT>, CANDLE_ORDER, CANDLE_CONFLICT, CANDLES_NONE, CANDLES_MOSTLY_BAD, TIMEFRAME_MISMATCH, TIMEFRAME_UNCLEAR.
 */
export function cleanCandles(raw: Candles, options: QualityOptions): { candles: Candles; report: ImportReport; timeframeMs: number } {
  const notes = [...(options.notes ?? [])];
  const rejection = rejectRows(raw, options);
  const order = putInOrder(rejection.kept, rejection.rows, options);
  const unique =
    options.ticksToMs === undefined
      ? dropDuplicates(order.candles, order.rows, options)
      : { candles: buildFromTicks(order.candles, options.ticksToMs), duplicates: 0, conflicts: 0 };
  const candles = unique.candles;
  const timeframeMs = detectTimeframe(candles, options.source, options.timeframeMs);
  const unfinished = candles.length > 0 && (candles.time[candles.length - 1] as number) + timeframeMs > options.nowMs ? 1 : 0;
  if (unfinished) {
    candles.length--;
    notes.push(IMPORT_NOTES.unfinished);
  }
  const calendar = options.calendar ?? guessCalendar(candles, timeframeMs);
  if (order.newestFirst) notes.push(IMPORT_NOTES.newestFirst);
  const report: ImportReport = {
    source: options.source,
    timeframe: timeframeText(timeframeMs),
    calendar: calendar.id,
    rowsRead: raw.length,
    accepted: candles.length,
    rejected: rejection.count,
    rejectedByReason: rejection.byReason,
    rejectedRows: rejection.listed,
    duplicates: unique.duplicates,
    conflictingDuplicates: unique.conflicts,
    outOfOrder: order.outOfOrder,
    newestFirst: order.newestFirst,
    unfinished,
    jumps: findJumps(candles),
    gaps: findGaps(candles, timeframeMs, calendar, LISTED),
    from: candles.length > 0 ? (candles.time[0] as number) : Number.NaN,
    to: candles.length > 0 ? (candles.time[candles.length - 1] as number) : Number.NaN,
    notes,
  };
  return { candles, report, timeframeMs };
}

/** The first fault of a row, or undefined. */
function faultOf(raw: Candles, i: number, latestMs: number): RowFault | undefined {
  const time = raw.time[i] as number;
  const open = raw.open[i] as number;
  const high = raw.high[i] as number;
  const low = raw.low[i] as number;
  const close = raw.close[i] as number;
  const volume = raw.volume[i] as number;
  if (
    low > 0 &&
    open >= low &&
    close >= low &&
    high >= open &&
    high >= close &&
    volume >= 0 &&
    time <= latestMs &&
    high < Infinity &&
    volume < Infinity
  ) {
    return raw.ask === undefined ? undefined : askFault(raw.ask, i);
  }
  if (!Number.isFinite(time)) return 'time-invalid';
  if (!(Number.isFinite(open) && Number.isFinite(high) && Number.isFinite(low) && Number.isFinite(close) && Number.isFinite(volume)))
    return 'not-a-number';
  if (open <= 0 || high <= 0 || low <= 0 || close <= 0) return 'price-not-positive';
  if (volume < 0) return 'volume-negative';
  return time > latestMs ? 'future' : 'range-invalid';
}

/** Ask prices may be absent (NaN) where only the bid was quoted; when given they obey the same rules. */
function askFault(ask: NonNullable<Candles['ask']>, i: number): RowFault | undefined {
  const open = ask.open[i] as number;
  const high = ask.high[i] as number;
  const low = ask.low[i] as number;
  const close = ask.close[i] as number;
  if (open !== open && high !== high && low !== low && close !== close) return undefined;
  if (low > 0 && open >= low && close >= low && high >= open && high >= close && high < Infinity) return undefined;
  return open <= 0 || high <= 0 || low <= 0 || close <= 0
    ? 'price-not-positive'
    : Number.isFinite(open + high + low + close)
      ? 'range-invalid'
      : 'not-a-number';
}

function rejectRows(raw: Candles, options: QualityOptions) {
  const latestMs = options.nowMs + CLOCK_TOLERANCE_MS;
  const byReason: Partial<Record<RowFault, number>> = {};
  const listed: RejectedRow[] = [];
  let count = 0;
  let rows: RowNumbers;
  for (let i = 0; i < raw.length; i++) {
    const reason = faultOf(raw, i, latestMs);
    if (reason === undefined) {
      if (rows) rows[i - count] = i;
      continue;
    }
    if (rows === undefined) {
      rows = new Uint32Array(raw.length);
      for (let k = 0; k < i; k++) rows[k] = k;
    }
    count++;
    byReason[reason] = (byReason[reason] ?? 0) + 1;
    if (options.badRows === 'refuse') throw rowError(options, i, reason);
    if (listed.length < LISTED) listed.push({ ...options.rowAt(i), reason });
  }
  const first = listed[0];
  if (raw.length > 0 && count === raw.length) {
    throw new InputError(
      'CANDLES_NONE',
      `${options.source}: none of its ${count} rows is a candle; line ${first?.line}: ${ROW_FAULTS[first?.reason as RowFault].en} (${first?.text})`,
      1,
      { said: IMPORT_FAULTS.noneIsCandle(count, first as RejectedRow) },
    );
  }
  if (count > Math.max(3, raw.length * MOST_REJECTED_RATIO)) {
    throw new InputError(
      'CANDLES_MOSTLY_BAD',
      `${options.source}: ${count} of ${raw.length} rows are bad, more than a tenth, so nothing was taken; first line ${first?.line}: ${ROW_FAULTS[first?.reason as RowFault].en} (${first?.text}); check the columns or name the format`,
      1,
      { said: IMPORT_FAULTS.mostlyBad(count, raw.length, first as RejectedRow) },
    );
  }
  if (count === 0 || rows === undefined) return { kept: raw, rows: undefined, count: 0, byReason, listed };
  const kept = rows.subarray(0, raw.length - count);
  return { kept: pickCandles(raw, kept), rows: kept, count, byReason, listed };
}

function rowError(options: QualityOptions, row: number, reason: RowFault): InputError {
  const { line, text } = options.rowAt(row);
  const code = `CANDLE_${reason.replaceAll('-', '_').toUpperCase()}`;
  return new InputError(code, `${options.source} line ${line}: ${ROW_FAULTS[reason].en} (${text}); correct or remove the row`, 1, {
    said: IMPORT_FAULTS.badRow({ line, text, reason }),
  });
}

/** The file is taken to be whole: its last candle is closed. */
function buildFromTicks(ticks: Candles, toMs: number): Candles {
  return aggregateCandles(ticks, 0, toMs, ALWAYS_OPEN, { completeUntilMs: Number.POSITIVE_INFINITY });
}

/** Moves of more than 10 % from close to close, and highs or lows more than 10 % beyond their own candle's body. */
export function findJumps(candles: Candles): ImportReport['jumps'] {
  const rows: Jump[] = [];
  let count = 0;
  let largestRatio = 0;
  const note = (time: number, kind: Jump['kind'], ratio: number) => {
    count++;
    if (Math.abs(ratio) > Math.abs(largestRatio)) largestRatio = ratio;
    if (rows.length < LISTED) rows.push({ time, kind, ratio });
  };
  const { time, open, high, low, close, length } = candles;
  for (let i = 0; i < length; i++) {
    const last = close[i] as number;
    const before = i > 0 ? (close[i - 1] as number) : last;
    const move = last / before - 1;
    if (move > JUMP_RATIO || move < -JUMP_RATIO) note(time[i] as number, 'close', move);
    const first = open[i] as number;
    const up = (high[i] as number) / (first > last ? first : last) - 1;
    const down = (low[i] as number) / (first < last ? first : last) - 1;
    if (up > JUMP_RATIO) note(time[i] as number, 'wick', up);
    if (down < -JUMP_RATIO) note(time[i] as number, 'wick', down);
  }
  return { count, largestRatio, rows };
}
