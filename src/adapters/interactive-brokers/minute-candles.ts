/** One-minute candles of five-second bars. */

import type { FeedNews, PastCandle } from '../../core/market/market-feed.ts';

export const MINUTE_MS = 60_000;
export const BAR_MS = 5000;

export type Candle = Extract<FeedNews, { kind: 'candle' }>;

/** A bar as it is told: times are starts, epoch ms; prices and volume in units. */
export type FiveSeconds = PastCandle;

/** The candles of one instrument. */
export class MinuteCandles {
  private readonly instrument: string;
  private current: Candle | null = null;
  /** The first bar of its minute has been seen: what began before the subscription is no candle. */
  private whole = false;

  constructor(instrument: string) {
    this.instrument = instrument;
  }

  /**
   * What a bar makes known: the candle so far, one that is over, or both. A candle is over with its twelfth bar, or when a bar of a later minute comes.
   * `missed` is called instead of telling a candle of which a part was missed.
   */
  add(bar: FiveSeconds, missed: (minute: number) => void = () => {}): Candle[] {
    const time = Math.floor(bar.time / MINUTE_MS) * MINUTE_MS;
    const { current } = this;
    const news: Candle[] = [];
    if (current !== null && time < current.time) return news;
    if (current !== null && time > current.time) this.close(news, missed);
    this.follow(time, bar);
    if (bar.time + BAR_MS >= time + MINUTE_MS) this.close(news, missed);
    else if (this.whole && this.current !== null) news.push(this.current);
    return news;
  }

  /** Bars may have been missed: the minute under way will never be whole. */
  interrupted(): void {
    this.current = null;
    this.whole = false;
  }

  private follow(time: number, bar: FiveSeconds): void {
    const { current } = this;
    if (current === null) {
      this.whole ||= bar.time === time;
      const { open, high, low, close, volume } = bar;
      this.current = {
        kind: 'candle',
        instrument: this.instrument,
        timeframeMs: MINUTE_MS,
        time,
        open,
        high,
        low,
        close,
        volume,
        closed: false,
      };
      return;
    }
    this.current = {
      ...current,
      high: Math.max(current.high, bar.high),
      low: Math.min(current.low, bar.low),
      close: bar.close,
      volume: current.volume + bar.volume,
    };
  }

  private close(news: Candle[], missed: (minute: number) => void): void {
    if (this.current !== null && this.whole) news.push({ ...this.current, closed: true });
    else if (this.current !== null) missed(this.current.time);
    this.current = null;
    // From the end of a minute on every bar is seen.
    this.whole = true;
  }
}
