/** Candles of the past: asked for at a start, and for the minutes that a connection has missed. */

import { BarSizeSetting, type Contract, EventName, type IBApi, WhatToShow } from '@stoqey/ib';
import type { PastCandle } from '../../core/market/market-feed.ts';
import type { VenueFailure } from '../../core/trading/broker/venue-link.ts';
import { isNote, notConnected, refusedBy } from './failures.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { MINUTE_MS } from './minute-candles.ts';
import { type Awaited, isFailure, Outstanding } from './outstanding.ts';
import type { RequestIds } from './request-ids.ts';
import type { VenueTime } from './venue-time.ts';

const DAY_MS = 86_400_000;
/** A longer stretch than this in one request is refused for one-minute bars. */
const MOST_DAYS = 7;
/** The broker has no data of that time, such as a night: an answer, not a failure. */
const NO_DATA = 162;
const SECONDS_OF_UTC = 2;

interface Asked {
  readonly awaited: Awaited<readonly PastCandle[]>;
  readonly candles: PastCandle[];
}

export class PastCandles implements GatewayPart {
  private readonly gateway: Gateway;
  private readonly ids: RequestIds;
  private readonly time: VenueTime;
  private readonly outstanding: Outstanding;
  private readonly asked = new Map<number, Asked>();

  constructor({ gateway, ids, time }: { readonly gateway: Gateway; readonly ids: RequestIds; readonly time: VenueTime }, answerMs: number) {
    this.gateway = gateway;
    this.ids = ids;
    this.time = time;
    this.outstanding = new Outstanding(answerMs);
  }

  attach(api: IBApi): void {
    api.on(EventName.historicalData, (request, time, open, high, low, close, volume) => {
      const asked = this.asked.get(request);
      if (asked === undefined) return;
      if (time.startsWith('finished')) asked.awaited.settle(asked.candles);
      else asked.candles.push({ time: Number(time) * 1000, open, high, low, close, volume: Math.max(0, volume) });
    });
    api.on(EventName.error, ({ message }, code, id) => {
      const asked = this.asked.get(id);
      if ((code as number) === NO_DATA) asked?.awaited.settle([]);
      else if (!isNote(code)) asked?.awaited.settle(refusedBy(code, message));
    });
  }

  async refresh(): Promise<void> {}

  lost(reason: string): void {
    this.outstanding.lost(reason);
  }

  /** One-minute candles that begin at `since` or later and are over by the broker's clock, oldest first; those of a week at most. */
  async minutesOf(contract: Contract, since: number): Promise<readonly PastCandle[] | VenueFailure> {
    const request = this.ids.next();
    const awaited = this.outstanding.expect<readonly PastCandle[]>('past candles');
    this.asked.set(request, { awaited, candles: [] });
    const span = Math.max(0, this.time.now() - since) + 2 * MINUTE_MS;
    const duration = span < DAY_MS ? `${Math.ceil(span / 1000)} S` : `${Math.min(MOST_DAYS, Math.ceil(span / DAY_MS))} D`;
    const sent = await this.gateway.send(
      false,
      () => true,
      (api) =>
        api.reqHistoricalData(request, contract, '', duration, BarSizeSetting.MINUTES_ONE, whatOf(contract), 0, SECONDS_OF_UTC, false),
    );
    if (sent !== 'sent') awaited.settle(notConnected());
    const answer = await awaited.answer;
    this.asked.delete(request);
    if (isFailure(answer)) return answer;
    const now = this.time.now();
    return answer.filter(({ time }) => time >= since && time + MINUTE_MS <= now).toSorted((a, b) => a.time - b.time);
  }
}

/** Currencies have no trades of their own here. */
export function whatOf({ secType }: Contract): WhatToShow {
  return secType === 'CASH' ? WhatToShow.MIDPOINT : WhatToShow.TRADES;
}
