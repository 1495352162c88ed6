/** The live market of the instruments set up here: one-minute candles of five-second bars, quotes and trades. */

import { EventName, type IBApi, IBApiTickType, WhatToShow } from '@stoqey/ib';
import type { FeedListener, FeedNews } from '../../core/market/market-feed.ts';
import { isNote } from './failures.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { BAR_MS, MinuteCandles } from './minute-candles.ts';
import type { RequestIds } from './request-ids.ts';
import type { Securities } from './securities.ts';
import type { VenueTime } from './venue-time.ts';

type Quote = { -readonly [K in keyof Extract<FeedNews, { kind: 'quote' }>]: Extract<FeedNews, { kind: 'quote' }>[K] };

interface Subscription {
  readonly instrument: string;
  readonly candles: MinuteCandles;
  readonly quote: Quote;
}

/** Which part of the quote a tick is about. */
const PRICES: Readonly<Record<number, 'bid' | 'ask'>> = { [IBApiTickType.BID]: 'bid', [IBApiTickType.ASK]: 'ask' };
const SIZES: Readonly<Record<number, 'bidSize' | 'askSize'>> = { [IBApiTickType.BID_SIZE]: 'bidSize', [IBApiTickType.ASK_SIZE]: 'askSize' };

export class MarketFeed implements GatewayPart {
  private readonly gateway: Gateway;
  private readonly ids: RequestIds;
  private readonly securities: Securities;
  private readonly time: VenueTime;
  private readonly warn: (message: string) => void;
  private readonly subscriptions = new Map<number, Subscription>();
  private listener: FeedListener | null = null;

  constructor(
    { gateway, ids, securities, time }: { gateway: Gateway; ids: RequestIds; securities: Securities; time: VenueTime },
    warn: (message: string) => void,
  ) {
    this.gateway = gateway;
    this.ids = ids;
    this.securities = securities;
    this.time = time;
    this.warn = warn;
  }

  listen(listener: FeedListener): void {
    this.listener = listener;
  }

  attach(api: IBApi): void {
    this.subscriptions.clear();
    api.on(EventName.realtimeBar, (request, seconds, open, high, low, close, volume) => {
      const bar = { time: seconds * 1000, open, high, low, close, volume };
      this.time.heard(bar.time + BAR_MS);
      for (const candle of this.subscriptions.get(request)?.candles.add(bar) ?? []) this.tell(candle);
    });
    api.on(EventName.tickPrice, (request, kind, price) => this.onTick(request, PRICES[kind], price));
    api.on(EventName.tickSize, (request, kind, size) => this.onTick(request, SIZES[kind ?? 0], size ?? 0));
    api.on(EventName.error, ({ message }, code, id) => {
      const subscription = this.subscriptions.get(id);
      if (subscription !== undefined && !isNote(code)) this.warn(`no market data of ${subscription.instrument}: ${code} ${message}`);
    });
  }

  async refresh(): Promise<void> {}

  /** Subscribes to everything, when the link is up; what this connection may have kept through a loss of the servers is given up first. */
  subscribe(): void {
    const before = [...this.subscriptions.keys()];
    this.subscriptions.clear();
    for (const request of before) {
      void this.gateway.send(
        false,
        () => true,
        (api) => api.cancelRealTimeBars(request),
      );
      void this.gateway.send(
        false,
        () => true,
        (api) => api.cancelMktData(request),
      );
    }
    for (const { instrument, contract } of this.securities.traded) {
      const request = this.ids.next();
      const quote: Quote = { kind: 'quote', instrument, at: 0, bid: 0, bidSize: 0, ask: 0, askSize: 0 };
      this.subscriptions.set(request, { instrument, candles: new MinuteCandles(instrument), quote });
      // Currencies have no trades of their own here.
      const what = contract.secType === 'CASH' ? WhatToShow.MIDPOINT : WhatToShow.TRADES;
      void this.gateway.send(
        false,
        () => true,
        (api) => api.reqRealTimeBars(request, contract, 5, what, false),
      );
      void this.gateway.send(
        false,
        () => true,
        (api) => api.reqMktData(request, contract, '', false, false),
      );
    }
  }

  lost(): void {
    for (const { candles } of this.subscriptions.values()) candles.interrupted();
  }

  /** A quote is told once both of its sides are known. The gateway puts no time on it. */
  private onTick(request: number, field: 'bid' | 'ask' | 'bidSize' | 'askSize' | undefined, value: number): void {
    const subscription = this.subscriptions.get(request);
    if (subscription === undefined || field === undefined) return;
    const { quote } = subscription;
    const price = field === 'bid' || field === 'ask';
    // -1 says that there is no such side now.
    if (price && value <= 0) {
      quote.bid = quote.ask = 0;
      return;
    }
    if (quote[field] === value) return;
    quote[field] = value;
    quote.at = this.time.now();
    if (quote.bid > 0 && quote.ask > 0) this.tell({ ...quote });
  }

  tell(news: FeedNews): void {
    this.listener?.(news, Date.now());
  }
}
