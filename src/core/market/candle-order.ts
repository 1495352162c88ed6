/** Order: rows by rising time, each time once. */

import { InputError } from '../domain/result.ts';
import { type Candles, pickCandles, sameCandle } from './candles.ts';
import { IMPORT_FAULTS } from './import-words.ts';
import { isoText } from './zone.ts';

/** How strict to be with rows, and how to name one in a message. */
export interface RowRules {
  /** Named in messages. */
  readonly source: string;
  /** `refuse` stops at the first bad row; `report` leaves it out and lists it. */
  readonly badRows: 'refuse' | 'report';
  /** `refuse` stops at a row older than the one before; `sort` puts it in place. A file that is newest first throughout is simply turned. */
  readonly order: 'refuse' | 'sort';
  /** Where a row stood and what it said. */
  rowAt(row: number): { readonly line: number; readonly text: string };
}

/** The row each candle came from; without an entry candle i is row i. */
export type RowNumbers = Uint32Array | undefined;

const rowOf = (rows: RowNumbers, i: number) => (rows ? (rows[i] as number) : i);

/** Sorts by time, keeping file order among equal times. A file that never rises is newest first: turned round, not out of order. */
export function putInOrder(candles: Candles, rows: RowNumbers, rules: RowRules) {
  const { time, length } = candles;
  let outOfOrder = 0;
  let rising = 0;
  let firstBack = -1;
  let newest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const at = time[i] as number;
    if (i > 0 && at > (time[i - 1] as number)) rising++;
    if (at >= newest) newest = at;
    else {
      outOfOrder++;
      if (firstBack < 0) firstBack = i;
    }
  }
  if (outOfOrder === 0) return { candles, rows, outOfOrder, newestFirst: false };
  const newestFirst = rising === 0;
  if (!newestFirst && rules.order === 'refuse') {
    const { line } = rules.rowAt(rowOf(rows, firstBack));
    throw new InputError(
      'CANDLE_ORDER',
      `${rules.source} line ${line}: ${isoText(time[firstBack] as number)} comes after ${isoText(time[firstBack - 1] as number)}; sort the rows by time, or use data import, which sorts them`,
      1,
      { said: IMPORT_FAULTS.order(line) },
    );
  }
  const sequence = new Uint32Array(length).map((_, i) => i).sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
  return {
    candles: pickCandles(candles, sequence),
    rows: sequence.map((i) => rowOf(rows, i)),
    outOfOrder: newestFirst ? 0 : outOfOrder,
    newestFirst,
  };
}

/** Leaves one candle of each time: among equal ones any, among unequal ones the last in the file. */
export function dropDuplicates(candles: Candles, rows: RowNumbers, rules: RowRules) {
  const { time, length } = candles;
  let duplicates = 0;
  let conflicts = 0;
  let kept: Uint32Array | undefined;
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (i === 0 || time[i] !== time[i - 1]) {
      if (kept) kept[count] = i;
      count++;
      continue;
    }
    if (sameCandle(candles, i - 1, candles, i)) duplicates++;
    else if (rules.badRows === 'refuse') {
      const { line } = rules.rowAt(rowOf(rows, i));
      throw new InputError(
        'CANDLE_CONFLICT',
        `${rules.source} line ${line}: a second candle of ${isoText(time[i] as number)} with other values; keep one of them`,
        1,
        { said: IMPORT_FAULTS.conflict(line) },
      );
    } else conflicts++;
    kept ??= new Uint32Array(length).map((_, k) => k);
    kept[count - 1] = i;
  }
  return { candles: kept ? pickCandles(candles, kept.subarray(0, count)) : candles, duplicates, conflicts };
}
