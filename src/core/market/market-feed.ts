/** The port of a live market: what a feed tells about instruments, in plain numbers (units, epoch ms UTC by the venue's clock). */

/** A candle of the past, without the name of its instrument: `time` is its start. */
export interface PastCandle {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export type FeedNews =
  /** A candle so far, or, `closed`, for good: final only when its interval is over and its last trade is known. `time` is its start. */
  | {
      readonly kind: 'candle';
      readonly instrument: string;
      readonly timeframeMs: number;
      readonly time: number;
      readonly open: number;
      readonly high: number;
      readonly low: number;
      readonly close: number;
      readonly volume: number;
      readonly closed: boolean;
    }
  | {
      readonly kind: 'quote';
      readonly instrument: string;
      readonly at: number;
      readonly bid: number;
      readonly bidSize: number;
      readonly ask: number;
      readonly askSize: number;
    }
  | {
      readonly kind: 'trade';
      readonly instrument: string;
      readonly at: number;
      readonly price: number;
      readonly size: number;
      readonly side: 'buy' | 'sell';
    }
  /** `down`: news may be missed from here on. `up`: subscribed again. */
  | { readonly kind: 'link'; readonly state: 'up' | 'down'; readonly reason: string };

/** `receivedAt` is the receiver's clock. */
export type FeedListener = (news: FeedNews, receivedAt: number) => void;
