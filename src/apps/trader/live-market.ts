/** What the feed of a venue tells a live session: the candles it has missed, then those that close and the prices between them, and how old they are. */

import type { SessionStatus } from '../../api/session.ts';
import { type ArrivedCandle, CandleBarrier } from '../../core/market/candle-barrier.ts';
import type { FeedNews } from '../../core/market/market-feed.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import type { LiveConfig } from '../config.ts';
import { catchUp } from './catch-up.ts';
import { PATH_MS } from './live-setup.ts';
import type { LiveWatch } from './live-watch.ts';
import { MarketDepth } from './market-depth.ts';
import type { TraderFeed } from './venue-openers.ts';

const STALE_AFTER_MS = 150_000;
const STRAGGLERS_MS = 2_000;

interface Parts {
  readonly config: LiveConfig;
  readonly feed: TraderFeed;
  /** In the order of their numbers. */
  readonly instruments: readonly { readonly id: string }[];
  readonly session: LiveSession;
  readonly watch: LiveWatch;
  readonly now: () => number;
  /** Hands something to the session and sets the clock. */
  readonly act: (work: () => void) => void;
  readonly say: (line: string) => void;
}

export interface LiveMarket {
  /** When `look` has something to do. */
  readonly nextAt: number;
  /** Candles of a minute that is over are handed on without those that did not come. */
  look(at: number): void;
  readonly depth: MarketDepth;
  status(): SessionStatus['feed'];
  /** Hears the feed from now on, and plays what was missed since that close first; null: a new session, which warms up. */
  start(since: number | null): Promise<void>;
}

export function liveMarket({ config, feed, instruments, session, watch, now, act, say }: Parts): LiveMarket {
  const indexOf = new Map(instruments.map(({ id }, index) => [id, index]));
  const depth = new MarketDepth(feed, now);
  let feedAt = Number.NaN;
  let heardAt = Number.NaN;
  let barrier = barrierFrom(undefined);
  /** What the feed tells before the past is known waits for it. */
  let early: ArrivedCandle[] | null = [];

  function barrierFrom(over: number | undefined): CandleBarrier {
    const late = (instrument: number, closesAt: number) =>
      say(`candle of ${instruments[instrument]?.id} that closed at ${new Date(closesAt).toISOString()} came too late and is missing`);
    const closed = (closesAt: number, candles: readonly ArrivedCandle[], at: number) => session.closed(closesAt, candles, at);
    return new CandleBarrier({ instruments: instruments.length, timeframeMs: PATH_MS, waitMs: STRAGGLERS_MS, closed, late }, over);
  }

  function hear(news: FeedNews, receivedAt: number): void {
    depth.hear(news);
    if (news.kind === 'link') {
      say(`market feed ${news.state}: ${news.reason}`);
      watch.lineHeard(news.state, news.reason, receivedAt);
    }
    if (news.kind !== 'candle' || news.timeframeMs !== PATH_MS) return;
    const instrument = indexOf.get(news.instrument);
    if (instrument === undefined) return;
    heardAt = receivedAt;
    watch.priceHeard(instrument, receivedAt);
    feedAt = Math.max(Number.isNaN(feedAt) ? 0 : feedAt, news.time);
    if (early === null && session.priced(instrument, news.close, receivedAt)) act(() => {});
    if (!news.closed) return;
    const candle: ArrivedCandle = [instrument, [news.time, news.open, news.high, news.low, news.close, news.volume]];
    if (early !== null) early.push(candle);
    else act(() => barrier.arrived(candle, receivedAt));
  }

  function state(): SessionStatus['feed']['state'] {
    if (watch.lineDown !== null) return 'down';
    if (Number.isNaN(heardAt)) return 'starting';
    return now() - heardAt > STALE_AFTER_MS ? 'stale' : 'running';
  }

  return {
    get nextAt() {
      return barrier.nextAt;
    },
    look: (at) => barrier.let(at),
    depth,
    status: () => ({
      source: `${config.venue.name} ${config.instruments.map(({ id }) => id).join(', ')} 1m`,
      replayed: false,
      replayDate: null,
      state: state(),
      down: watch.lineDown,
      at: Number.isNaN(feedAt) ? null : feedAt,
      endsAt: null,
      speed: null,
      ageMs: Number.isNaN(heardAt) ? null : now() - heardAt,
      staleAfterMs: STALE_AFTER_MS,
    }),
    async start(since) {
      await feed.start(hear);
      const missed = { feed, instruments, since, first: now() - config.warmupCandles * PATH_MS };
      const last = await catchUp(missed, (closesAt, candles) => act(() => session.closed(closesAt, candles, now())));
      barrier = barrierFrom(last ?? since ?? undefined);
      const arrived = early?.filter(([, [time = 0]]) => time + PATH_MS > (last ?? since ?? 0)) ?? [];
      early = null;
      for (const candle of arrived) act(() => barrier.arrived(candle, now()));
    },
  };
}
