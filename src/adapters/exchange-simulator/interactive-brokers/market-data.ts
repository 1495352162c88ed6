/** What one client has subscribed to of the markets: quotes, five-second bars, and historical bars that are kept up to date. */

import { formatLots, formatTicks } from '../../../core/domain/instrument.ts';
import type { Market } from '../exchange/market.ts';
import type { Move } from '../exchange/moves.ts';
import { type Bar, barLength, barsOf, duration, realTimeBars } from './bars.ts';
import type { Code } from './codes.ts';
import type { Security } from './contracts.ts';
import { historicalBar, historicalDataUpdate, message, realTimeBar } from './encode.ts';
import type { Token } from './frames.ts';
import type { Gateway } from './gateway.ts';
import { NEWS } from './message-numbers.ts';
import { instantOf, wallTime, zonedTime } from './wire-time.ts';

/** Kinds of tick. */
const TICK = { bid: 1, ask: 2, last: 4, volume: 8 } as const;
const DAY_MS = 86_400_000;

interface KeptBars {
  readonly market: number;
  readonly lengthMs: number;
  readonly dateForm: number;
}

export interface HistoryRequest {
  readonly endDateTime: string;
  readonly barSize: string;
  readonly duration: string;
  readonly whatToShow: string;
  /** 1: the gateway's clock; 2: seconds of UTC. */
  readonly dateForm: number;
  readonly keepUpToDate: boolean;
}

export class MarketDataFeed {
  private readonly gateway: Gateway;
  private readonly send: (tokens: readonly Token[]) => void;
  private readonly quotes = new Map<number, number>();
  private readonly bars = new Map<number, number>();
  private readonly kept = new Map<number, KeptBars>();

  constructor(gateway: Gateway, send: (tokens: readonly Token[]) => void) {
    this.gateway = gateway;
    this.send = send;
  }

  /** A snapshot is told once and ends. */
  subscribeQuotes(request: number, { market }: Security, snapshot: boolean): void {
    this.send([NEWS.marketDataType, 1, request, 1]);
    this.tellQuote(request, this.gateway.exchange.markets[market] as Market);
    if (snapshot) this.send([NEWS.snapshotEnd, 1, request]);
    else this.quotes.set(request, market);
  }

  subscribeBars(request: number, { market }: Security): void {
    this.bars.set(request, market);
  }

  /** The data farm has forgotten what was subscribed. */
  forget(): void {
    this.quotes.clear();
    this.bars.clear();
    this.kept.clear();
  }

  cancelQuotes(request: number): void {
    this.quotes.delete(request);
  }

  cancelBars(request: number): void {
    this.bars.delete(request);
  }

  cancelHistory(request: number): void {
    this.kept.delete(request);
  }

  history(request: number, security: Security, asked: HistoryRequest): void {
    const { exchange, zone } = this.gateway;
    const market = exchange.markets[security.market] as Market;
    const reject = (code: Code, detail: string) => this.send(message(code, detail, request));
    const lengthMs = barLength(market, asked.barSize);
    const spanMs = duration(asked.duration);
    if (lengthMs === null) return reject(321, `'bP' : cause - Historical data bar size setting is invalid: ${asked.barSize}`);
    if (spanMs === null) return reject(321, "'bP' : cause - Historical data duration is invalid");
    if (asked.keepUpToDate && asked.endDateTime !== '') return reject(321, "'bP' : cause - End date not supported with keepUpToDate");
    const end = asked.endDateTime === '' ? exchange.now + 1 : instantOf(asked.endDateTime, zone);
    if (end === null) return reject(321, "'bP' : cause - End date/time is invalid");
    const bars = barsOf(market, lengthMs, end - spanMs, end);
    if (bars.length === 0) return reject(162, 'HMDS query returned no data');
    const rows = bars.flatMap((bar) => historicalBar(bar, this.dateOf(bar, lengthMs, asked.dateForm)));
    this.send([NEWS.historicalData, request, wallTime(zone, end - spanMs), wallTime(zone, end), bars.length, ...rows]);
    if (asked.keepUpToDate) this.kept.set(request, { market: security.market, lengthMs, dateForm: asked.dateForm });
  }

  private dateOf({ time }: Bar, lengthMs: number, form: number): string {
    if (lengthMs >= DAY_MS) return new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
    return form === 2 ? String(time / 1000) : zonedTime(this.gateway.zone, time);
  }

  moved(market: Market, move: Move): void {
    if (move.part !== 'close') for (const [request, index] of this.quotes) if (index === market.index) this.tellQuote(request, market);
    for (const [request, index] of this.bars) {
      if (index === market.index) for (const bar of realTimeBars(market, move)) this.send(realTimeBar(request, bar));
    }
    for (const [request, { market: index, lengthMs, dateForm }] of this.kept) {
      const from = Math.floor(market.current.time / lengthMs) * lengthMs;
      const last = index === market.index ? barsOf(market, lengthMs, from, Number.POSITIVE_INFINITY).at(-1) : undefined;
      if (last !== undefined) this.send(historicalDataUpdate(request, last, this.dateOf(last, lengthMs, dateForm)));
    }
  }

  private tellQuote(request: number, market: Market): void {
    const { instrument } = market;
    const { bids, asks } = market.book(1);
    const tick = (kind: number, level: { readonly ticks: number; readonly lots: number } | undefined) => {
      if (level === undefined) return;
      this.send([
        NEWS.tickPrice,
        6,
        request,
        kind,
        formatTicks(instrument, level.ticks),
        formatLots(instrument, level.lots),
        kind === TICK.last ? 0 : 1,
      ]);
    };
    tick(TICK.bid, bids[0]);
    tick(TICK.ask, asks[0]);
    tick(TICK.last, { ticks: market.lastTicks, lots: market.trade?.lots ?? 1 });
    this.send([NEWS.tickSize, 6, request, TICK.volume, market.current.volume]);
  }
}
