/** Coverage: how many of the candles a market should have are there, day by day or month by month, for a picture of the holes. */

import type { TradingCalendar } from './calendar.ts';
import { type Candles, createCandles } from './candles.ts';
import { findGaps } from './gaps.ts';

const DAY_MS = 86_400_000;

export type CoverageCell = 'day' | 'month';

/** One entry per cell, oldest first. A cell in which nothing was there and nothing expected is left out. */
export interface CoverageColumns {
  /** Start of the cell, UTC. */
  readonly start: number[];
  readonly present: number[];
  readonly expected: number[];
  /** Candles without a trade: flat, and without volume, as a minute in which nothing happened is written. 0 where the volume is not known. */
  readonly flat: number[];
}

/**
 * Counts candles as they are added, oldest first, in as many pieces as the caller likes. What is missing is what `findGaps` says: the sum over all
 * cells is its sum. Nothing is expected before the first candle and after the last.
 */
export class CoverageCount {
  readonly columns: CoverageColumns = { start: [], present: [], expected: [], flat: [] };
  private readonly timeframeMs: number;
  private readonly calendar: TradingCalendar;
  private readonly cell: CoverageCell;
  /** The cell under way: [start, end). */
  private start = Number.NaN;
  private end = Number.NEGATIVE_INFINITY;
  private previous = Number.NaN;

  constructor(timeframeMs: number, calendar: TradingCalendar, cell: CoverageCell) {
    this.timeframeMs = timeframeMs;
    this.calendar = calendar;
    this.cell = cell;
  }

  add(candles: Candles): void {
    const { time, length } = candles;
    for (let i = 0; i < length; i++) {
      const at = time[i] as number;
      if (at - this.previous !== this.timeframeMs && !Number.isNaN(this.previous)) this.countMissing(at);
      this.count(at, 1, 1);
      if (isFlat(candles, i)) (this.columns.flat[this.columns.flat.length - 1] as number)++;
      this.previous = at;
    }
  }

  /** What is missing up to a candle, put into the cells it belongs to. */
  private countMissing(next: number): void {
    let before = 0;
    for (let at = this.previous; ; ) {
      const border = nextCell(at, this.cell);
      const counted = this.missingUntil(Math.min(border, next));
      if (counted > before) this.count(at, 0, counted - before);
      if (border >= next) return;
      before = Math.max(before, counted);
      at = border;
    }
  }

  private missingUntil(next: number): number {
    const edges = createCandles(2);
    edges.length = 2;
    edges.time.set([this.previous, next]);
    return findGaps(edges, this.timeframeMs, this.calendar, 0).missing;
  }

  private count(at: number, present: number, expected: number): void {
    const { columns } = this;
    if (at >= this.end) {
      this.start = cellStart(at, this.cell);
      this.end = nextCell(at, this.cell);
      columns.start.push(this.start);
      columns.present.push(0);
      columns.expected.push(0);
      columns.flat.push(0);
    }
    const last = columns.start.length - 1;
    (columns.present[last] as number) += present;
    (columns.expected[last] as number) += expected;
  }
}

function isFlat({ hasVolume, volume, high, low }: Candles, i: number): boolean {
  return hasVolume && volume[i] === 0 && high[i] === low[i];
}

function cellStart(at: number, cell: CoverageCell): number {
  if (cell === 'day') return Math.floor(at / DAY_MS) * DAY_MS;
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function nextCell(at: number, cell: CoverageCell): number {
  if (cell === 'day') return cellStart(at, cell) + DAY_MS;
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
