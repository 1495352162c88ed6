/** Lets candles through: each closed one once and in order, whether the venue says that it is final, the next one begins, or its interval is over. */

import type { FeedNews } from '../../core/market/market-feed.ts';
import type { VenueNotice } from './options.ts';

export type FeedCandle = Omit<Extract<FeedNews, { kind: 'candle' }>, 'kind' | 'closed'>;

export interface CandleGate {
  /** The venue itself has said whether this is final. */
  said(candle: FeedCandle, closed: boolean): void;
  /**
   * The venue never says so: a candle is final when a later one begins, or when its interval has ended, the grace is over and the venue has been
   * heard since. `isSnapshot`: past candles of a new subscription, oldest first; only those after the last closed one count.
   */
  running(candles: readonly FeedCandle[], isSnapshot: boolean): void;
  /** Something came from the venue, whatever it was; `at` where it bears a time of the venue. */
  heard(at?: number): void;
  /** The stream is down: what runs may have got trades that nobody saw. */
  interrupted(): void;
  /** Holds closed candles back until the missed ones before them are there. */
  fill(instrument: string, timeframeMs: number, missed: (after: number) => Promise<readonly FeedCandle[]>): Promise<void>;
  close(): void;
}

interface Series {
  lastClosed: number;
  current: FeedCandle | null;
  timer: NodeJS.Timeout | undefined;
  settling: NodeJS.Timeout | undefined;
  held: FeedCandle[] | null;
}

export interface GateOptions {
  readonly tell: (news: FeedNews) => void;
  readonly notice: (code: VenueNotice['code'], message: string) => void;
  readonly venueTime: () => number;
  /** How long after its end a trade of an interval may still arrive. */
  readonly graceMs: number;
}

/** News that far from the clock are a replay: its time is the time of its news. */
const REPLAY_MS = 10 * 60_000;
/** How soon to look again when the venue has not been heard since the end of an interval. */
const LOOK_AGAIN_MS = 500;

export function createCandleGate({ tell, notice, venueTime, graceMs }: GateOptions): CandleGate {
  const all = new Map<string, Series>();
  let heardAt = Number.NEGATIVE_INFINITY;
  let newest = { at: 0, received: 0 };
  const clock = () => {
    const now = venueTime();
    const isReplay = newest.received > 0 && Math.abs(newest.at - newest.received) > REPLAY_MS;
    return isReplay ? newest.at + now - newest.received : now;
  };
  const heard = (at?: number) => {
    if (at !== undefined) newest = { at, received: venueTime() };
    heardAt = clock();
  };
  const seriesOf = (instrument: string, timeframeMs: number): Series => {
    const key = `${instrument} ${timeframeMs}`;
    const known = all.get(key);
    if (known) return known;
    const series: Series = { lastClosed: Number.NEGATIVE_INFINITY, current: null, timer: undefined, settling: undefined, held: null };
    all.set(key, series);
    return series;
  };
  const finish = (series: Series, candle: FeedCandle) => {
    if (series.held) {
      series.held.push(candle);
      return;
    }
    if (candle.time <= series.lastClosed) return;
    series.lastClosed = candle.time;
    if (series.current && series.current.time <= candle.time) forget(series);
    tell({ kind: 'candle', ...candle, closed: true });
  };
  const forget = (series: Series) => {
    clearTimeout(series.timer);
    series.current = null;
  };
  const endWhenOver = (series: Series, candle: FeedCandle, waitMs: number) => {
    clearTimeout(series.timer);
    series.timer = setTimeout(() => {
      const end = candle.time + candle.timeframeMs;
      if (series.current?.time !== candle.time) return;
      if (heardAt < end || clock() < end + graceMs) endWhenOver(series, candle, LOOK_AGAIN_MS);
      else finish(series, series.current);
    }, waitMs);
  };
  const isLate = (series: Series, candle: FeedCandle): boolean => {
    if (candle.time > series.lastClosed) return false;
    notice('CANDLE_LATE', `${candle.instrument} ${candle.timeframeMs} ms: news of the candle at ${candle.time}, which was told as final`);
    return true;
  };
  const run = (series: Series, candle: FeedCandle) => {
    const before = series.current;
    if (before && candle.time > before.time) finish(series, before);
    if (before && candle.time < before.time) return;
    series.current = candle;
    tell({ kind: 'candle', ...candle, closed: false });
    // Still running though it ended long ago: a replay without other news of its time.
    if (candle.time + candle.timeframeMs + REPLAY_MS < clock()) heard(candle.time);
    endWhenOver(series, candle, Math.max(0, candle.time + candle.timeframeMs + graceMs - clock()));
  };
  const waitUntilSettled = (series: Series, timeframeMs: number): Promise<void> => {
    const sinceEnd = venueTime() % timeframeMs;
    if (sinceEnd >= graceMs) return Promise.resolve();
    return new Promise((resolve) => {
      series.settling = setTimeout(resolve, graceMs - sinceEnd);
    });
  };
  return {
    said(candle, closed) {
      const series = seriesOf(candle.instrument, candle.timeframeMs);
      if (closed) finish(series, candle);
      else if (!isLate(series, candle)) tell({ kind: 'candle', ...candle, closed: false });
    },
    running(candles, isSnapshot) {
      const [first] = candles;
      if (!first) return;
      const series = seriesOf(first.instrument, first.timeframeMs);
      const isNew = series.lastClosed === Number.NEGATIVE_INFINITY && series.current === null;
      const counted = isSnapshot && isNew ? candles.slice(-1) : candles;
      for (const candle of counted) if (isSnapshot ? candle.time > series.lastClosed : !isLate(series, candle)) run(series, candle);
    },
    heard,
    interrupted: () => {
      heardAt = Number.NEGATIVE_INFINITY;
      for (const series of all.values()) clearTimeout(series.timer);
    },
    async fill(instrument, timeframeMs, missed) {
      const series = seriesOf(instrument, timeframeMs);
      if (series.lastClosed === Number.NEGATIVE_INFINITY || series.held) return;
      const held: FeedCandle[] = [];
      series.held = held;
      let found: readonly FeedCandle[] = [];
      try {
        // A candle that ended this moment may still lack its last trade in the answer.
        await waitUntilSettled(series, timeframeMs);
        found = await missed(series.lastClosed);
      } catch (error) {
        notice('BACKFILL_FAILED', `${instrument} ${timeframeMs} ms: ${error instanceof Error ? error.message : 'not answered'}`);
      }
      series.held = null;
      const over = found.filter((candle) => candle.time + timeframeMs <= venueTime());
      for (const candle of [...over, ...held].sort((a, b) => a.time - b.time)) finish(series, candle);
    },
    close: () => {
      for (const { timer, settling } of all.values()) [timer, settling].forEach(clearTimeout);
    },
  };
}
