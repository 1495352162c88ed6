/** The live market of the instruments set up here: one-minute candles of five-second bars, quotes and trades. */

import { EventName, type IBApi, IBApiTickType } from '@stoqey/ib';
import type { FeedListener, FeedNews, PastCandle } from '../../core/market/market-feed.ts';
import { isNote } from './failures.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { BAR_MS, type Candle, MINUTE_MS, MinuteCandles } from './minute-candles.ts';
import { isFailure } from './outstanding.ts';
import { type PastCandles, whatOf } from './past-candles.ts';
import type { RequestIds } from './request-ids.ts';
import type { Securities } from './securities.ts';
import type { VenueTime } from './venue-time.ts';

type Quote = { -readonly [K in keyof Extract<FeedNews, { kind: 'quote' }>]: Extract<FeedNews, { kind: 'quote' }>[K] };

interface Subscription {
  readonly instrument: string;
  readonly candles: MinuteCandles;
  readonly quote: Quote;
}

interface Parts {
  readonly gateway: Gateway;
  readonly ids: RequestIds;
  readonly securities: Securities;
  readonly time: VenueTime;
  readonly past: PastCandles;
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
  private readonly past: PastCandles;
  private readonly now: () => number;
  private readonly subscriptions = new Map<number, Subscription>();
  /** By instrument, when the last candle closed that was told; and what has to be told before the next one. */
  private readonly toldUntil = new Map<string, number>();
  private readonly filling = new Map<string, Promise<void>>();
  private listener: FeedListener | null = null;

  constructor({ gateway, ids, securities, time, past }: Parts, now: () => number, warn: (message: string) => void) {
    this.gateway = gateway;
    this.ids = ids;
    this.securities = securities;
    this.time = time;
    this.past = past;
    this.now = now;
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
      const subscription = this.subscriptions.get(request);
      if (subscription === undefined) return;
      const missed = (minute: number) => this.fill(instrument, minute);
      const { instrument, candles } = subscription;
      for (const candle of candles.add(bar, missed)) this.onCandle(candle);
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
      void this.gateway.send(
        false,
        () => true,
        (api) => api.reqRealTimeBars(request, contract, 5, whatOf(contract), false),
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

  /** Closed candles of past minutes, oldest first. Throws the gateway's own words where it has none to give. */
  async history(instrument: string, since: number): Promise<readonly PastCandle[]> {
    const candles = await this.ask(instrument, since);
    const last = candles.at(-1);
    const until = last === undefined ? since : last.time + MINUTE_MS;
    this.toldUntil.set(instrument, Math.max(until, this.toldUntil.get(instrument) ?? 0));
    return candles;
  }

  private async ask(instrument: string, since: number): Promise<readonly PastCandle[]> {
    const contract = this.securities.contractOf(instrument);
    if (contract === undefined) throw new Error(`${instrument} is not set up here`);
    const candles = await this.past.minutesOf(contract, since);
    if (isFailure(candles)) throw new Error(`no past candles of ${instrument}: ${candles.code} ${candles.message}`);
    return candles;
  }

  /** A closed candle waits until those before it are told. */
  private onCandle(candle: Candle): void {
    const { instrument } = candle;
    const until = this.toldUntil.get(instrument);
    if (candle.closed && until !== undefined && candle.time > until) this.fill(instrument, until);
    const before = this.filling.get(instrument);
    if (!candle.closed || before === undefined) this.tellClosed(candle);
    else this.queue(instrument, before, () => this.tellClosed(candle));
  }

  private tellClosed(candle: Candle): void {
    if (candle.closed && candle.time < (this.toldUntil.get(candle.instrument) ?? 0)) return;
    if (candle.closed) this.toldUntil.set(candle.instrument, candle.time + MINUTE_MS);
    this.tell(candle);
  }

  /** Asks for the candles that were missed, the first of them at `minute` or before, and tells them before anything later. */
  private fill(instrument: string, minute: number): void {
    const waiting = this.filling.get(instrument) ?? Promise.resolve();
    this.queue(instrument, waiting, async () => {
      try {
        for (const candle of await this.ask(instrument, this.toldUntil.get(instrument) ?? minute))
          this.tellClosed({ kind: 'candle', instrument, timeframeMs: MINUTE_MS, ...candle, closed: true });
      } catch (error) {
        this.warn(error instanceof Error ? error.message : String(error));
      }
    });
  }

  private queue(instrument: string, before: Promise<void>, act: () => void | Promise<void>): void {
    const done = before.then(act).finally(() => {
      if (this.filling.get(instrument) === done) this.filling.delete(instrument);
    });
    this.filling.set(instrument, done);
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
    this.listener?.(news, this.now());
  }
}
