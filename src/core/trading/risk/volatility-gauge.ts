/**
 * Average true range of one slot's candles, brought up to date only when it is asked for: candles without signals cost nothing. Where it is enough to
 * know that it is not above some level, `isBelow` mostly gets by without it: an average is not above the largest of what it averages.
 * One gauge may serve several accounts that are played side by side over the same candles, none far behind another.
 */

import { InputError } from '../../domain/result.ts';
import { type Candles, startedBefore } from '../../market/candles.ts';
import { AtrKernel } from '../../market/indicators/atr.ts';
import { innerBlock } from '../../market/indicators/compound.ts';
import { fromJson, toJson } from './json-numbers.ts';

const PERIOD = 14;
/** Ranges the normal level is the mean of. */
const NORMAL = 100;
const CAPACITY = 2048;
/** Ranges kept when there is no room: those of the accounts furthest behind. */
const KEPT = 1024 + NORMAL;

const BLOCK = innerBlock();

export class VolatilityGauge {
  private readonly state = new Float64Array(AtrKernel.stateLength);
  /** ATR of the last candles taken, the newest at `filled - 1`; NaN while warming up. */
  private readonly ranges = new Float64Array(CAPACITY);
  private readonly kernel = new AtrKernel(PERIOD, this.state, this.ranges);
  private filled = 0;
  /** Ranges up to the candle asked for last. */
  private asked = 0;
  /** Index after the last candle taken, and the time of that candle: a live buffer may move. */
  private next = 0;
  private lastTime = Number.NEGATIVE_INFINITY;
  /** What the range right before `next`, and every true range from there to before `boundNext`, is below. */
  private bound = Number.POSITIVE_INFINITY;
  private boundNext = 0;
  /** The last snapshot: it holds as long as nothing has been looked at since. */
  private kept: GaugeState | null = null;

  /** ATR(14) at the candle asked for last; NaN while it is not defined. */
  get range(): number {
    return this.asked > 0 ? (this.ranges[this.asked - 1] as number) : Number.NaN;
  }

  /** Whether the range at candle `index` is below `level`, a price difference; false while it is not defined. */
  isBelow(candles: Candles, index: number, level: number): boolean {
    if (this.bound < level && index >= this.next && candles.time[this.next - 1] === this.lastTime && this.staysBelow(candles, index))
      return true;
    this.catchUp(candles, index);
    const { range } = this;
    if (index === this.next - 1) this.bound = range < level / 2 ? level / 2 : Number.POSITIVE_INFINITY;
    return range < level;
  }

  /** Whether every true range since the last average, up to that of candle `index`, is below the bound. */
  private staysBelow({ high, low, close }: Candles, index: number): boolean {
    const { bound } = this;
    let at = this.boundNext;
    let before = close[at - 1] as number;
    for (; at <= index; at++) {
      const top = high[at] as number;
      const bottom = low[at] as number;
      if (!(top - bottom < bound && top - before < bound && before - bottom < bound)) return false;
      before = close[at] as number;
    }
    if (at > this.boundNext) this.boundNext = at;
    return true;
  }

  /** Asks for candle `index`: takes every one up to it. InputError RISK_HISTORY_LOST when candles in between are no longer there. */
  catchUp(candles: Candles, index: number): void {
    let from = this.next;
    if (from > 0 && candles.time[from - 1] !== this.lastTime) from = after(candles, this.lastTime);
    while (from <= index) {
      if (this.filled === CAPACITY) {
        this.ranges.copyWithin(0, CAPACITY - KEPT);
        this.filled = KEPT;
      }
      const count = Math.min(CAPACITY - this.filled, index + 1 - from);
      BLOCK.bars = candles;
      BLOCK.barFrom = from;
      BLOCK.outFrom = this.filled;
      BLOCK.count = count;
      this.kernel.run(BLOCK);
      this.filled += count;
      from += count;
    }
    this.asked = this.filled - (from - 1 - index);
    if (from === this.next) return;
    this.next = this.boundNext = from;
    this.lastTime = candles.time[from - 1] as number;
    this.bound = Number.POSITIVE_INFINITY;
  }

  /** The range now against its mean of the last 100 candles; NaN while one of them is not defined. */
  get ratioToNormal(): number {
    if (this.asked < NORMAL) return Number.NaN;
    let sum = 0;
    for (let k = this.asked - NORMAL; k < this.asked; k++) sum += this.ranges[k] as number;
    return this.range / (sum / NORMAL);
  }

  snapshot(): GaugeState {
    const { filled, next, lastTime, kept } = this;
    const time = next === 0 ? null : lastTime;
    if (kept !== null && kept.next === next && kept.lastTime === time && this.isAhead(kept.ahead)) return kept;
    const ahead = Number.isFinite(this.bound) ? { bound: this.bound, next: this.boundNext } : null;
    const ranges = toJson(this.ranges.subarray(Math.max(0, filled - NORMAL), filled));
    this.kept = { state: toJson(this.state), ranges, next, lastTime: time, ahead };
    return this.kept;
  }

  private isAhead(ahead: GaugeState['ahead']): boolean {
    if (ahead == null) return !Number.isFinite(this.bound);
    return ahead.bound === this.bound && ahead.next === this.boundNext;
  }

  restore({ state, ranges, next, lastTime, ahead }: GaugeState): void {
    this.kept = null;
    fromJson(state, this.state);
    fromJson(ranges, this.ranges);
    this.filled = this.asked = ranges.length;
    this.next = next;
    this.lastTime = lastTime ?? Number.NEGATIVE_INFINITY;
    this.bound = ahead?.bound ?? Number.POSITIVE_INFINITY;
    this.boundNext = ahead?.next ?? next;
  }
}

/** Plain JSON; null for what is not defined. */
export interface GaugeState {
  readonly state: readonly (number | null)[];
  readonly ranges: readonly (number | null)[];
  readonly next: number;
  readonly lastTime: number | null;
  /** What has been looked at beyond the last average, and what is known of it; absent in states written before it existed. */
  readonly ahead?: { readonly bound: number; readonly next: number } | null;
}

/** Index of the candle right after the one that started at `time`, in a buffer that has moved. */
function after(candles: Candles, time: number): number {
  const at = startedBefore(candles, time);
  if (at >= candles.length || candles.time[at] !== time) {
    throw new InputError('RISK_HISTORY_LOST', 'candles were dropped before risk had seen them: call catchUp before trimming a live buffer');
  }
  return at + 1;
}
