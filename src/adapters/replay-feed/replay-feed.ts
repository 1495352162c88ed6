/** Replays stored candles as a live feed: events in market order, paced by an adjustable speed, going on from any position. */

import type { Candles } from '../../core/market/candles.ts';
import type { ArrivedCandles, FeedPosition } from '../../core/trading/engine/journaled-session.ts';
import type { CandleNumbers } from '../../core/trading/engine/steps.ts';

export interface ReplayedSeries {
  /** Index of the instrument in the session. */
  readonly instrument: number;
  readonly timeframeMs: number;
  readonly candles: Candles;
}

export interface FeedListener {
  opened(at: number, candles: ArrivedCandles): void;
  closed(at: number, candles: ArrivedCandles): void;
}

export type FeedState = 'running' | 'paused' | 'finished';

interface Due {
  readonly at: number;
  readonly event: 'open' | 'close';
  readonly candles: ArrivedCandles;
}

/** The longest the feed sleeps: a change of speed is felt within this time. */
const LONGEST_SLEEP_MS = 250;
/** A market that is closed this much longer than a candle lasts is not waited for. */
const LONGEST_GAP_CANDLES = 10;
/** Events told in one turn of the loop at most, so that the web server breathes. */
const BURST = 64;

export class ReplayFeed {
  private readonly series: readonly ReplayedSeries[];
  private readonly listener: FeedListener;
  private readonly next: number[];
  private readonly openNext: boolean[];
  /** Market time now, and the wall time it was taken at. */
  private marketAt: number;
  private wallAt = 0;
  private timer: NodeJS.Timeout | null = null;
  private isPaused: boolean;
  /** Replayed seconds per second; Infinity tells everything as fast as it can be taken in. */
  speed: number;
  /** Market time of the newest event told; NaN before the first. */
  lastAt = Number.NaN;
  /** Wall time it was told at. */
  lastWallAt = Number.NaN;

  constructor(series: readonly ReplayedSeries[], listener: FeedListener, speed: number, from: FeedPosition | null, isPaused = false) {
    this.isPaused = isPaused;
    this.series = series;
    this.listener = listener;
    this.speed = speed;
    this.next = series.map(() => 0);
    this.openNext = series.map(() => true);
    if (from) this.skipTo(from);
    this.marketAt = from?.at ?? this.due()?.at ?? 0;
  }

  private skipTo(from: FeedPosition): void {
    for (
      let due = this.due();
      due && (due.at < from.at || (due.at === from.at && (due.event === 'close' || from.event === 'open')));
      due = this.due()
    )
      this.step(due);
    this.lastAt = from.at;
  }

  get state(): FeedState {
    return this.due() === null ? 'finished' : this.isPaused ? 'paused' : 'running';
  }

  get startsAt(): number {
    return Math.min(...this.series.map(({ candles }) => candles.time[0] ?? Number.POSITIVE_INFINITY));
  }

  get endsAt(): number {
    return Math.max(...this.series.map(({ candles, timeframeMs }) => (candles.time[candles.length - 1] ?? 0) + timeframeMs));
  }

  /** The next event: every candle that closes, or else opens, at the earliest time; closes first. */
  private due(): Due | null {
    let at = Number.POSITIVE_INFINITY;
    let event: 'open' | 'close' = 'open';
    this.series.forEach((_, i) => {
      const time = this.timeOf(i);
      if (time < at || (time === at && event === 'open' && !this.openNext[i])) event = this.openNext[i] ? 'open' : 'close';
      if (time < at) at = time;
    });
    if (at === Number.POSITIVE_INFINITY) return null;
    const candles = this.series.flatMap(({ instrument, candles: columns }, i) =>
      this.timeOf(i) === at && this.openNext[i] === (event === 'open')
        ? [[instrument, numbersOf(columns, this.next[i] as number)] as const]
        : [],
    );
    return { at, event, candles };
  }

  private timeOf(i: number): number {
    const { candles, timeframeMs } = this.series[i] as ReplayedSeries;
    const index = this.next[i] as number;
    if (index >= candles.length) return Number.POSITIVE_INFINITY;
    const start = candles.time[index] as number;
    if (this.openNext[i]) return start;
    const following = index + 1 < candles.length ? (candles.time[index + 1] as number) : Number.POSITIVE_INFINITY;
    return Math.min(start + timeframeMs, following);
  }

  private step(due: Due): void {
    this.series.forEach((_, i) => {
      if (this.timeOf(i) !== due.at || this.openNext[i] !== (due.event === 'open')) return;
      if (this.openNext[i]) this.openNext[i] = false;
      else {
        this.openNext[i] = true;
        this.next[i] = (this.next[i] as number) + 1;
      }
    });
  }

  start(): void {
    this.wallAt = Date.now();
    this.schedule(0);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  pause(): void {
    this.settle();
    this.isPaused = true;
  }

  resume(): void {
    this.wallAt = Date.now();
    this.isPaused = false;
  }

  setSpeed(speed: number): void {
    this.settle();
    this.speed = speed;
  }

  /** Moves the market clock to now at the speed so far. */
  private settle(): void {
    const now = Date.now();
    // Before the start no time passes, however it is set.
    if (!this.isPaused && this.wallAt > 0)
      this.marketAt = this.speed === Number.POSITIVE_INFINITY ? this.endsAt : this.marketAt + (now - this.wallAt) * this.speed;
    this.wallAt = now;
  }

  private schedule(delayMs: number): void {
    this.timer = setTimeout(() => this.turn(), delayMs);
  }

  private turn(): void {
    this.settle();
    this.skipGap();
    for (let told = 0; told < BURST && !this.isPaused; told++) {
      const due = this.due();
      if (due === null || due.at > this.marketAt) break;
      this.tell(due);
    }
    const due = this.due();
    if (due === null) {
      this.timer = null;
      return;
    }
    const waitMs = this.isPaused ? LONGEST_SLEEP_MS : (due.at - this.marketAt) / this.speed;
    this.schedule(Math.max(0, Math.min(LONGEST_SLEEP_MS, waitMs)));
  }

  /** Nights and weekends are passed over at once. */
  private skipGap(): void {
    const due = this.due();
    if (due === null || this.isPaused || Number.isNaN(this.lastAt)) return;
    const candleMs = Math.max(...this.series.map(({ timeframeMs }) => timeframeMs));
    if (due.at - this.lastAt > candleMs * LONGEST_GAP_CANDLES && this.marketAt < due.at) this.marketAt = due.at;
  }

  private tell(due: Due): void {
    this.step(due);
    this.lastAt = due.at;
    this.lastWallAt = Date.now();
    if (due.event === 'open') this.listener.opened(due.at, due.candles);
    else this.listener.closed(due.at, due.candles);
  }
}

function numbersOf(candles: Candles, index: number): CandleNumbers {
  const { time, open, high, low, close, volume, ask } = candles;
  const own = [time, open, high, low, close, volume].map((column) => column[index] as number);
  return ask ? [...own, ...[ask.open, ask.high, ask.low, ask.close].map((column) => column[index] as number)] : own;
}
